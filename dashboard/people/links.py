"""Links that are keys: whoever holds the address reads one view, one region, or what its giver may.

Given by a person, read-only, expiring, revocable; the address is told once and kept as a hash. What a
link opens is decided by the matrix at every opening, as its giver's own reading is.
"""

import json
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, select, update

from dashboard.actuals.observations import moment_text
from dashboard.actuals.retries import retried
from dashboard.actuals.transactions import writing
from dashboard.people import persons
from dashboard.people.actor import By
from dashboard.people.audit import Audit, Outcome, demand
from dashboard.people.clock import Clock, Limits, moment, span
from dashboard.people.identity import UNKNOWN, Grant, Kind, Person, Role, user_of_the_machine
from dashboard.people.matrix import (
    BY_LINK,
    BY_LINK_OF_THE_MACHINE,
    Action,
    Decision,
    NotPermitted,
    may_somewhere,
)
from dashboard.people.messages import PeopleError
from dashboard.people.names import is_line
from dashboard.people.persons import AnyRow
from dashboard.people.sessions import hashed
from dashboard.people.tables import kept_register, person, shared_link

LONGEST_NAME = 64
# 16 random bytes in the letters of a URL: short enough for a small QR code, too many to guess.
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_BYTES = 16
_OPENED_EVERY = span(timedelta(hours=1))


class Opens(StrEnum):
    """How much a link shows: one view as it was, one region with those below it, or everything."""

    VIEW = "view"
    REGION = "region"
    EVERYTHING = "everything"


class LinkRefused(PeopleError):
    """The link cannot be given so."""


class NoSuchLink(PeopleError):
    """There is no such link."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What a frozen link holds fast, beside the register: all as when it was given.

    `day` is an ISO day, `last` the last revision counted, `published` each region's published
    revision, `young` as of a standing, `software` the version that counted.
    """

    day: str
    last: int
    published: tuple[tuple[str, int], ...]
    young: bool
    software: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a link is to be: `query` is the view's, `regions` (with all below) None for all.

    `register` is the version and the compiled register that a frozen link shows.
    """

    name: str
    page: str
    query: str
    opens: Opens
    regions: tuple[str, ...] | None
    lasts: timedelta
    sign_in: bool = False
    pins: Pins | None = None
    register: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A new link: `token` is told once and kept nowhere."""

    id: int
    name: str
    token: str
    expires: str

    def __repr__(self) -> str:
        return f"Given({self.id}, {self.name!r})"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that stands: what it shows, and as whom its reader reads. Times are ISO text in UTC."""

    id: int
    name: str
    page: str
    query: str
    opens: Opens
    regions: tuple[str, ...] | None
    sign_in: bool
    pins: Pins | None
    register: str | None
    created: str
    expires: str
    giver: str
    reader: Person


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link as its giver's list shows it; times are ISO text in UTC."""

    id: int
    name: str
    page: str
    query: str
    opens: Opens
    sign_in: bool
    frozen: bool
    created: str
    expires: str
    last_opened: str | None
    revoked: str | None
    expired: bool


class Links:
    """The links in one database."""

    def __init__(self, engine: Engine, audit: Audit, limits: Limits, clock: Clock) -> None:
        self._engine, self._audit, self._limits, self._clock = engine, audit, limits, clock

    def give(self, by: By, wanted: Wanted) -> Given:
        """Make a link that reads what `by` may read of what is wanted, and no more.

        Raises `NotPermitted` (audited), `LinkRefused`.
        """
        called = self._checked(by, wanted)
        self._demand(by, wanted.regions)
        token = secrets.token_urlsafe(_BYTES)
        now = moment(self._clock)
        ends = now + span(wanted.lasts)
        vouched = by.person.grants if by.person.kind is Kind.OIDC else ()
        values = {
            "hash": hashed(token),
            "person": by.person.id,
            "name": called,
            "page": wanted.page,
            "query": wanted.query,
            "opens": wanted.opens.value,
            "regions": None if wanted.regions is None else json.dumps(list(wanted.regions)),
            "grants": json.dumps([_written(grant) for grant in vouched]),
            "sign_in": wanted.sign_in,
            "pins": None if wanted.pins is None else _pins_text(wanted.pins),
            "register": None if wanted.register is None else wanted.register[0],
            "created": now,
            "expires": ends,
        }

        def once() -> int:
            with writing(self._engine) as connection:
                self._audit.begin(connection)
                self._refuse_too_many(connection, by.person.id, now)
                changed: list[tuple[Table, int | str | None]] = [(shared_link, by.person.id)]
                if wanted.register is not None:
                    _keep(connection, *wanted.register, now)
                    changed.append((kept_register, wanted.register[0]))
                made = connection.execute(shared_link.insert().values(**values))
                told = {"name": called, "opens": wanted.opens, "frozen": wanted.pins is not None}
                self._audit.note(
                    connection,
                    by,
                    Action.GIVE_LINK,
                    _subject(wanted),
                    detail=told,
                    changed=changed,
                )
                return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted

        return Given(retried(once), called, token, moment_text(ends))

    def open(self, token: str, local: bool) -> Link | None:
        """Return the link of a token that stands now, None for any other: there is one answer.

        Links that a machine's own user gave hold in the mode `local` only, and there no others do.
        """
        now = moment(self._clock)
        asked = (
            select(shared_link, person.c.disabled.label("giver_disabled"))
            .join(person, person.c.id == shared_link.c.person, isouter=True)
            .where(shared_link.c.hash == hashed(token))
        )
        with self._engine.connect() as connection:
            row = connection.execute(asked).one_or_none()
            if row is None or row.revoked is not None or now >= row.expires:
                return None
            if row.giver_disabled is not None or (row.person is None) is not local:
                return None
            giver = self._giver(connection, row)
        if giver is None:
            return None
        if row.last_opened is None or now - row.last_opened >= _OPENED_EVERY:
            retried(lambda: self._opened(row.id, now))
        return _link(row, giver)

    def register(self, version: str) -> bytes | None:
        """Return the compiled register that is kept under a version."""
        asked = select(kept_register.c.compiled).where(kept_register.c.version == version)
        with self._engine.connect() as connection:
            found: bytes | None = connection.execute(asked).scalar()
            return found

    def revoke(self, by: By, id: int) -> None:
        """Make a link worthless at once. Raises `NotPermitted` (audited), `NoSuchLink`."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(shared_link).where(shared_link.c.id == id)
            ).one_or_none()
            giver = None if row is None else self._giver(connection, row)
        demand(self._audit, by, Action.REVOKE_LINK, f"link {id}", of=giver or UNKNOWN)
        if row is None:
            raise NoSuchLink("link.unknown", id=id)

        def once() -> None:
            with writing(self._engine) as connection:
                live = (shared_link.c.id == id, shared_link.c.revoked.is_(None))
                changed = update(shared_link).where(*live).values(revoked=moment(self._clock))
                if connection.execute(changed).rowcount:
                    told = {"name": row.name}
                    changes = [(shared_link, row.person)]
                    self._audit.note(
                        connection,
                        by,
                        Action.REVOKE_LINK,
                        f"link {id}",
                        detail=told,
                        changed=changes,
                    )

        retried(once)

    def of(self, giver: Person) -> list[ListedLink]:
        """Return the links that somebody gave, newest first."""
        now = moment(self._clock)
        whose = _given_by(giver.id)
        with self._engine.connect() as connection:
            asked = select(shared_link).where(whose).order_by(shared_link.c.id.desc())
            return [_listed(row, now) for row in connection.execute(asked).all()]

    def _giver(self, connection: Connection, row: AnyRow) -> Person | None:
        if row.person is None:
            return user_of_the_machine("")
        found = persons.by_id(connection, row.person)
        vouched = [_grant(told) for told in json.loads(row.grants)]
        return None if found is None else persons.as_person(connection, found, vouched)

    def _demand(self, by: By, regions: Collection[str] | None) -> None:
        if regions is None:
            if not may_somewhere(by.person, Action.GIVE_LINK):
                decision = Decision(False, "no-role" if by.person.signed_in else "not-signed-in")
                told = {"reason": decision.reason}
                self._audit.record(by, Action.GIVE_LINK, "", Outcome.REFUSED, told)
                raise NotPermitted(decision)
            return
        for region in regions:
            demand(self._audit, by, Action.GIVE_LINK, region, region=region)

    def _checked(self, by: By, wanted: Wanted) -> str:
        called = wanted.name.strip()
        if not called or len(called) > LONGEST_NAME or not is_line(called):
            raise LinkRefused("link.name", most=LONGEST_NAME)
        if wanted.lasts <= timedelta() or wanted.lasts > self._limits.longest_link:
            raise LinkRefused("link.lasts", most=self._limits.longest_link.days)
        for region in sorted(set(wanted.regions or ()) - set(by.regions_tree)):
            raise LinkRefused("grant.region", region=region[:64])
        return called

    def _refuse_too_many(self, connection: Connection, giver: int | None, now: int) -> None:
        live = select(func.count()).where(
            _given_by(giver), shared_link.c.revoked.is_(None), shared_link.c.expires > now
        )
        if connection.execute(live).scalar_one() >= self._limits.links_of_one:
            raise LinkRefused("link.too-many", most=self._limits.links_of_one)

    def _opened(self, id: int, now: int) -> None:
        with writing(self._engine) as connection:
            changed = update(shared_link).where(shared_link.c.id == id).values(last_opened=now)
            connection.execute(changed)


def _given_by(giver: int | None) -> ColumnElement[bool]:
    return shared_link.c.person.is_(None) if giver is None else shared_link.c.person == giver


def reader_of(giver: Person, regions: Collection[str] | None, id: int | None = None) -> Person:
    """Return as whom a link's holder reads: as its giver, what a link may be good for, there only."""
    only = BY_LINK_OF_THE_MACHINE if giver.kind is Kind.MACHINE else BY_LINK
    return Person(
        giver.id,
        giver.name,
        Kind.LINK,
        giver.display,
        giver.grants,
        giver.must_change,
        frozenset(only),
        None if regions is None else frozenset(regions),
        "" if id is None else str(id),
    )


def _keep(connection: Connection, version: str, compiled: bytes, now: int) -> None:
    there = select(func.count()).where(kept_register.c.version == version)
    if not connection.execute(there).scalar_one():
        connection.execute(
            kept_register.insert().values(version=version, compiled=compiled, at=now)
        )


def _subject(wanted: Wanted) -> str:
    return " ".join(wanted.regions) if wanted.regions is not None else "*"


def _pins_text(pins: Pins) -> str:
    told = {"day": pins.day, "last": pins.last, "young": pins.young, "software": pins.software}
    return json.dumps(told | {"published": dict(pins.published)}, sort_keys=True)


def _pins(text: str) -> Pins:
    told = json.loads(text)
    published = tuple(sorted(told["published"].items()))
    return Pins(told["day"], told["last"], published, told["young"], told["software"])


def _written(grant: Grant) -> list[Any]:
    return [grant.role.value, grant.region, grant.with_subtree, grant.units]


def _grant(told: list[Any]) -> Grant:
    role, region, with_subtree, units = told
    return Grant(Role(role), region, with_subtree, None if units is None else tuple(units))


def _link(row: AnyRow, giver: Person) -> Link:
    regions = None if row.regions is None else tuple(json.loads(row.regions))
    return Link(
        row.id,
        row.name,
        row.page,
        row.query,
        Opens(row.opens),
        regions,
        bool(row.sign_in),
        None if row.pins is None else _pins(row.pins),
        row.register,
        moment_text(row.created),
        moment_text(row.expires),
        giver.display or giver.name,
        reader_of(giver, regions, row.id),
    )


def _listed(row: AnyRow, now: int) -> ListedLink:
    return ListedLink(
        row.id,
        row.name,
        row.page,
        row.query,
        Opens(row.opens),
        bool(row.sign_in),
        row.pins is not None,
        moment_text(row.created),
        moment_text(row.expires),
        None if row.last_opened is None else moment_text(row.last_opened),
        None if row.revoked is None else moment_text(row.revoked),
        now >= row.expires,
    )
