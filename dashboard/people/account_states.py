"""What stands of accounts after each change: recorded, so that an edit past the program is seen.

Roles, passwords, tokens and links are changed in their place, so that no chain can vouch for their
rows. Beside the audit's line of every change stands therefore the hash of what it left: of one table
the rows of one person, or one kept register. These records are only ever added to, and chained.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Table, select

from dashboard.actuals.chained_rows import digest_of
from dashboard.people.tables import (
    account_state,
    api_token,
    credential,
    kept_register,
    person,
    role_grant,
    shared_link,
)

# A table, and whose rows of it were changed: a person's id (None: the user of the machine), or a
# register's version.
Changed: TypeAlias = Collection[tuple[Table, int | str | None]]
# What a table's rows are known by.
OWNERS: Mapping[Table, str] = {
    person: "id",
    credential: "person",
    role_grant: "person",
    api_token: "person",
    shared_link: "person",
    kept_register: "version",
}
# What is hashed, in order: not when something was last used, which nobody changes. Another column would
# make what was recorded before another hash: it wants a step that records all states anew.
_STATED: Mapping[Table, tuple[str, ...]] = {
    person: ("id", "kind", "key", "name", "name_key", "display", "created", "disabled"),
    credential: ("person", "hash", "must_change", "usable_until", "changed"),
    role_grant: (
        "id", "person", "role", "region", "with_subtree", "units", "granted_by", "at",
    ),
    api_token: (
        "id", "person", "name", "hash", "prefix", "actions", "regions", "created", "expires",
        "revoked",
    ),
    shared_link: (
        "id", "hash", "person", "name", "page", "query", "opens", "regions", "grants", "sign_in",
        "pins", "register", "created", "expires", "revoked",
    ),
    kept_register: ("version", "compiled", "at"),
}  # fmt: skip


class State(NamedTuple):
    """What stood of one owner in one table: the hash of it, empty where nothing did."""

    record: str
    owner: str
    digest: str


def record(connection: Connection, changed: Changed, at: int) -> Iterator[tuple[int, bytes]]:
    """Record what stands now of what was changed; yield each record's number and hash.

    Who calls holds the lock of the accounts' chain, so that nobody else changes anything meanwhile.
    """
    for table, owner in changed:
        column = table.c[OWNERS[table]]
        own = column.is_(None) if owner is None else column == owner
        states = list(_states(connection, table, own))
        state = states[0] if states else State(table.name, _owner(owner), "")
        row = {**state._asdict(), "at": at}
        done = connection.execute(account_state.insert(), row)
        number = int((done.inserted_primary_key or (0,))[0])
        yield number, digest_of(account_state.name, (number, *row.values()))


def recorded(connection: Connection) -> dict[tuple[str, str], str]:
    """Return the last recorded hash by table and owner."""
    chosen = select(account_state.c.record, account_state.c.owner, account_state.c.digest)
    ordered = connection.execute(chosen.order_by(account_state.c.id))
    return {(row.record, row.owner): row.digest for row in ordered}


def standing(connection: Connection) -> Iterator[State]:
    """Yield what stands now, table by table."""
    for table in OWNERS:
        yield from _states(connection, table)


def _states(connection: Connection, table: Table, own: Any = None) -> Iterator[State]:
    columns = [table.c[name] for name in _STATED[table]]
    owner, key = table.c[OWNERS[table]], next(iter(table.primary_key.columns))
    chosen = select(*columns).order_by(owner, key)
    rows = connection.execute(chosen if own is None else chosen.where(own))
    held: dict[str, Any] = {}
    for row in rows.mappings():
        whose = _owner(row[owner])
        digest = digest_of(table.name, [_stated(row[column]) for column in columns])
        held.setdefault(whose, hashlib.sha256()).update(digest)
    for whose, total in held.items():
        yield State(table.name, whose, total.hexdigest())


def _owner(owner: int | str | None) -> str:
    return "" if owner is None else str(owner)


def _stated(value: Any) -> Any:
    """A value as it is hashed: bytes by their checksum."""
    if isinstance(value, (bytes, memoryview)):
        return hashlib.sha256(value).hexdigest()
    return value


def differences(connection: Connection) -> Iterable[State]:
    """Yield the tables and owners of which something else stands than was recorded last."""
    known, now = recorded(connection), {}
    for state in standing(connection):
        now[state[:2]] = state.digest
    for record, owner in sorted({*known, *now}):
        digest = now.get((record, owner), "")
        if digest != known.get((record, owner), ""):
            yield State(record, owner, digest)
