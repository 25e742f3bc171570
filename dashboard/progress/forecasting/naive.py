"""The forecast to beat: last growth continues.  And whether a series' own past shows it beaten."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from dashboard.progress.forecasting.models import LOGS, RATES, Point, fit

BETTER, NO_BETTER, UNTESTED = "better", "no-better", "untested"
OWN_TESTS = 3
"""Years that must have been foretold before the series' own past says anything."""
CLEARLY = 0.95
"""An error is called smaller from a twentieth less on."""


def last_growth_continues(points: Sequence[Point], year: int, method: str) -> float:
    """The last yearly growth (money), step (others) or rate (rates) goes on until `year`."""
    (before_year, before), (last_year, last) = points[-2:]
    if method == RATES:
        return last
    ahead = (year - last_year) / (last_year - before_year)
    if method == LOGS:
        try:
            return float(last * (last / before) ** ahead)
        except OverflowError:
            return float("inf")
    return last + (last - before) * ahead


def own_past(points: Sequence[Point], method: str, unit: str) -> str:
    """Foretell each year from those before it, both ways: better, no-better or untested."""
    ours = theirs = 0.0
    tests = 0
    for end in range(3, len(points)):
        known, (year, actual) = points[:end], points[end]
        model = fit(known, method, unit)
        ours += abs(model.quantile(year, 0.5) - actual)
        theirs += abs(last_growth_continues(known, year, method) - actual)
        tests += 1
    if tests < OWN_TESTS or not isfinite(ours):
        return UNTESTED
    return BETTER if ours < CLEARLY * theirs else NO_BETTER
