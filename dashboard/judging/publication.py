"""Which figures that are counted are not what is published."""

from datetime import datetime

from dashboard.actuals.periods import period
from dashboard.judging.seen import figures_seen
from dashboard.judging.standing import Standing


def unpublished(standing: Standing, region: str, moment: datetime | None = None) -> int:
    """Return how many figures, of those that a region's verdicts read, guests are not shown alike.

    What is published is that of `moment`, or of the standing's own. 0 where only what is published is seen.
    """
    regions, store = standing.facts.regions_read(region), standing.store
    known = store.publications(moment or standing.until)
    up_to = {name: known[name].revision for name in regions if name in known}
    published = (one.observation for one in store.observations_published(up_to)) if up_to else ()
    shown = {one.figure: one.value for one in published}
    counted = {
        one.figure: one.value
        for one in figures_seen(standing, regions)
        if period(one.period).end <= standing.on
    }
    return sum(shown.get(figure) != value for figure, value in counted.items())
