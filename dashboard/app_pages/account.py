"""Who is signed in: the link in the bar, what a guest is told, and one session for one person."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import loading
from dashboard.doors.addresses import path_within
from dashboard.first_paint.locked_pages import account_address, locked_page
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.identity import Kind, Person
from dashboard.people.matrix import Action
from dashboard.settings import Settings
from dashboard.views.frame import account
from dashboard.views.notices import empty_state
from dashboard.views.rows import Link

_WHO = "account-who"


def link(visitor: Person, settings: Settings, lang: str) -> str:
    """Return the link to sign in, or out under one's name, as HTML; "" where nobody signs in."""
    if settings.mode not in {"team", "oidc"}:
        return ""
    way = "sign-out" if visitor.signed_in else "sign-in"
    name = (visitor.display or visitor.name) if visitor.signed_in else None
    # doors.bar.change-password, doors.bar.sign-in, doors.bar.sign-out
    return account(name, say(f"doors.bar.{way}", lang), _way(way, lang, settings))


def locked(settings: Settings, lang: str, visitor: Person) -> bool:
    """Tell a guest to sign in where reading needs it, and whether nothing else is to be shown."""
    if settings.signs_in:
        _one_person(visitor)
    told = locked_page(settings, lang, visitor, _here(settings))
    if told:
        st.html(told)
    return told is not None


def refuse_entering(seen: View) -> None:
    """Tell why the visitor cannot enter figures of this region, and lead to what they can do."""
    lang = seen.lang
    key = "no-role" if seen.visitor.signed_in else "sign-in"
    to = _sign_in(seen) or _own_work(seen)
    # doors.entry.no-role, doors.entry.sign-in, doors.entry.title
    st.html(empty_state(say("doors.entry.title", lang), say(f"doors.entry.{key}", lang), lang, to))


def _sign_in(seen: View) -> Link | None:
    if seen.visitor.kind is not Kind.GUEST or seen.settings.mode not in {"team", "oidc"}:
        return None
    return Link(say("doors.bar.sign-in", seen.lang), _way("sign-in", seen.lang, seen.settings))


def _own_work(seen: View) -> Link | None:
    """Return the way to a region whose figures the visitor enters, else to what they review."""
    lang, regions = seen.lang, seen.standing.regions()
    entering = loading.regions_for(seen, Action.ENTER)
    nowhere = dict.fromkeys(("goal", "cluster", "indicator", "period"))
    if own := next((each for each in regions if each in entering), None):
        name = seen.standing.name(seen.standing.catalogue.region(own), lang)
        label = say("doors.own-work.enter", lang, region=name)
        return Link(label, seen.href("entry", region=own, **nowhere))
    if loading.regions_for(seen, Action.REVIEW):
        return Link(say("doors.own-work.review", lang), seen.href("review", region=None, **nowhere))
    return None


def _one_person(visitor: Person) -> None:
    """Forget what the session held for somebody else: it must not be shown to the next."""
    before = st.session_state.get(_WHO)
    if before is not None and before != visitor.label:
        for key in list(st.session_state):
            del st.session_state[key]
    st.session_state[_WHO] = visitor.label


def _way(way: str, lang: str, settings: Settings) -> str:
    return account_address(way, lang, _here(settings))


def _here(settings: Settings) -> str:
    path = path_within(urlsplit(st.context.url or "").path, settings) or "/"
    query = urlencode(st.query_params.to_dict())
    return path + (f"?{query}" if query else "")
