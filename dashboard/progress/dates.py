"""Which year is being judged, and from when a year's own figure should be there."""

from __future__ import annotations

from datetime import date

from dashboard.progress.figures import Figures, moment, moment_of
from dashboard.progress.goal import Goal

_EARLIEST_REPORT = 3
"""January and February are reported together, so a year can have its first figure in March."""


def judged_year(goal: Goal, figures: Figures) -> int:
    """The year a yearly goal is judged for on the day.

    This year, once it has a figure or its first period (1-2月) has ended; before that the year
    that has just ended. Never after the goal's last year.
    """
    on = figures.on
    begun = on.month >= _EARLIEST_REPORT or _has_figure_of(on.year, goal, figures)
    year = on.year if begun else on.year - 1
    return min(year, goal.due) if goal.due else year


def _has_figure_of(year: int, goal: Goal, figures: Figures) -> bool:
    newest = (figures.latest(key) for key in (goal.series.own, goal.series.covered))
    return any(one is not None and one.year == year for one in newest)


def is_awaited(year: int, on: date) -> bool:
    """Whether the whole year's figure of a year (0: none) should be there by now.

    It comes in the two months after the year, before the new year's first report.
    """
    return year > 0 and moment(year + 1, _EARLIEST_REPORT - 1) <= moment_of(on)
