"""Gap and ratio in as many decimals as tell them from the thresholds of the rule.

One decimal is what people read.  Where rounding to one would put the number on another side of a
threshold than it stands, as −0.02 points would become 0 beside "behind", more decimals are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from dashboard.progress.exactness import Flags, Floats, exact, half_up, power
from dashboard.progress.lamps import quantity
from dashboard.progress.outcome import Outcome
from dashboard.progress.pace import compare
from dashboard.progress.rules import ATTAINMENT, GAP_POINTS, LampRule

_MOST = 60
_NEAR = 0.06
"""Percentage points: rounding to one decimal moves no number further than 0.05."""
_HALF = 1e-6
_SURE, _LARGE = 6, 1e9
"""Decimals, and the size counted in the last of them, up to which a float settles the digits."""


def tell(outcome: Outcome, rule: LampRule, mine: Flags) -> None:
    """Fill `gap_told`, `ruled` and `ruled_told` of one rule's rows.

    `ruled` is the number the rule looks at, in percentage points for a gap, else a fraction; the two
    others are decimal texts in percentage points or per cent, None where one decimal, rounded half
    up, tells enough.
    """
    ruled = quantity(outcome, rule)
    outcome.ruled[mine] = ruled[mine] * (100 if rule.quantity == GAP_POINTS else 1)
    bounds = bounds_of(rule)
    sides = {*bounds, Fraction(0)} if rule.quantity == GAP_POINTS else {Fraction(0)}
    told = _told(outcome, outcome.gap, sorted(sides), GAP_POINTS, mine, exact_gap)
    outcome.gap_told[mine] = told[mine]
    if rule.quantity != GAP_POINTS:
        of = exact_ratio if rule.quantity == ATTAINMENT else _as_it_is(ruled)
        told = _told(outcome, ruled, bounds, rule.quantity, mine, of)
    outcome.ruled_told[mine] = told[mine]


def bounds_of(rule: LampRule) -> list[Fraction]:
    """The rule's thresholds as fractions: minus ten points is -1/10, 80 % is 4/5."""
    ends = {x for band in rule.thresholds for x in (band.lower, band.upper) if x is not None}
    scale = 100 if rule.quantity == GAP_POINTS else 1
    return sorted(Fraction(Decimal(end)) / scale for end in ends)


def _told(
    outcome: Outcome,
    value: Floats,
    bounds: Sequence[Fraction],
    kind: str,
    mine: Flags,
    exactly: Callable[[Outcome, int], Fraction | None],
) -> Any:
    told = np.full(len(value), None, dtype=object)
    with np.errstate(invalid="ignore"):
        # Half way between two tenths the digits decide, where the float has lost the last one.
        size = np.abs(value * 100)
        middle = (np.floor(size * 10) + 0.5) / 10
        half = (np.abs(size - middle) < _HALF) & (size != middle)
        near = [np.abs(value - float(bound)) * 100 < _NEAR for bound in bounds]
    rows = np.flatnonzero(mine & np.isfinite(value) & np.any([half, *near], axis=0))
    if not len(rows):
        return told
    asked = np.full(len(value), np.nan)
    asked[rows] = value[rows]
    sides = [compare(outcome, asked, bound, kind) for bound in bounds]
    for row in rows.tolist():
        where = [(bound * 100, int(side[row])) for bound, side in zip(bounds, sides, strict=True)]
        told[row] = _fewest_of_float(float(value[row]) * 100, where)
        if told[row] is None:
            number = exactly(outcome, row)
            told[row] = None if number is None else _fewest(number * 100, where)
    return told


def _fewest_of_float(number: float, sides: Sequence[tuple[Fraction, int]]) -> str | None:
    """The same as `_fewest`, None where the float's own error might decide a digit."""
    for places in range(1, _SURE + 1):
        scaled = abs(number) * 10**places
        if abs(scaled % 1 - 0.5) < _HALF or scaled > _LARGE:
            return None
        units = int(scaled + 0.5) * (-1 if number < 0 else 1)
        exactly = Fraction(units, 10**places)
        if all((exactly > bound) - (exactly < bound) == side for bound, side in sides):
            return format(Decimal(units).scaleb(-places), "f")
    return None


def _fewest(number: Fraction, sides: Sequence[tuple[Fraction, int]]) -> str:
    for places in range(1, _MOST + 1):
        rounded = half_up(number, places)
        exactly = Fraction(rounded)
        if all((exactly > bound) - (exactly < bound) == side for bound, side in sides):
            break
    return format(rounded, "f")


def exact_gap(outcome: Outcome, row: int) -> Fraction | None:
    """The gap as a fraction, to 80 digits where the path takes a root."""
    numbers = _numbers(outcome, row)
    if numbers is None:
        return None
    actual, expected, base = numbers
    span = exact(_spelled(outcome.span_exact[row], outcome.span[row]))
    if span is None or span == base:
        return None
    return int(outcome.sense[row]) * (actual - expected) / abs(span - base)


def exact_ratio(outcome: Outcome, row: int) -> Fraction | None:
    """Completion over schedule as a fraction, to 80 digits where the path takes a root."""
    numbers = _numbers(outcome, row)
    if numbers is None or numbers[1] == numbers[2]:
        return None
    actual, expected, base = numbers
    return (actual - base) / (expected - base)


def _as_it_is(value: Floats) -> Callable[[Outcome, int], Fraction | None]:
    def of(_: Outcome, row: int) -> Fraction | None:
        return exact(float(value[row]))

    return of


def _numbers(outcome: Outcome, row: int) -> tuple[Fraction, Fraction, Fraction] | None:
    """Actual, expected and base (0 without one) of a row."""
    actual = exact(outcome.actual_exact(row))
    start = exact(_spelled(outcome.start_exact[row], outcome.start[row]))
    end = exact(_spelled(outcome.end_exact[row], outcome.end[row]))
    base = Fraction(0)
    if outcome.from_base[row]:
        stated = exact(_spelled(outcome.base_exact[row], outcome.base[row]))
        if stated is None:
            return None
        base = stated
    if actual is None or start is None or end is None:
        return None
    share = Fraction(int(outcome.num[row]), max(int(outcome.den[row]), 1))
    by_rate = bool(outcome.by_rate[row])
    return actual, along(start, end, share, by_rate=by_rate), base


def _spelled(given: Any, rough: Any) -> Any:
    return given if given is not None else rough


def along(start: Fraction, end: Fraction, share: Fraction, *, by_rate: bool) -> Fraction:
    """The path's value at a share of the way, as `pace` defines it; a root to 80 digits."""
    if not by_rate or start <= 0 or end <= 0:
        return start + (end - start) * share
    return start * power(end / start, share)
