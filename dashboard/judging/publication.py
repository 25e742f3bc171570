"""Which figures that are counted are not what is published."""

from dataclasses import replace
from datetime import datetime

from dashboard.actuals.periods import period
from dashboard.judging.seen import figures_seen
from dashboard.judging.standing import Standing
from dashboard.people.identity import GUEST
from dashboard.people.sight import sight_of


def unpublished(standing: Standing, region: str, moment: datetime | None = None) -> int:
    """Return how many figures, of those that a region's verdicts read, guests are not shown alike.

    What is published is that of `moment`, or of the standing's own. 0 where only what is published is seen.
    """
    regions, store = standing.facts.regions_read(region), standing.store
    known = {
        name: one.revision for name, one in store.publications(moment or standing.until).items()
    }
    sight = sight_of(GUEST, standing.catalogue, True, lambda: known)
    guests = replace(standing, sight=sight, _own={})
    shown = {one.figure: one.value for one in figures_seen(guests, regions)}
    counted = {
        one.figure: one.value
        for one in figures_seen(standing, regions)
        if period(one.period).end <= standing.on
    }
    return sum(shown.get(figure) != value for figure, value in counted.items())
