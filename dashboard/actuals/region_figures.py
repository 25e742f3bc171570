"""The figures of whole regions: as they are, as they were, as they were published.

A region is read where its rows lie side by side, so it costs the same however many others there
are, and many regions are read one after the other: nothing is sorted that does not fit into memory.
How a region stood after some revision is what it has now, but for figures that came later: only of
these the one before is looked up, with one seek each.
"""

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from dashboard.actuals import region_revisions, write_order
from dashboard.actuals.observations import Observation, PublishedObservation, refuse_damage
from dashboard.actuals.periods import period
from dashboard.actuals.transactions import driver_cursor


def _columns(table: str, number: str) -> str:
    """What an `Observation` is made of, `withdrawn` apart; the revision is in the column `number`."""
    names = ["region", "subject", "indicator", "period", "value", "typed", "unit_typed", "note",
             "evidence", "author", "at", number, "replaces"]  # fmt: skip
    named = [f"{table}.{name}" for name in names]
    named[4] = f"CAST({named[4]} AS TEXT)"
    return ", ".join(named)


_SUBJECTS = {
    "sqlite": "AND l.subject IN (SELECT value FROM json_each(:subjects))",
    "postgresql": "AND l.subject = ANY(%(subjects)s::text[])",
}
_SAME_FIGURE = (
    "r.region = l.region AND r.subject = l.subject AND r.indicator = l.indicator "
    "AND r.period = l.period"
)

_CURRENT = f"""
    SELECT {_columns("l", "revision")} FROM latest AS l
    WHERE l.region = {{region}} AND NOT l.withdrawn {{subjects}}
"""  # noqa: S608  constants
# Of what came later, the revision before: the one that it replaces, where that was there, else the last
# that was. LIMIT keeps PostgreSQL from joining all that there are.
_BEFORE = """
    r.region = l.region AND r.id = CASE WHEN l.replaces <= {last} THEN l.replaces
    ELSE (SELECT max(r.id) FROM revision AS r WHERE {same} AND r.id <= {last}) END
"""
_OF_SQLITE = _BEFORE.format(last=":last", same=_SAME_FIGURE)
_OF_POSTGRES = _BEFORE.format(last="wanted.last", same=_SAME_FIGURE)
_EARLIER = {
    "sqlite": f"revision AS r ON {_OF_SQLITE}",
    "postgresql": f"LATERAL (SELECT * FROM revision AS r WHERE {_OF_POSTGRES} LIMIT 1) AS r ON true",  # noqa: S608  constants
}
# What replaced nothing came after nothing.
_AS_OF = f"""
    SELECT {_columns("l", "revision")} FROM latest AS l
    WHERE l.region = {{region}} AND l.revision <= {{last}} AND NOT l.withdrawn {{subjects}}
    UNION ALL
    SELECT {_columns("r", "id")} FROM latest AS l JOIN {{earlier}}
    WHERE l.region = {{region}} AND l.revision > {{last}} AND l.replaces IS NOT NULL
    AND NOT r.withdrawn {{subjects}}
"""  # noqa: S608  constants
# One statement sees one state of the table. OFFSET 0 keeps the server from joining it otherwise
# than region by region, which would cost it a sort of everything.
_POSTGRES = "SELECT held.* FROM {wanted} CROSS JOIN LATERAL ({chosen} OFFSET 0) AS held"
_POSTGRES_ALL = (
    "(SELECT region, %(last)s::bigint AS last FROM region_revision ORDER BY region) AS wanted"
)
_POSTGRES_SOME = "unnest(%(regions)s::text[], %(lasts)s::bigint[]) AS wanted (region, last)"

_PUBLICATIONS = (
    "SELECT region, revision, at, coalesce(up_to, revision) FROM publication WHERE region {} "
    "ORDER BY revision"
)
_SQLITE_PUBLICATIONS = _PUBLICATIONS.format("IN (SELECT value FROM json_each(?))")
_POSTGRES_PUBLICATIONS = _PUBLICATIONS.format("= ANY(%s::text[])")
# Single figures that were published beside what the region's publications reach.
_SINGLE = f"""
    SELECT {_columns("r", "id")}, r.withdrawn, p.publication
    FROM published_figure AS p JOIN revision AS r ON r.id = p.revision AND r.region = p.region
    WHERE p.region = {{0}} AND p.publication <= {{0}} ORDER BY p.publication
"""  # noqa: S608  constants


def current(
    connection: Connection, regions: Sequence[str] | None, subjects: Sequence[str] | None
) -> list[Observation]:
    """The latest figure of each series and period that is not withdrawn, region by region."""
    wanted = 0 if regions is None else dict.fromkeys(regions, 0)
    return _figures(connection, _CURRENT, wanted, subjects)


def as_of(
    connection: Connection,
    last: int,
    regions: Sequence[str] | None,
    subjects: Sequence[str] | None,
) -> list[Observation]:
    """As `current` was after the revision `last`."""
    late = write_order.counted_up_to(connection, last)
    while True:
        wanted: Mapping[str, int] | int = last
        if regions is not None or late:
            every = region_revisions.changes(connection) if regions is None else regions
            wanted = {region: late.get(region, last) for region in every}
        found = _figures(connection, _AS_OF, wanted, subjects)
        # Asked again: a long write that was committed meanwhile is known by now.
        known = write_order.counted_up_to(connection, last)
        if known == late:
            return found
        late = known


def published(
    connection: Connection, up_to: Mapping[str, int], subjects: Sequence[str] | None
) -> list[PublishedObservation]:
    """As `current` was when each region had its publication of the number in `up_to`.

    Where that is the number of none of the region's publications there is nothing.
    """
    made = _publications(connection, list(up_to))
    known = {region: made[region] for region in up_to if up_to[region] in made.get(region, {})}
    # How far whole publications reach, and when each first reached so far.
    reaches: dict[str, tuple[list[int], list[int]]] = {}
    for region, of_region in known.items():
        reached: list[int] = []
        moments: list[int] = []
        for number, (at, reach) in of_region.items():
            if number <= up_to[region] and reach > (reached[-1] if reached else 0):
                reached.append(reach)
                moments.append(at)
        reaches[region] = (reached, moments)
    # Later publications hold a figure too, and are later: what counts is the first that reached it.
    wanted = {region: reached[-1] for region, (reached, _) in reaches.items() if reached}
    rows = _figures(connection, _AS_OF, wanted, subjects)
    found: list[PublishedObservation] = []
    for region, held in groupby(rows, itemgetter(0)):
        reached, moments = reaches[region]
        found += [
            tuple.__new__(PublishedObservation, (row, moments[bisect_left(reached, row.revision)]))
            for row in held
        ]
    singles = [
        single
        for region, of_region in known.items()
        if any(not reach for _, reach in of_region.values())
        for single in _single(connection, region, up_to[region], of_region)
        if subjects is None or single[0].subject in subjects
    ]
    if not singles:
        return found
    shown = {each.observation.figure: each for each in found}
    for row, at in singles:
        before = shown.get(row.figure)
        if before is None or before.observation.revision < row.revision:
            shown[row.figure] = PublishedObservation(row, at)
        elif before.observation.revision == row.revision and at < before.published:
            shown[row.figure] = before._replace(published=at)
    left = [each for each in shown.values() if not each.observation.withdrawn]
    refuse_damage([each.observation for each in left])
    return sorted(left, key=lambda each: (*each.observation[:3], period(each.observation[3]).order))


def _single(
    connection: Connection, region: str, up_to: int, made: Mapping[int, tuple[int, int]]
) -> list[tuple[Observation, int]]:
    """The single figures published with a number up to `up_to`, oldest first, each with its moment."""
    place = "?" if connection.dialect.name == "sqlite" else "%s"
    with driver_cursor(connection) as cursor:
        cursor.execute(_SINGLE.format(place), (region, up_to))
        rows = cursor.fetchall()
    return [(Observation._make((*row[:13], bool(row[13]))), made[row[14]][0]) for row in rows]


def _figures(
    connection: Connection,
    chosen: str,
    wanted: Mapping[str, int] | int,
    subjects: Sequence[str] | None,
) -> list[Observation]:
    """The figures that `chosen` finds of each region and its last revision, or of all and one."""
    dialect = connection.dialect.name
    filtered = "" if subjects is None else _SUBJECTS[dialect]
    with driver_cursor(connection) as cursor:
        read = _in_sqlite if dialect == "sqlite" else _in_postgres
        found = read(cursor, chosen, filtered, wanted, subjects)
    # Made as tuples are: a named tuple's own constructor takes three times as long.
    rows = [tuple.__new__(Observation, (*row, False)) for row in found]
    refuse_damage(rows)
    # The rows come nearly in order, so this costs less than either database would take for it.
    order = {code: period(code).order for code in {row.period for row in rows}}
    rows.sort(key=lambda row: (*row[:3], order[row[3]]))
    return rows


def _in_sqlite(
    cursor: DBAPICursor,
    chosen: str,
    filtered: str,
    wanted: Mapping[str, int] | int,
    subjects: Sequence[str] | None,
) -> list[Any]:
    if isinstance(wanted, int):
        cursor.execute("SELECT region FROM region_revision")
        wanted = dict.fromkeys((row[0] for row in cursor.fetchall()), wanted)
    statement = chosen.format(
        region=":region", last=":last", subjects=filtered, earlier=_EARLIER["sqlite"]
    )
    asked = {"subjects": json.dumps(subjects)}
    found: list[Any] = []
    for region, last in sorted(wanted.items()):
        cursor.execute(statement, asked | {"region": region, "last": last})
        found += cursor.fetchall()
    return found


def _in_postgres(
    cursor: DBAPICursor,
    chosen: str,
    filtered: str,
    wanted: Mapping[str, int] | int,
    subjects: Sequence[str] | None,
) -> list[Any]:
    each = chosen.format(
        region="wanted.region",
        last="wanted.last",
        subjects=filtered,
        earlier=_EARLIER["postgresql"],
    )
    asked: dict[str, Any] = {"subjects": None if subjects is None else list(subjects)}
    if isinstance(wanted, int):
        statement = _POSTGRES.format(wanted=_POSTGRES_ALL, chosen=each)
        asked["last"] = wanted
    else:
        statement = _POSTGRES.format(wanted=_POSTGRES_SOME, chosen=each)
        asked["regions"], asked["lasts"] = sorted(wanted), [wanted[r] for r in sorted(wanted)]
    cursor.execute(statement, asked)
    return list(cursor.fetchall())


def _publications(
    connection: Connection, regions: Sequence[str]
) -> dict[str, dict[int, tuple[int, int]]]:
    """Of each region the publications by their number, in order: when, and how far each reaches."""
    made: dict[str, dict[int, tuple[int, int]]] = {}
    with driver_cursor(connection) as cursor:
        if connection.dialect.name == "sqlite":
            cursor.execute(_SQLITE_PUBLICATIONS, (json.dumps(regions),))
        else:
            cursor.execute(_POSTGRES_PUBLICATIONS, (list(regions),))
        for region, number, at, reach in cursor.fetchall():
            made.setdefault(region, {})[number] = (at, reach)
    return made
