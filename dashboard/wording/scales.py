"""Display units of one drawing: every amount of it is written, and measured, in one unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TypeAlias
from unicodedata import east_asian_width

from dashboard.languages import PRINTED, say
from dashboard.languages.numbers import (
    MoneyUnit,
    amount,
    count,
    digits,
    exact,
    money,
    money_unit,
    money_unit_for,
    percent,
    usual_places,
)

Amount: TypeAlias = Decimal | int | float | str | None

# A goal's comparator -> its wording.
COMPARATORS = {
    ">=": "wording.target.at-least",
    ">": "wording.target.above",
    "<=": "wording.target.at-most",
    "<": "wording.target.below",
    "=": "wording.target.exactly",
    "range": "wording.target.at-least",
    "about": "wording.target.about",
    "approach": "wording.target.approach",
    "maintain": "wording.target.maintain",
    "in step": "wording.target.in-step",
    "basically in step": "wording.target.basically-in-step",
    "better than": "wording.target.better-than",
}


# Shares are shown to a tenth of a percent.
_SHARE = Decimal("0.001")
# As many decimals of a count or an index as a register can mean.
_PROMISED_PLACES = 10
# No more decimals than this, however near a value comes to its goal.
_MOST_PLACES = 4


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
            return percent(value, self.lang, self.places, fixed=True)
        return count(value, self.lang)

    def full(self, value: Amount) -> str:
        """Write an amount with its unit."""
        return self._with_unit(self.text(value), value)

    def full_against(self, value: Amount, *goals: Amount) -> str:
        """Write an amount with its unit beside its goal, as `against` does."""
        return self._with_unit(self.against(value, *goals), value)

    def _with_unit(self, said: str, value: Amount) -> str:
        if self.unit == "fraction" or exact(value) is None or not self.label:
            return said
        return say("numbers.money", self.lang, amount=said, unit=self.label)

    def against(self, value: Amount, *goals: Amount) -> str:
        """Write an amount beside its goals: what is off one never reads as the same number."""
        number = exact(value)
        wanted = [goal for one in goals if (goal := exact(one)) is not None and goal != number]
        if number is None or not wanted:
            return self.text(value)
        if self.money is None and self.unit != "fraction":
            return count(number, self.lang, places=places_apart(number, *wanted))
        step = self.factor.scaleb(-self.places)
        shown = _rounded(number, step)
        if above := [one for one in wanted if number < one <= shown]:
            return self.text(((min(above) / step).to_integral_value(ROUND_CEILING) - 1) * step)
        if below := [one for one in wanted if shown <= one < number]:
            return self.text(((max(below) / step).to_integral_value(ROUND_FLOOR) + 1) * step)
        return self.text(value)

    def full_apart(self, value: Amount, *bounds: Amount) -> str:
        """Write an amount with its unit in as many decimals as keep its print off those of `bounds`.

        Where `full_against` steps aside in the decimals of its drawing, this one rounds to what is.
        """
        number = exact(value)
        known = [one for each in bounds if (one := exact(each)) is not None and one != number]
        if number is None or (self.money is None and self.unit != "fraction"):
            return self.full_against(value, *bounds)
        own = -int((number / self.factor).normalize().as_tuple().exponent)
        most = max(self.places, min(own, _PROMISED_PLACES))
        for places in range(self.places, most + 1):
            step = self.factor.scaleb(-places)
            told = _rounded(number, step)
            if all((told > other, told < other) == (number > one, number < one)
                   for one in known for other in [_rounded(one, step)]):  # fmt: skip
                break
        money = None if self.money is None else replace(self.money, places=places)
        return replace(self, places=places, money=money).full_against(value, *bounds)

    def brief(self, value: Amount) -> str:
        """Write an amount without its unit and with its own decimals, for a mark on a figure."""
        return _marked(self, value)

    def _brief(self, value: Amount) -> str:
        number = exact(value)
        if self.unit == "fraction":
            return percent(value, self.lang, self.places)
        if number is None:
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


def scale_of(
    values: Iterable[Amount],
    unit: str,
    lang: str,
    counted: str = "",
    places: int = 2,
    stated: MoneyUnit | None = None,
) -> Scale:
    """Choose the scale for all amounts of a drawing (base unit `unit`: yuan, count, fraction).

    `places` is the most decimals of money; `stated` is the unit of money that stands beside the
    drawing already, so that it has the same.
    """
    if unit == "yuan":
        chosen = (
            money_unit_for(values, stated, places) if stated else money_unit(values, lang, places)
        )
        return Scale(unit, lang, chosen.label, chosen.places, Decimal(chosen.factor), chosen)
    if unit == "fraction":
        return Scale(unit, lang, "%", 1, Decimal("0.01"))
    return Scale(unit, lang, counted, 0, Decimal(1))


def scale_against(
    pairs: Sequence[tuple[Amount, Amount]],
    unit: str,
    lang: str,
    counted: str = "",
    *,
    least: int = 0,
) -> Scale:
    """Choose the scale for values beside their goals, (value, goal) each.

    The unit is the one in which the smallest goal is read, one step smaller where a single value
    would fall under one of it; the decimals (`least` at fewest) are so many that the quotient of
    the two numbers shown is the share shown, and that what is below its goal looks below it.
    """
    goals = [goal for _, given in pairs if (goal := exact(given))]
    known = [(value, goal) for one, two in pairs if (value := exact(one)) is not None
             and (goal := exact(two))]  # fmt: skip
    if unit != "yuan":
        scale = scale_of([], unit, lang, counted)
        return scale if unit != "fraction" else replace(scale, places=_places(known, scale, 1))
    smallest = min((abs(goal) for goal in goals), default=None)
    values = [value for value, _ in pairs] if smallest is None else [smallest]
    chosen = money_unit(values, lang)
    if len(known) == 1 and 0 < abs(known[0][0]) < chosen.factor:
        chosen = money_unit([Decimal(chosen.factor) - 1], lang)
    scale = Scale(unit, lang, chosen.label, 0, Decimal(chosen.factor), chosen)
    places = _places(known, scale, least)
    return replace(scale, places=places, money=replace(chosen, places=places))


def _places(pairs: Sequence[tuple[Decimal, Decimal]], scale: Scale, least: int) -> int:
    """The fewest decimals in which every value can be told from, and divided by, its goal."""
    for places in range(least, _MOST_PLACES):
        step = scale.factor.scaleb(-places)
        if all(_readable(value, goal, step) for value, goal in pairs):
            return places
    return _MOST_PLACES


def _readable(value: Decimal, goal: Decimal, step: Decimal) -> bool:
    shown = _rounded(value, step)
    same_side = (shown < goal, shown > goal) == (value < goal, value > goal)
    return same_side and _rounded(shown / goal, _SHARE) == _rounded(value / goal, _SHARE)


def places_apart(value: Amount, *goals: Amount) -> int:
    """The fewest decimals, the usual ones or more, in which a number stays on its side of others."""
    number = exact(value)
    known = [goal for one in goals if (goal := exact(one)) is not None and goal != number]
    least = usual_places(number)
    if number is None or not known:
        return least
    for places in range(least, _PROMISED_PLACES):
        shown = _rounded(number, Decimal(1).scaleb(-places))
        if all(shown != one and (shown < one) == (number < one) for one in known):
            return places
    return _PROMISED_PLACES


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(ROUND_HALF_UP) * step


def threshold_text(
    value: Amount,
    comparator: str,
    unit: str,
    lang: str,
    *,
    level: bool = False,
    high: Amount = None,
    counted: str = "",
    stated: MoneyUnit | None = None,
) -> str:
    """Write a goal's number with its comparator: "> 5500 亿元", "3000 亿元级", "3–5 家", "约 8 万亿元".

    `stated` is the unit of money that stands beside it already.
    """
    number = exact(value)
    if number is None:
        return say("wording.target.none", lang)
    shown = promised_amount(number, unit, lang, counted, stated)
    if level:
        return say("wording.target.level", lang, amount=shown)
    if comparator == "range" and exact(high) is not None:
        low = promised_amount(number, unit, lang, "", stated)
        most = promised_amount(high, unit, lang, counted, stated)
        return say("wording.target.range", lang, low=low, high=most)
    return compared(comparator, shown, lang)


def compared(comparator: str, amount: str, lang: str) -> str:
    """Write a number, already in words, with the comparator of its goal: "≥ 850 家"."""
    return say(COMPARATORS[comparator], lang, amount=amount)


def promised_amount(
    value: Amount, unit: str, lang: str, counted: str = "", stated: MoneyUnit | None = None
) -> str:
    """Write a number that a plan promises, with its unit: to its last digit, "1.4345 亿元"."""
    if unit == "yuan" and stated is not None:
        return money(value, lang, money_unit_for([value], stated, _PROMISED_PLACES))
    # An index or an intensity keeps the decimals it was given.
    if unit == "yuan":
        chosen = money_unit([value], lang, _PROMISED_PLACES)
        return money(value, lang, chosen if exact(value) else None)
    if unit == "fraction":
        return percent(value, lang, _PROMISED_PLACES)
    return count(value, lang, counted, _PROMISED_PLACES)


def tick_text(value: float) -> str:
    """Write the number of an even place on an axis, as Plotly's own are in every language."""
    return digits(Decimal(f"{value:.6f}"), PRINTED, 6)


def without_unit(said: str, unit: str) -> str:
    """Return an amount as it was written with its unit, without it: the axis names it."""
    return said.removesuffix(f" {unit}")


def ems(words: str) -> float:
    """Estimate the width of a line in em: an ideograph is 1, any other sign about 0.54."""
    return sum(1.0 if east_asian_width(sign) in "WF" else 0.54 for sign in words)
