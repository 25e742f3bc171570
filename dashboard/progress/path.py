"""The expected path from base to goal, through the printed milestones: the only one there is.

Engine, words and drawing read the same points. On a straight stretch
  E = start + (end - start) x elapsed / whole,
on a stretch of constant growth
  E = start x (end / start) ^ (elapsed / whole)
(domain practice, rules 3 and 4). In a milestone's own year its printed number is what is expected,
nothing derived.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import floor, gcd

from dashboard.progress.numbers import compare, power, sign

PATHS = (
    "straight", "constant growth", "year to date", "flat", "since start", "printed milestone",
)  # fmt: skip
BASE, MILESTONE, GOAL = "base", "milestone", "goal"


@dataclass(frozen=True, slots=True)
class Point:
    """A number that a path runs through at the end of a year, and what it is."""

    year: int
    value: Fraction
    what: str


@dataclass(frozen=True)
class Expected:
    """Where a path stands at a figure's time: the stretch in use and how much of it has passed.

    `name` is one of `PATHS`; `milestone` is the year of the printed milestone the figure is set
    against, 0 for none.
    """

    name: str
    start: Fraction
    end: Fraction
    elapsed: int
    whole: int
    by_rate: bool = False
    milestone: int = 0

    @property
    def share(self) -> Fraction:
        """How much of the stretch has passed."""
        return Fraction(self.elapsed, self.whole)

    @cached_property
    def value(self) -> Fraction:
        """The number the path expects; where that takes a root, to 80 digits."""
        return along(self.start, self.end, self.share, self.by_rate)

    def side(self, number: Fraction) -> int:
        """Sign of number - expected, to the last digit: no root is taken."""
        if not self.by_rate:
            return compare(number, self.value)
        if number <= 0:
            return -1
        shared = gcd(self.elapsed, self.whole) or 1
        part, whole = self.elapsed // shared, self.whole // shared
        rest, start, end = whole - part, self.start, self.end
        # number ^ whole against start ^ rest x end ^ part, all above zero, in whole numbers.
        left: int = number.numerator**whole * start.denominator**rest * end.denominator**part
        right: int = number.denominator**whole * start.numerator**rest * end.numerator**part
        return (left > right) - (left < right)


def along(start: Fraction, end: Fraction, share: Fraction, by_rate: bool) -> Fraction:
    """The value at a share of the way from start to end; by rate to 80 digits."""
    if start == end:
        return start
    if not by_rate or start <= 0 or end <= 0:
        return start + (end - start) * share if start else end * share
    return start * power(end / start, share)


@dataclass(frozen=True, slots=True)
class Path:
    """A path's points in order of time: base, printed milestones, goal; any of them may be missing."""

    points: tuple[Point, ...]
    by_rate: bool

    def at(self, when: int, place: Callable[[int], int]) -> Expected | None:
        """Where the path stands at a time, None where it says nothing of it.

        `place` turns a year into the measure of time of `when`, the end of the year.
        """
        # The base's own time is on no stretch: there is nothing yet to have come of it.
        for before, after in pairwise(self.points):
            if place(before.year) < when <= place(after.year):
                if after.what == MILESTONE and when == place(after.year):
                    break
                return self._stretch(before, after, when - place(before.year), place)
        for point in self.points:
            if point.what == MILESTONE and place(point.year) == when:
                return Expected(
                    "printed milestone", point.value, point.value, 1, 1, milestone=point.year
                )
        return None

    def _stretch(
        self, before: Point, after: Point, elapsed: int, place: Callable[[int], int]
    ) -> Expected | None:
        if self.by_rate and not (sign(before.value) > 0 and sign(after.value) > 0):
            return None
        name = "constant growth" if self.by_rate else "straight"
        whole = place(after.year) - place(before.year)
        return Expected(name, before.value, after.value, elapsed, whole, self.by_rate)

    def line(self) -> list[tuple[Fraction, Fraction]]:
        """The value at the end of every year from the first point to the last, for drawings.

        A stretch of constant growth from or to what is not above zero is left out.
        """
        found: list[tuple[Fraction, Fraction]] = []
        for before, after in pairwise(self.points):
            start = Fraction(before.year), before.value
            drawn = line_between(start, (after.year, after.value), self.by_rate)
            found += drawn[1:] if found and found[-1] == start else drawn
        return found

    @property
    def growth(self) -> Fraction | None:
        """The growth a year that all of it has, None of a straight or a broken path."""
        first, last = self.points[0], self.points[-1]
        if not self.by_rate or len(self.points) != 2 or first.value <= 0 or last.value <= 0:
            return None
        return power(last.value / first.value, Fraction(1, last.year - first.year)) - 1


def line_between(
    start: tuple[Fraction, Fraction], end: tuple[int, Fraction], by_rate: bool
) -> list[tuple[Fraction, Fraction]]:
    """(time in years, value) of one stretch: both ends and the end of every year between.

    Nothing by rate from or to what is not above zero, and nothing that ends before it begins.
    """
    (begin, from_value), (finish, to_value) = start, end
    if begin >= finish or (by_rate and not (from_value > 0 and to_value > 0)):
        return []
    times = [begin, *map(Fraction, range(floor(begin) + 1, finish)), Fraction(finish)]
    return [
        (time, along(from_value, to_value, (time - begin) / (finish - begin), by_rate))
        for time in times
    ]


def path_of(
    base: tuple[int, Fraction] | None,
    milestones: Sequence[tuple[int, Fraction]],
    goal: tuple[int, Fraction] | None,
    by_rate: bool,
) -> Path:
    """Put a path together; a milestone counts after the base's year and before the goal's."""
    first = base[0] if base else 0
    points = [Point(*base, BASE)] if base and (goal is None or base[0] < goal[0]) else []
    if goal is not None:
        points += [
            Point(year, value, MILESTONE) for year, value in milestones if first < year < goal[0]
        ]
        points.append(Point(*goal, GOAL))
    return Path(tuple(points), by_rate)
