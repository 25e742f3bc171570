"""Rows for every table that a database has, whoever made the table and whenever.

Nothing here names a table: what a column takes is read from the database itself.
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import Float, Integer

VERSION_TABLES = frozenset({"schema_version", "people_version"})
# What is hard to carry: quotes, line ends, what CSV and JSON escape, two planes of Unicode.
HARD = "甲\t\"引'号\\\r\n𠀀 é {0}"


def all_tables(connection: Connection) -> list[Table]:
    """Return every table there is but those that count migrations, each after those it needs."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in VERSION_TABLES]


def fill(connection: Connection, rows: int = 3) -> None:
    """Put rows into every table; raises `AssertionError` for one that takes none."""
    for table in all_tables(connection):
        for number in range(1, rows + 1):
            for row in _candidates(connection, table, number):
                try:
                    with connection.begin_nested():
                        connection.execute(table.insert().values(row))
                except DBAPIError:
                    continue
                break
        assert connection.execute(select(table)).first(), f"no row that {table.name} takes"


def contents(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, as plain values that compare across databases."""
    return {
        table.name: sorted(
            (tuple(_plain(value) for value in row) for row in connection.execute(select(table))),
            key=repr,
        )
        for table in all_tables(connection)
    }


# Where a step records what there was, and a restoration itself; and what counts them.
RECORDS = frozenset({"audit", "chain_link", "chain_head", "accounts_link", "accounts_head"})
COUNTER = "counter"


def refuse_losses(
    before: dict[str, list[tuple[Any, ...]]], after: dict[str, list[tuple[Any, ...]]]
) -> None:
    """Raise `AssertionError` unless every row is there as it was, and no other but new records.

    A step may add columns behind those there were, and fill them.
    """
    for table, rows in before.items():
        width = len(rows[0]) if rows else None
        there = sorted((row[:width] for row in after[table]), key=repr)
        if table in RECORDS:
            assert {*rows} <= {*there}, table
        elif table == COUNTER:
            # The last number, without the moment of what is recorded of the restoration.
            assert [row[:2] for row in there] == [row[:2] for row in rows]
        else:
            assert there == rows, table


def _candidates(connection: Connection, table: Table, number: int) -> Iterator[dict[str, Any]]:
    # Rules tie columns to each other ("withdrawn has no value"), so several ways are tried.
    for empty, yes in itertools.product((False, True), (False, True)):
        yield (
            {
                column.name: None
                if empty and column.nullable
                else _value(table, column, number, yes)
                for column in table.columns
            }
            | _referred(connection, table, number)
            | _listed(connection, table)
        )


def _value(table: Table, column: Any, number: int, yes: bool) -> Any:
    if isinstance(column.type, Boolean):
        return yes
    if isinstance(column.type, Float):
        return number / 8
    if isinstance(column.type, Integer):
        # Where there is room, beyond what a binary float can count.
        large = 2**53 if isinstance(column.type, BigInteger) else 2**30
        return number if column.primary_key else 0 if column.nullable else large + number
    if isinstance(column.type, Numeric):
        return Decimal(f"{number}23456789012345678901234567890.10")
    if isinstance(column.type, LargeBinary):
        return bytes(range(number, 256))
    if column.name == "value" and not column.primary_key:
        return f"{number}23456789012345678901234567890.10"
    return f"{table.name}.{column.name} {number} " + ("" if column.primary_key else HARD)


def _referred(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    found = {}
    for key in table.foreign_keys:
        there = connection.execute(select(key.column).order_by(key.column)).scalars().all()
        found[key.parent.name] = there[(number - 1) % len(there)] if there else None
    return found


def _listed(connection: Connection, table: Table) -> dict[str, str]:
    """What a rule such as `state IN ('draft', 'submitted')` leaves."""
    rules = inspect(connection).get_check_constraints(table.name)
    some = r"(\w+)\W*(?:::text\W*)?\s(?:IN|= ANY)\s*\W*(?:ARRAY\[)?'([^']*)'"
    return dict(match for rule in rules for match in re.findall(some, str(rule["sqltext"])))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return bytes(value) if isinstance(value, memoryview) else value
