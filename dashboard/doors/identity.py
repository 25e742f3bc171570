"""Who is there: asked anew on every request and every rerun, so that signing out elsewhere counts.

The websocket of a page carries the cookies and headers of its handshake; what they are worth is
looked up each time. Forged, missing, doubled or ended: a guest.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING

from dashboard import settings as configuration
from dashboard.doors.asking import Visit, told_visit
from dashboard.doors.claimed import claimed_grants
from dashboard.doors.scopes import regions_tree
from dashboard.people.acting import By
from dashboard.people.clock import Limits
from dashboard.people.cookies import SESSION, read_cookie
from dashboard.people.identity import GUEST, Kind, Person, user_of_the_machine
from dashboard.people.matrix import Action, Decision, permitted
from dashboard.settings import Settings
from dashboard.worksheet.author import local_author

if TYPE_CHECKING:
    from dashboard.people.directory import Directory
    from dashboard.register import Catalogue


def visitor(settings: Settings) -> Person:
    """Return who sees the page of this very rerun, with the grants of now."""
    if settings.mode == "local":
        return _machine_user()
    if not settings.signs_in or configuration.active() is None:
        # Without our own server nobody has checked what the headers say.
        return GUEST
    import streamlit as st

    headers = st.context.headers
    cookies = [each.encode("latin-1", "replace") for each in headers.get_all("Cookie")]
    return person_of(settings, cookies, told_visit(headers.get("X-Cluster-Visit")))


def acting(settings: Settings, tree: Mapping[str, str | None]) -> By:
    """Return by whom and under which request something is done in this rerun."""
    person = visitor(settings)
    if not settings.signs_in:
        return By(person, tree)
    import streamlit as st

    visit = told_visit(st.context.headers.get("X-Cluster-Visit"))
    return By(person, tree, visit.id if visit else "", visit.address if visit else "")


def person_of(settings: Settings, cookies: list[bytes], visit: Visit | None) -> Person:
    """Return whom a request's `Cookie` headers, or its trusted proxy, make known."""
    directory = people(settings)
    if settings.mode == "proxy":
        if visit is None or not visit.vouched:
            return GUEST
        name = visit.vouched
        known = directory.accounts.known_from_outside(Kind.PROXY, name.casefold(), name, name)
        return known or GUEST
    if settings.mode not in {"team", "oidc"}:
        return GUEST
    session = read_cookie(cookies, SESSION, settings.secure)
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
    return _directory(settings.database, Limits(idle=settings.idle, absolute=settings.absolute))


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


@cache
def _machine_user() -> Person:
    return user_of_the_machine(local_author())


@cache
def _directory(url: str, limits: Limits) -> "Directory":
    from dashboard.people.directory import Directory

    return Directory.open(url, limits)
