"""Signing in with a password: the one way from a name and a password to a session."""

import secrets
import time
from dataclasses import dataclass

from sqlalchemy import Engine, update

from dashboard.actuals.retries import committed, reading
from dashboard.actuals.transactions import writing
from dashboard.people import persons
from dashboard.people.accounts import Accounts, NoPassword
from dashboard.people.actor import By
from dashboard.people.attempts import Attempt, Attempts, SlowDown
from dashboard.people.audit import Audit, Outcome
from dashboard.people.clock import Clock, moment
from dashboard.people.identity import Kind, Person
from dashboard.people.messages import PeopleError
from dashboard.people.passwords import PasswordRefused, Passwords, normal
from dashboard.people.persons import AnyRow
from dashboard.people.sessions import Sessions, SignInRefused
from dashboard.people.tables import credential


class OneTimeExpired(PeopleError):
    """The one-time password was right and came too late."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in, and the new session's id for the cookie, told once."""

    person: Person
    session: str

    def __repr__(self) -> str:
        # A line of log or a traceback must not carry the session away.
        return f"SignedIn({self.person.label})"


class SigningIn:
    """Signing in to one database."""

    def __init__(
        self,
        engine: Engine,
        audit: Audit,
        accounts: Accounts,
        sessions: Sessions,
        attempts: Attempts,
        passwords: Passwords,
        clock: Clock,
    ) -> None:
        self._engine, self._audit, self._clock = engine, audit, clock
        self._accounts, self._sessions = accounts, sessions
        self._attempts, self._passwords = attempts, passwords
        # How long some of the last failures took, in seconds.
        self._durations = [passwords.took] * 32

    def sign_in(self, by: By, name: str, password: str, replacing: str | None = None) -> SignedIn:
        """Check name and password, and start a session in place of `replacing`.

        `by` says from which address and under which request. Raises `SlowDown` (before any
        hashing; its `pause` is to be waited before it is told), `SignInRefused` (in the same time
        for unknown names), `OneTimeExpired`.
        """
        began = time.perf_counter()
        try:
            attempt = self._attempts.begin(name, by.address)
        except SlowDown as slow:
            if slow.is_known:
                # Else the time would tell for whom a password is looked at.
                usual = secrets.choice(self._durations)
                slow.pause = usual - (time.perf_counter() - began)
            raise
        try:
            row = self._check(by, attempt, name, password)
        except (SignInRefused, SlowDown):
            place = secrets.randbelow(len(self._durations))
            self._durations[place] = time.perf_counter() - began
            raise
        self._attempts.succeeded(attempt)
        if row.usable_until is not None and row.usable_until <= moment(self._clock):
            late = {"one_time": "expired"}
            self._audit.record(by, "sign-in", row.name, Outcome.FAILED, late)
            raise OneTimeExpired("sign-in.one-time-expired")
        session = self._sessions.start(row.id, by.address, replacing, row.changed)
        if self._passwords.outdated(row.hash):
            self._renew(by, row, password)
        with reading(self._engine) as connection:
            person = persons.as_person(connection, row)
        told = By(person, by.regions_tree, by.request_id, by.address)
        self._audit.record(told, "sign-in", person.name)
        return SignedIn(person, session)

    def change_password(self, by: By, old: str, new: str) -> str:
        """Replace `by`'s own password, end all their sessions, return the id of a new one.

        Raises `SlowDown`, `SignInRefused` for a wrong old password, `PasswordRefused`,
        `NoPassword` for people who have none here.
        """
        if by.person.kind is not Kind.ACCOUNT or by.person.id is None:
            raise NoPassword("account.no-password", name=by.person.name)
        attempt = self._attempts.begin(by.person.name, by.address)
        row = self._check(by, attempt, by.person.name, old)
        self._attempts.succeeded(attempt)
        # As they are checked: a full-width letter makes no other password.
        if normal(old) == normal(new):
            raise PasswordRefused("password.same")
        self._accounts.replace_password(by, new, row.changed)
        return self._sessions.start(row.id, by.address)

    def _check(self, by: By, attempt: Attempt, name: str, password: str) -> AnyRow:
        with reading(self._engine) as connection:
            row = persons.by_name(connection, name)
        usable = row is not None and row.disabled is None
        # The order matters: one check is done for everybody.
        matched = self._passwords.matches(row.hash if row and usable else None, password)
        if row is None or not matched:
            self._note_failure(by, attempt, row)
            if attempt.wait:
                raise SlowDown(attempt.wait)
            raise SignInRefused
        return row

    def _note_failure(self, by: By, attempt: Attempt, row: AnyRow | None) -> None:
        # What was typed is not written down for names nobody has: it may be a password.
        subject = "" if row is None else row.name
        self._audit.record(
            by,
            "sign-in",
            subject,
            Outcome.FAILED,
            {"slowed_down": "yes"} if attempt.first_wait else {},
        )

    def _renew(self, by: By, row: AnyRow, password: str) -> None:
        hash = self._passwords.renewed(password)

        def once() -> None:
            with writing(self._engine) as connection:
                # Not if it was changed meanwhile.
                same = (credential.c.person == row.id, credential.c.hash == row.hash)
                renewed = update(credential).where(*same).values(hash=hash)
                if connection.execute(renewed).rowcount:
                    changed = [(credential, row.id)]
                    self._audit.note(connection, by, "renew-sign-in", row.name, changed=changed)

        committed(once)
