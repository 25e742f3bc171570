"""The unit in which figures are typed, and read back: 亿元, %, or what is counted.

One unit in every language: a figure must not change tenfold because the reader switched from 亿元 to
billion yuan.
"""

from collections.abc import Mapping
from decimal import Decimal

from dashboard.languages import say
from dashboard.languages.numbers import MoneyUnit, digits, exact

# Base unit -> what a bare number is in, None for the base unit.
ENTRY_UNITS: Mapping[str, str | None] = {"yuan": "亿元", "fraction": "%", "count": None}
# How many digits the point moves from the base unit to it.
_EXPONENTS = {"yuan": -8, "fraction": 2, "count": 0}
# Ten decimals of a yuan are the most the door takes, and 亿元 adds eight.
_MOST_PLACES = 18

_WORDS = {"yuan": "entry.unit.yuan", "fraction": "entry.unit.fraction"}
_EXPLAINED = {"yuan": "entry.unit-explained.yuan", "fraction": "entry.unit-explained.fraction"}


def unit_word(unit: str, counted: str, lang: str, *, explained: bool = False) -> str:
    """Return the unit named beside an input; `counted` is what a count counts, or a unit's name.

    `explained` says in English what 亿元 is; a narrow column leaves that to the text below it.
    """
    if unit not in _WORDS:
        return counted or say("entry.unit.count", lang)
    return say((_EXPLAINED if explained else _WORDS)[unit], lang)


def money_beside(unit: str, lang: str) -> MoneyUnit | None:
    """Return the unit of money that is entered in, for what stands beside it; None for no money."""
    if unit != "yuan":
        return None
    return MoneyUnit("yi-yuan", -_EXPONENTS["yuan"], 0, unit_word(unit, "", lang))


def in_entry_unit(value: Decimal | str, unit: str) -> Decimal:
    """Return a value, exact in the base unit, in the unit in which it is entered."""
    sign, figures, exponent = Decimal(value).as_tuple()
    # A context would round what has more digits than it holds.
    return Decimal((sign, figures, int(exponent) + _EXPONENTS.get(unit, 0)))


def amount(value: Decimal | str | None, unit: str, lang: str) -> str:
    """Return a value in the unit it is entered in, to its last digit; empty for none."""
    number = exact(value)
    return "" if number is None else digits(in_entry_unit(number, unit), lang, _MOST_PLACES)
