"""What the yearly figures say about the years to come: a drift, a scatter, and how sure both are.

Two models, each with a closed-form answer that carries the uncertainty of its own parameters:

* a random walk with drift on the scale x (the logarithm of money, else the value itself):
  x(t + h) = x(t) + h m + the sum of h years' surprises.  m is the mean yearly change; the forecast
  is x + h m with the squared spread s2 (h + h^2 / T), T being the years seen: the second term is
  what not knowing m costs.  Years that were not reported count by the length of their gap.
* rates of growth swing round a mean instead: the forecast is the mean of n years with the squared
  spread s2 (1 + 1/n).

Both are t-distributed.  s2 mixes the scatter seen with `PRIOR_YEARS` imagined years that scatter by
the unit's own `PRIOR_SCATTER`: three equal figures do not prove that the fourth is the same.
(Conjugate normal model with a flat drift: Gelman et al., Bayesian Data Analysis, 3rd ed., 3.2-3.3.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, inf, log, sqrt

from dashboard.progress.forecasting.student import cdf, quantile

Point = tuple[int, float]

PRIOR_YEARS = 2
PRIOR_SCATTER = 0.05
"""Five hundredths of the level (of money: five per cent growth)."""
GROWTH_SCATTER = 0.02
"""Rates of growth: two percentage points."""
LEAST_COUNT = 0.5
"""A count cannot swing by less than about one unit."""

LOGS, LEVELS, RATES = "growth", "steps", "mean"
METHODS = (LOGS, LEVELS, RATES)
_LARGEST_LOG = 700.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model that has seen a series.  Scale x is the logarithm for `growth`, else the value.

    `start` is where it stands at `time` (in years; year ends are whole numbers) with the squared
    uncertainty `doubt`; `drift` a year, `scatter` squared a year, `seen` years behind the drift.
    """

    method: str
    time: float
    start: float
    drift: float
    scatter: float
    seen: float
    df: int
    level: float
    doubt: float = 0.0

    def at(self, time: float) -> tuple[float, float]:
        """Centre and squared spread on the scale x at a time not before `self.time`."""
        ahead = max(0.0, time - self.time)
        if self.method == RATES:
            if ahead == 0:
                return self.start, self.doubt
            return self.drift, self.scatter * (1 + 1 / self.seen)
        return (
            self.start + ahead * self.drift,
            self.doubt + self.scatter * (ahead + ahead**2 / self.seen),
        )

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
        return cdf(distance / sqrt(squared), self.df)

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

    def standing(self, time: float, start: float, doubt: float) -> Fitted:
        """The same model, standing elsewhere."""
        return replace(self, time=time, start=start, doubt=doubt)


def method_of(kind: str, unit: str, values: Sequence[float]) -> str:
    """Which of `METHODS` suits: growth for money above zero, mean for rates, steps otherwise."""
    if kind == "growth":
        return RATES
    return LOGS if unit == "yuan" and min(values) > 0 else LEVELS


def fit(points: Sequence[Point], method: str, unit: str) -> Fitted:
    """Fit at least two points (year, value), years rising, values finite."""
    years = [year for year, _ in points]
    level = sum(abs(value) for _, value in points) / len(points)
    if method == RATES:
        values = [value for _, value in points]
        mean = sum(values) / len(values)
        squares = sum((value - mean) ** 2 for value in values)
        df, scatter = _mixed(squares, len(values) - 1, GROWTH_SCATTER)
        return Fitted(
            method, years[-1], values[-1], mean, scatter, float(len(values)), df, level
        )  # fmt: skip
    logs = method == LOGS
    scaled = [log(value) if logs else value for _, value in points]
    span = float(years[-1] - years[0])
    drift = (scaled[-1] - scaled[0]) / span
    squares = sum(
        (after - before - drift * gap) ** 2 / gap
        for (before, after), gap in zip(pairwise(scaled), _gaps(years), strict=True)
    )
    prior = PRIOR_SCATTER if logs else PRIOR_SCATTER * level
    if unit == "count":
        prior = max(prior, LEAST_COUNT)
    df, scatter = _mixed(squares, len(points) - 2, prior)
    return Fitted(method, years[-1], scaled[-1], drift, scatter, span, df, level)


def _mixed(squares: float, seen: int, prior: float) -> tuple[int, float]:
    """Degrees of freedom and the scatter seen mixed with the imagined one, squared."""
    df = seen + PRIOR_YEARS
    return df, (squares + PRIOR_YEARS * prior**2) / df


def _gaps(years: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise(years)]
