"""What if growth were so much a year: arithmetic on a supposition, never a figure or a forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from dashboard.progress.columns import as_float
from dashboard.progress.exactness import exact, float_of

MOST_YEARS = 50
LEAST_GROWTH, MOST_GROWTH = Fraction(-9, 10), Fraction(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupposedReach:
    """The year in which `threshold` would be reached; None if not within `MOST_YEARS`."""

    threshold: float
    year: int | None
    already: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A supposition: `last_value` of `last_year` growing by `growth` (fraction) every year.

    `path` is (year, value) from the last year on, to be drawn and named as supposed.  `what` marks
    it so that no code can take it for a forecast or an entered figure.
    """

    growth: float
    last_year: int
    last_value: float
    reached: tuple[SupposedReach, ...]
    path: tuple[tuple[int, float], ...]
    what: Literal["what-if"] = "what-if"


def what_if(
    last_value: Any,
    last_year: Any,
    growth: Any,
    thresholds: Sequence[Any],
    *,
    comparator: str = ">=",
    until: int | None = None,
) -> WhatIf | None:
    """Years in which each threshold is reached if `last_value` grows by `growth` every year.

    Values in the base unit, `growth` a fraction (0.08 = 8 %), all taken by their decimal digits, so
    that 100 at 10 % reaches 121 in exactly two years.  `comparator` is one of >=, >, <=, < and holds
    for all thresholds.  The path is drawn to the last year reached, at least to `until`.  None where
    a number is none, growth is outside -90 % … 1000 %, or the value is not above zero, since
    growth then has no meaning.  Never raises.
    """
    start, rate = exact(last_value), exact(growth)
    year = as_float(last_year)
    if start is None or rate is None or start <= 0 or not 1 <= year <= 9999:
        return None
    if not LEAST_GROWTH <= rate <= MOST_GROWTH:
        return None
    wanted = [number for each in thresholds if (number := exact(each)) is not None]
    values = [start]
    for _ in range(MOST_YEARS):
        values.append(values[-1] * (1 + rate))
    first = int(year)
    reached = tuple(_reach(number, values, first, comparator) for number in wanted)
    ends = [each.year for each in reached if each.year is not None]
    last = min(max([first + 1, *ends, until or 0]), first + MOST_YEARS)
    path = tuple((first + ahead, float_of(values[ahead])) for ahead in range(last - first + 1))
    return WhatIf(
        growth=float_of(rate),
        last_year=first,
        last_value=float_of(start),
        reached=reached,
        path=path,
    )


def _reach(
    threshold: Fraction, values: Sequence[Fraction], first: int, comparator: str
) -> SupposedReach:
    found = next(
        (ahead for ahead, value in enumerate(values) if _stands(value, threshold, comparator)), None
    )
    return SupposedReach(
        threshold=float_of(threshold),
        year=None if found is None else first + found,
        already=found == 0,
    )


def _stands(value: Fraction, threshold: Fraction, comparator: str) -> bool:
    if comparator == ">":
        return value > threshold
    if comparator == "<":
        return value < threshold
    return value <= threshold if comparator == "<=" else value >= threshold
