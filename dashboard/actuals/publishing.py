"""What is published: of a region everything up to a revision. Published is never taken back.

A correction shows when it is published in its turn, and a withdrawal too.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    Engine,
    and_,
    func,
    select,
    update,
)

from dashboard.actuals import region_revisions
from dashboard.actuals.database import writing
from dashboard.actuals.observations import microseconds, moment_text
from dashboard.actuals.records import Publication
from dashboard.actuals.tables import counter, publication, region_revision, revision
from dashboard.actuals.writing import moment_after


def publish(
    engine: Engine, regions: Sequence[str], author: str, up_to: int | None
) -> dict[str, int]:
    """Publish `regions` in one transaction. See `Store.publish`.

    Safe to repeat after a lost acknowledgement: what is published already is left as it is.
    """
    with writing(engine) as connection:
        # Writers queue here too, so that no figure slips between the number and its publication.
        last, last_at = connection.execute(
            select(counter.c.revision, counter.c.at).with_for_update()
        ).one()
        upper = last if up_to is None else min(up_to, last)
        found = unpublished(connection, regions, upper)
        fresh = [region for region in dict.fromkeys(regions) if found.get(region)]
        if fresh:
            at = moment_after(last_at)
            rows = [
                {"region": region, "revision": upper, "author": author, "at": at}
                for region in fresh
            ]
            connection.execute(publication.insert(), rows)
            region_revisions.published(connection, fresh, upper)
            connection.execute(update(counter).values(at=at))
        return {region: found.get(region, 0) for region in regions}


def unpublished(connection: Connection, regions: Sequence[str], upper: int) -> dict[str, int]:
    """How many figures were entered, changed or withdrawn since the last publication, by region.

    Revisions beyond `upper` do not count; regions without any are left out.
    """
    touched = (
        select(revision.c.region, revision.c.subject, revision.c.indicator, revision.c.period)
        .distinct()
        .join(region_revision, region_revision.c.region == revision.c.region)
        .where(
            revision.c.region.in_(regions),
            revision.c.id > region_revision.c.published,
            revision.c.id <= upper,
        )
        .subquery()
    )
    counted = select(touched.c.region, func.count()).group_by(touched.c.region)
    return {region: int(n) for region, n in connection.execute(counted)}


def publications(
    connection: Connection, moment: datetime | None, below: int | None
) -> dict[str, Publication]:
    """The last publication of each region, of those at or before `moment` and below a revision."""
    if moment is None and below is None:
        last = select(region_revision.c.region, region_revision.c.published.label("revision"))
    else:
        last = select(publication.c.region, func.max(publication.c.revision).label("revision"))
        last = last.group_by(publication.c.region)
    if moment is not None:
        last = last.where(publication.c.at <= microseconds(moment))
    if below is not None:
        last = last.where(publication.c.revision < below)
    found = last.subquery()
    same = and_(found.c.region == publication.c.region, found.c.revision == publication.c.revision)
    chosen = select(
        publication.c.region, publication.c.revision, publication.c.author, publication.c.at
    ).join(found, same)
    return {
        row.region: Publication(row.region, row.revision, row.author, moment_text(row.at))
        for row in connection.execute(chosen)
    }
