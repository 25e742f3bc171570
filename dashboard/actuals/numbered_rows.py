"""Records with numbers of their own, added once for each request: comments, evidence, assigned leaders.

They take no number from the figures' counter, as they change no verdict.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Table, func, select

from dashboard.actuals import chain
from dashboard.actuals.observations import microseconds
from dashboard.actuals.tables import counter
from dashboard.actuals.write_order import one_request_at_a_time


class Numbered(Protocol):
    """A record, one field a column."""

    @property
    def author(self) -> str:
        """Who added it."""

    @property
    def at(self) -> int:
        """When, in µs."""


_Row = TypeVar("_Row", bound=Numbered)


def now() -> int:
    """Return the present moment in µs."""
    return microseconds(datetime.now(UTC))


def request_of(author: str, request_id: str | None) -> str:
    """Return a request's name: another author's request by the same name is another request."""
    return f"{author}/{request_id}" if request_id else uuid.uuid4().hex


def add_once(
    connection: Connection,
    table: Table,
    columns: Sequence[Any],
    region: str,
    request: str,
    make: Callable[[int], _Row],
) -> tuple[Any, ...] | _Row:
    """Add the record that `make` makes for its number, sealed; where the request has one, return it.

    What else `make` asks the database is asked while nobody else adds to the table.
    """
    one_request_at_a_time(connection, request)
    chain.lock(connection, [region])
    again = select(*columns).where(table.c.request_id == request)
    if (repeated := connection.execute(again).first()) is not None:
        return tuple(repeated)
    made = make(_next_number(connection, table))
    row = {column.name: getattr(made, column.name) for column in columns}
    chain.append(connection, table, row | {"request_id": request})
    chain.seal(connection, made.author, made.at)
    return made


def _next_number(connection: Connection, table: Table) -> int:
    # SQLite's writer is alone already; PostgreSQL's queue at the row where all writers do.
    connection.execute(select(counter.c.revision).with_for_update())
    return int(connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
