"""What counts as reaching a number, the chance of it under a fitted model, and when it is reached.

Comparators are those of the goals table.  The forecast of a continuous quantity makes no difference
between "over" and "at least" (超过, 以上) except at a natural limit, where "over" is impossible.

A threshold is reached the first time it is likelier than not; up to the last year that has a range
also the first time the chance is one in ten and nine in ten.  Flows and rates are asked at year
ends, since a year's total exists only then; levels month by month.  The search ends where the
forecast ends: what lies beyond is said to lie beyond, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite

from dashboard.progress.forecasting.models import Model
from dashboard.register.names import ABOUT_TOLERANCE

CAPPED = ("<=", "<")
UPWARD = (">=", ">", "=", "about", "approach", "range", "maintain")
COMPARATORS = CAPPED + UPWARD
TOLERANCE = float(ABOUT_TOLERANCE)
"""What 接近 and 左右 tolerate where nothing else is said; the assessment's own default."""
EARLY, EVEN, LATE = 0.1, 0.5, 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number to be reached: `sense` 1 from below, -1 from above, 0 to be kept within both.

    `edge` is where a continuous quantity has to be: half a unit short of a count, since what comes
    to 849.6 firms is 850 of them.
    """

    value: float
    edge: float
    comparator: str = ">="
    sense: int = 1
    bounds: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that nature sets: a count is never below zero, a share never above its whole."""

    low: float | None = None
    high: float | None = None

    def within(self, value: float) -> float:
        """The value, brought back to the nearest bound."""
        if self.low is not None:
            value = max(value, self.low)
        return value if self.high is None else min(value, self.high)


def line_of(
    value: float, comparator: str, direction: str, unit: str, tolerance: float = TOLERANCE
) -> Line | None:
    """The line of a goal, or None where the comparator compares with no number (同步).

    A falling indicator and "at most" count from above, as in the assessment; "approach" is reached
    `tolerance` before the number; what is to be kept may stray by `tolerance` either way.
    """
    if comparator not in COMPARATORS or not isfinite(value):
        return None
    sense = -1 if direction == "down" or comparator in CAPPED else 1
    if direction == "keep" and comparator in ("maintain", "=", ">=", "about"):
        stray = abs(value) * tolerance
        bounds = (value - stray, value + stray)
        return Line(value=value, edge=value, comparator=comparator, sense=0, bounds=bounds)
    if comparator == "approach":
        value -= sense * abs(value) * tolerance
    half = 0.5 * sense if unit == "count" else 0.0
    edge = value + half if comparator in ("<", ">") else value - half
    return Line(value=value, edge=edge, comparator=comparator, sense=sense)


def reaches(line: Line, value: float) -> bool:
    """Whether a value that is known stands on the good side of the line."""
    if line.sense == 0:
        return line.bounds[0] <= value <= line.bounds[1]
    if line.comparator in ("<", ">"):
        return line.sense * (value - line.value) > 0
    return line.sense * (value - line.value) >= 0


def chance(fitted: Model, time: float, line: Line, limits: Limits) -> float:
    """The chance, 0 to 1, that the series stands on the good side of the line at `time`."""
    if line.sense == 0:
        low, high = line.bounds
        under = 0.0 if limits.low is not None and low <= limits.low else fitted.below(time, low)
        over = 1.0 if limits.high is not None and high >= limits.high else fitted.below(time, high)
        return max(0.0, over - under)
    strict = line.comparator in ("<", ">")
    edge = line.edge
    if limits.high is not None and (edge > limits.high or (edge == limits.high and strict)):
        return 0.0 if line.sense > 0 else 1.0
    if limits.low is not None and (edge < limits.low or (edge == limits.low and strict)):
        return 1.0 if line.sense > 0 else 0.0
    if line.sense < 0 and limits.high is not None and edge == limits.high:
        return 1.0
    if line.sense > 0 and limits.low is not None and edge == limits.low:
        return 1.0
    under = fitted.below(time, edge)
    return 1 - under if line.sense > 0 else under


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A year, or a month of a year for levels."""

    year: int
    month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """When `threshold` (base unit) is reached.

    `already`: the last figure stands on its good side.  `even` is the first time the chance is one
    half, None if that lies after `until`; `earliest` is one in ten, `latest` nine in ten, None if
    that lies after `sure_until`, the end of the last year that has a range.
    """

    threshold: float
    already: bool
    earliest: When | None
    even: When | None
    latest: When | None
    until: When
    sure_until: When


def reaching(
    fitted: Model, line: Line, limits: Limits, *, last: float, until: int, sure_until: int,
    monthly: bool,
) -> Reaching:  # fmt: skip
    """Find the dates after where the model stands: the even one up to the end of the year `until`,
    the others up to that of `sure_until`."""
    times = _times(fitted, until, monthly)
    chances = [(time, chance(fitted, time, line, limits)) for time in times]
    sure = [(time, likely) for time, likely in chances if time <= sure_until]
    return Reaching(
        threshold=line.value,
        already=reaches(line, last),
        earliest=_first(sure, EARLY, monthly),
        even=_first(chances, EVEN, monthly),
        latest=_first(sure, LATE, monthly),
        until=_when(float(until), monthly),
        sure_until=_when(float(sure_until), monthly),
    )


def _times(fitted: Model, until: int, monthly: bool) -> list[float]:
    if not monthly:
        # The year the model stands in is asked too while it is only estimated.
        first = floor(fitted.time) + (0 if fitted.doubt > 0 else 1)
        return [float(year) for year in range(first, until + 1)]
    month = round(fitted.time * 12) + 1
    return [each / 12 for each in range(month, until * 12 + 1)]


def _first(chances: Sequence[tuple[float, float]], share: float, monthly: bool) -> When | None:
    found = next((time for time, likely in chances if likely >= share), None)
    return None if found is None else _when(found, monthly)


def _when(time: float, monthly: bool) -> When:
    """Year ends are whole numbers: 2027.0 is the end of 2027, 2026.5 the end of June 2027."""
    if not monthly:
        return When(round(time))
    months = round(time * 12)
    return When((months - 1) // 12 + 1, (months - 1) % 12 + 1)
