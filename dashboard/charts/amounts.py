"""Display units of one drawing: every amount of it is written, and measured, in one unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from unicodedata import east_asian_width

from dashboard.charts.rows import Amount
from dashboard.languages import say
from dashboard.languages.numbers import (
    MoneyUnit,
    amount,
    count,
    digits,
    exact,
    money_unit,
    percent,
    quantity,
)

# A goal's comparator -> the key of its wording; about, approach and maintain are their own keys.
COMPARATORS = {
    ">=": "at-least",
    ">": "above",
    "<=": "at-most",
    "<": "below",
    "=": "exactly",
    "range": "at-least",
    "in step": "in-step",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """How one drawing writes its amounts: `label` names the unit once, `places` the decimals."""

    unit: str
    lang: str
    label: str
    places: int
    factor: Decimal
    money: MoneyUnit | None = None

    def text(self, value: Amount) -> str:
        """Write an amount without its unit."""
        return _written(self, value)

    def _text(self, value: Amount) -> str:
        if self.money is not None:
            return amount(value, self.lang, self.money)
        if self.unit == "fraction":
            return percent(value, self.lang, self.places)
        return count(value, self.lang)

    def full(self, value: Amount) -> str:
        """Write an amount with its unit."""
        if self.unit == "fraction" or exact(value) is None or not self.label:
            return self.text(value)
        return say("numbers.money", self.lang, amount=self.text(value), unit=self.label)

    def brief(self, value: Amount) -> str:
        """Write an amount without its unit and with its own decimals, for a mark on a figure."""
        return _marked(self, value)

    def _brief(self, value: Amount) -> str:
        number = exact(value)
        if number is None or self.unit == "fraction":
            return self.text(value)
        return digits(number / self.factor, self.lang, max(self.places, 2))

    def number(self, value: Amount) -> float | None:
        """Measure an amount along an axis: in the display unit, fractions in percent."""
        number = exact(value)
        return None if number is None else float(number / self.factor)


# Babel takes a tenth of a millisecond a number, and a board is drawn again on every rerun.
@lru_cache(maxsize=8192)
def _written(scale: Scale, value: Amount) -> str:
    return scale._text(value)


@lru_cache(maxsize=8192)
def _marked(scale: Scale, value: Amount) -> str:
    return scale._brief(value)


@lru_cache(maxsize=8192)
def share_text(share: float, lang: str) -> str:
    """Write a completion (fraction) with one decimal, as all shares of a drawing are."""
    return percent(share, lang, fixed=True)


def scale_of(
    values: Iterable[Amount], unit: str, lang: str, counted: str = "", places: int = 2
) -> Scale:
    """Choose the scale for all amounts of a drawing (base unit `unit`: yuan, count, fraction).

    `places` is the most decimals of money."""
    if unit == "yuan":
        money = money_unit(values, lang, places)
        return Scale(unit, lang, money.label, money.places, Decimal(money.factor), money)
    if unit == "fraction":
        return Scale(unit, lang, "%", 1, Decimal("0.01"))
    return Scale(unit, lang, counted, 0, Decimal(1))


def threshold_text(
    value: Amount,
    comparator: str,
    unit: str,
    lang: str,
    *,
    level: bool = False,
    high: Amount = None,
    counted: str = "",
) -> str:
    """Write a goal's number with its comparator: "> 5500 亿元", "3000 亿元级", "3–5 家", "约 8 万亿元"."""
    number = exact(value)
    if number is None:
        return say("charts.target.none", lang)
    shown = quantity(number, unit, lang, counted)
    if level:
        return say("charts.target.level", lang, amount=shown)
    if comparator == "range" and exact(high) is not None:
        low = digits(number, lang, 2) if unit == "count" else quantity(number, unit, lang)
        return say("charts.target.range", lang, low=low, high=quantity(high, unit, lang, counted))
    key = f"charts.target.{COMPARATORS.get(comparator, comparator)}"
    return say(key, lang, amount=shown)


def ems(words: str) -> float:
    """Estimate the width of a line in em: an ideograph is 1, any other sign about 0.54."""
    return sum(1.0 if east_asian_width(sign) in "WF" else 0.54 for sign in words)
