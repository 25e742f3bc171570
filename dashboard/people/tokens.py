"""Tokens for programs: named, scoped, expiring, revocable; told once, kept as a hash."""

import json
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine, func, select, update

from dashboard.actuals.observations import moment_text
from dashboard.actuals.retries import committed, leisurely, reading
from dashboard.actuals.transactions import writing
from dashboard.people import persons
from dashboard.people.actor import By
from dashboard.people.audit import Audit, demand
from dashboard.people.clock import Clock, Limits, moment, span
from dashboard.people.identity import UNKNOWN, Kind, Person
from dashboard.people.matrix import NEVER_BY_TOKEN, Action
from dashboard.people.messages import PeopleError
from dashboard.people.names import is_line
from dashboard.people.persons import AnyRow
from dashboard.people.sessions import hashed
from dashboard.people.tables import api_token

PREFIX = "cd_"
LONGEST_NAME = 64
_TOKEN = re.compile(r"cd_[A-Za-z0-9_-]{43}")
# As much as helps to tell two apart in a list; 216 of 256 bits stay unknown.
_SHOWN = len(PREFIX) + 6
_USED_EVERY = span(timedelta(hours=1))


class TokenRefused(PeopleError):
    """The token cannot be issued so."""


class NoSuchToken(PeopleError):
    """There is no such token."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token: `secret` is told once and kept nowhere."""

    id: int
    name: str
    secret: str
    expires: str

    def __repr__(self) -> str:
        return f"Issued({self.id}, {self.name!r})"


@dataclass(frozen=True, slots=True)
class Listed:
    """A token as a list shows it; times are ISO text in UTC."""

    id: int
    name: str
    person: str
    prefix: str
    actions: tuple[str, ...]
    regions: tuple[str, ...] | None
    created: str
    expires: str
    last_used: str | None
    revoked: str | None


class Tokens:
    """The tokens in one database."""

    def __init__(self, engine: Engine, audit: Audit, limits: Limits, clock: Clock) -> None:
        self._engine, self._audit, self._limits, self._clock = engine, audit, limits, clock

    def issue(
        self,
        by: By,
        person: str,
        name: str,
        actions: Collection[Action],
        lasts: timedelta,
        regions: Collection[str] | None = None,
    ) -> Issued:
        """Make a token that acts for `person`, for these actions and (with all below) regions.

        It can never do more than its person may at that moment. Raises `NotPermitted` (audited),
        `NoSuchPerson`, `TokenRefused`.
        """
        target = self._person(person)
        demand(self._audit, by, Action.ISSUE_TOKEN, person, of=target)
        called = self._checked(by, name, actions, lasts, regions)
        secret = PREFIX + secrets.token_urlsafe(32)
        now = moment(self._clock)
        values = {
            "name": called,
            "hash": hashed(secret),
            "prefix": secret[:_SHOWN],
            "actions": json.dumps(sorted(actions)),
            "regions": None if regions is None else json.dumps(sorted(regions)),
            "created": now,
            "expires": now + span(lasts),
        }

        def once() -> int:
            with writing(self._engine) as connection:
                self._audit.begin(connection)
                row = persons.named(connection, person)
                self._refuse_too_many(connection, row.id, now)
                made = connection.execute(api_token.insert().values(person=row.id, **values))
                told = {"name": called, "actions": " ".join(sorted(actions))}
                changed = [(api_token, row.id)]
                self._audit.note(
                    connection, by, Action.ISSUE_TOKEN, row.name, detail=told, changed=changed
                )
                return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted

        return Issued(committed(once), called, secret, moment_text(now + span(lasts)))

    def resolve(self, secret: str | None) -> Person | None:
        """Return whom a token acts for now, limited to its scope; None for nobody."""
        if secret is None or not _TOKEN.fullmatch(secret):
            return None
        now = moment(self._clock)
        with reading(self._engine) as connection:
            token = connection.execute(
                select(api_token).where(api_token.c.hash == hashed(secret))
            ).one_or_none()
            if token is None or token.revoked is not None or now >= token.expires:
                return None
            row = persons.by_id(connection, token.person)
            if row is None or row.disabled is not None:
                return None
            owner = persons.as_person(connection, row)
        if token.last_used is None or now - token.last_used >= _USED_EVERY:
            leisurely(lambda: self._use(token.id, now))
        return Person(
            owner.id,
            owner.name,
            Kind.TOKEN,
            owner.display,
            owner.grants,
            owner.must_change,
            frozenset(json.loads(token.actions)),
            None if token.regions is None else frozenset(json.loads(token.regions)),
            token.name,
        )

    def revoke(self, by: By, id: int) -> None:
        """Make a token worthless at once. Raises `NotPermitted` (audited), `NoSuchToken`."""
        with reading(self._engine) as connection:
            row = connection.execute(select(api_token).where(api_token.c.id == id)).one_or_none()
            owner = None if row is None else persons.by_id(connection, row.person)
            target = UNKNOWN if owner is None else persons.as_person(connection, owner)
        demand(self._audit, by, Action.REVOKE_TOKEN, f"token {id}", of=target)
        if row is None:
            raise NoSuchToken("token.unknown", id=id)

        def once() -> None:
            with writing(self._engine) as connection:
                live = (api_token.c.id == id, api_token.c.revoked.is_(None))
                changed = update(api_token).where(*live).values(revoked=moment(self._clock))
                if connection.execute(changed).rowcount:
                    told = {"name": row.name}
                    changes = [(api_token, row.person)]
                    self._audit.note(
                        connection,
                        by,
                        Action.REVOKE_TOKEN,
                        target.name,
                        detail=told,
                        changed=changes,
                    )

        committed(once)

    def of(self, person: str) -> list[Listed]:
        """Return the tokens of `person`, newest first. Raises `NoSuchPerson`."""
        with reading(self._engine) as connection:
            row = persons.named(connection, person)
            asked = select(api_token).where(api_token.c.person == row.id)
            found = connection.execute(asked.order_by(api_token.c.id.desc())).all()
            return [_listed(token, row.name) for token in found]

    def _person(self, name: str) -> Person:
        with reading(self._engine) as connection:
            row = persons.by_name(connection, name)
            return UNKNOWN if row is None else persons.as_person(connection, row)

    def _checked(
        self,
        by: By,
        name: str,
        actions: Collection[Action],
        lasts: timedelta,
        regions: Collection[str] | None,
    ) -> str:
        called = name.strip()
        if not called or len(called) > LONGEST_NAME or not is_line(called):
            raise TokenRefused("token.name", most=LONGEST_NAME)
        if not actions:
            raise TokenRefused("token.no-action")
        for action in sorted(NEVER_BY_TOKEN.intersection(actions)):
            raise TokenRefused("token.never", action=action)
        if lasts <= timedelta() or lasts > self._limits.longest_token:
            raise TokenRefused("token.lasts", most=self._limits.longest_token.days)
        for region in sorted(set(regions or ()) - set(by.regions_tree)):
            raise TokenRefused("grant.region", region=region[:64])
        return called

    def _refuse_too_many(self, connection: Connection, person: int, now: int) -> None:
        live = select(func.count()).where(
            api_token.c.person == person,
            api_token.c.revoked.is_(None),
            api_token.c.expires > now,
        )
        if connection.execute(live).scalar_one() >= self._limits.tokens_of_one:
            raise TokenRefused("token.too-many", most=self._limits.tokens_of_one)

    def _use(self, id: int, now: int) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(api_token).where(api_token.c.id == id).values(last_used=now))


def _listed(row: AnyRow, person: str) -> Listed:
    return Listed(
        row.id,
        row.name,
        person,
        row.prefix,
        tuple(json.loads(row.actions)),
        None if row.regions is None else tuple(json.loads(row.regions)),
        moment_text(row.created),
        moment_text(row.expires),
        None if row.last_used is None else moment_text(row.last_used),
        None if row.revoked is None else moment_text(row.revoked),
    )
