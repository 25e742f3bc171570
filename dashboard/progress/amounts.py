"""Numbers of a verdict as people read them; what is no number is written "—", never raised."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from dashboard.languages import say
from dashboard.languages.numbers import count, money_unit, percent, points, quantity
from dashboard.languages.numbers import money as money_text
from dashboard.progress.exactness import decimal_text, exact, half_up, shifted

Shown = tuple[str, Fraction]
"""What is printed, and the number that the print stands for."""
Writer = Callable[[Fraction, int], Shown]
"""Writes a number with at most so many decimals."""

LARGEST = 10**24
"""Beyond this no figure of the field exists, and digits would hide that."""


def amount_of(value: Any, unit: str, lang: str, counted: str = "") -> str:
    """A value in its base unit (yuan, count, fraction), at most two decimals.

    `counted` is the word for what a count counts ("家").
    """
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    if abs(number) >= LARGEST:
        sign = "−" if number < 0 else ""
        return f"{sign}> {quantity(LARGEST, unit, lang, counted)}"
    return quantity(decimal_text(number), unit, lang, counted)


def percent_of(value: Any, lang: str, **how: Any) -> str:
    """A fraction as a percentage with one decimal."""
    number = exact(value)
    if number is None or abs(number) >= LARGEST:
        return say("numbers.unknown", lang)
    return percent(decimal_text(number), lang, **how)


def points_of(value: Any, lang: str, told: Any = None, **how: Any) -> str:
    """A number of percentage points, with one decimal and its sign.

    `told` is the same in as many decimals as it needs (see `telling`), where one is too few.
    """
    number = exact(value)
    if number is None or abs(number) >= LARGEST:
        return say("numbers.unknown", lang)
    needed = exact(told) if isinstance(told, str) else None
    if needed is None:
        return points(decimal_text(number / 100), lang, **how)
    return points_writer(lang, **how)(needed, decimals(told))[0]


def decimals(told: str) -> int:
    """How many decimals a decimal text has."""
    return len(told.partition(".")[2])


def amount_writer(unit: str, lang: str, counted: str = "") -> Writer:
    """Write amounts of a base unit (yuan, count, fraction), each in the unit that suits it."""

    def write(value: Fraction, places: int) -> Shown:
        if unit == "fraction":
            return percent_writer(lang)(value, places)
        if unit != "yuan":
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
