"""Quantities and targets written out again, in the grammar and in plain words."""

from decimal import Decimal
from fractions import Fraction

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
_WORDS = {
    "zh": {">=": "达", ">": "超", "<=": "不超过", "<": "低于", "about": "约", "approach": "接近"},
    "en": {
        ">=": "at least ",
        ">": "above ",
        "<=": "at most ",
        "<": "below ",
        "about": "about ",
        "approach": "close to ",
        "maintain": "kept at ",
    },
}


def _shifted(value: Decimal, places: int) -> str:
    sign, digits, exponent = parts_of(value)
    return exact(Decimal((sign, digits, exponent + places)))


def format_quantity(value: Decimal, unit: Unit | str, lang: str = "zh") -> str:
    """The number in the grammar's own writing: `5500 亿元`, `12 %`, `850`, `2 倍`; never rounded.

    `lang` chooses between the two names of a declared unit; the built-in ones know only Chinese.
    """
    if isinstance(unit, DeclaredUnit):
        return _format_declared(value, unit, lang)
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


def _format_declared(value: Decimal, unit: DeclaredUnit, lang: str) -> str:
    """In the largest multiple that does not pass it and in which it ends."""
    if lang == "en":
        return _english_scaled(value, unit.en)
    for zh, _, factor in (*unit.multiples, (unit.zh, "", Decimal(1))):
        quotient = Fraction(value) / Fraction(factor)
        if (abs(quotient) < 1 and factor != 1) or (
            factor != 1 and len(str(quotient.numerator)) > MAX_DIGITS
        ):
            continue
        shown = _ended(quotient)
        if shown is not None:
            return f"{shown} {zh}"
    return f"{exact(value)} {unit.zh}"


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


def _english_scaled(value: Decimal, word: str) -> str:
    for places, scale in ((12, "trillion"), (9, "billion"), (6, "million")):
        if abs(value) >= Decimal(1).scaleb(places):
            return f"{_shifted(value, -places)} {scale} {word}"
    return f"{exact(value)} {word}"


def describe(target: Target, unit: Unit | str, level: bool = False) -> dict[str, str]:
    """A threshold in words: 超5000亿元 / above 500 billion yuan; a level: 3000亿级 / 300 billion yuan level."""
    if target.value is None:
        return {"zh": "保持", "en": "kept"}

    def chinese(value: Decimal) -> str:
        return format_quantity(value, unit).replace(" ", "")

    def english(value: Decimal) -> str:
        if isinstance(unit, DeclaredUnit):
            return format_quantity(value, unit, "en")
        return _english_scaled(value, "yuan") if unit == "yuan" else chinese(value)

    if target.value_high is not None:
        return {
            "zh": f"{chinese(target.value)}至{chinese(target.value_high)}",
            "en": f"{english(target.value)} to {english(target.value_high)}",
        }
    zh, en = (_WORDS[language].get(target.comparator, "") for language in ("zh", "en"))
    names = {"zh": zh + chinese(target.value), "en": en + english(target.value)}
    if level or target.level:
        bare = target.comparator == ">="
        names["zh"] = ("" if bare else zh) + chinese(target.value).removesuffix("元") + "级"
        names["en"] = f"{english(target.value)} level" if bare else names["en"]
    return names
