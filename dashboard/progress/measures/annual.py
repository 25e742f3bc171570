"""A flow inside its own year: completion against 序时进度, time-proportional progress (rules 1, 6, 16).

completion = v(1-N月) / G, schedule = N / 12, gap = completion - schedule, from unrounded numbers; of a
yearly limit the share used stands for completion and gap = schedule - share used. January and
February come together, so the first figure of a year stands at 2/12; a figure with a cut-off day
stands at days over days.
"""

from __future__ import annotations

from fractions import Fraction

from dashboard.progress.figures import YEAR, Figure, Figures, days_to, moment
from dashboard.progress.goal import Goal
from dashboard.progress.measures.measured import Measured
from dashboard.progress.numbers import ZERO
from dashboard.progress.path import Expected
from dashboard.progress.target import Target, shares_of

TEST_MONTHS = (9, 12)
"""Months at whose end lateness of a count below twelve is tested (rule 6)."""


def measure(goal: Goal, figures: Figures, target: Target, year: int) -> Measured:
    """Measure a flow by its figure of the year judged."""
    series = figures.of(goal.series.own)
    found = series.latest(moment(year))
    if found is None or found.year != year:
        before = series.latest_year(year - 1)
        return Measured(target, year, previous=before.value if before else None)
    value = found.value
    completion, used = shares_of(goal, target, value)
    earlier, whole_before = series.at(found.when - YEAR), series.of_year(year - 1)
    return Measured(
        target,
        year,
        found,
        value,
        previous=earlier.value if earlier else None,
        last_whole=whole_before.value if whole_before else None,
        completion=completion,
        used=used,
        expected=from_nothing(goal, target, found, year, year, "year to date"),
        span=target.value,
        final=found.when == moment(year),
        months_left=months_left(found, year),
    )


def from_nothing(
    goal: Goal, target: Target, found: Figure, first: int, last: int, name: str
) -> Expected | None:
    """The schedule from nothing at the beginning of `first` to the goal at the end of `last`.

    In months, in days for a figure with a cut-off day. A small count stands against the last test,
    the year's end or September, whichever came last; before the first one there is no schedule.
    """
    passed, whole = gone_by(goal.is_small(target.value), found, first, last)
    if passed <= 0 or target.value is None or target.value <= 0:
        return None
    return Expected(name, ZERO, target.value, passed, whole)


def expected_by(number: Fraction, month: int) -> Fraction:
    """What 序时进度 expects of a year's number by the end of a month: G x N / 12."""
    return Expected("year to date", ZERO, number, month, 12).value


def gone_by(small: bool, found: Figure, first: int, last: int) -> tuple[int, int]:
    """What of the years `first` to `last` has gone by at a figure, and the whole of them."""
    if found.cut_off and not small:
        begin = days_to(moment(first - 1))
        return days_to(found.when) - begin, days_to(moment(last)) - begin
    month = found.month
    if small:
        ended = month - found.cut_off
        month = max((test for test in TEST_MONTHS if test <= ended), default=0)
    return (found.year - first) * 12 + month, (last - first + 1) * 12


def months_left(found: Figure, last: int) -> Fraction:
    """Months from a figure to the end of the year `last`, a part of a month by its days."""
    left = Fraction((last - found.year) * 12 + 12 - found.month)
    if found.cut_off:
        begin = days_to(moment(found.year, found.month - 1))
        end = days_to(moment(found.year, found.month))
        left += Fraction(end - days_to(found.when), max(end - begin, 1))
    return left
