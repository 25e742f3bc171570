"""Figures as the worksheet writes them: in the unit that a bare number typed there is in."""

from decimal import Decimal

from dashboard.languages import say
from dashboard.languages.numbers import digits, exact
from dashboard.worksheet.series import Asked

_EXPONENTS = {"yuan": -8, "fraction": 2, "count": 0}


def unit_word(series: Asked, lang: str, *, explained: bool = False) -> str:
    """Return the unit named beside an input: 亿元, %, or what is counted.

    `explained` says in English what 亿元 is; a narrow column leaves that to the text below it.
    """
    if series.unit == "count":
        return series.counted(lang) or say("entry.unit.count", lang)
    return say(f"entry.unit{'-explained' * explained}.{series.unit}", lang)


def amount(value: Decimal | str | None, series: Asked, lang: str) -> str:
    """Return a value in the worksheet's unit without naming it; empty for none."""
    number = exact(value)
    if number is None:
        return ""
    return digits(number.scaleb(_EXPONENTS[series.unit]), lang, 4)
