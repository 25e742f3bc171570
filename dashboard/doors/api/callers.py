"""Who asks, and what they may: a token's person, the person signed in, or this machine's user."""

from typing import TYPE_CHECKING

from dashboard.doors import identity
from dashboard.doors.addresses import is_own_origin
from dashboard.doors.api.problems import Problem
from dashboard.doors.api.routes import bearer
from dashboard.doors.visits import RawHeaders, Visit, values
from dashboard.people.actor import By
from dashboard.people.identity import Person
from dashboard.people.matrix import Action
from dashboard.people.scopes import reach, regions_tree
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.register import Catalogue


def caller(request: "Request", settings: Settings) -> Person:
    """Return who asks. Raises `Problem` for a token that is none, or where guests read nothing.

    Without a token the browser says where the request comes from: another site gets no answer.
    """
    visit: Visit = request.scope["cluster.visit"]
    sent = values(request.scope["headers"], b"authorization")
    if sent and settings.signs_in:
        person = identity.people(settings).tokens.resolve(bearer(sent))
        if person is None:
            raise Problem(401, "token")
    else:
        refuse_other_sites(request.scope["headers"], settings, visit)
        person = identity.who_asks(settings, request.scope["headers"], visit)
    if person.must_change:
        raise Problem(403, "must-change-password")
    if settings.reading != "public" and not person.signed_in and settings.mode != "local":
        raise Problem(401, "not-signed-in")
    return person


def demand_reading(person: Person, catalogue: "Catalogue", settings: Settings) -> None:
    """Raise `Problem` for who may read nothing at all."""
    public = settings.reading == "public"
    if not reach(person, Action.READ_PUBLISHED, catalogue, public).somewhere:
        raise Problem(403, "nothing-to-read")


def acting(request: "Request", settings: Settings, catalogue: "Catalogue") -> By:
    """Return by whom and under which request something is done, asked anew."""
    visit: Visit = request.scope["cluster.visit"]
    return By(caller(request, settings), regions_tree(catalogue), visit.id, visit.address)


def is_nobody_in_particular(headers: RawHeaders, settings: Settings, visit: Visit) -> bool:
    """Tell whether no question has to be asked about who it is: this machine's user, or a guest.

    Where readers sign in, a guest is told no more than to do so.
    """
    if settings.mode == "local" or not settings.signs_in:
        return settings.mode == "local" or settings.reading == "public"
    named = any(name.lower() in {b"authorization", b"cookie"} for name, _ in headers)
    return settings.reading == "public" and not named and not visit.vouched


def refuse_other_sites(headers: RawHeaders, settings: Settings, visit: Visit) -> None:
    """Raise `Problem` for what another site's page sends, which a browser says of it."""
    told = {name.lower(): value.decode("latin-1") for name, value in reversed(headers)}
    if told.get(b"sec-fetch-site", "none") not in {"none", "same-origin"}:
        raise Problem(403, "other-site")
    origin = told.get(b"origin")
    if origin is not None and not is_own_origin(origin, visit.origin, settings):
        raise Problem(403, "other-site")
