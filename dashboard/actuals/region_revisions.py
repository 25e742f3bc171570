"""Which regions have changed: each one's last revision and last publication, kept with every write.

What is worked out from a region's figures is asked for again only when its row here is another.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from dashboard.actuals.records import RegionChange
from dashboard.actuals.transactions import driver_cursor

_ALL = "SELECT region, revision, published, changes FROM region_revision"
_SQLITE_FEW = f"{_ALL} WHERE region IN (SELECT value FROM json_each(?))"  # noqa: S608  constants
_POSTGRES_FEW = f"{_ALL} WHERE region = ANY(%s::text[])"

_WRITTEN = text(
    "INSERT INTO region_revision (region, revision, published, changes) "
    "VALUES (:region, :revision, 0, 1) ON CONFLICT (region) DO UPDATE SET "
    "revision = excluded.revision, changes = region_revision.changes + 1"
)
_PUBLISHED = text(
    "UPDATE region_revision SET published = :revision, changes = changes + 1 WHERE region = :region"
)
_STEPPED = text(
    "INSERT INTO region_revision (region, revision, published, changes) "
    "VALUES (:region, 0, 0, 1) ON CONFLICT (region) DO UPDATE SET "
    "changes = region_revision.changes + 1"
)


def changes(
    connection: Connection, regions: Sequence[str] | None = None
) -> dict[str, RegionChange]:
    """What `region_revision` holds of `regions`, or of all; regions never written to are left out."""
    with driver_cursor(connection) as cursor:
        if regions is None:
            cursor.execute(_ALL)
        elif connection.dialect.name == "sqlite":
            cursor.execute(_SQLITE_FEW, (json.dumps(regions),))
        else:
            cursor.execute(_POSTGRES_FEW, (list(regions),))
        rows = cursor.fetchall()
    return {row[0]: RegionChange._make(row) for row in rows}


def written(connection: Connection, last: dict[str, int]) -> None:
    """Note in a write's transaction the last revision that it gave to each region it touched."""
    connection.execute(_WRITTEN, [{"region": r, "revision": n} for r, n in sorted(last.items())])


def published(connection: Connection, regions: Iterable[str], revision: int) -> None:
    """Note in a publication's transaction up to which revision `regions` are published now."""
    connection.execute(_PUBLISHED, [{"region": r, "revision": revision} for r in sorted(regions)])


def stepped(connection: Connection, region: str) -> None:
    """Note that something of a region is another though no figure is: a return's step, an official."""
    connection.execute(_STEPPED, {"region": region})
