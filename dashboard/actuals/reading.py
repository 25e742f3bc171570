"""What the store is asked beside whole regions: single figures and series, all revisions, acts."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Text, cast, func, select

from dashboard.actuals.observations import (
    FigureKey,
    Observation,
    SeriesKey,
    refuse_damage,
)
from dashboard.actuals.tables import audit, newest, revision
from dashboard.actuals.transactions import driver_cursor

# Few enough for one statement of either database.
_AT_ONCE = 500
# Figures of one series for which reading all of the series is quicker than looking for each.
_SEEKS = 20

_FIELDS = ("typed", "unit_typed", "note", "evidence", "author", "at")

_COLUMNS = (
    "region, subject, indicator, period, CAST(value AS TEXT), typed, unit_typed, note, evidence, "
    "author, at, revision, replaces, withdrawn"
)
# The fastest way to many scattered rows is not the same on both: SQLite seeks one by one in its
# own process, PostgreSQL joins a list sent in one message.
_SQLITE_FIGURE = f"SELECT {_COLUMNS} FROM latest WHERE region = ? AND subject = ? AND indicator = ? AND period = ?"  # noqa: S608  constants
_SQLITE_SERIES = f"SELECT {_COLUMNS} FROM latest WHERE region = ? AND subject = ? AND indicator = ?"  # noqa: S608  constants
_SQLITE_SINCE = f"SELECT {_COLUMNS} FROM latest WHERE region = ? AND revision > ?"  # noqa: S608  constants
_POSTGRES_SINCE = _SQLITE_SINCE.replace("?", "%s")
_POSTGRES_FIGURE = (
    f"SELECT {_COLUMNS} FROM latest NATURAL JOIN unnest(%s::text[], %s::text[], %s::text[], %s::text[]) "  # noqa: S608  constants
    "AS wanted (region, subject, indicator, period)"
)
_POSTGRES_SERIES = (
    f"SELECT {_COLUMNS} FROM latest NATURAL JOIN unnest(%s::text[], %s::text[], %s::text[]) "  # noqa: S608  constants
    "AS wanted (region, subject, indicator)"
)


def history(
    connection: Connection,
    region: str | None,
    subject: str | None,
    indicator: str | None,
    period: str | None,
) -> list[Any]:
    """Every revision, withdrawals too, oldest first."""
    chosen = select(*_selected(revision, revision.c.id))
    for column, wanted in (
        (revision.c.region, region),
        (revision.c.subject, subject),
        (revision.c.indicator, indicator),
        (revision.c.period, period),
    ):
        if wanted is not None:
            chosen = chosen.where(column == wanted)
    return list(connection.execute(chosen.order_by(revision.c.id)).all())


def first_recorded(
    connection: Connection, region: str, periods: Sequence[str]
) -> dict[FigureKey, int]:
    """When (µs) each figure of a region was first recorded, for some periods."""
    keys = [revision.c[name] for name in ("region", "subject", "indicator", "period")]
    chosen = (
        select(*keys, func.min(revision.c.at))
        .where(revision.c.region == region, revision.c.period.in_(periods))
        .group_by(*keys)
    )
    return {(r[0], r[1], r[2], r[3]): int(r[4]) for r in connection.execute(chosen)}


def reasons(connection: Connection, revisions: Collection[int]) -> dict[int, str]:
    """What was found at each revision when it was written, and why it stands; without the others."""
    wanted = list(revisions)
    found: dict[int, str] = {}
    keys = [revision.c[name] for name in ("region", "subject", "indicator", "period")]
    # What one write said of all its figures is one text: read once, however many are asked for.
    of_writes: dict[int, dict[str, str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        chosen = select(revision.c.id, *keys, revision.c.at).where(
            revision.c.id.in_(wanted[start : start + _AT_ONCE])
        )
        rows = connection.execute(chosen).all()
        # A write and its act share their moment, and no other write has it.
        new = {row.at for row in rows} - of_writes.keys()
        acts = select(audit.c.at, audit.c.reasons).where(audit.c.at.in_(new))
        of_writes |= {at: {} for at in new}
        of_writes |= {row.at: json.loads(row.reasons) for row in connection.execute(acts)}
        for row in rows:
            said = of_writes[row.at].get("/".join(row[1:5]))
            if said:
                found[row.id] = str(said)
    return found


def acts(connection: Connection, last: int) -> list[Any]:
    """The last writes, newest first."""
    columns = (
        audit.c.at,
        audit.c.author,
        audit.c.action,
        audit.c.first_revision,
        audit.c.last_revision,
        audit.c.reasons,
    )
    return list(connection.execute(select(*columns).order_by(audit.c.id.desc()).limit(last)).all())


def newest_figures(connection: Connection, regions: Sequence[str] | None) -> list[Any]:
    """The figure of the newest period of each series, in the order of the key."""
    keys = [newest.c[name] for name in ("region", "subject", "indicator")]
    chosen = select(*keys, newest.c.period, newest.c.revision, cast(newest.c.value, Text))
    if regions is not None:
        chosen = chosen.where(newest.c.region.in_(regions))
    return list(connection.execute(chosen.order_by(*keys)).all())


def figures(connection: Connection, keys: Iterable[FigureKey]) -> dict[FigureKey, Observation]:
    """The latest row of each key that has one, withdrawn ones too."""
    wanted = list(keys)
    by_series = {key[:3] for key in wanted}
    if len(wanted) > _SEEKS * len(by_series):
        # Whole series lie side by side: one seek for each instead of one for each figure.
        among = set(wanted)
        found = _looked_up(connection, list(by_series), _SQLITE_SERIES, _POSTGRES_SERIES)
        return {row.figure: row for row in found if row.figure in among}
    rows = _looked_up(connection, wanted, _SQLITE_FIGURE, _POSTGRES_FIGURE)
    return {row.figure: row for row in rows}


def series(
    connection: Connection, keys: Iterable[SeriesKey]
) -> dict[SeriesKey, dict[str, Observation]]:
    """The latest rows of each series by period code, withdrawn ones too."""
    found: dict[SeriesKey, dict[str, Observation]] = {}
    for row in _looked_up(connection, list(keys), _SQLITE_SERIES, _POSTGRES_SERIES):
        found.setdefault(row[:3], {})[row.period] = row
    return found


def written_since(connection: Connection, region: str, number: int) -> list[Observation]:
    """The latest rows of a region whose revision is above a number, withdrawn ones too."""
    is_sqlite = connection.dialect.name == "sqlite"
    with driver_cursor(connection) as cursor:
        cursor.execute(_SQLITE_SINCE if is_sqlite else _POSTGRES_SINCE, (region, number))
        found = cursor.fetchall()
    return _observations(found)


def _looked_up(
    connection: Connection, keys: Sequence[tuple[str, ...]], sqlite: str, postgres: str
) -> list[Observation]:
    if not keys:
        return []
    with driver_cursor(connection) as cursor:
        if connection.dialect.name == "sqlite":
            found = [row for key in keys for row in cursor.execute(sqlite, key)]
        else:
            cursor.execute(postgres, [list(column) for column in zip(*keys, strict=True)])
            found = list(cursor.fetchall())
    return _observations(found)


def _observations(found: Iterable[Sequence[Any]]) -> list[Observation]:
    # Made as tuples are: a named tuple's own constructor takes three times as long.
    rows = [tuple.__new__(Observation, (*row[:13], bool(row[13]))) for row in found]
    refuse_damage(rows)
    return rows


def _selected(table: FromClause, number: ColumnElement[int]) -> list[ColumnElement[Any]]:
    """What an `Observation` is made of, from a table of figures; `number` is the revision's."""
    keys = [table.c[name] for name in ("region", "subject", "indicator", "period")]
    value = cast(table.c.value, Text)
    return [
        *keys, value, *(table.c[name] for name in _FIELDS), number, table.c.replaces, table.c.withdrawn,
    ]  # fmt: skip
