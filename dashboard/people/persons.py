"""Rows of people as `Person`, with what is granted to them."""

import json
from collections.abc import Iterable
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import IntegrityError

from dashboard.people.identity import Grant, Kind, Person, Role
from dashboard.people.messages import PeopleError
from dashboard.people.names import folded
from dashboard.people.tables import credential, person, role_grant

# A row of the statement below, or of a table: columns by name.
AnyRow: TypeAlias = Row[*tuple[Any, ...]]

_PERSON = (
    select(
        person,
        credential.c.hash,
        credential.c.must_change,
        credential.c.usable_until,
        credential.c.changed,
    )
    .select_from(person.outerjoin(credential, credential.c.person == person.c.id))
    .order_by(person.c.name_key)
)


class NoSuchPerson(PeopleError):
    """There is no account of this name."""


class NameTaken(PeopleError):
    """Another person has this name, perhaps written otherwise."""


def by_name(connection: Connection, name: str) -> AnyRow | None:
    """Return the row of the person who is called `name`, however it is written; None for nobody."""
    return connection.execute(_PERSON.where(person.c.name_key == folded(name))).one_or_none()


def by_id(connection: Connection, id: int) -> AnyRow | None:
    """Return the row of a person; None for nobody."""
    return connection.execute(_PERSON.where(person.c.id == id)).one_or_none()


def by_key(connection: Connection, kind: Kind, key: str) -> AnyRow | None:
    """Return the row of somebody known from outside; None for nobody."""
    asked = _PERSON.where(person.c.kind == kind.value, person.c.key == key)
    return connection.execute(asked).one_or_none()


def everybody(connection: Connection) -> list[AnyRow]:
    """Return all rows, by name."""
    return list(connection.execute(_PERSON))


def named(connection: Connection, name: str) -> AnyRow:
    """Return the row of the person who is called `name`. Raises `NoSuchPerson`."""
    row = by_name(connection, name)
    if row is None:
        raise NoSuchPerson("account.unknown", name=name[:64])
    return row


def add(connection: Connection, kind: Kind, key: str, name: str, display: str, at: int) -> AnyRow:
    """Write the row of a new person and return it. Raises `NameTaken`."""
    values = {
        "kind": kind.value,
        "key": key,
        "name": name,
        "name_key": folded(name),
        "display": display,
        "created": at,
    }
    try:
        connection.execute(person.insert().values(**values))
    except IntegrityError:
        raise NameTaken("name.taken", name=name) from None
    return named(connection, name)


def as_person(connection: Connection, row: AnyRow, more: Iterable[Grant] = ()) -> Person:
    """Return the person of a row, with the grants kept here and `more` from elsewhere."""
    held = (*grants_of(connection, row.id), *more)
    return Person(
        row.id, row.name, Kind(row.kind), row.display, held, must_change=bool(row.must_change)
    )


def grants_of(connection: Connection, id: int) -> tuple[Grant, ...]:
    """Return the grants kept here, by role and region."""
    asked = (
        select(role_grant)
        .where(role_grant.c.person == id)
        .order_by(role_grant.c.role, role_grant.c.region)
    )
    return tuple(
        Grant(
            Role(row.role),
            row.region,
            bool(row.with_subtree),
            None if row.units is None else tuple(json.loads(row.units)),
        )
        for row in connection.execute(asked)
    )
