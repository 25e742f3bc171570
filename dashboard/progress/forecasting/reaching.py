"""When a threshold is reached: the first time it is likelier than one in ten, even, nine in ten.

Flows and rates are asked at year ends, since a year's total exists only then; levels month by month.
The search ends where the forecast ends: what lies beyond is said to lie beyond, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from dashboard.progress.forecasting.fitting import Fitted
from dashboard.progress.forecasting.goals import Limits, Line, chance, reaches

EARLY, EVEN, LATE = 0.1, 0.5, 0.9


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A year, or a month of a year for levels."""

    year: int
    month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """When `threshold` (base unit) is reached.

    `already`: the last figure stands on its good side.  `even` is the first time the chance is one
    half, `earliest` one in ten, `latest` nine in ten; None if that lies after `until`.
    """

    threshold: float
    already: bool
    earliest: When | None
    even: When | None
    latest: When | None
    until: When


def reaching(
    fitted: Fitted, line: Line, limits: Limits, *, last: float, until: int, monthly: bool
) -> Reaching:
    """Find the three dates after where the model stands, up to the end of the year `until`."""
    times = _times(fitted, until, monthly)
    chances = [(time, chance(fitted, time, line, limits)) for time in times]
    return Reaching(
        threshold=line.value,
        already=reaches(line, last),
        earliest=_first(chances, EARLY, monthly),
        even=_first(chances, EVEN, monthly),
        latest=_first(chances, LATE, monthly),
        until=_when(float(until), monthly),
    )


def _times(fitted: Fitted, until: int, monthly: bool) -> list[float]:
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
