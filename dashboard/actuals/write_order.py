"""In which order writes count: their numbers and moments, and who waits for whom.

On PostgreSQL a write locks the regions it touches, in one order, and only then, for the moment before
it is committed, the one row of `counter`; whoever writes elsewhere waits for that moment at most.
SQLite lets one write at a time. Numbers and moments rise with every write.

A large write needs its numbers before its rows are written, and does not keep the counter meanwhile:
it takes them beforehand (`reserve`) and is recorded in `long_write` with the number and the moment at
which it counts. Within a region numbers rise in the order of commits in any case.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, select, update

from dashboard.actuals import chain
from dashboard.actuals.messages import When
from dashboard.actuals.observations import microseconds, moment_text
from dashboard.actuals.store_faults import StoreError
from dashboard.actuals.tables import audit, counter, long_write, remedy
from dashboard.actuals.transactions import writing

# Any number: it keeps requests' locks from those of migrations.
_REQUESTS = 0x72657175
# Microseconds: ten minutes. What is recorded beyond would shift every later moment.
_CLOCKS_APART = 600 * 1_000_000


class Turn(NamedTuple):
    """The last number that was given out, and the moment (µs) of what is written now."""

    last: int
    at: int


def take_turn(connection: Connection, regions: Collection[str]) -> Turn:
    """Let nobody else write to `regions`, nor number anything, before the transaction ends.

    Raises `StoreError` when the clock stands far before the last write.
    """
    chain.lock(connection, regions)
    return number(connection)


def one_request_at_a_time(connection: Connection, request: str) -> None:
    """Let nobody else take the same request before the transaction ends; asked before all else.

    Who sends a request twice at once, for two regions even, is then answered as who sends it again.
    """
    # SQLite's writer is alone already.
    if connection.dialect.name == "postgresql":
        key = func.hashtextextended(request, _REQUESTS)
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def number(connection: Connection) -> Turn:
    """Let nobody else number anything before the transaction ends; its regions are locked already."""
    last, last_at = last_given(connection)
    return Turn(last, moment_after(last_at))


def last_given(connection: Connection) -> tuple[int, int]:
    """Return the last number and moment, which nobody else changes before the transaction ends."""
    row = connection.execute(select(counter.c.revision, counter.c.at).with_for_update()).one()
    return row.revision, row.at


def give(connection: Connection, last: int, at: int) -> None:
    """Note the last number that was given out, and when."""
    connection.execute(update(counter).values(revision=last, at=at))


def reserve(engine: Engine, count: int) -> Turn:
    """Take `count` numbers in a transaction of its own; return the one before them, and its moment.

    The regions they are for have to be locked: else their numbers would not rise.
    """
    with writing(engine) as connection:
        turn = number(connection)
        give(connection, turn.last + count, turn.at)
        return turn


def moment_after(last_at: int) -> int:
    """Return the present moment in microseconds, later than the last one recorded.

    Raises `StoreError` when the clock stands far before it.
    """
    now = microseconds(datetime.now(UTC))
    if last_at - now > _CLOCKS_APART:
        raise StoreError("store.clock", last=When(moment_text(last_at)), now=When(moment_text(now)))
    return max(now, last_at + 1)


def last_number_at(connection: Connection, moment: datetime) -> int:
    """Return the last number that counted at a moment; 0 before the first.

    No two writes share a microsecond, so a moment separates the writes cleanly.
    """
    until = microseconds(moment)
    numbers = (
        select(func.max(audit.c.last_revision)).where(audit.c.at <= until),
        select(func.max(remedy.c.id)).where(remedy.c.at <= until),
        select(func.max(long_write.c.counted_from)).where(long_write.c.at <= until),
    )
    return max(int(connection.execute(last).scalar() or 0) for last in numbers)


def counted_up_to(connection: Connection, number: int) -> Mapping[str, int]:
    """Return up to which of its own numbers a region counted as of a number, where that is less.

    A region that is not named counted up to `number` itself.
    """
    late = long_write.c
    chosen = (
        select(late.region, func.min(late.first_revision) - 1)
        .where(late.first_revision <= number, late.counted_from > number)
        .group_by(late.region)
    )
    return {region: int(last) for region, last in connection.execute(chosen)}
