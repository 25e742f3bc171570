"""Quantities and targets written out again, in the grammar and in plain words."""

from decimal import Decimal
from fractions import Fraction

from dashboard.languages import LANGUAGES, PRINTED, in_each, say
from dashboard.languages.numbers import money_ladder, scale_words
from dashboard.register.quantities import (
    MAX_DIGITS,
    DeclaredUnit,
    Measure,
    Target,
    Unit,
    exact,
    parts_of,
)

_BEFORE = {
    ">=": ">= ",
    ">": "> ",
    "<=": "<= ",
    "<": "< ",
    "=": "= ",
    "approach": "接近 ",
    "maintain": "保持 ",
}
_BESIDE = {"in step": "同步", "basically in step": "基本同步", "better than": "优于"}
# A threshold's comparator -> the wording of its name.
_NAMED = {
    ">=": "names.threshold.at-least",
    ">": "names.threshold.above",
    "<=": "names.threshold.at-most",
    "<": "names.threshold.below",
    "about": "names.threshold.about",
    "approach": "names.threshold.approach",
    "maintain": "names.threshold.maintain",
}


def _shifted(value: Decimal, places: int) -> str:
    sign, digits, exponent = parts_of(value)
    return exact(Decimal((sign, digits, exponent + places)))


def format_quantity(value: Decimal, unit: Unit | str) -> str:
    """The number in the grammar's own writing: `5500 亿元`, `12 %`, `850`, `2 倍`; never rounded."""
    if isinstance(unit, DeclaredUnit):
        return " ".join(_in_declared(value, unit, PRINTED))
    if unit == "fraction":
        return f"{_shifted(value, 2)} %"
    if unit == "times":
        return f"{exact(value)} 倍"
    if unit == "yuan":
        size = abs(value)
        for places, word in ((12, "万亿元"), (8, "亿元"), (4, "万元")):
            if size >= Decimal(1).scaleb(places):
                return f"{_shifted(value, -places)} {word}"
        return f"{exact(value)} 元"
    return exact(value)


def _in_declared(value: Decimal, unit: DeclaredUnit, lang: str) -> tuple[str, str]:
    """The number and its unit: in the largest multiple that does not pass it and in which it ends."""
    place = LANGUAGES.index(lang)
    scales = scale_words(lang)
    if scales:
        power, word = next(
            ((p, w) for p, w in scales if abs(value) >= Decimal(1).scaleb(p)), (0, "")
        )
        return _shifted(value, -power), f"{word} {unit.names[place]}".strip()
    for names, factor in (*unit.multiples, (unit.names, Decimal(1))):
        quotient = Fraction(value) / Fraction(factor)
        if (abs(quotient) < 1 and factor != 1) or (
            factor != 1 and len(str(quotient.numerator)) > MAX_DIGITS
        ):
            continue
        shown = _ended(quotient)
        if shown is not None:
            return shown, names[place]
    return exact(value), unit.names[place]


def _ended(quotient: Fraction) -> str | None:
    """A fraction as a decimal, None where its digits never end."""
    rest, places = quotient.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, places = rest // prime, places + 1
    if rest != 1:
        return None
    digits = quotient.numerator * 10**places // quotient.denominator
    number = Decimal((digits < 0, tuple(map(int, str(abs(digits)))), -places))
    return exact(number)


def format_target(target: Target, unit: Unit, measure: Measure = "value") -> str:
    """A text that `parse_target` reads back as the same target."""
    if target.comparator in _BESIDE:
        return _BESIDE[target.comparator]
    if target.value is None:
        return "保持"
    shown: Unit | str = {"times base": "times", "value": unit}.get(measure, "fraction")
    if measure == "change from base" and unit == "fraction":
        shown = "fraction"
    text = format_quantity(target.value, shown)
    if target.value_high is not None:
        text = f"{text}–{format_quantity(target.value_high, shown)}"
    else:
        text = _BEFORE.get(target.comparator, "") + text
    if target.kept:
        text = f"保持 {text}"
    text += "级" if target.level else ""
    text += " 左右" if target.comparator == "about" else ""
    return f"{text} 每年" if target.per_year else text


def _amount(value: Decimal, unit: Unit | str, lang: str, *, as_level: bool = False) -> str:
    """A threshold's number in words of a language: 5000亿元, 500 billion yuan; never rounded."""
    if isinstance(unit, DeclaredUnit):
        number, word = _in_declared(value, unit, lang)
    elif unit == "yuan":
        fitting = [(n, p) for n, p in money_ladder(lang) if abs(value) >= Decimal(1).scaleb(p)]
        name, power = fitting[-1] if fitting else money_ladder(lang)[0]
        # numbers.unit.*
        number, word = _shifted(value, -power), say(f"numbers.unit.{name}", lang)
    else:
        return format_quantity(value, unit).replace(" ", "")
    if as_level:
        word = word.removesuffix(say("language.level-leaves-out", lang))
    return say("names.threshold.amount", lang, n=number, unit=word)


def describe(target: Target, unit: Unit | str, level: bool = False) -> dict[str, str]:
    """A threshold in words: 超5000亿元 / above 500 billion yuan; a level: 3000亿级 / 300 billion yuan level."""
    return in_each(lambda lang: _described(target, unit, level or target.level, lang))


def _described(target: Target, unit: Unit | str, level: bool, lang: str) -> str:
    if target.value is None:
        return say("names.threshold.none", lang)
    if target.value_high is not None:
        low, high = _amount(target.value, unit, lang), _amount(target.value_high, unit, lang)
        return say("names.threshold.range", lang, low=low, high=high)
    amount = _amount(target.value, unit, lang, as_level=level)
    if level and target.comparator == ">=":
        return say("names.threshold.level", lang, amount=amount)
    key = _NAMED.get(target.comparator, "names.threshold.exactly")
    said = say(key, lang, amount=amount)
    return say("names.threshold.level-beyond", lang, said=said) if level else said
