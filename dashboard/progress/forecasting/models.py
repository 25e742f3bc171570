"""What the yearly figures say about the years to come: a pace, a scatter, and how sure both are.

Three models, fitted by weighted least squares, each year counting `FADING` (the line: `LINE_FADING`)
of the one after it:

* a random walk with drift on the scale x (the logarithm of money, else the value itself):
  x(t + h) = x(t) + h m + the surprises of h years, m being the weighted mean of the yearly changes.
  Squared spread s2 (h + h^2 / T); T = (sum w)^2 / sum w^2 is how many equal years the weights w are
  worth, so that the second term is what not knowing m costs.  Years that were not reported count by
  the length of their gap.
* what is counted anew each year (firms newly added, money round zero) follows a straight line whose
  noise does not carry over.  Least squares with weights that fade by the year are Brown's double
  exponential smoothing (Brown, Smoothing, Forecasting and Prediction, 1963, chapter 9).
* rates of growth swing round a mean: squared spread s2 (1 + 1/T).

Forecasts are t-distributed (`scipy.special.stdtr`, the function behind `scipy.stats.t` at a quarter
of its memory) with the degrees of freedom the sample variance s2 has: of the changes, of the
residuals round the straight line, of the rates.  s2 is never under `LEAST_SCATTER` of the level:
three equal figures do not prove that the fourth is the same.

NumPy and SciPy come with this module, which is imported only where a forecast is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, exp, inf, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Point = tuple[int, float]

FADING = 0.5
"""What a year counts beside the year after it: growth changes, and the newest says most."""
LINE_FADING = 0.7
"""The same where a year's noise is its own: more years have to be looked at to see through it."""
LEAST_SCATTER = 0.005
"""Half a hundredth of the level (of money and rates: half a point of growth)."""
LEAST_COUNT = 0.5
"""A count cannot swing by less than about half a unit."""

LOGS, LEVELS, LINE, RATES = "growth", "steps", "line", "mean"
METHODS = (LOGS, LEVELS, LINE, RATES)
TOTAL = "total"
"""Kind of a sum that runs on from a start (累计): it grows by steps, whatever its unit."""
LARGEST = 1e100
"""Beyond this no figure of the field exists, and its square would leave the floats."""
_LARGEST_LOG = 700.0


@dataclass(frozen=True, slots=True)
class Model:
    """A model that has seen a series.  Scale x is the logarithm for `growth`, else the value.

    It stands at `time` (in years; year ends are whole numbers) at `start` with the squared
    uncertainty `doubt`; h years later at `base` + h `drift`, with the squared spread
    `scatter` (a + b h + c h^2) of `widening` (for whole years), and `doubt` too if surprises carry over.
    """

    method: str
    time: float
    start: float
    base: float
    drift: float
    scatter: float
    widening: tuple[float, float, float]
    df: int
    level: float
    doubt: float = 0.0

    def at(self, time: float) -> tuple[float, float]:
        """Centre and squared spread on the scale x at a time not before `self.time`."""
        ahead = max(0.0, time - self.time)
        if ahead == 0:
            return self.start, self.doubt
        # A year's surprise comes evenly over the year, not at once: of a year that has begun, what is
        # left of it still spreads as that rest, squared.
        rest = min(ahead, ceil(self.time) - self.time)
        once, yearly, squared = self.widening
        surprises = rest**2 + (ahead - rest)
        spread = self.scatter * (once + yearly * surprises + squared * ahead**2)
        carried = self.doubt if self.method in (LOGS, LEVELS) else 0.0
        return self.base + ahead * self.drift, carried + spread

    def quantile(self, time: float, share: float) -> float:
        """The value (base unit) below which the series lies at `time` with chance `share`."""
        centre, squared = self.at(time)
        return self.value(centre + sqrt(squared) * quantile(share, self.df))

    def below(self, time: float, value: float) -> float:
        """The chance that the series lies at or below `value` (base unit) at `time`."""
        centre, squared = self.at(time)
        distance = self.scale(value) - centre
        if squared <= 0:
            return 1.0 if distance >= 0 else 0.0
        return float(stdtr(self.df, distance / sqrt(squared)))

    def value(self, x: float) -> float:
        """From the scale to the base unit."""
        if self.method != LOGS:
            return x
        return exp(x) if x < _LARGEST_LOG else inf

    def scale(self, value: float) -> float:
        """From the base unit to the scale."""
        if self.method != LOGS:
            return value
        return log(value) if value > 0 else -inf

    def standing(self, time: float, start: float, doubt: float) -> Model:
        """The same model, standing elsewhere.

        A walk goes on from there.  A line is moved by the share of the surprise that is no noise
        (Brown's gains: 1 - f^2 of the level, (1 - f)^2 of the slope for the weights' f).  A mean stays.
        """
        base, drift = start, self.drift
        if self.method == RATES:
            base = self.base
        elif self.method == LINE:
            expected = self.base + (time - self.time) * self.drift
            base = expected + (1 - LINE_FADING**2) * (start - expected)
            drift += (1 - LINE_FADING) ** 2 * (start - expected)
        return replace(self, time=time, start=start, base=base, drift=drift, doubt=doubt)


def quantile(share: float, df: int) -> float:
    """The number below which `share` (between 0 and 1, exclusive) of Student's t lies."""
    return float(stdtrit(df, share))


def method_of(kind: str, unit: str, values: Sequence[float]) -> str:
    """Which of `METHODS` suits a series of that kind, unit and past."""
    if kind == "growth":
        return RATES
    if unit == "yuan" and kind != TOTAL and min(values) > 0:
        return LOGS
    return LINE if kind == "flow" else LEVELS


def fit(points: Sequence[Point], method: str, unit: str) -> Model:
    """Fit at least three points (year, value), years rising, values finite."""
    years = np.array([year for year, _ in points], dtype=float)
    values = np.array([value for _, value in points], dtype=float)
    level = float(np.mean(np.abs(values)))
    least = LEAST_SCATTER * (1.0 if method in (LOGS, RATES) else level)
    if unit == "count":
        least = max(least, LEAST_COUNT)
    scaled = np.log(values) if method == LOGS else values
    fade = LINE_FADING if method == LINE else FADING
    weights = fade ** (years[-1] - years)
    if method == RATES:
        base = float(np.average(values, weights=weights))
        drift, df = 0.0, len(values) - 1
        widening = (1 + float(np.sum(weights**2) / np.sum(weights) ** 2), 0.0, 0.0)
        scatter = float(np.var(values, ddof=1))
    elif method == LINE:
        base, drift, widening = _line(years - years[-1], values, weights)
        straight = np.polyfit(years - years[-1], values, 1)
        df = len(values) - 2
        scatter = float(np.sum((values - np.polyval(straight, years - years[-1])) ** 2)) / df
    else:
        gaps = np.diff(years)
        paces, weights = np.diff(scaled) / gaps, weights[1:] * gaps
        base, df = float(scaled[-1]), len(paces) - 1
        drift = float(np.average(paces, weights=weights))
        widening = (0.0, 1.0, float(np.sum(weights**2 / gaps) / np.sum(weights) ** 2))
        # A change over several years scatters as so many years' surprises added up.
        around = (paces - np.average(paces, weights=gaps)) * np.sqrt(gaps)
        scatter = float(np.sum(around**2)) / df
    scatter = max(scatter, least**2)
    return Model(
        method, float(years[-1]), float(scaled[-1]), base, drift, scatter, widening, df, level
    )


def _line(
    times: NDArray[np.float64], values: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[float, float, tuple[float, float, float]]:
    """Level and slope at time 0, and the spread of a new figure round them for a scatter of one."""
    # Fitting the unit vectors gives what each figure counts in slope and level.
    slopes, levels = np.polyfit(times, np.eye(len(times)), 1, w=np.sqrt(weights))
    widening = (1 + levels @ levels, 2 * (levels @ slopes), slopes @ slopes)
    return float(levels @ values), float(slopes @ values), _floats(widening)


def _floats(numbers: Sequence[Any]) -> tuple[float, float, float]:
    first, second, third = (float(number) for number in numbers)
    return first, second, third


def as_number(value: Any) -> float:
    """A finite float of a number or its text; NaN for anything else."""
    if isinstance(value, bool):
        return float("nan")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return float("nan")
    return number if number - number == 0 else float("nan")
