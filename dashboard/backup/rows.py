"""Rows out of a database and into one, a few at a time, the same on SQLite and PostgreSQL."""

import base64
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, Text, collate, delete, func, select, text
from sqlalchemy.types import String

from dashboard.actuals.schema_versions import wait_as_long_as_it_takes
from dashboard.actuals.transactions import driver_cursor
from dashboard.backup.archive import Row, line_of

_AT_ONCE = 2_000


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, whatever is written meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(  # noqa: PLW2901 - the same one, told more
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            wait_as_long_as_it_takes(connection)
            yield connection


def read(connection: Connection, table: Table, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows in the order of the key, text by its bytes: one order on both databases."""
    chosen = [table.c[name] for name in columns]
    keys = list(table.primary_key.columns) or chosen
    asked = select(*chosen).order_by(*(_by_bytes(connection, key) for key in keys))
    # Said of this statement alone: the connection's own options would hold for all that follow.
    streamed = {"stream_results": True, "yield_per": _AT_ONCE}
    for found in connection.execute(asked, execution_options=streamed):
        yield [_written(value) for value in found]


def fingerprint(connection: Connection, table: Table, columns: Sequence[str]) -> str:
    """Return the SHA-256 that the table's member of a backup has."""
    total = hashlib.sha256()
    for row in read(connection, table, columns):
        total.update(line_of(row))
    return total.hexdigest()


def replace(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Put `rows` in place of what the making of the table put there."""
    if connection.execute(select(func.count()).select_from(table)).scalar_one():
        connection.execute(delete(table))
    prepared = ([_held(value) for value in row] for row in rows)
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    with driver_cursor(connection) as cursor:
        if connection.dialect.name == "postgresql":
            copying = f"COPY {quote(table.name)} ({names}) FROM STDIN"
            with cast("Any", cursor).copy(copying) as copy:
                for row in prepared:
                    copy.write_row(row)
            return
        places = ", ".join("?" * len(columns))
        adding = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({places})"  # noqa: S608 - names of our own tables
        while some := list(itertools.islice(prepared, _AT_ONCE)):
            cursor.executemany(adding, some)


def advance_numbers(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number the next row after those there are; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        asked = text("SELECT pg_get_serial_sequence(:table, :column)")
        place = {"table": f'"{table.name}"', "column": column.name}
        sequence = connection.execute(asked, place).scalar()
        last = connection.execute(select(func.max(column))).scalar() if sequence else None
        if last is not None:
            connection.execute(select(func.setval(sequence, last)))


def _by_bytes(connection: Connection, key: Any) -> Any:
    textual = isinstance(key.type, (Text, String)) and connection.dialect.name == "postgresql"
    return collate(key, "C") if textual else key


def _written(value: Any) -> Any:
    """A value as JSON has it. Raises `TypeError` for a type that no table of ours has."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (bytes, memoryview)):
        return {"bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, (dict, list)):
        return {"json": json.dumps(value, ensure_ascii=False, sort_keys=True)}
    raise TypeError(f"a backup cannot hold {type(value).__name__}")


def _held(value: Any) -> Any:
    if isinstance(value, dict):
        return base64.b64decode(value["bytes"]) if "bytes" in value else value["json"]
    return value
