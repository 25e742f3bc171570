"""Publishing a region's figures: how many wait for it, and the button that does it."""

import streamlit as st

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.people.messages import PeopleError
from dashboard.views.notices import notice
from dashboard.views.prose import passage

_DONE = "entry-published"


def show_publishing(seen: View, region: str) -> None:
    """Say how much of a region waits for publication, and offer to publish it.

    Nothing for who may not publish there.
    """
    lang = seen.lang
    if region not in loading.regions_for(seen, Action.PUBLISH):
        return
    waiting, revision = loading.permitted_store(seen).unpublished(region)
    done = st.session_state.pop(_DONE, None)
    with st.container(border=True, key="card-publish"):
        sentence = _sentence(seen, region, waiting)
        title, about = say("entry.publish.title", lang), say("entry.publish.about", lang)
        st.html(passage(title, about, [sentence], level=2))
        if done:
            st.html(notice(done[0], lang, "", done[1]))
        st.button(
            say("entry.publish.button", lang, n=waiting),
            key="entry-publish",
            disabled=not waiting,
            on_click=_publish,
            args=(seen, region, revision),
        )


def _sentence(seen: View, region: str, waiting: int) -> str:
    last = loading.store(seen.settings).publications().get(region)
    place = seen.standing.name(seen.standing.catalogue.region(region), seen.lang)
    if last is None:
        key = "first" if waiting else "empty"
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
    try:
        n = loading.permitted_store(seen).publish(region, revision)
    except (ActualsError, PeopleError) as fault:
        st.session_state[_DONE] = ("fault", fault.message.text(seen.lang))
        return
    st.session_state[_DONE] = ("info", say("entry.publish.done", seen.lang, n=n))
