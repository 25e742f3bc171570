"""Growth goals: reported growth less the goal, in percentage points, no completion (rules 5, 17)."""

from __future__ import annotations

from fractions import Fraction

from dashboard.progress.figures import YEAR, Figures, moment
from dashboard.progress.goal import Goal
from dashboard.progress.measures.measured import Measured
from dashboard.progress.path import Expected
from dashboard.progress.target import Target


def measure(goal: Goal, figures: Figures, target: Target, year: int) -> Measured:
    """Measure growth by its latest figure: the one shown is the reported one, never computed."""
    series = figures.of(goal.series.own)
    found = series.latest(min(moment(year), figures.now) if year else figures.now)
    if found is None or (goal.annual and found.year != year):
        return Measured(target, year)
    before, number = series.at(found.when - YEAR), target.value
    return Measured(
        target,
        year,
        found,
        found.value,
        before.value if before else None,
        expected=None if number is None else Expected("flat", number, number, 1, 1),
        span=Fraction(1),
        final=found.year == year and found.month == 12,
        partial=0 < found.year < year,
    )
