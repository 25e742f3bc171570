"""Generated series of known shapes, for the back-test of the forecasts: same seed, same series.

Each shape is a promise about the world that the forecast does not know of.  Numbers come from
`random.Random.random`, whose sequence Python guarantees, through the normal quantile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from random import Random
from statistics import NormalDist

_NORMAL = NormalDist()
FIRST = 2010


@dataclass(frozen=True)
class Shape:
    """How a yearly series of `length` years comes about, and how it is to be read."""

    id: str
    about: str
    draw: Callable[[Random, int], list[float]]
    kind: str = "flow"
    unit: str = "yuan"
    length: int = 12
    signed: bool = False


def normal(chance: Random, spread: float = 1.0) -> float:
    """A normal number with mean zero."""
    return spread * _NORMAL.inv_cdf(min(max(chance.random(), 1e-12), 1 - 1e-12))


def _grown(chance: Random, rates: list[float]) -> list[float]:
    values = [100e8 * exp(normal(chance, 0.8))]
    for rate in rates:
        values.append(values[-1] * exp(rate))
    return values


def trend(chance: Random, length: int) -> list[float]:
    """Steady growth: one rate per series, 1 point of scatter."""
    rate = 0.08 + normal(chance, 0.04)
    return _grown(chance, [rate + normal(chance, 0.01) for _ in range(length - 1)])


def noisy(chance: Random, length: int) -> list[float]:
    """Growth that scatters by 10 points round its rate."""
    rate = 0.08 + normal(chance, 0.04)
    return _grown(chance, [rate + normal(chance, 0.10) for _ in range(length - 1)])


def around_a_line(chance: Random, length: int) -> list[float]:
    """A steady path with 6 % noise in each figure that does not carry over."""
    return [value * exp(normal(chance, 0.06)) for value in trend(chance, length)]


def break_in_growth(chance: Random, length: int) -> list[float]:
    """Growth of about 14 % that falls to about 2 % in a year nobody foresees, 2 points of scatter."""
    at = chance.randrange(3, length - 2)
    rates = [(0.14 if year < at else 0.02) + normal(chance, 0.02) for year in range(length - 1)]
    return _grown(chance, rates)


def jump_in_level(chance: Random, length: int) -> list[float]:
    """Growth of about 7 %, and in one year 30 % on top: new firms entered the statistics."""
    at = chance.randrange(2, length - 1)
    rates = [0.07 + normal(chance, 0.03) + (0.26 if y == at else 0) for y in range(length - 1)]
    return _grown(chance, rates)


def swinging(chance: Random, length: int) -> list[float]:
    """Growth that swings slowly: seven tenths of last year's deviation stay."""
    rates, deviation = [], normal(chance, 0.07)
    for _ in range(length - 1):
        rates.append(0.08 + deviation)
        deviation = 0.7 * deviation + normal(chance, 0.05)
    return _grown(chance, rates)


def falling(chance: Random, length: int) -> list[float]:
    """A decline of about 4 % a year, 4 points of scatter."""
    return _grown(chance, [-0.04 + normal(chance, 0.04) for _ in range(length - 1)])


def counts(chance: Random, length: int) -> list[float]:
    """A stock of firms: every year some join, about as many as the series' own pace says."""
    pace, values = 5 + 40 * chance.random(), [20 + 200 * chance.random()]
    for _ in range(length - 1):
        values.append(values[-1] + max(0.0, pace + normal(chance, pace**0.5 * 1.5)))
    return [float(round(value)) for value in values]


def counts_break(chance: Random, length: int) -> list[float]:
    """A stock of firms whose pace falls from about forty a year to about four."""
    at = chance.randrange(3, length - 2)
    values = [20 + 200 * chance.random()]
    for year in range(length - 1):
        pace = 40.0 if year < at else 4.0
        values.append(values[-1] + max(0.0, pace + normal(chance, pace**0.5 * 1.5)))
    return [float(round(value)) for value in values]


def counts_noisy(chance: Random, length: int) -> list[float]:
    """A stock of firms of which some leave: additions scatter as widely as they are high."""
    pace, values = 5 + 20 * chance.random(), [100 + 200 * chance.random()]
    for _ in range(length - 1):
        values.append(max(0.0, values[-1] + pace + normal(chance, pace)))
    return [float(round(value)) for value in values]


def newly_added(chance: Random, length: int) -> list[float]:
    """So many newly added each year, scattering by the root of it, the pace slowly rising."""
    pace, rise = 10 + 40 * chance.random(), 0.06 * chance.random()
    years = [pace * (1 + rise) ** year for year in range(length)]
    return [float(round(max(0.0, each + normal(chance, each**0.5)))) for each in years]


def newly_added_break(chance: Random, length: int) -> list[float]:
    """So many newly added each year, which falls from about 40 to about 4 in one year."""
    at = chance.randrange(3, length - 2)
    years = [40.0 if year < at else 4.0 for year in range(length)]
    return [float(round(max(0.0, each + normal(chance, each**0.5)))) for each in years]


def profit(chance: Random, length: int) -> list[float]:
    """A loss that turns into profit: two hundred million better a year, give or take three."""
    return [-8e8 + 2e8 * year + normal(chance, 3e8) for year in range(length)]


def coverage_break(chance: Random, length: int) -> list[float]:
    """A share that rises by about eight points a year, then by about one."""
    at, values = chance.randrange(3, length - 2), [0.05 + 0.1 * chance.random()]
    for year in range(length - 1):
        pace = 0.08 if year < at else 0.01
        values.append(min(1.0, values[-1] + max(0.0, pace + normal(chance, 0.01))))
    return values


def coverage(chance: Random, length: int) -> list[float]:
    """A share that rises by some points a year and stops at 100 %."""
    pace, values = 0.03 + 0.07 * chance.random(), [0.2 + 0.4 * chance.random()]
    for _ in range(length - 1):
        values.append(min(1.0, values[-1] + max(0.0, pace + normal(chance, 0.03))))
    return values


def growth_rates(chance: Random, length: int) -> list[float]:
    """Rates of growth that swing round their mean by 3 points."""
    mean = 0.08 + normal(chance, 0.03)
    return [mean + normal(chance, 0.03) for _ in range(length)]


def rates_break(chance: Random, length: int) -> list[float]:
    """Rates of growth of about 14 % that fall to about 2 % in a year nobody foresees."""
    at = chance.randrange(3, length - 2)
    return [(0.14 if year < at else 0.02) + normal(chance, 0.02) for year in range(length)]


def rates_swinging(chance: Random, length: int) -> list[float]:
    """Rates of growth that swing slowly: seven tenths of last year's deviation stay."""
    rates, deviation = [], normal(chance, 0.07)
    for _ in range(length):
        rates.append(0.08 + deviation)
        deviation = 0.7 * deviation + normal(chance, 0.05)
    return rates


def rates_falling(chance: Random, length: int) -> list[float]:
    """Rates of growth that fall by about a point a year, two points of scatter."""
    return [0.14 - 0.01 * year + normal(chance, 0.02) for year in range(length)]


SHAPES = (
    Shape("trend", "steady growth, 1 point of scatter", trend),
    Shape("noisy", "growth scatters by 10 points round its rate", noisy),
    Shape("around-a-line", "steady path, 6 % noise that does not carry over", around_a_line),
    Shape("break", "growth falls from 14 % to 2 % in an unknown year", break_in_growth),
    Shape("jump", "7 % growth, one jump of 30 % in an unknown year", jump_in_level),
    Shape("swinging", "growth swings slowly round 8 %", swinging),
    Shape("falling", "decline of 4 %, 4 points of scatter", falling),
    Shape("short", "5 years only, growth scatters by 10 points", noisy, length=5),
    Shape("counts", "a stock of firms that grows by about so many a year", counts, "stock", "count"),
    Shape("counts-noisy", "a stock of firms, additions scatter as widely as they are high",
          counts_noisy, "stock", "count"),
    Shape("counts-break", "a stock of firms whose pace falls from 40 to 4 a year", counts_break,
          "stock", "count"),
    Shape("added", "newly added each year, round a pace that rises", newly_added, "flow", "count"),
    Shape("added-break", "newly added each year, falls from 40 to 4", newly_added_break, "flow",
          "count"),
    Shape("profit", "a loss that turns into profit", profit, "flow", "yuan", signed=True),
    Shape("coverage-break", "a share whose pace falls from 8 points to 1 point a year",
          coverage_break, "share", "fraction"),
    Shape("coverage", "a share that rises and stops at 100 %", coverage, "share", "fraction"),
    Shape("growth-rates", "rates of growth round a mean, 3 points", growth_rates, "growth",
          "fraction"),
    Shape("rates-break", "rates of growth that fall from 14 % to 2 %", rates_break, "growth",
          "fraction"),
    Shape("rates-swinging", "rates of growth that swing slowly", rates_swinging, "growth",
          "fraction"),
    Shape("rates-falling", "rates of growth that fall by a point a year", rates_falling, "growth",
          "fraction"),
)  # fmt: skip
