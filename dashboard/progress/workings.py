"""Formula lines that compute: the printed terms give the printed result.

Rounding each term by itself would not do: 69.1 % − 66.7 % is not the gap of 2.5 points that the
unrounded 69.1429 − 66.6667 gives.  So terms are written with as many decimals as it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.progress.amounts import (
    Shown,
    Writer,
    decimals,
    percent_writer,
    points_writer,
)
from dashboard.progress.exactness import decimal_text, half_up

_USUAL, _MOST, _THIRDS = 2, 60, 4


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
) -> Working | None:
    """Write left − right in percentage points so that the line computes.

    `left` and `right` are fractions; `gap` is the gap in points as it is told elsewhere.  The
    fewest decimals, `least` or more, are taken with which all three numbers agree to the last one
    printed, the result on the same side of every one of `bounds` (points) as the gap.  Thirds never
    agree (16.7 − 33.3 is not the −16.7 of 16.66… − 33.33…): then the terms get more decimals than
    the result, which is their difference rounded.
    """
    whole = (left - right) * 100
    percent, points = percent_writer(lang), points_writer(lang)
    most = _MOST if _ends(left) and _ends(right) else _THIRDS
    for places in range(least, max(most, least) + 1):
        first, second = half_up(left * 100, places), half_up(right * 100, places)
        rounded = Fraction(half_up(whole, places))
        computes = Fraction(first) - Fraction(second) == rounded
        if computes and all(_side(rounded, bound) == _side(gap, bound) for bound in bounds):
            terms = percent(left, places)[0], percent(right, places)[0]
            return Working(terms, points(whole, places)[0])
    needed = _decimals(gap)
    return worked(
        [(left, percent), (right, percent)],
        lambda one, other: (one - other) * 100,
        lambda result: points(result, needed),
    )


def _ends(value: Fraction) -> bool:
    """Whether a fraction has a finite decimal."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _decimals(value: Fraction) -> int:
    """Decimals of a finite decimal, one at least."""
    return max(1, decimals(decimal_text(value) or ""))


def in_brackets(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms as they stand in a formula: below zero in brackets, except the one that begins it."""
    first, *others = terms
    return (first, *(f"({term})" if term.startswith("−") else term for term in others))


def _side(value: Fraction, bound: Fraction) -> int:
    return (value > bound) - (value < bound)
