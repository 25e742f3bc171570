"""Figures as the sheet writes them: in the unit that a bare number typed there is in."""

from decimal import Decimal

from dashboard.entry.series import Asked
from dashboard.languages import say
from dashboard.languages.numbers import MoneyUnit, digits, exact

_EXPONENTS = {"yuan": -8, "fraction": 2, "count": 0}
# Ten decimals of a yuan are the most the door takes, and 亿元 adds eight.
_MOST_PLACES = 18


def unit_word(series: Asked, lang: str, *, explained: bool = False) -> str:
    """Return the unit named beside an input: 亿元, %, or what is counted.

    `explained` says in English what 亿元 is; a narrow column leaves that to the text below it.
    """
    if series.unit not in ("yuan", "fraction"):
        # A count's measure word, or the name of a declared unit.
        return series.counted(lang) or say("entry.unit.count", lang)
    return say(f"entry.unit{'-explained' * explained}.{series.unit}", lang)


def money_beside(series: Asked, lang: str) -> MoneyUnit | None:
    """Return the unit of money that the sheet is in, for what stands beside it; None for no money."""
    if series.unit != "yuan":
        return None
    return MoneyUnit("yi-yuan", -_EXPONENTS["yuan"], 0, unit_word(series, lang))


def amount(value: Decimal | str | None, series: Asked, lang: str) -> str:
    """Return a value in the sheet's unit to its last digit, without naming it; empty for none."""
    number = exact(value)
    if number is None:
        return ""
    sign, figures, exponent = number.as_tuple()
    # A context would round what has more digits than it holds.
    shifted = Decimal((sign, figures, int(exponent) + _EXPONENTS.get(series.unit, 0)))
    return digits(shifted, lang, _MOST_PLACES)
