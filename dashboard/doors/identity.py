"""Who is there: asked anew on every request and every rerun, so that signing out elsewhere counts.

The websocket of a page carries the cookies and headers of its handshake; what they are worth is
looked up each time. Forged, missing, doubled or ended: a guest.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from dashboard import settings as configuration
from dashboard.doors.claims_cookie import claimed_grants
from dashboard.doors.visits import RawHeaders, Visit, told_visit
from dashboard.entry.author import local_author
from dashboard.people.actor import By
from dashboard.people.clock import Limits
from dashboard.people.cookies import SESSION, read_cookie
from dashboard.people.identity import GUEST, Kind, Person, user_of_the_machine
from dashboard.people.matrix import Action, Decision, permitted
from dashboard.people.scopes import regions_tree
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.people.directory import Directory
    from dashboard.register import Catalogue


class Arrivals:
    """When each person was seen last by this process, where a proxy signs people in and there is no
    session here. Safe to share between threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, int], float] = {}

    def is_new(self, database: str, person: int, idle: timedelta) -> bool:
        """Note that a person is here, and tell whether they were not for as long as `idle`."""
        now = time.monotonic()
        with self._lock:
            before = self._seen.get((database, person))
            self._seen[database, person] = now
        return before is None or now - before > idle.total_seconds()


_ARRIVALS = Arrivals()
# Of a request that is being answered in no run of a page: its cookies, and the visit.
_REQUEST: ContextVar[tuple[list[bytes], Visit | None] | None] = ContextVar("request", default=None)


def visitor(settings: Settings) -> Person:
    """Return who sees the page of this very rerun, with the grants of now."""
    return asked_later(settings)()


def asked_later(settings: Settings) -> Callable[[], Person]:
    """Return what tells who is there when it is called, in no run of the page any more."""
    if settings.mode == "local":
        return _machine_user
    if not settings.signs_in or configuration.active() is None:
        # Without our own server nobody has checked what the headers say.
        return lambda: GUEST
    cookies, visit = _asked()
    return lambda: person_of(settings, cookies, visit)


@contextmanager
def answering(headers: RawHeaders, visit: Visit | None) -> Iterator[None]:
    """While a request is answered in no run of a page: whoever asks is told by its own headers."""
    cookies = [value for name, value in headers if name.lower() == b"cookie"]
    token = _REQUEST.set((cookies, visit))
    try:
        yield
    finally:
        _REQUEST.reset(token)


def _asked() -> tuple[list[bytes], Visit | None]:
    """Return the `Cookie` headers and the visit of the request, or of the page whose run this is."""
    answered = _REQUEST.get()
    if answered is not None:
        return answered
    import streamlit as st

    headers = st.context.headers
    cookies = [each.encode("latin-1", "replace") for each in headers.get_all("Cookie")]
    return cookies, told_visit(headers.get("X-Cluster-Visit"))


def acting(settings: Settings, tree: Mapping[str, str | None]) -> By:
    """Return by whom and under which request something is done in this rerun."""
    person = visitor(settings)
    if not settings.signs_in:
        return By(person, tree)
    _, visit = _asked()
    return By(person, tree, visit.id if visit else "", visit.address if visit else "")


def who_asks(settings: Settings, headers: RawHeaders, visit: Visit | None) -> Person:
    """Return who asks for a page with these headers, before the page itself is there."""
    if settings.mode == "local":
        return _machine_user()
    if not settings.signs_in:
        return GUEST
    cookies = [value for name, value in headers if name.lower() == b"cookie"]
    return person_of(settings, cookies, visit)


def person_of(settings: Settings, cookies: list[bytes], visit: Visit | None) -> Person:
    """Return whom a request's `Cookie` headers, or its trusted proxy, make known."""
    directory = people(settings)
    if settings.mode == "proxy":
        if visit is None or not visit.vouched:
            return GUEST
        return _vouched(settings, visit)
    if settings.mode not in {"team", "oidc"}:
        return GUEST
    session = read_cookie(cookies, SESSION, settings)
    person = directory.sessions.resolve(session)
    if person is None or session is None:
        return GUEST
    if person.kind is Kind.OIDC:
        more = claimed_grants(settings, cookies, session) if settings.mode == "oidc" else None
        if more is None:
            return GUEST
        return Person(person.id, person.name, person.kind, person.display, (*person.grants, *more))
    # Who is known by a password signs in where passwords are asked for.
    return person if settings.mode == "team" else GUEST


def people(settings: Settings) -> "Directory":
    """Return the people of the settings' database, opened once in this process."""
    return _directory(
        settings.database, Limits(idle=settings.session_idle, absolute=settings.session_absolute)
    )


def may(
    person: Person,
    action: Action,
    region: str | None,
    catalogue: "Catalogue",
    settings: Settings,
    units: Collection[str] | None = None,
) -> Decision:
    """Decide by the matrix, under the site's setting for public reading."""
    return permitted(
        person,
        action,
        region,
        units,
        regions_tree=regions_tree(catalogue),
        public=settings.reading == "public",
    )


def _vouched(settings: Settings, visit: Visit) -> Person:
    """Whom the trusted proxy names; that they came is written down once for each of their visits."""
    directory, name = people(settings), visit.vouched
    by = By(request_id=visit.id, address=visit.address)
    known = directory.outside.known(by, Kind.PROXY, name.casefold(), name, name)
    if known is None or known.id is None:
        return GUEST
    if _ARRIVALS.is_new(settings.database, known.id, settings.session_idle):
        directory.audit.record(replace(by, person=known), "sign-in", known.name)
    return known


def sees_insides(person: Person) -> bool:
    """Tell whether a person is shown the faults of the register and of the database: who mends them.

    The register may be what is broken, so it is asked of all regions.
    """
    return bool(permitted(person, Action.EDIT_REGISTER, None, regions_tree={}))


@cache
def _machine_user() -> Person:
    return user_of_the_machine(local_author())


@cache
def _directory(url: str, limits: Limits) -> "Directory":
    from dashboard.people.directory import Directory

    return Directory.open(url, limits)
