"""Numbers of a verdict as people read them; what is no number is written "—", never raised."""

from __future__ import annotations

from typing import Any

from dashboard.languages import say
from dashboard.languages.numbers import percent, points, quantity
from dashboard.progress.exactness import decimal_text, exact

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


def points_of(value: Any, lang: str, **how: Any) -> str:
    """A number of percentage points, with one decimal and its sign."""
    number = exact(value)
    if number is None or abs(number) >= LARGEST:
        return say("numbers.unknown", lang)
    return points(decimal_text(number / 100), lang, **how)
