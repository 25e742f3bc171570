"""Formula lines that compute: the printed terms give the printed result.

Rounding each term by itself would not do: 69.1 % − 66.7 % is not the gap of 2.5 points that the
unrounded 69.1429 − 66.6667 gives.  So terms are written with as many decimals as it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.progress.amounts import Shown, Writer, percent_writer, points_writer
from dashboard.progress.exactness import half_up

_USUAL, _MOST = 2, 60


@dataclass(frozen=True)
class Working:
    """The terms of a formula line and its result, as printed."""

    terms: tuple[str, ...]
    result: str


def worked(
    terms: Sequence[tuple[Fraction, Writer]],
    compute: Callable[..., Fraction],
    result: Callable[[Fraction], Shown],
    least: int = _USUAL,
) -> Working | None:
    """Write `terms` with the fewest decimals, `least` or more, from which `compute` gives `result`.

    None where the formula has no value (a division by zero).
    """
    try:
        told, meant = result(compute(*(value for value, _ in terms)))
    except ArithmeticError:
        return None
    for places in range(least, _MOST + 1):
        printed = [write(value, places) for value, write in terms]
        try:
            if result(compute(*(value for _, value in printed)))[1] == meant:
                break
        except ArithmeticError:
            continue
    return Working(tuple(text for text, _ in printed), told)


def difference(
    left: Fraction,
    right: Fraction,
    gap: Fraction,
    bounds: Sequence[Fraction],
    lang: str,
    least: int = 1,
) -> Working:
    """Write left − right in percentage points, all three numbers with the same decimals.

    `left` and `right` are fractions; `gap` is the gap in points as it is told elsewhere.  The
    printed result lies on the same side of every one of `bounds` (points) as that one.
    """
    whole = (left - right) * 100
    for places in range(least, _MOST + 1):
        first, second = half_up(left * 100, places), half_up(right * 100, places)
        rounded = half_up(whole, places)
        computes = Fraction(first) - Fraction(second) == Fraction(rounded)
        if computes and all(_side(Fraction(rounded), b) == _side(gap, b) for b in bounds):
            break
    percent, points = percent_writer(lang), points_writer(lang)
    terms = percent(left, places)[0], percent(right, places)[0]
    return Working(terms, points(whole, places)[0])


def in_brackets(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms as they stand in a formula: below zero in brackets, except the one that begins it."""
    first, *others = terms
    return (first, *(f"({term})" if term.startswith("−") else term for term in others))


def _side(value: Fraction, bound: Fraction) -> int:
    return (value > bound) - (value < bound)
