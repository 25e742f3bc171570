"""What if growth were so much a year: arithmetic on a supposition, never a figure or a forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Integral
from typing import Any, Literal

MOST_YEARS = 50
LEAST_GROWTH, MOST_GROWTH = Fraction(-9, 10), Fraction(10)
_MOST_DIGITS = 400


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
    start, rate, year = _exact(last_value), _exact(growth), _year(last_year)
    if start is None or rate is None or year is None or start <= 0:
        return None
    if not LEAST_GROWTH <= rate <= MOST_GROWTH:
        return None
    wanted = [number for each in thresholds if (number := _exact(each)) is not None]
    values = [start]
    for _ in range(MOST_YEARS):
        values.append(values[-1] * (1 + rate))
    first = year
    reached = tuple(_reach(number, values, first, comparator) for number in wanted)
    ends = [each.year for each in reached if each.year is not None]
    last = min(max([first + 1, *ends, until or 0]), first + MOST_YEARS)
    path = tuple((first + ahead, _float(values[ahead])) for ahead in range(last - first + 1))
    return WhatIf(
        growth=_float(rate),
        last_year=first,
        last_value=_float(start),
        reached=reached,
        path=path,
    )


def growth_to_reach(
    last_value: Any,
    last_year: Any,
    threshold: Any,
    due: Any,
    *,
    comparator: str = ">=",
    step: Decimal = Decimal("0.005"),
) -> Decimal | None:
    """The least growth a year, in whole `step`s, by which `last_value` just reaches `threshold` by `due`.

    Counted from the very year and value that `what_if` starts from, so that supposing it ends at the
    threshold and less than a step beyond.  A fraction like `growth`; the highest of them for "<=" and
    "<".  None where `what_if` has none, or `due` is not after `last_year`.  Never raises.
    """
    start, wanted = _exact(last_value), _exact(threshold)
    first, last = _year(last_year), _year(due)
    if start is None or wanted is None or first is None or last is None or start <= 0:
        return None
    if not 0 < last - first <= MOST_YEARS:
        return None

    def enough(steps: int) -> bool:
        return _stands(start * (1 + steps * each) ** (last - first), wanted, comparator)

    each = Fraction(step)
    rising = comparator not in ("<", "<=")
    low, high = -((-LEAST_GROWTH) // each), MOST_GROWTH // each
    # What is enough stays enough further on: halve until one step is left.
    while low < high:
        middle = (low + high) // 2 if rising else (low + high + 1) // 2
        if enough(middle) == rising:
            high = middle if rising else middle - 1
        else:
            low = middle + 1 if rising else middle
    return low * step


def _exact(value: Any) -> Fraction | None:
    """The number by its decimal digits; None for anything that is no finite number of the field."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        return Fraction(int(value))
    if not isinstance(value, float | Decimal | str):
        return None
    try:
        number = Decimal(repr(float(value)) if isinstance(value, float) else value)
    except InvalidOperation:
        return None
    # '1e999999999' is a number whose fraction would fill the memory.
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    return Fraction(number)


def _year(value: Any) -> int | None:
    number = _exact(value)
    return int(number) if number is not None and 1 <= number <= 9999 else None


def _float(value: Fraction) -> float:
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _reach(
    threshold: Fraction, values: Sequence[Fraction], first: int, comparator: str
) -> SupposedReach:
    found = next(
        (ahead for ahead, value in enumerate(values) if _stands(value, threshold, comparator)), None
    )
    return SupposedReach(
        threshold=_float(threshold),
        year=None if found is None else first + found,
        already=found == 0,
    )


def _stands(value: Fraction, threshold: Fraction, comparator: str) -> bool:
    if comparator == ">":
        return value > threshold
    if comparator == "<":
        return value < threshold
    return value <= threshold if comparator == "<=" else value >= threshold
