"""How the months of a year come about, for the back-test of the year that is not over.

A season draws, for each year of a series, what is known at the end of each of `MONTHS`: January to
that month of a flow, the level at its end, or the rate of growth so far.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from bench.shapes import normal

MONTHS = (3, 6, 9, 11)
Readings = list[dict[int, float]]

_USUAL = {3: 0.226, 6: 0.478, 9: 0.731, 11: 0.896}
_LATE = {3: 0.10, 6: 0.28, 9: 0.52, 11: 0.78}
_SUMMER = {3: 0.5, 6: 1.0, 9: 0.6, 11: 0.15}


@dataclass(frozen=True)
class Season:
    """How readings come out of yearly values, for series read one way: flow, level or rate."""

    id: str
    about: str
    read: str
    draw: Callable[[Random, Sequence[float]], Readings]


def _shares(
    chance: Random, values: Sequence[float], shares: Sequence[dict[int, float]]
) -> Readings:
    """The share done by a month wanders from year to year, by 8 % in January, less later."""
    return [
        {
            month: value * min(1.0, of[month] * exp(normal(chance, 0.08 * (1 - month / 12))))
            for month in MONTHS
        }
        for value, of in zip(values, shares, strict=True)
    ]


def usual(chance: Random, values: Sequence[float]) -> Readings:
    """Slow till the Spring Festival, a December rush."""
    return _shares(chance, values, [_USUAL] * len(values))


def late(chance: Random, values: Sequence[float]) -> Readings:
    """Most of the year comes in its last quarter."""
    return _shares(chance, values, [_LATE] * len(values))


def moved(chance: Random, values: Sequence[float]) -> Readings:
    """The late season gives way to the usual one, for good, in a year nobody foresees."""
    at = chance.randrange(3, len(values))
    return _shares(chance, values, [_LATE if y < at else _USUAL for y in range(len(values))])


def _levels(chance: Random, values: Sequence[float], swings: Sequence[float]) -> Readings:
    """Round the straight line between two year ends, by a quarter of the year's change."""
    found: Readings = []
    for year, (end, swing) in enumerate(zip(values, swings, strict=True)):
        begin = values[max(0, year - 1)]
        readings = {}
        for month in MONTHS:
            line = begin + (end - begin) * month / 12
            line += normal(chance, abs(end - begin) * 0.25 * (1 - month / 12))
            line *= 1 + swing * _SUMMER[month] * (1 + normal(chance, 0.25))
            # What never was more than its whole is not more than it in summer either.
            readings[month] = min(1.0, line) if max(values) <= 1 else line
        found.append(readings)
    return found


def steady(chance: Random, values: Sequence[float]) -> Readings:
    """A level that goes evenly from year end to year end."""
    return _levels(chance, values, [0.0] * len(values))


def summer(chance: Random, values: Sequence[float]) -> Readings:
    """A level that stands a tenth higher in June than the year ends suggest."""
    return _levels(chance, values, [0.1] * len(values))


def new_summer(chance: Random, values: Sequence[float]) -> Readings:
    """A level that begins to swing with the season in a year nobody foresees."""
    at = chance.randrange(3, len(values))
    return _levels(chance, values, [0.0 if year < at else 0.1 for year in range(len(values))])


def _rates(chance: Random, values: Sequence[float], early: float) -> Readings:
    return [
        {
            month: value + early * (1 - month / 12) + normal(chance, 0.05 * (1 - month / 12))
            for month in MONTHS
        }
        for value in values
    ]


def to_date(chance: Random, values: Sequence[float]) -> Readings:
    """The growth so far, off by up to five points early in the year."""
    return _rates(chance, values, 0.0)


def high_start(chance: Random, values: Sequence[float]) -> Readings:
    """Growth that is high in spring every year and comes down by five points."""
    return _rates(chance, values, 0.05)


SEASONS = (
    Season("usual", "slow till the Spring Festival, a December rush", "flow", usual),
    Season("late", "most of the year in its last quarter", "flow", late),
    Season("moved", "late, then usual from an unknown year on", "flow", moved),
    Season("steady", "evenly from year end to year end", "level", steady),
    Season("summer", "a tenth higher in June than the year ends suggest", "level", summer),
    Season("new-summer", "the same, but only from an unknown year on", "level", new_summer),
    Season("to-date", "growth so far, off by up to five points early on", "rate", to_date),
    Season("high-start", "growth five points too high in spring, every year", "rate", high_start),
)
