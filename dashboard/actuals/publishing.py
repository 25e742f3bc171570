"""What is published: of a region everything up to a revision, or single figures beside it.

Published is never taken back. A correction shows when it is published in its turn, and a withdrawal
too. Every publication has a number, which rises within its region: whoever names it is shown exactly
what was published with it and before. A whole region's publication bears the revision up to which it
reaches as its number, as long as no later number has been given there already.

What a return holds is published by its approval alone: a publication of the whole region leaves out
what is under way in a return, and takes along what returns have had approved.

Every publication of a region shows the remedies that were written before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Connection,
    Engine,
    Subquery,
    and_,
    func,
    or_,
    select,
    update,
)

from dashboard.actuals import chain, region_revisions, write_order
from dashboard.actuals.observations import FigureKey, microseconds, moment_text
from dashboard.actuals.records import Publication
from dashboard.actuals.return_states import Step
from dashboard.actuals.return_steps import Held, approved, take, under_way
from dashboard.actuals.tables import (
    counter,
    publication,
    published_figure,
    region_revision,
    remedy,
    revision,
)
from dashboard.actuals.transactions import writing

# Up to which revision a publication reaches by itself.
_REACHES = func.coalesce(publication.c.up_to, publication.c.revision)


def publish(
    engine: Engine,
    regions: Sequence[str],
    author: str,
    up_to: int | None,
    reviewed_only: bool = False,
) -> dict[str, int]:
    """Publish `regions` in one transaction. See `Store.publish`.

    Safe to repeat after a lost acknowledgement: what is published already is left as it is.
    """
    with writing(engine) as connection:
        # Nobody writes to these regions meanwhile, so that no figure slips between.
        chain.lock(connection, regions)
        last = connection.execute(select(counter.c.revision)).scalar_one()
        upper = last if up_to is None else min(up_to, last)
        seen = write_order.counted_up_to(connection, upper)
        found = {
            region: _Ready.of(connection, region, seen.get(region, upper), reviewed_only)
            for region in dict.fromkeys(regions)
        }
        done = dict.fromkeys(regions, 0)
        wanted = {region: ready for region, ready in found.items() if ready.is_wanted()}
        if not wanted:
            return done
        number, at = write_order.number(connection)
        for region, ready in wanted.items():
            if ready.is_whole and ready.upper > numbered(connection, region):
                given = ready.upper
                row = {"region": region, "revision": given, "author": author, "at": at}
                chain.append(connection, publication, row)
                region_revisions.published(connection, [region], given)
            else:
                number += 1
                given = number
                publish_figures(connection, region, ready.chosen, author, at, given)
            for one in ready.returns:
                take(connection, one.now, Step.PUBLISH, author, at, publication=given)
            done[region] = len(ready.chosen) + ready.remedies
        write_order.give(connection, number, at)
        chain.seal(connection, author, at)
        return done


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a publication of a region up to a revision shows anew."""

    upper: int
    chosen: Mapping[FigureKey, int]
    is_whole: bool
    returns: Sequence[Held]
    remedies: int

    @classmethod
    def of(cls, connection: Connection, region: str, upper: int, reviewed_only: bool) -> "_Ready":
        """Find what is ready."""
        waiting = _waiting(connection, region, upper)
        kept = under_way(connection, region)
        ready = approved(connection, region, upper)
        held = {key for one in (*kept, *ready) for key in one.figures}
        free = {key: id for key, id in waiting.items() if key not in held}
        of_returns = {
            key: id
            for one in ready
            for key, id in one.figures.items()
            if id is not None and key in waiting
        }
        chosen = of_returns if reviewed_only else {**free, **of_returns}
        remedies = waiting_remedies(connection, region, upper)
        return cls(upper, chosen, chosen == waiting, ready, remedies)

    def is_wanted(self) -> bool:
        """Tell whether there is anything to record."""
        return bool(self.chosen or self.returns or self.remedies)


def publish_figures(
    connection: Connection,
    region: str,
    figures: Mapping[FigureKey, int],
    author: str,
    at: int,
    number: int,
) -> None:
    """Publish single figures of a region, each at its revision, under a number not given before."""
    row = {"region": region, "revision": number, "author": author, "at": at, "up_to": 0}
    chain.append(connection, publication, row)
    if figures:
        chain.append(
            connection,
            published_figure,
            [
                {"region": region, "publication": number, "subject": subject,
                 "indicator": indicator, "period": period, "revision": id}
                for (_, subject, indicator, period), id in figures.items()
            ],
        )  # fmt: skip
    region_revisions.published(connection, [region], number)


def publish_written(
    connection: Connection, figures: Mapping[FigureKey, int], author: str, at: int
) -> None:
    """Publish what was just written, and nothing else, in the transaction of the write."""
    last = connection.execute(select(counter.c.revision)).scalar_one()
    regions = sorted({figure[0] for figure in figures})
    for number, region in enumerate(regions, last + 1):
        own = {figure: id for figure, id in figures.items() if figure[0] == region}
        publish_figures(connection, region, own, author, at, number)
    connection.execute(update(counter).values(revision=last + len(regions)))


def waiting_remedies(connection: Connection, region: str, upper: int) -> int:
    """How many steps of remedies were written since the region's last publication."""
    since = remedy.c.id > numbered(connection, region)
    found = select(func.count()).where(remedy.c.region == region, since, remedy.c.id <= upper)
    return int(connection.execute(found).scalar_one())


def numbered(connection: Connection, region: str) -> int:
    """The last number that was given to a publication of a region, 0 before the first."""
    found = select(func.max(publication.c.revision)).where(publication.c.region == region)
    return int(connection.execute(found).scalar() or 0)


def unpublished(connection: Connection, regions: Sequence[str], upper: int) -> dict[str, int]:
    """How many figures were entered, changed or withdrawn since they were published, by region.

    Revisions beyond `upper` do not count; regions without any are left out.
    """
    touched = _touched(regions, upper)
    counted = select(touched.c.region, func.count()).group_by(touched.c.region)
    return {region: int(n) for region, n in connection.execute(counted)}


def publishable(connection: Connection, region: str, upper: int) -> dict[FigureKey, int]:
    """The figures that a publication of the region would show anew, each with its last revision."""
    kept = {key for one in under_way(connection, region) for key in one.figures}
    found = _waiting(connection, region, upper)
    return {key: id for key, id in found.items() if key not in kept}


def _waiting(connection: Connection, region: str, upper: int) -> dict[FigureKey, int]:
    """The figures of `unpublished` of one region, each with its last revision up to `upper`."""
    touched = _touched([region], upper)
    return {
        (row[0], row[1], row[2], row[3]): int(row[4]) for row in connection.execute(select(touched))
    }


def _touched(regions: Sequence[str], upper: int) -> Subquery:
    """Every figure with a revision that no publication shows: its key and its last revision."""
    # Who was never published has no publication to be found.
    reached = (
        select(region_revision.c.region, func.coalesce(func.max(_REACHES), 0).label("reached"))
        .select_from(
            region_revision.outerjoin(publication, publication.c.region == region_revision.c.region)
        )
        .where(region_revision.c.region.in_(regions))
        .group_by(region_revision.c.region)
        .subquery()
    )
    keys = ("region", "subject", "indicator", "period")
    last = (
        select(*(revision.c[name] for name in keys), func.max(revision.c.id).label("last"))
        .join(reached, reached.c.region == revision.c.region)
        .where(revision.c.region.in_(regions), revision.c.id > reached.c.reached)
        .where(revision.c.id <= upper)
        .group_by(*(revision.c[name] for name in keys))
        .subquery()
    )
    shown = (
        select(published_figure.c.revision)
        .where(*(published_figure.c[name] == last.c[name] for name in keys))
        .where(published_figure.c.revision >= last.c.last)
    )
    return select(last).where(~shown.exists()).subquery()


def publications(
    connection: Connection, moment: datetime | None, below: int | None
) -> dict[str, Publication]:
    """The last publication of each region, of those at or before `moment` and below a number."""
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


def first_shown(connection: Connection, region: str, id: int) -> int | None:
    """The number of the first publication that shows a revision of a region; None before it."""
    single = select(published_figure.c.publication).where(
        published_figure.c.region == region, published_figure.c.revision == id
    )
    found = select(func.min(publication.c.revision)).where(
        publication.c.region == region,
        or_(id <= _REACHES, publication.c.revision.in_(single)),
    )
    return connection.execute(found).scalar()
