"""Figures, money, dates and periods as people write them; rounded half up.

Values are exact: `Decimal`, `int`, or a decimal string in the base unit (yuan, count, fraction).
A float (from a chart column) is taken through its shortest decimal form. `None` is written "—".
Chinese money is 元, 万元, 亿元 or 万亿元; English is yuan, million, billion or trillion yuan, so that
500亿元 is 50 billion yuan. One table or axis has one unit: `money_unit(values, lang)`.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from dashboard.languages import LOCALES, say
from dashboard.languages.singular import singular

if TYPE_CHECKING:
    from babel.core import Locale
    from babel.numbers import NumberPattern

Value: TypeAlias = Decimal | int | float | str | None

# Wide enough that no figure the store can hold is ever rounded by arithmetic; display rounds explicitly.
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)

# Decimals of an amount that need no reason, digits beside a unit, decimals of what people write.
_USUAL, _DIGITS, _WRITTEN = 2, 5, 6

_COMPARED = re.compile(r"(?<=[≥≤<>]) (?=\d)")

# Read at a moment; `dashboard.actuals.periods` says the same of periods, a floor above.
_LEVELS = frozenset({"stock", "share", "index"})

# China keeps one clock, without summer time since 1991: a fixed offset needs no zone database.
CHINA = timezone(timedelta(hours=8), "UTC+8")

# The units of money that a language may name in its `language.money`, as powers of ten.
_EXPONENTS = {
    "yuan": 0,
    "wan-yuan": 4,
    "million-yuan": 6,
    "yi-yuan": 8,
    "billion-yuan": 9,
    "wanyi-yuan": 12,
    "trillion-yuan": 12,
}
# The words for powers of ten that a language may name in its `language.scales`.
_SCALES = {"million": 6, "billion": 9, "trillion": 12}


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit of money shared by a table or an axis: `amount = yuan / factor`."""

    id: str
    exponent: int
    places: int
    label: str

    @property
    def factor(self) -> int:
        """How many yuan one unit is; exact in float as well, so charts may divide by it."""
        return int(10**self.exponent)


def unbroken(text: str) -> str:
    """Return `text` so that no line of it ends between a comparator and its number."""
    return _COMPARED.sub("\u00a0", text)


def on_one_line(text: str) -> str:
    """Return `text` so that a number stays with its unit and a span of months stays whole."""
    return text.replace(" ", "\u00a0").replace("–", "\u2060–\u2060")


def exact(value: Value) -> Decimal | None:
    """Return `value` as an exact Decimal, or None for None, NaN and infinities."""
    if value is None:
        return None
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    number = Decimal(value)
    return number if number.is_finite() else None


def money_unit(values: Iterable[Value], lang: str, places: int = 2) -> MoneyUnit:
    """Choose the one unit in which all `values` (yuan) of a table or an axis are readable.

    The largest unit that the largest value fills; one step smaller when the smallest value would
    fall under a tenth and the step leaves at most six digits. `places` is the most decimals shown.
    """
    # Zero is readable in every unit and chooses none.
    amounts = [abs(number) for value in values if (number := exact(value))]
    ladder = money_ladder(lang)
    if not amounts:
        return _unit(lang, *ladder[2], places=0)
    largest, smallest = max(amounts), min(amounts)
    step = max(i for i, (_, exponent) in enumerate(ladder) if i == 0 or largest >= 10**exponent)
    tiny = smallest < Decimal(10) ** (ladder[step][1] - 1)
    if step and tiny and largest < Decimal(10) ** (ladder[step - 1][1] + 6):
        step -= 1
    id, exponent = ladder[step]
    needed = max(_places(amount.scaleb(-exponent), places) for amount in amounts)
    return _unit(lang, id, exponent, places=needed)


def money_unit_for(values: Iterable[Value], unit: MoneyUnit, places: int = 2) -> MoneyUnit:
    """Return `unit` with as many decimals as `values` (yuan) need in it, `places` at most."""
    known = [number for value in values if (number := exact(value)) is not None]
    needed = (_places(number.scaleb(-unit.exponent, _EXACT), places) for number in known)
    return replace(unit, places=max(needed, default=0))


def money(value: Value, lang: str, unit: MoneyUnit | None = None) -> str:
    """Write yuan with its unit: "5500 亿元", "1.14 万亿元", "550 billion yuan".

    With a `unit` the decimals are those of its table; without, the value's own, at most two.
    Nothing at all is plain yuan: "0 yuan", not "0 billion yuan".
    """
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    chosen = unit or (money_unit([number], lang) if number else _unit(lang, "yuan", 0, places=0))
    return say("numbers.money", lang, amount=amount(number, lang, chosen), unit=chosen.label)


def amount(value: Value, lang: str, unit: MoneyUnit) -> str:
    """Write yuan in `unit` without naming it, for table cells and axes that name the unit once."""
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    return digits(number.scaleb(-unit.exponent, _EXACT), lang, unit.places, fixed=True)


def usual_places(value: Value) -> int:
    """Decimals, at most, of a count, an index or a declared unit where nothing says otherwise.

    Two; but what was written as 0.5234 (吨标准煤/万元) is not 0.52: a decimal of no more than six
    places has as many as make five digits.
    """
    number = exact(value)
    if not number or _places(number, _WRITTEN + 1) > _WRITTEN:
        return _USUAL
    return max(_USUAL, min(_WRITTEN, _DIGITS - 1 - number.adjusted()))


def count(value: Value, lang: str, counted: str = "", places: int | None = None) -> str:
    """Write a count with the word for what is counted: "850 家", "850 platforms", "1 platform".

    `places` is the most decimals, by default `usual_places`.
    """
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    text = digits(number, lang, usual_places(number) if places is None else places)
    if counted and text == "1" and say("language.plural", lang) == "english":
        counted = singular(counted)
    return say("numbers.counted", lang, amount=text, counted=counted) if counted else text


def percent(
    value: Value, lang: str, places: int = 1, *, fixed: bool = False, signed: bool = False
) -> str:
    """Write a fraction as a percentage: 0.12 -> "12%", 0.0755 -> "7.6%"."""
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    return digits(number.scaleb(2, _EXACT), lang, places, fixed=fixed, signed=signed) + "%"


def points(
    value: Value, lang: str, places: int = 1, *, fixed: bool = False, signed: bool = True
) -> str:
    """Write a difference of fractions in percentage points: -0.183 -> "−18.3 个百分点"."""
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    text = digits(number.scaleb(2, _EXACT), lang, places, fixed=fixed, signed=signed)
    return say("numbers.points", lang, amount=text, n=text.lstrip("+−"))


def change(value: Value, lang: str, places: int = 1) -> str:
    """Write growth in words: 0.075 -> "增长 7.5%", -0.004 -> "下降 0.4%", 0 -> "持平"."""
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    text = percent(abs(number), lang, places)
    if text == percent(0, lang, places):
        return say("numbers.change.same", lang)
    return say("numbers.change.up" if number > 0 else "numbers.change.down", lang, amount=text)


def quantity(value: Value, unit: str, lang: str, counted: str = "") -> str:
    """Write a value of an indicator whose base unit is `yuan`, `count` or `fraction`."""
    if unit == "yuan":
        return money(value, lang)
    if unit == "fraction":
        return percent(value, lang, places=2)
    return count(value, lang, counted)


def in_full(value: Value, unit: str, lang: str) -> str:
    """Write a value to its last digit in its base unit: "1,230,000,000 元", "12.345%"."""
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    shown = number.scaleb(2, _EXACT) if unit == "fraction" else number
    text = digits(shown, lang, _places(shown, 40), fixed=True)
    if unit == "fraction":
        return text + "%"
    if unit == "yuan":
        return say("numbers.money", lang, amount=text, unit=say("numbers.unit.yuan", lang))
    return text


def digits(
    value: Value, lang: str, places: int, *, fixed: bool = False, signed: bool = False
) -> str:
    """Write a bare number with at most `places` decimals (exactly so many if `fixed`), half up.

    Thousands are grouped in both languages, so that a column has one form throughout ("5,500").
    Minus is the true sign "−"; `signed` writes "+" before gains.
    """
    number = exact(value)
    if number is None:
        return say("numbers.unknown", lang)
    shown = places if fixed else _places(number, places)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    # Babel rounds in the thread's own context, which holds 28 digits only.
    with localcontext(_EXACT):
        text = _pattern(shown).apply(abs(rounded), _locale(lang), decimal_quantization=False)
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + str(text)


@lru_cache(maxsize=2048)
def date_text(day: date | str | None, lang: str) -> str:
    """Write a day: "2024年5月31日", "31 May 2024". Takes a date or an ISO string."""
    if day is None:
        return say("numbers.unknown", lang)
    from babel.dates import format_date

    moment = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    pattern = say("language.date", lang)
    return str(format_date(moment, pattern, _locale(lang)))


def moment_text(moment: datetime | str | None, lang: str) -> str:
    """Write an instant on China's clock: "2026年10月9日 16:05". Without a zone it is taken as UTC."""
    if moment is None:
        return say("numbers.unknown", lang)
    from babel.dates import format_datetime

    instant = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(CHINA)
    pattern = say("language.moment", lang)
    return str(format_datetime(local, pattern, locale=_locale(lang)))


def listed(parts: Iterable[str], lang: str) -> str:
    """Write names one after the other: "甲、乙", "A, B"."""
    return say("numbers.between", lang).join(parts)


def period_text(code: str, kind: str, lang: str) -> str:
    """Write a period code for an indicator of `kind` (flow, running, stock, growth, share, index).

    "2025-M09" is "2025年1–9月" for a flow or a growth, "2025年9月末" for what is read at a moment (a
    stock, a share or an index), "截至2025年9月末" for a `running` total; "2025-06-20" is "2025年1月1日
    至6月20日" for a flow.
    An unknown code is returned as it is.
    """
    parts = re.fullmatch(r"(\d{4})(?:-(M|H|Q)(\d{1,2}))?", code)
    if parts is None:
        point = re.fullmatch(r"\d{4}-\d{2}-\d{2}", code)
        return _day_text(code, kind, lang) if point else code
    year, letter, number = parts.groups()
    if letter is None:
        wording = "numbers.period.year-end" if kind in _LEVELS else "numbers.period.year"
        if kind == "running":
            wording = "numbers.period.running-year"
        return say(wording, lang, year=year)
    if letter == "H":
        return say("numbers.period.half", lang, year=year)
    if letter == "Q":
        return say("numbers.period.quarter", lang, year=year, quarter=int(number))
    wording = "month-end" if kind in _LEVELS else "running" if kind == "running" else "cumulative"
    return say(
        # numbers.period.*
        f"numbers.period.{wording}",
        lang,
        year=year,
        month=_month_name(int(number), lang),
    )


def _day_text(code: str, kind: str, lang: str) -> str:
    day, year = date_text(code, lang), code[:4]
    if kind in _LEVELS:
        return day
    if kind == "running":
        return say("numbers.period.running-day", lang, day=day)
    # The year stands once, before both days or behind them.
    short = day.removeprefix(say("numbers.period.year", lang, year=year)).removesuffix(f" {year}")
    return say("numbers.period.to-day", lang, year=year, day=short)


@cache
def money_ladder(lang: str) -> tuple[tuple[str, int], ...]:
    """Return the units of money of a language, smallest first, each with its power of ten."""
    return tuple((id, _EXPONENTS[id]) for id in say("language.money", lang).split())


@cache
def scale_words(lang: str) -> tuple[tuple[int, str], ...]:
    """Return the language's own words for powers of ten, largest first; none where it has multiples.

    Chinese takes the multiples that a unit declares, 万元/人; English says "million yuan per person".
    """
    named = say("language.scales", lang).split()
    powers = sorted(((_SCALES[id], id) for id in named if id in _SCALES), reverse=True)
    # numbers.scale.million, numbers.scale.billion, numbers.scale.trillion
    return tuple((power, say(f"numbers.scale.{id}", lang)) for power, id in powers)


@cache
def _month_name(month: int, lang: str) -> str:
    from babel.dates import get_month_names

    # One of Babel's own words, which only its stub can name.
    width: Any = say("language.month-width", lang)
    return str(get_month_names(width, locale=_locale(lang))[month])


@cache
def _locale(lang: str) -> "Locale":
    # Babel would read the name anew for every number.
    from babel.core import Locale

    return Locale.parse(LOCALES[lang], sep="-")


@cache
def _pattern(places: int) -> "NumberPattern":
    from babel.numbers import parse_pattern

    return parse_pattern("#,##0" + ("." + "0" * places if places else ""))


def _places(number: Decimal, most: int) -> int:
    """How many decimals `number` needs once rounded half up to at most `most`."""
    rounded = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP, _EXACT).normalize(_EXACT)
    exponent = rounded.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _unit(lang: str, id: str, exponent: int, places: int) -> MoneyUnit:
    # numbers.unit.*
    return MoneyUnit(id, exponent, places, say(f"numbers.unit.{id}", lang))
