"""Goals beside another series (与…同步, 基本同步, 优于): own growth less the other's, in points.

Reported growth is compared with reported growth of the same period; levels are compared by their
growth over the same period of last year, v / v' - 1, and only where both bases are above zero.
基本同步 tolerates a little on the short side.
"""

from __future__ import annotations

from fractions import Fraction

from dashboard.progress.figures import YEAR, Figure, Figures, Series
from dashboard.progress.goal import Goal
from dashboard.progress.measures import growth
from dashboard.progress.measures.measured import Companion, Measured, Refusal
from dashboard.progress.path import Expected
from dashboard.progress.target import Target


def measure(goal: Goal, figures: Figures, year: int) -> Measured:
    """Measure own growth against the other series' growth of the same period.

    Without a growth rate of either the level stands as it was entered, in its own unit.
    """
    own = growth.measure(goal, figures, Target(None), year)
    found = own.figure
    if found is None:
        return own
    level = goal.kind != "growth"
    mine, theirs = figures.of(goal.series.own), figures.of(goal.series.companion)
    other = theirs.at(found.when)
    actual = _rate(mine, found, level)
    wanted = None if other is None else _rate(theirs, other, level)
    companion = Companion(
        other,
        theirs.at(found.when - YEAR) if level else None,
        mine.at(found.when - YEAR) if level else None,
    )
    if actual is None or wanted is None:
        reason = "step-missing" if other is None else "step-no-growth"
        return own._replace(
            companion=companion,
            expected=None,
            as_entered=level,
            refusal=Refusal("cannot-judge", reason),
        )
    least = wanted - goal.step_tolerance if goal.comparator == "basically in step" else None
    return own._replace(
        target=Target(wanted, least=least),
        actual=actual,
        previous=None,
        companion=companion,
        expected=Expected("flat", wanted, wanted, 1, 1),
    )


def _rate(series: Series, found: Figure, level: bool) -> Fraction | None:
    """Growth since the same period a year before, None without a base above zero."""
    if not level:
        return found.value
    before = series.at(found.when - YEAR)
    if before is None or before.value <= 0:
        return None
    return found.value / before.value - 1
