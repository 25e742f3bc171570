"""One write: all of it or nothing, with the revisions, the latest rows, the counter and the audit."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Engine, select, text, update

from dashboard.actuals import reading, region_revisions
from dashboard.actuals.database import StoreError, driver_cursor, writing
from dashboard.actuals.messages import When
from dashboard.actuals.observations import (
    FigureKey,
    Observation,
    changed_since,
    microseconds,
    moment_text,
)
from dashboard.actuals.periods import period
from dashboard.actuals.records import (
    Act,
    Clash,
    Conflict,
    Entry,
    RepeatedFigure,
    WriteReceipt,
)
from dashboard.actuals.return_steps import refuse_locked
from dashboard.actuals.tables import audit, counter
from dashboard.actuals.typed import plain_text

if TYPE_CHECKING:
    import psycopg

# Microseconds: ten minutes. What is recorded beyond would shift every later moment.
_CLOCKS_APART = 600 * 1_000_000

_INSERT = (
    "INSERT INTO revision (id, region, subject, indicator, period, period_order, value, typed, "
    "unit_typed, note, evidence, author, at, replaces, withdrawn) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COPY = (
    "COPY revision (id, region, subject, indicator, period, period_order, value, typed, "
    "unit_typed, note, evidence, author, at, replaces, withdrawn) FROM STDIN"
)
_LATEST = text(
    "INSERT INTO latest (region, subject, indicator, period, period_order, revision, value, typed, "
    "unit_typed, note, evidence, author, at, replaces, withdrawn) "
    "SELECT region, subject, indicator, period, period_order, id, value, typed, "
    "unit_typed, note, evidence, author, at, replaces, withdrawn "
    "FROM revision WHERE id BETWEEN :first AND :last "
    "ON CONFLICT (region, subject, indicator, period) DO UPDATE SET "
    "revision = excluded.revision, value = excluded.value, typed = excluded.typed, "
    "unit_typed = excluded.unit_typed, note = excluded.note, evidence = excluded.evidence, "
    "author = excluded.author, at = excluded.at, replaces = excluded.replaces, "
    "withdrawn = excluded.withdrawn"
)
# One seek for each touched series and column, so that both databases stay quick whatever they know
# of the tables; a join lets PostgreSQL read all of them when its statistics are old.
_OF_NEWEST = (
    "FROM latest AS l WHERE l.region = t.region AND l.subject = t.subject "
    "AND l.indicator = t.indicator AND l.value IS NOT NULL ORDER BY l.period_order DESC LIMIT 1)"
)
_NEWEST = text(
    "INSERT INTO newest (region, subject, indicator, period, revision, value) "  # noqa: S608 - put together from our own text
    "SELECT * FROM (SELECT t.region, t.subject, t.indicator, "
    "(SELECT l.period " + _OF_NEWEST + " AS period, "
    "(SELECT l.revision " + _OF_NEWEST + " AS revision, "
    "(SELECT l.value " + _OF_NEWEST + " AS value "
    "FROM (SELECT DISTINCT region, subject, indicator FROM revision "
    "WHERE id BETWEEN :first AND :last) AS t) AS found WHERE period IS NOT NULL "
    "ON CONFLICT (region, subject, indicator) DO UPDATE SET "
    "period = excluded.period, revision = excluded.revision, value = excluded.value"
)
_NEWEST_GONE = text(
    "DELETE FROM newest WHERE region = :region AND subject = :subject AND indicator = :indicator "
    "AND NOT EXISTS (SELECT 1 FROM latest AS l WHERE l.region = :region "
    "AND l.subject = :subject AND l.indicator = :indicator AND l.value IS NOT NULL)"
)


def write(
    engine: Engine,
    entries: Sequence[Entry],
    act: Act,
    then: Callable[[Connection, Mapping[FigureKey, int], str, int], None] | None = None,
) -> WriteReceipt:
    """Record `entries` in one transaction. See `Store.write`.

    `then` is done with their revisions, the author and the moment in the same transaction.

    Safe to repeat after a lost acknowledgement: the request is known by its id.
    """
    keys = [entry.figure for entry in entries]
    if len(set(keys)) != len(keys):
        raise RepeatedFigure("store.repeated-figure")

    with writing(engine) as connection:
        receipt = _write(connection, entries, act)
        if then is not None and receipt.first is not None and not receipt.repeated:
            numbers = {key: receipt.first + place for place, key in enumerate(keys)}
            at = connection.execute(select(counter.c.at)).scalar_one()
            then(connection, numbers, act.author, at)
        return receipt


def _write(
    connection: Connection,
    entries: Sequence[Entry],
    act: Act,
) -> WriteReceipt:
    # SQLite's writer is alone already; PostgreSQL's queue here, so numbers and times keep one order.
    last, last_at = connection.execute(
        select(counter.c.revision, counter.c.at).with_for_update()
    ).one()
    before = _receipt(connection, act.request_id)
    if before is not None:
        return before
    held = reading.figures(connection, (entry.figure for entry in entries))
    _refuse_clashes(entries, held)
    refuse_locked(connection, (entry.figure for entry in entries))
    if not entries:
        return WriteReceipt(last, 0, None, None, None, act.author, act.request_id)
    at = moment_after(last_at)
    rows = [
        _row(number, entry, held.get(entry.figure), act.author, at)
        for number, entry in enumerate(entries, last + 1)
    ]
    _insert(connection, rows)
    ids = {"first": last + 1, "last": last + len(rows)}
    connection.execute(_LATEST, ids)
    connection.execute(_NEWEST, ids)
    withdrawn = {entry.figure[:3] for entry in entries if entry.value is None}
    for region, subject, indicator in withdrawn:
        series = {"region": region, "subject": subject, "indicator": indicator}
        connection.execute(_NEWEST_GONE, series)
    region_revisions.written(connection, {row[1]: row[0] for row in rows})
    connection.execute(update(counter).values(revision=ids["last"], at=at))
    connection.execute(
        audit.insert().values(
            at=at,
            author=act.author,
            action=act.action,
            request_id=act.request_id,
            first_revision=ids["first"],
            last_revision=ids["last"],
            reasons=json.dumps(dict(act.reasons), ensure_ascii=False),
        )
    )
    return WriteReceipt(
        ids["last"],
        len(rows),
        ids["first"],
        ids["last"],
        moment_text(at),
        act.author,
        act.request_id,
    )


def moment_after(last_at: int) -> int:
    """Return the present moment in microseconds, later than the last one recorded.

    Raises `StoreError` when the clock stands far before it.
    """
    now = microseconds(datetime.now(UTC))
    if last_at - now > _CLOCKS_APART:
        raise StoreError("store.clock", last=When(moment_text(last_at)), now=When(moment_text(now)))
    return max(now, last_at + 1)


def _receipt(connection: Connection, request_id: str) -> WriteReceipt | None:
    found = connection.execute(select(audit).where(audit.c.request_id == request_id)).one_or_none()
    if found is None:
        return None
    first, last = found.first_revision, found.last_revision
    return WriteReceipt(
        last, last - first + 1, first, last, moment_text(found.at), found.author, request_id, True
    )


def _refuse_clashes(entries: Sequence[Entry], held: Mapping[FigureKey, Observation]) -> None:
    clashes = [
        Clash(entry, theirs)
        for entry in entries
        if changed_since(entry.seen_revision, theirs := held.get(entry.figure))
    ]
    if clashes:
        raise Conflict(clashes)


def _row(
    number: int, entry: Entry, held: Observation | None, author: str, at: int
) -> tuple[Any, ...]:
    return (
        number,
        *entry.figure,
        period(entry.period).order,
        None if entry.value is None else plain_text(entry.value),
        entry.typed,
        entry.unit_typed,
        entry.note,
        entry.evidence,
        author,
        at,
        held.revision if held else None,
        entry.value is None,
    )


def _insert(connection: Connection, rows: list[tuple[Any, ...]]) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INSERT, rows)
        return
    with driver_cursor(connection) as opened, cast("psycopg.Cursor", opened).copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)
