"""Numbers of a verdict as people read them, never rounded onto a number they are not.

What is no number is written "—", never raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from dashboard.languages import say
from dashboard.languages.numbers import (
    change,
    count,
    digits,
    money_unit,
    percent,
    points,
    quantity,
    usual_places,
)
from dashboard.languages.numbers import money as money_text
from dashboard.progress.numbers import decimal_text, exact, half_up, shifted, sign

Shown = tuple[str, Fraction]
"""What is printed, and the number that the print stands for."""
Writer = Callable[[Fraction, int], Shown]
"""Writes a number with at most so many decimals."""
Sides = Iterable[tuple[Fraction, int]]
"""Bounds, and on which side of each a number lies: -1 below, 0 on it, 1 above."""

LARGEST = 10**24
"""Beyond this no figure of the field exists, and digits would hide that."""
_MOST = 60
"""Decimals beyond which nobody reads on."""
_USUAL = 2
"""Decimals of an amount, at most, where no more are needed."""
_DIGITS = 5
"""Digits beside a unit that a sentence has, at most, for the sake of its decimals."""
_NEAR, _NEAR_SHARE = 50, Fraction(1, 100)
"""Numbers further apart than a fiftieth, and than one (a share: a point), never read alike."""


def sides(value: Fraction, bounds: Iterable[Fraction]) -> list[tuple[Fraction, int]]:
    """On which side of each bound a number lies."""
    return [(bound, sign(value - bound)) for bound in bounds]


def places_apart(value: Fraction, where: Sides, least: int) -> int:
    """The fewest decimals, `least` or more, with which a rounded number stays on its own sides."""
    known = list(where)
    for places in range(least, _MOST):
        rounded = Fraction(half_up(value, places))
        if all(sign(rounded - bound) == side for bound, side in known):
            return places
    return _MOST


def amount_of(value: Any, unit: str, lang: str, counted: str = "") -> str:
    """A value as a sentence has it: at most two decimals, and they make it no longer than five digits.

    `counted` is what a count counts ("家").
    """
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    if abs(number) >= LARGEST:
        below = "−" if number < 0 else ""
        return f"{below}> {quantity(LARGEST, unit, lang, counted)}"
    places = _places_in_a_sentence(number, unit, lang)
    if places < _USUAL:
        return amount_writer(unit, lang, counted)(number, places)[0]
    return quantity(decimal_text(number), unit, lang, counted)


def _places_in_a_sentence(number: Fraction, unit: str, lang: str) -> int:
    """Two decimals, or as many as leave five digits beside the unit; of a share always two."""
    if unit == "fraction":
        return _USUAL
    factor = money_unit([half_up(number, _USUAL)], lang).factor if unit == "yuan" else 1
    most = _USUAL if unit == "yuan" else _usual_places(number)
    return max(0, min(most, _DIGITS - len(str(int(abs(number) / factor)))))


def _usual_places(number: Fraction) -> int:
    return usual_places(decimal_text(number))


def amount_apart(
    value: Any, bounds: Iterable[Fraction], unit: str, lang: str, counted: str = ""
) -> str:
    """The same in as many decimals as it takes to print none of `bounds` that it is not."""
    number = exact(value)
    if number is None or abs(number) >= LARGEST:
        return amount_of(value, unit, lang, counted)
    write = amount_writer(unit, lang, counted)
    where = sides(number, bounds)
    least = _places_in_a_sentence(number, unit, lang)
    for places in range(least, _MOST):
        told, meant = write(number, places)
        if all(sign(meant - bound) == side for bound, side in where):
            break
    return told if places > least else amount_of(number, unit, lang, counted)


def places_together(value: Fraction, others: Iterable[Fraction], unit: str, lang: str) -> int:
    """The fewest decimals with which an amount and others, all printed, stand as they do unprinted.

    It is not enough that each print keeps off the other number: 149.996 and 150.0049 would both
    read 150.
    """
    near = [other for other in others if _is_near(value, other, unit) and abs(other) < LARGEST]
    if not near or abs(value) >= LARGEST:
        return 0
    write = amount_writer(unit, lang)

    def printed(number: Fraction, places: int) -> Fraction:
        return write(number, max(places, _places_in_a_sentence(number, unit, lang)))[1]

    return _fewest(value, near, printed, 0)


def shares_together(value: Fraction, others: Iterable[Fraction]) -> int:
    """The same of shares in per cent, which have one decimal at least."""

    def printed(number: Fraction, places: int) -> Fraction:
        return Fraction(half_up(number * 100, places))

    return _fewest(value, list(others), printed, 1)


def _fewest(
    value: Fraction,
    others: Sequence[Fraction],
    printed: Callable[[Fraction, int], Fraction],
    least: int,
) -> int:
    where = sides(value, others)
    for places in range(least, _MOST):
        shown = printed(value, places)
        if all(sign(shown - printed(other, places)) == side for other, side in where):
            return places
    return _MOST


def _is_near(one: Fraction, other: Fraction, unit: str) -> bool:
    """Whether a print of two decimals could take one number for the other."""
    least = _NEAR_SHARE if unit == "fraction" else 1
    return abs(one - other) <= least + max(abs(one), abs(other)) / _NEAR


def amount_with(value: Any, places: int, unit: str, lang: str, counted: str = "") -> str:
    """A value as a sentence has it, with more decimals where `places` says so."""
    number = exact(value)
    if (
        number is None
        or abs(number) >= LARGEST
        or places <= _places_in_a_sentence(number, unit, lang)
    ):
        return amount_of(value, unit, lang, counted)
    return amount_writer(unit, lang, counted)(number, places)[0]


def percent_of(value: Any, lang: str, bounds: Iterable[Fraction] = (), **how: Any) -> str:
    """A fraction as a percentage with one decimal, or as many as keep it off `bounds`."""
    number = exact(value)
    if number is None or abs(number) >= LARGEST:
        return say("numbers.unknown", lang)
    places = how.pop("places", 1)
    apart = [(bound * 100, side) for bound, side in sides(number, bounds)]
    places = max(places, places_apart(number * 100, apart, places)) if apart else places
    return percent(shifted(half_up(number * 100, places), -2), lang, places, **how)


# Babel takes a tenth of a millisecond a number, and hundreds of regions stand in one table.
@lru_cache(maxsize=8192)
def share_text(share: Fraction, lang: str) -> str:
    """A completion (fraction) with a decimal at least, and so many that short of whole reads so.

    99.96 % stays "99.96%": neither "100.0%" nor a number that it is not.
    """
    return percent_of(share, lang, [Fraction(1)], fixed=True)


def points_of(value: Any, lang: str, where: Sides = (), places: int = 1, **how: Any) -> str:
    """A number of percentage points, with its sign and `places` decimals, or as many as `where` takes."""
    number = exact(value)
    if number is None or abs(number) >= LARGEST:
        return say("numbers.unknown", lang)
    return points_writer(lang, **how)(number, places_apart(number, where, places))[0]


def bare_points(value: Fraction, where: Sides, lang: str) -> str:
    """The same without its unit, for a column that names percentage points in its head."""
    places = places_apart(value, where, 1)
    return digits(half_up(value, places), lang, places, fixed=True, signed=True)


def amount_writer(unit: str, lang: str, counted: str = "") -> Writer:
    """Write amounts of a base unit, each in the multiple that suits it."""

    def write(value: Fraction, places: int) -> Shown:
        if unit == "fraction":
            return percent_writer(lang)(value, places)
        if unit != "yuan":
            # A small number is never told by fewer digits than it was written with.
            usual = _usual_places(value)
            places = max(places, usual) if usual > _USUAL else places
            number = half_up(value, places)
            return count(number, lang, counted, places), Fraction(number)
        chosen = money_unit([half_up(value, places)], lang, places)
        number = shifted(half_up(value / chosen.factor, chosen.places), chosen.exponent)
        return money_text(number, lang, chosen), Fraction(number)

    return write


def percent_writer(lang: str, **how: Any) -> Writer:
    """Write fractions as percentages."""

    def write(value: Fraction, places: int) -> Shown:
        number = shifted(half_up(value * 100, places), -2)
        return percent(number, lang, places, **how), Fraction(number)

    return write


def points_writer(lang: str, **how: Any) -> Writer:
    """Write percentage points; the numbers are points, not fractions."""

    def write(value: Fraction, places: int) -> Shown:
        number = half_up(value, places)
        return points(shifted(number, -2), lang, places, **how), Fraction(number)

    return write


def year_on_year_text(
    value: Decimal | None, before: Decimal | None, kind: str, lang: str, places: int = 1
) -> str | None:
    """Year on year: growth in per cent, of rates in percentage points; None where one is missing."""
    if value is None or before is None:
        return None
    if kind in ("share", "growth"):
        return points(value - before, lang, places)
    # Of nothing or less there is no growth.
    if before <= 0:
        return None
    return change(half_up(Fraction(value) / Fraction(before) - 1, 6), lang, places)
