"""Roles given and taken back."""

import json

from sqlalchemy import Connection, Engine, delete

from dashboard.actuals.retries import committed, reading
from dashboard.actuals.transactions import writing
from dashboard.people import persons
from dashboard.people.actor import By
from dashboard.people.audit import Audit, demand
from dashboard.people.clock import Clock, moment
from dashboard.people.identity import EVERYWHERE, Grant, Person, Role
from dashboard.people.matrix import Action
from dashboard.people.messages import PeopleError
from dashboard.people.tables import role_grant


class UnknownRegion(PeopleError):
    """The register has no such region."""


class NoSuchGrant(PeopleError):
    """The person does not have this role there."""


class Grants:
    """What has been granted, in one database."""

    def __init__(self, engine: Engine, audit: Audit, clock: Clock) -> None:
        self._engine = engine
        self._audit = audit
        self._clock = clock

    def of(self, name: str) -> tuple[Grant, ...]:
        """Return what is granted to `name`. Raises `NoSuchPerson`."""
        with reading(self._engine) as connection:
            return persons.grants_of(connection, persons.named(connection, name).id)

    def give(self, by: By, name: str, grant: Grant) -> Person:
        """Grant a role, replacing the same role in the same region; return the person as they are.

        Raises `UnknownRegion`, `NotPermitted` (audited), `NoSuchPerson`.
        """
        self.demand(by, name, grant)

        def once() -> Person:
            with writing(self._engine) as connection:
                self._audit.begin(connection)
                row = persons.named(connection, name)
                self.write(connection, by, row.id, row.name, grant)
                return persons.as_person(connection, row)

        return committed(once)

    def take_back(self, by: By, name: str, role: Role, region: str) -> Person:
        """Withdraw a role in a region. Raises `NotPermitted` (audited), `NoSuchPerson`, `NoSuchGrant`.

        What was granted with its subtree is taken back only by who could have granted it so.
        """
        held = [each for each in self._held(name) if (each.role, each.region) == (role, region)]
        for grant in held or [Grant(role, region, True)]:
            demand(
                self._audit,
                by,
                Action.GRANT_ROLE,
                name,
                region=grant.region,
                with_subtree=grant.with_subtree,
            )

        def once() -> Person:
            with writing(self._engine) as connection:
                row = persons.named(connection, name)
                mine = (
                    role_grant.c.person == row.id,
                    role_grant.c.role == role.value,
                    role_grant.c.region == region,
                )
                if connection.execute(delete(role_grant).where(*mine)).rowcount == 0:
                    raise NoSuchGrant("grant.none", name=row.name, region=region)
                told = {"role": role.value, "region": region}
                changed = [(role_grant, row.id)]
                self._audit.note(
                    connection, by, "withdraw-role", row.name, detail=told, changed=changed
                )
                return persons.as_person(connection, row)

        return committed(once)

    def demand(self, by: By, name: str, grant: Grant) -> None:
        """Raise `UnknownRegion` or `NotPermitted` unless `by` may give this grant."""
        if grant.region != EVERYWHERE and grant.region not in by.regions_tree:
            raise UnknownRegion("grant.region", region=grant.region[:64])
        demand(
            self._audit,
            by,
            Action.GRANT_ROLE,
            name,
            region=grant.region,
            with_subtree=grant.with_subtree,
        )

    def write(self, connection: Connection, by: By, person: int, name: str, grant: Grant) -> None:
        """Write a grant in the caller's transaction; whether it may be is asked before."""
        same = (
            role_grant.c.person == person,
            role_grant.c.role == grant.role.value,
            role_grant.c.region == grant.region,
        )
        connection.execute(delete(role_grant).where(*same))
        units = None if grant.units is None else json.dumps(grant.units, ensure_ascii=False)
        connection.execute(
            role_grant.insert().values(
                person=person,
                role=grant.role.value,
                region=grant.region,
                with_subtree=grant.with_subtree,
                units=units,
                granted_by=by.person.label,
                at=moment(self._clock),
            )
        )
        told = {
            "role": grant.role.value,
            "region": grant.region,
            "with_subtree": grant.with_subtree,
            "units": "all" if grant.units is None else "、".join(grant.units),
        }
        changed = [(role_grant, person)]
        self._audit.note(connection, by, "grant-role", name, detail=told, changed=changed)

    def _held(self, name: str) -> tuple[Grant, ...]:
        with reading(self._engine) as connection:
            row = persons.by_name(connection, name)
            return () if row is None else persons.grants_of(connection, row.id)
