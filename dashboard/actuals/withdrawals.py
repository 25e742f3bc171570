"""What was withdrawn of comments and evidence: a row beside the record, which stays as it was."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, select

from dashboard.actuals import chain
from dashboard.actuals.numbered_rows import now

_AT_ONCE = 500


class Withdrawal(NamedTuple):
    """When (µs), by whom and why; all empty where a record stands."""

    withdrawn_at: int = 0
    withdrawn_by: str = ""
    reason: str = ""


def withdrawals(
    connection: Connection, table: Table, numbers: Sequence[int]
) -> dict[int, Withdrawal]:
    """Return what `table` says was withdrawn of some records, by their number."""
    (key,) = table.primary_key.columns
    found: dict[int, Withdrawal] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        chosen = select(key, table.c.at, table.c.author, table.c.reason).where(
            key.in_(numbers[start : start + _AT_ONCE])
        )
        found |= {row[0]: Withdrawal(*row[1:]) for row in connection.execute(chosen)}
    return found


def withdraw(
    connection: Connection, table: Table, number: int, region: str, author: str, reason: str
) -> Withdrawal:
    """Withdraw a record of a region, once: who comes later is told the first withdrawal."""
    chain.lock(connection, [region])
    # Somebody else may have withdrawn it while this waited for its turn.
    before = withdrawals(connection, table, [number]).get(number)
    if before is not None:
        return before
    (key,) = table.primary_key.columns
    made = Withdrawal(now(), author, reason)
    row = {key.name: number, "reason": reason, "author": author, "at": made.withdrawn_at}
    chain.append(connection, table, row, chains=[region])
    chain.seal(connection, author, made.withdrawn_at)
    return made
