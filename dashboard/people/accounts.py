"""Accounts kept here: made, disabled, reset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, case, update

from dashboard.actuals.retries import committed, reading
from dashboard.actuals.transactions import writing
from dashboard.people import persons
from dashboard.people.actor import By
from dashboard.people.audit import Audit, demand
from dashboard.people.clock import Clock, Limits, moment, span
from dashboard.people.grants import Grants
from dashboard.people.identity import UNKNOWN, Grant, Kind, Person
from dashboard.people.matrix import Action, permitted
from dashboard.people.messages import PeopleError
from dashboard.people.names import checked_display, checked_name, folded
from dashboard.people.passwords import Passwords, one_time_password
from dashboard.people.persons import AnyRow
from dashboard.people.sessions import Sessions
from dashboard.people.tables import credential, person


class NoPassword(PeopleError):
    """The person is not known by a password kept here."""


@dataclass(frozen=True, slots=True)
class Added:
    """A new or reset account; the one-time password is told once and kept nowhere."""

    person: Person
    one_time_password: str | None

    def __repr__(self) -> str:
        # A line of log or a traceback must not carry the password away.
        return f"Added({self.person.label})"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a list shows it."""

    person: Person
    disabled: bool
    # Known by a password kept here.
    has_password: bool


class Accounts:
    """The accounts in one database. Names are compared folded: `Li` is `li`."""

    def __init__(
        self,
        engine: Engine,
        audit: Audit,
        grants: Grants,
        sessions: Sessions,
        passwords: Passwords,
        limits: Limits,
        clock: Clock,
    ) -> None:
        self._engine, self._audit, self._clock, self._limits = engine, audit, clock, limits
        self._grants, self._sessions, self._passwords = grants, sessions, passwords

    def add(
        self,
        by: By,
        name: str,
        display: str = "",
        grants: Sequence[Grant] = (),
        *,
        password: str | None = None,
        for_program: bool = False,
    ) -> Added:
        """Make an account with its first grants, all or nothing.

        Without `password` a one-time password is made, to be changed at the first sign-in;
        `for_program` makes an account without any, for tokens only. Raises `NotPermitted`
        (audited), `NameRefused`, `NameTaken`, `PasswordRefused`, `UnknownRegion`.
        """
        shown = checked_name(name)
        called = checked_display(display, shown)
        planned = Person(None, shown, Kind.ACCOUNT, called, tuple(grants))
        demand(self._audit, by, Action.MANAGE_PEOPLE, shown, of=planned)
        for grant in grants:
            self._grants.demand(by, shown, grant)
        one_time = None if password or for_program else one_time_password()
        hash = None if for_program else self._passwords.hash(password or one_time or "", shown)

        def once() -> Person:
            with writing(self._engine) as connection:
                at = moment(self._clock)
                row = persons.add(connection, Kind.ACCOUNT, folded(shown), shown, called, at)
                if hash is not None:
                    self._keep(connection, row.id, hash, one_time is not None)
                changed = [(person, row.id), (credential, row.id)]
                self._audit.note(connection, by, "add-account", shown, changed=changed)
                for grant in grants:
                    self._grants.write(connection, by, row.id, shown, grant)
                return persons.as_person(connection, persons.named(connection, shown))

        return Added(committed(once), one_time)

    def managed(self, by: By) -> list[Account]:
        """Return the people whom `by` manages, by name."""
        with reading(self._engine) as connection:
            known = [
                Account(
                    persons.as_person(connection, row), row.disabled is not None, bool(row.hash)
                )
                for row in persons.everybody(connection)
            ]
        return [each for each in known if _managed(by, each.person)]

    def find(self, name: str) -> Account | None:
        """Return an account by its name, for callers that have decided about access."""
        with reading(self._engine) as connection:
            row = persons.by_name(connection, name)
            if row is None:
                return None
            found = persons.as_person(connection, row)
            return Account(found, row.disabled is not None, bool(row.hash))

    def disable(self, by: By, name: str) -> None:
        """Keep a person out, from their next action on. Raises `NotPermitted`, `NoSuchPerson`."""
        self._demand_managed(by, name)

        def once() -> None:
            with writing(self._engine) as connection:
                row = persons.named(connection, name)
                self._set_disabled(connection, row.id, moment(self._clock))
                ended = self._sessions.end_all_of(connection, row.id)
                self._note(connection, by, "disable-account", row, person, {"sessions": ended})

        committed(once)

    def enable(self, by: By, name: str) -> None:
        """Let a disabled person in again. Raises `NotPermitted`, `NoSuchPerson`."""
        self._demand_managed(by, name)

        def once() -> None:
            with writing(self._engine) as connection:
                row = persons.named(connection, name)
                self._set_disabled(connection, row.id, None)
                self._note(connection, by, "enable-account", row, person)

        committed(once)

    def reset(self, by: By, name: str) -> Added:
        """Give a person a one-time password and end their sessions.

        Raises `NotPermitted`, `NoSuchPerson`, `NoPassword` (known from outside, or a program).
        """
        self._demand_managed(by, name)
        one_time = one_time_password()
        hash = self._passwords.hash(one_time, name)

        def once() -> Person:
            with writing(self._engine) as connection:
                row = _with_password(persons.named(connection, name))
                self._keep(connection, row.id, hash, must_change=True)
                ended = self._sessions.end_all_of(connection, row.id)
                self._note(connection, by, "reset-account", row, credential, {"sessions": ended})
                return persons.as_person(connection, persons.named(connection, name))

        return Added(committed(once), one_time)

    def replace_password(self, by: By, new: str, checked: int) -> None:
        """Keep a new password for `by`; end their sessions. Called by `SigningIn.change_password`.

        `checked` is when the old one, which has just matched, had been set. Raises
        `PasswordRefused`, `NoPassword`, `SignInRefused` if it was changed meanwhile.
        """
        hash = self._passwords.hash(new, by.person.name)

        def once() -> None:
            with writing(self._engine) as connection:
                row = _with_password(persons.named(connection, by.person.name))
                self._sessions.demand_unchanged(connection, row.id, checked)
                self._keep(connection, row.id, hash, must_change=False)
                ended = self._sessions.end_all_of(connection, row.id)
                told = {"sessions": ended}
                self._note(connection, by, "change-own-sign-in", row, credential, told)

        committed(once)

    def _demand_managed(self, by: By, name: str) -> None:
        with reading(self._engine) as connection:
            row = persons.by_name(connection, name)
            # Who may not manage the person does not learn whether there is one.
            target = persons.as_person(connection, row) if row else UNKNOWN
        demand(self._audit, by, Action.MANAGE_PEOPLE, name, of=target)

    def _keep(self, connection: Connection, id: int, hash: str, must_change: bool) -> None:
        now = moment(self._clock)
        values = {
            "hash": hash,
            "must_change": must_change,
            "usable_until": now + span(self._limits.one_time_password) if must_change else None,
            "changed": now,
        }
        # Later than before even on a clock that went back: who checked the old one must notice.
        later = case((credential.c.changed >= now, credential.c.changed + 1), else_=now)
        changed = update(credential).where(credential.c.person == id)
        if connection.execute(changed.values({**values, "changed": later})).rowcount == 0:
            connection.execute(credential.insert().values(person=id, **values))

    def _note(
        self,
        connection: Connection,
        by: By,
        action: str,
        row: AnyRow,
        changed: Table,
        told: Mapping[str, object] | None = None,
    ) -> None:
        """Write down what was done to a person, whose row of one table was changed."""
        self._audit.note(connection, by, action, row.name, detail=told, changed=[(changed, row.id)])

    def _set_disabled(self, connection: Connection, id: int, at: int | None) -> None:
        connection.execute(update(person).where(person.c.id == id).values(disabled=at))


def _managed(by: By, target: Person) -> bool:
    asked = permitted(
        by.person, Action.MANAGE_PEOPLE, None, regions_tree=by.regions_tree, of=target
    )
    return asked.allowed


def _with_password(row: AnyRow) -> AnyRow:
    if row.hash is None:
        raise NoPassword("account.no-password", name=row.name)
    return row
