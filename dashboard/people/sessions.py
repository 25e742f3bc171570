"""Being signed in: a random session id in the visitor's cookie, its hash and its ends here."""

import hashlib
import re
import secrets
from datetime import timedelta

from sqlalchemy import Connection, Engine, delete, select, update

from dashboard.actuals.retries import answered, committed, leisurely, reading
from dashboard.actuals.transactions import writing
from dashboard.people import persons
from dashboard.people.actor import By
from dashboard.people.audit import Audit, demand
from dashboard.people.clock import Clock, Limits, moment, span
from dashboard.people.identity import UNKNOWN, Person
from dashboard.people.matrix import Action
from dashboard.people.messages import PeopleError
from dashboard.people.persons import AnyRow
from dashboard.people.tables import credential, person, person_session

_BYTES = 32
# What 32 bytes are in the letters of a URL.
_ID = re.compile(r"[A-Za-z0-9_-]{43}")
# When somebody was last seen is written no more often than this, or than a quarter of the time a
# session may idle: reading a page is no write.
_SEEN_EVERY = span(timedelta(minutes=1))
_KEPT = span(timedelta(days=30))


class SignInRefused(PeopleError):
    """Name and password do not open anything: the same for unknown, wrong and disabled."""

    def __init__(self) -> None:
        super().__init__("sign-in.refused")


class Sessions:
    """The sessions in one database."""

    def __init__(self, engine: Engine, audit: Audit, limits: Limits, clock: Clock) -> None:
        self._engine = engine
        self._audit = audit
        self._limits = limits
        self._clock = clock

    def start(
        self,
        person_id: int,
        address: str = "",
        replacing: str | None = None,
        checked: int | None = None,
    ) -> str:
        """Return a new session's id for the cookie; it is nowhere kept as it is.

        A new id for each signing-in, never one the visitor brought: `replacing`, what their
        cookie held until now, ends. The oldest sessions end when one person has too many.
        `checked` is when the password that has just matched had been set. Raises `SignInRefused`
        if it was changed, or the person disabled, meanwhile.
        """
        id = secrets.token_urlsafe(_BYTES)

        def once() -> None:
            with writing(self._engine) as connection:
                now = moment(self._clock)
                self.demand_unchanged(connection, person_id, checked)
                if replacing is not None:
                    _end(connection, now, person_session.c.hash == hashed(replacing))
                connection.execute(
                    person_session.insert().values(
                        hash=hashed(id),
                        person=person_id,
                        created=now,
                        last_seen=now,
                        absolute_end=now + span(self._limits.absolute),
                        address=address,
                    )
                )
                self._end_too_many(connection, person_id, now)
                connection.execute(
                    delete(person_session).where(person_session.c.absolute_end < now - _KEPT)
                )

        committed(once)
        return id

    def resolve(self, id: str | None) -> Person | None:
        """Return who a cookie's session id belongs to now, with the grants of now; None for nobody.

        None too for a session that was ended, has been idle or lasted too long, or whose person
        has been disabled. Raises `StoreError` where nobody can tell.
        """
        if id is None or not _ID.fullmatch(id):
            return None
        now = moment(self._clock)

        def once(connection: Connection) -> tuple[AnyRow, Person] | None:
            held = self._live(connection, hashed(id), now)
            if held is None:
                return None
            row = persons.by_id(connection, held.person)
            if row is None or row.disabled is not None:
                return None
            return held, persons.as_person(connection, row)

        found = answered(self._engine, once)
        if found is None:
            return None
        held, known = found
        if now - held.last_seen >= min(_SEEN_EVERY, span(self._limits.idle) // 4):
            leisurely(lambda: self._see(held.hash, now))
        return known

    def end(self, id: str | None, by: By) -> None:
        """Sign out here: the id is worth nothing afterwards, in other tabs too."""
        if id is None:
            return

        def once() -> None:
            with writing(self._engine) as connection:
                now = moment(self._clock)
                if _end(connection, now, person_session.c.hash == hashed(id)):
                    self._audit.note(connection, by, "sign-out", by.person.name)

        committed(once)

    def end_everywhere(self, by: By, name: str) -> int:
        """Sign `name` out everywhere; return how many sessions ended.

        Raises `NotPermitted` (audited) unless it is oneself or one whom `by` manages.
        """
        with reading(self._engine) as connection:
            row = persons.by_name(connection, name)
            target = UNKNOWN if row is None else persons.as_person(connection, row)
        demand(self._audit, by, Action.END_SESSIONS, name, of=target)

        def once() -> int:
            with writing(self._engine) as connection:
                held = persons.named(connection, name)
                ended = self.end_all_of(connection, held.id)
                told = {"sessions": ended}
                self._audit.note(connection, by, Action.END_SESSIONS, held.name, detail=told)
                return ended

        return committed(once)

    def end_all_of(self, connection: Connection, person_id: int) -> int:
        """End all sessions of a person in the caller's transaction; return how many there were."""
        return _end(connection, moment(self._clock), person_session.c.person == person_id)

    def demand_unchanged(self, connection: Connection, id: int, checked: int | None) -> None:
        """Raise `SignInRefused` unless the person is enabled and their password the one checked.

        Both rows stay locked in the caller's transaction, so that a change waits and then ends
        the session just begun.
        """
        enabled = select(person.c.disabled).where(person.c.id == id).with_for_update()
        set_at = select(credential.c.changed).where(credential.c.person == id).with_for_update()
        found = connection.execute(enabled).one_or_none()
        if found is None or found.disabled is not None:
            raise SignInRefused
        if checked is not None and connection.execute(set_at).scalar() != checked:
            raise SignInRefused

    def _live(self, connection: Connection, hash: str, now: int) -> AnyRow | None:
        row = connection.execute(
            select(person_session).where(
                person_session.c.hash == hash, person_session.c.ended.is_(None)
            )
        ).one_or_none()
        if row is None or now >= row.absolute_end:
            return None
        return row if now - row.last_seen < span(self._limits.idle) else None

    def _see(self, hash: str, now: int) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(person_session)
                .where(person_session.c.hash == hash, person_session.c.last_seen < now)
                .values(last_seen=now)
            )

    def _end_too_many(self, connection: Connection, person_id: int, now: int) -> None:
        newest = (
            select(person_session.c.hash)
            .where(person_session.c.person == person_id, person_session.c.ended.is_(None))
            .order_by(person_session.c.created.desc(), person_session.c.hash)
            .offset(self._limits.sessions_of_one)
            .limit(1000)
        )
        for hash in connection.execute(newest).scalars().all():
            _end(connection, now, person_session.c.hash == hash)


def hashed(secret: str) -> str:
    """Return the form in which a random id is kept: it is too long to be guessed from its hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _end(connection: Connection, now: int, which: object) -> int:
    ended = update(person_session).where(person_session.c.ended.is_(None)).values(ended=now)
    return connection.execute(ended.where(which)).rowcount  # type: ignore[arg-type]  # SQLAlchemy's own column expression
