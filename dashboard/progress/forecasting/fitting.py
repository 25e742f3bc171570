"""What the yearly figures say about the years to come: a drift, a scatter, and how sure both are.

Two models, each with a closed-form answer that carries the uncertainty of its own parameters:

* a random walk with drift on the scale x (the logarithm of money, else the value itself):
  x(t + h) = x(t) + h m + the surprises of h years.  m is the mean yearly change, each year counting
  `FADING` of the one after it.  The forecast is x + h m with the squared spread s2 (h + h^2 / T);
  T = (sum w)^2 / sum w^2 is how many equal years the weights w are worth, so that the second term
  is what not knowing m costs.  Years that were not reported count by the length of their gap.
* rates of growth swing round a mean instead, the newest years counting most here too: the forecast
  is that mean with the squared spread s2 (1 + 1/T).

Both are t-distributed with as many degrees of freedom as there are changes (rates: figures).  s2
mixes the scatter seen with one imagined year that scatters by the unit's own `PRIOR_SCATTER`: three
equal figures do not prove that the fourth is the same.  (Normal model with a flat prior on the
drift and a scaled inverse chi-squared one of `PRIOR_YEARS` degrees of freedom on the scatter:
Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.2; weights by discounting: West and
Harrison, Bayesian Forecasting and Dynamic Models, 2nd ed., section 6.3.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, inf, log, sqrt

from dashboard.progress.forecasting.student import cdf, quantile

Point = tuple[int, float]

FADING = 0.5
"""What a year counts beside the year after it: growth changes, and the newest says most."""
PRIOR_YEARS = 1
PRIOR_SCATTER = 0.05
"""Five hundredths of the level (of money: five per cent growth)."""
GROWTH_SCATTER = 0.02
"""Rates of growth: two percentage points."""
LEAST_COUNT = 0.5
"""A count cannot swing by less than about one unit."""

LOGS, LEVELS, RATES = "growth", "steps", "mean"
METHODS = (LOGS, LEVELS, RATES)
TOTAL = "total"
"""Kind of a sum that runs on from a start (累计): it grows by steps, whatever its unit."""
LARGEST = 1e100
"""Beyond this no figure of the field exists, and its square would leave the floats."""
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
    by_growth = unit == "yuan" and kind != TOTAL and min(values) > 0
    return LOGS if by_growth else LEVELS


def fit(points: Sequence[Point], method: str, unit: str) -> Fitted:
    """Fit at least two points (year, value), years rising, values finite."""
    years = [year for year, _ in points]
    level = sum(abs(value) for _, value in points) / len(points)
    if method == RATES:
        values = [value for _, value in points]
        weights = [FADING ** (years[-1] - year) for year in years]
        pairs = zip(weights, values, strict=True)
        mean = sum(weight * value for weight, value in pairs) / sum(weights)
        squares = sum((value - mean) ** 2 for value in values)
        df, scatter = _mixed(squares, len(values) - 1, GROWTH_SCATTER)
        seen = sum(weights) ** 2 / sum(weight**2 for weight in weights)
        return Fitted(method, years[-1], values[-1], mean, scatter, seen, df, level)
    logs = method == LOGS
    scaled = [log(value) if logs else value for _, value in points]
    gaps = [after - before for before, after in pairwise(years)]
    changes = [after - before for before, after in pairwise(scaled)]
    weights = [FADING ** (years[-1] - year) for year in years[1:]]
    whole = sum(weight * gap for weight, gap in zip(weights, gaps, strict=True))
    drift = sum(weight * change for weight, change in zip(weights, changes, strict=True)) / whole
    seen = whole**2 / sum(weight**2 * gap for weight, gap in zip(weights, gaps, strict=True))
    squares = sum(
        (change - drift * gap) ** 2 / gap for change, gap in zip(changes, gaps, strict=True)
    )
    prior = PRIOR_SCATTER if logs else PRIOR_SCATTER * level
    if unit == "count":
        prior = max(prior, LEAST_COUNT)
    df, scatter = _mixed(squares, len(changes) - 1, prior)
    return Fitted(method, years[-1], scaled[-1], drift, scatter, seen, df, level)


def _mixed(squares: float, seen: int, prior: float) -> tuple[int, float]:
    """Degrees of freedom and the scatter seen mixed with the imagined one, squared."""
    df = seen + PRIOR_YEARS
    return df, (squares + PRIOR_YEARS * prior**2) / df
