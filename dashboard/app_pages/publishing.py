"""Publishing what a region has entered: what it would change is listed first, then it is asked."""

import streamlit as st

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.entry import preview
from dashboard.entry.series import asked_of
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.people.messages import PeopleError
from dashboard.views.frame import leading_focus
from dashboard.views.notices import notice
from dashboard.views.prose import passage

# What of the session is publishing's own.
_PUBLISHED, _ASKED = "entry-published", "entry-publish-asking"
_LEADS, _TURN = "entry-publish-leads", "entry-publish-turn"
_BUTTON, _NOW, _DONE = (
    f".st-key-{place}"
    for place in ("entry-publish button", "entry-publish-now button", "entry-publish-done")
)


def publication(seen: View, region: str) -> None:
    """Say how much of a region waits for publication, and offer to publish it.

    Nothing for who may not publish there.
    """
    lang = seen.lang
    if region not in loading.regions_for(seen, Action.PUBLISH):
        return
    if seen.settings.review != "publisher" and seen.settings.mode != "local":
        # Then returns are published one by one, or figures as they are saved.
        return
    waiting, revision = loading.permitted_store(seen).unpublished(region)
    remedies = loading.permitted_store(seen).unpublished_remedies(region)
    both = waiting + remedies
    done = st.session_state.pop(_PUBLISHED, None)
    with st.container(border=True, key="card-publish"):
        sentences = [_publishing_sentence(seen, region, waiting)]
        if remedies:
            sentences.append(say("entry.publish.remedies", lang, n=remedies))
        title, about = say("entry.publish.title", lang), say("entry.publish.about", lang)
        st.html(passage(title, about, sentences))
        if done:
            with st.container(key="entry-publish-done"):
                st.html(notice(done[0], lang, "", done[1]))
        if leads := st.session_state.get(_LEADS):
            st.html(leading_focus(*leads))
        if not both or st.session_state.get(_ASKED) != (region, revision):
            st.button(
                say("entry.publish.button", lang, n=both),
                key="entry-publish",
                disabled=not both,
                on_click=_ask_to_publish,
                args=(region, revision, _NOW),
            )
            return
        # Published is never taken back: what it will be is listed first.
        if waiting:
            st.html(preview.publication(_waiting(seen, region), lang))
        if remedies:
            given = loading.permitted_store(seen).waiting_remedies(region)
            st.html(preview.remedies(seen.standing, given, lang))
        with st.container(horizontal=True):
            st.button(
                say("entry.publish.now", lang, n=both),
                key="entry-publish-now",
                type="primary",
                on_click=_publish,
                args=(seen, region, revision),
            )
            st.button(
                say("entry.publish.not-now", lang),
                key="entry-publish-not-now",
                type="tertiary",
                on_click=_ask_to_publish,
                args=(None, 0, _BUTTON),
            )


def _ask_to_publish(region: str | None, revision: int, then: str) -> None:
    """Ask about what is shown as waiting; what is entered meanwhile is asked about anew."""
    st.session_state[_ASKED] = (region, revision)
    _lead(then)


def _lead(on: str) -> None:
    """Lead the focus on: what was clicked is gone when the page is drawn."""
    turn = st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state[_LEADS] = (on, turn)


def _waiting(seen: View, region: str) -> list[tuple[str, str, str | None, str | None]]:
    """Return what waits for publication: its name, its unit, the published value and the new one."""
    known = {each.key: each for each in asked_of(seen.standing.catalogue, region)}
    listed = []
    for key, before, now in loading.permitted_store(seen).waiting(region):
        series = known.get(key[:3])
        name = preview.heading(series, key[3], seen.lang) if series else "/".join(key[1:])
        listed.append((name, series.unit if series else "", before, now))
    return listed


def _publishing_sentence(seen: View, region: str, waiting: int) -> str:
    last = loading.store(seen.settings).publications().get(region)
    place = seen.standing.name(seen.standing.catalogue.region(region), seen.lang)
    if last is None:
        key = "first" if waiting else "empty"
        # entry.publish.*
        return say(f"entry.publish.{key}", seen.lang, region=place, n=waiting)
    return say(
        f"entry.publish.{'waiting' if waiting else 'none'}",
        seen.lang,
        region=place,
        n=waiting,
        moment=moment_text(last.at, seen.lang),
        author=last.author,
    )


def _publish(seen: View, region: str, revision: int) -> None:
    """Publish what was shown as waiting, and nothing entered since."""
    _lead(_DONE)
    try:
        n = loading.permitted_store(seen).publish(region, revision)
    except (ActualsError, PeopleError) as fault:
        st.session_state[_PUBLISHED] = ("fault", fault.message.text(seen.lang))
        return
    st.session_state[_PUBLISHED] = ("info", say("entry.publish.done", seen.lang, n=n))
