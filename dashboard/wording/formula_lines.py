"""A line of arithmetic as it is printed: it computes with the numbers it prints.

Rounding each term by itself would not do: 69.1 % - 66.7 % is not the gap of 2.5 points that the
unrounded 69.1429 - 66.6667 gives. So terms are written with as many decimals as it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.languages import say
from dashboard.progress.assess import Assessment
from dashboard.progress.lamp_rules import LampRule
from dashboard.progress.numbers import ends, half_up, sign
from dashboard.wording.amounts import Shown, Writer, percent_writer, points_writer
from dashboard.wording.reasons import gap_places, gap_sides

USUAL = 2
"""Decimals a term has at least, where nothing else is said."""
_MOST, _THIRDS = 60, 4


@dataclass(frozen=True)
class Working:
    """The terms of a formula line and its result, as printed."""

    terms: tuple[str, ...]
    result: str


def worked(
    terms: Sequence[tuple[Fraction, Writer]],
    compute: Callable[..., Fraction],
    result: Callable[[Fraction], Shown],
    least: int = USUAL,
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
    found: Assessment,
    rule: LampRule,
    lang: str,
    least: int = 1,
) -> Working | None:
    """Write left − right in percentage points so that the line computes.

    `left` and `right` are fractions whose difference is the gap. The fewest decimals, `least` or
    more, are taken with which all three numbers agree to the last one printed, the result on the
    same side of every threshold as the gap. Thirds never agree (16.7 − 33.3 is not the −16.7 of
    16.66… − 33.33…): then the terms get more decimals than the result, which is their difference
    rounded.
    """
    whole, where = (left - right) * 100, gap_sides(found, rule)
    percent = percent_writer(lang)
    most = _MOST if ends(left) and ends(right) else _THIRDS
    for places in range(least, max(most, least) + 1):
        first, second = half_up(left * 100, places), half_up(right * 100, places)
        rounded = Fraction(half_up(whole, places))
        computes = Fraction(first) - Fraction(second) == rounded
        if computes and all(sign(rounded - bound) == side for bound, side in where):
            terms = percent(left, places)[0], percent(right, places)[0]
            # With one decimal, as the gap has it wherever it is told.
            told = points_writer(lang, fixed=places == 1)(whole, places)[0]
            needed = gap_places(found, rule)
            if Fraction(half_up(whole, needed)) != rounded:
                # Above the line it stands with fewer.
                short = points_writer(lang, fixed=needed == 1)(whole, needed)[0]
                told = say("progress.step.rounded", lang, exact=told, rounded=short)
            return Working(terms, told)
    return rounded_difference(left, right, found, rule, lang)


def rounded_difference(
    left: Fraction,
    right: Fraction,
    found: Assessment,
    rule: LampRule,
    lang: str,
    least: int = USUAL,
) -> Working | None:
    """The same with `least` decimals or more of the terms and as few as may be of the difference."""
    percent, needed = percent_writer(lang), gap_places(found, rule)
    return worked(
        [(left, percent), (right, percent)],
        lambda one, other: (one - other) * 100,
        lambda result: points_writer(lang, fixed=needed == 1)(result, needed),
        least,
    )


def in_brackets(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms as they stand in a formula: below zero in brackets, except the one that begins it."""
    first, *others = terms
    return (first, *(f"({term})" if term.startswith("−") else term for term in others))
