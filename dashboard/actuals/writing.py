"""One write: all of it or nothing, with the revisions, the latest rows, the counter and the audit."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Engine, select, text

from dashboard.actuals import chain, reading, region_revisions, write_order
from dashboard.actuals.chained_rows import digests_of
from dashboard.actuals.observations import (
    FigureKey,
    Observation,
    changed_since,
    moment_text,
)
from dashboard.actuals.periods import period
from dashboard.actuals.records import (
    Act,
    Clash,
    Conflict,
    Entry,
    RepeatedFigure,
    RequestReused,
    WriteReceipt,
)
from dashboard.actuals.return_steps import refuse_locked
from dashboard.actuals.tables import audit, long_write, revision
from dashboard.actuals.transactions import driver_cursor, writing
from dashboard.actuals.typed import plain_text
from dashboard.actuals.write_order import Turn

if TYPE_CHECKING:
    import psycopg

# Of more figures the writing takes longer than two transactions do.
_LONG = 500

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
    # As the table lies: one page after the other instead of each of them time and again.
    "ORDER BY region, subject, indicator, period "
    "ON CONFLICT (region, subject, indicator, period) DO UPDATE SET "
    "revision = excluded.revision, value = excluded.value, typed = excluded.typed, "
    "unit_typed = excluded.unit_typed, note = excluded.note, evidence = excluded.evidence, "
    "author = excluded.author, at = excluded.at, replaces = excluded.replaces, "
    "withdrawn = excluded.withdrawn"
)
# One seek for each touched series, so that both databases stay quick whatever they know of the
# tables; a join lets PostgreSQL read all of them when its statistics are old.
_OF_NEWEST = (
    "FROM latest AS l WHERE l.region = t.region AND l.subject = t.subject "
    "AND l.indicator = t.indicator AND l.value IS NOT NULL ORDER BY l.period_order DESC LIMIT 1"
)
_SET_NEWEST = (
    " ON CONFLICT (region, subject, indicator) DO UPDATE SET "
    "period = excluded.period, revision = excluded.revision, value = excluded.value"
)
_INTO_NEWEST = "INSERT INTO newest (region, subject, indicator, period, revision, value) "
_NEWEST = {
    "sqlite": text(
        _INTO_NEWEST + "SELECT * FROM (SELECT t.region, t.subject, t.indicator, "  # noqa: S608 - our own text
        f"(SELECT l.period {_OF_NEWEST}) AS period, "
        f"(SELECT l.revision {_OF_NEWEST}) AS revision, "
        f"(SELECT l.value {_OF_NEWEST}) AS value "
        "FROM (SELECT DISTINCT region, subject, indicator FROM revision "
        "WHERE id BETWEEN :first AND :last) AS t) AS found WHERE period IS NOT NULL" + _SET_NEWEST
    ),
    "postgresql": text(
        _INTO_NEWEST + "SELECT t.region, t.subject, t.indicator, n.period, n.revision, n.value "  # noqa: S608 - our own text
        "FROM (SELECT DISTINCT region, subject, indicator FROM revision "
        "WHERE id BETWEEN :first AND :last) AS t "
        f"CROSS JOIN LATERAL (SELECT l.period, l.revision, l.value {_OF_NEWEST}) AS n" + _SET_NEWEST
    ),
}
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

    with writing(engine, large=len(entries) > _LONG) as connection:
        receipt, written, at = _write(engine, connection, entries, keys, act)
        if receipt.first is not None and not receipt.repeated:
            if then is not None:
                numbers = {key: receipt.first + place for place, key in enumerate(keys)}
                then(connection, numbers, act.author, at)
            chain.seal(connection, act.author, written)
        return receipt


def _write(
    engine: Engine,
    connection: Connection,
    entries: Sequence[Entry],
    keys: Sequence[FigureKey],
    act: Act,
) -> tuple[WriteReceipt, int, int]:
    """Record `entries`; return the receipt, when they were written and from when they count (µs)."""
    write_order.one_request_at_a_time(connection, act.request_id)
    chain.lock(connection, {key[0] for key in keys})
    before = _receipt(connection, act.request_id)
    if before is not None:
        _refuse_another(connection, before, keys, act.author)
        return before, 0, 0
    held = reading.figures(connection, keys)
    _refuse_clashes(entries, keys, held)
    refuse_locked(connection, keys)
    if not entries:
        last, at = write_order.last_given(connection)
        return WriteReceipt(last, 0, None, None, None, act.author, act.request_id), at, at
    is_long = connection.dialect.name == "postgresql" and len(entries) > _LONG
    count = len(entries)
    turn = write_order.reserve(engine, count) if is_long else write_order.number(connection)
    rows = _rows(entries, held, act.author, turn)
    _insert(connection, rows)
    ids = {"first": turn.last + 1, "last": turn.last + len(rows)}
    connection.execute(_LATEST, ids)
    connection.execute(_NEWEST[connection.dialect.name], ids)
    withdrawn = {entry.figure[:3] for entry in entries if entry.value is None}
    for region, subject, indicator in withdrawn:
        series = {"region": region, "subject": subject, "indicator": indicator}
        connection.execute(_NEWEST_GONE, series)
    ends = {row[1]: row[0] for row in rows}
    region_revisions.written(connection, ends)
    _chain(connection, rows)
    counted_from, at = ids["last"], turn.at
    if is_long:
        last, at = write_order.number(connection)
        counted_from = last + 1
        firsts = {row[1]: row[0] for row in reversed(rows)}
        for region, first in firsts.items():
            late = {"region": region, "first_revision": first, "last_revision": ends[region]}
            chain.append(connection, long_write, late | {"counted_from": counted_from, "at": at})
    write_order.give(connection, counted_from, at)
    told = {
        "at": turn.at,
        "author": act.author,
        "action": act.action,
        "request_id": act.request_id,
        "first_revision": ids["first"],
        "last_revision": ids["last"],
        "reasons": json.dumps(dict(act.reasons), ensure_ascii=False),
    }
    chain.append(connection, audit, told, chains=ends)
    receipt = WriteReceipt(
        counted_from,
        len(rows),
        ids["first"],
        ids["last"],
        moment_text(turn.at),
        act.author,
        act.request_id,
    )
    return receipt, turn.at, at


def _chain(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Let the next link of each region vouch for its rows."""
    of_region: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        of_region.setdefault(row[1], []).append(row)
    for region, own in of_region.items():
        keys = [str(row[0]) for row in own]
        chain.pending(connection, region).add_many("revision", keys, digests_of("revision", own))


def _receipt(connection: Connection, request_id: str) -> WriteReceipt | None:
    found = connection.execute(select(audit).where(audit.c.request_id == request_id)).one_or_none()
    if found is None:
        return None
    first, last = found.first_revision, found.last_revision
    return WriteReceipt(
        last, last - first + 1, first, last, moment_text(found.at), found.author, request_id, True
    )


def _refuse_another(
    connection: Connection, before: WriteReceipt, keys: Sequence[FigureKey], author: str
) -> None:
    """Raise `RequestReused` unless what is sent again is what was written under its id."""
    figure = (revision.c[name] for name in ("region", "subject", "indicator", "period"))
    chosen = select(*figure).where(revision.c.id.between(before.first, before.last))
    held = {tuple(row) for row in connection.execute(chosen)} if keys else set()
    if before.author != author or not held.issuperset(keys):
        raise RequestReused("store.request-reused")


def _refuse_clashes(
    entries: Sequence[Entry], keys: Sequence[FigureKey], held: Mapping[FigureKey, Observation]
) -> None:
    clashes = [
        Clash(entry, theirs)
        for entry, key in zip(entries, keys, strict=True)
        if changed_since(entry.seen_revision, theirs := held.get(key))
    ]
    if clashes:
        raise Conflict(clashes)


def _rows(
    entries: Sequence[Entry], held: Mapping[FigureKey, Observation], author: str, turn: Turn
) -> list[tuple[Any, ...]]:
    """The rows of `revision` that are written, in the order of its columns."""
    orders = {code: period(code).order for code in {entry.period for entry in entries}}
    return [
        (
            number,
            *entry[:4],
            orders[entry.period],
            None if entry.value is None else plain_text(entry.value),
            *entry[5:9],
            author,
            turn.at,
            before.revision if (before := held.get(entry[:4])) else None,
            entry.value is None,
        )
        for number, entry in enumerate(entries, turn.last + 1)
    ]


def _insert(connection: Connection, rows: list[tuple[Any, ...]]) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INSERT, rows)
        return
    with driver_cursor(connection) as opened, cast("psycopg.Cursor", opened).copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)
