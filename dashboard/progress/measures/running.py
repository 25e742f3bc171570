"""A total that runs over several years from a start (累计, 新增 since a year): rule 4 with base 0.

Where the figures themselves run from the start the latest one is the total; where they start again
each January, the whole years since the start and this year's 1-N月 are added, and a missing year
refuses the sum. completion = v / G, schedule = months elapsed / months in all; printed milestones are
points of the path.
"""

from __future__ import annotations

from fractions import Fraction

from dashboard.progress.figures import YEAR, Figure, Figures, Series, moment
from dashboard.progress.goal import Goal
from dashboard.progress.measures.annual import from_nothing, months_left
from dashboard.progress.measures.level import at_figure
from dashboard.progress.measures.measured import Measured, Refusal
from dashboard.progress.path import Expected, path_of
from dashboard.progress.target import Target, milestones_of, shares_of


def measure(goal: Goal, figures: Figures, target: Target) -> Measured:
    """Measure a running total by its latest figure up to the year due."""
    series, due = figures.of(goal.series.own), goal.due
    found = series.latest(min(moment(due), figures.now) if due else figures.now)
    if found is None or found.year < goal.since:
        return Measured(target, due)
    earlier = series.at(found.when - YEAR)
    previous = earlier.value if earlier else None
    actual = found.value
    parts: tuple[Figure, ...] = ()
    if not goal.from_start and goal.since < found.year:
        years, missing = _whole_years(series, goal.since, found.year)
        if missing:
            refusal = Refusal("cannot-judge", "year-missing", missing)
            return Measured(target, due, found, None, previous, refusal=refusal)
        parts = (*years, found)
        actual, previous = sum((part.value for part in parts), Fraction(0)), None
    completion, used = shares_of(goal, target, actual)
    return Measured(
        target,
        due,
        found,
        actual,
        previous,
        parts=parts,
        completion=completion,
        used=used,
        expected=_expected(goal, target, found),
        span=target.value,
        final=found.when == moment(due),
        months_left=months_left(found, due) if due else None,
    )


def _whole_years(series: Series, first: int, until: int) -> tuple[list[Figure], int]:
    """The whole years' figures from `first` to before `until`, and the first year missing, or 0."""
    years = []
    for year in range(first, until):
        found = series.of_year(year)
        if found is None:
            return [], year
        years.append(found)
    return years, 0


def _expected(goal: Goal, target: Target, found: Figure) -> Expected | None:
    if not 0 < goal.since <= goal.due:
        return None
    milestones = milestones_of(goal, None)
    if milestones and target.value is not None and target.value > 0:
        # Nothing is there at the end of the year before the first one.
        path = path_of(
            (goal.since - 1, Fraction(0)), milestones, (goal.due, target.value), by_rate=False
        )
        return at_figure(path, found)
    return from_nothing(goal, target, found, goal.since, goal.due, "since start")
