"""Reading a figure as people type or paste it, exactly, or refusing it with a sentence.

| typed | indicator's unit | read as |
| --- | --- | --- |
| `1,234.5` `１２３４．５` | yuan, in 亿元 | 123,450,000,000 yuan |
| `12.3亿` `12.3 亿元` `￥12.3亿` | yuan | 1,230,000,000 yuan |
| `1.23 billion` `1.23 billion yuan` | yuan | 1,230,000,000 yuan |
| `(5)` `-5` `−5` | count | -5 |
| `1.25万家` | count | 12,500 |
| `12%` `12％` `12 percent` | fraction | 0.12 |
| `1.5` `1.5 元/人` `1.5 万元/人` | declared (元/人) | 1.5, 1.5, 15,000 |
| blank, `-`, `—` | any | no entry (`None`) |

Refused: `1.234,5` and `12,34` (which mark is the decimal one?), `1e2`, `12.3.4`, `1亿2000万`,
`1 234`, `十二亿`, `约12亿`, `12亿（初步）`, `△5`, `同上`, `暂无`, `#N/A`, `2026-11-01`, `$5`, `兆` (a
million or a trillion?), a unit that does not fit the indicator, `60人` of firms, a difference in percentage points, a
bare `0.12` of a percentage (0.12 % or 12 %?), more than 30 digits or 10 decimals, a value of 10^18 or
more. A bare number is in `default_unit`, which the caller states:
the form and the grid show it (亿元, %), a file has it in its heading (`数值（亿元）`) or in its column
`unit`, else it is the base unit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from dashboard.actuals.messages import ActualsError, Figure
from dashboard.languages.characters import hidden, plain_name, written
from dashboard.register.quantities import MEASURE_WORDS, DeclaredUnit, foreign_counter

MOST_DIGITS, MOST_DECIMALS, LONGEST = 30, 10, 60

# A million times a trillion yuan: no economy is that large, a slipped unit is.
TOO_LARGE = Decimal(10) ** 18

# 30 digits times a trillion stays exact.
EXACT = Context(prec=60)

_MARKS = {ord("￥"): "¥", ord("−"): "-", ord("‐"): "-", ord("‑"): "-"}
_NO_ENTRY = frozenset({"", "-", "--", "—", "——", "–"})

_YUAN = {
    "": 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
    "thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12, "tn": 12,
}  # fmt: skip
_MONEY_WORDS = ("人民币元", "人民币", "元", "块", "yuan", "rmb", "cny")
_PERCENT = {"%": -2, "percent": -2, "percents": -2, "per cent": -2, "pct": -2, "‰": -3}
_POINTS = frozenset({"百分点", "个百分点", "pp", "percentage points", "percentage point"})

_FOREIGN = re.compile(r"[$€£]|[美欧港日]元|usd|eur|hkd|jpy", re.IGNORECASE)
# What stands around a number that nobody counted exactly.
_ABOUT_BEFORE = re.compile(
    r"(?:大?约|大概|将?近|接近|超过?|突破|逾|不足|不到|至少|至多|[<>≤≥≈~]=?|about |some |over |nearly )"
    r"\s*[0-9].*",
    re.IGNORECASE,
)
_ABOUT_BEHIND = re.compile(
    r"(?P<more>[余多几])?[千万百亿]*(?:元|家|个|%)?(?(more)|(?:左右|上下|以上|以下|以内|许))"
    r"(?:左右|上下)?"
)
# What people write where there is no number, and where it is that of the row above.
_NO_NUMBER = frozenset(
    {"/", "//", "\\", "无", "没有", "暂无", "缺", "空", "未报", "未上报", "未统计", "不详", "待定", "待报", "…",
     "...", "?", "×", "x", "n/a", "na", "n.a.", "nan", "nil", "null", "none", "tbd"}
)  # fmt: skip
_DITTO = frozenset({"同上", "同左", "同前", "〃", '"', "''", "″", "ditto"})
# Both, in small letters.
WITHOUT_NUMBER = _NO_NUMBER | _DITTO
_FORMULA_FAULT = re.compile(
    r"#(?:n/a|div/0!|ref!|value!|name\?|num!|null!|spill!|calc!|#+)", re.IGNORECASE
)
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}(?P<mark>[-/.年])[0-9]{1,2}(?:(?P=mark)|月)[0-9]{1,2}日?(?:[ t][0-9:.]+)?",
    re.IGNORECASE,
)
# Words and marks behind a number and its unit, which belong into the note.
_REMARK = re.compile(
    r"[^()\[\]*※#①-⑳。;、!?†‡注]*?\s*(?P<remark>[(\[].*[)\]]|[*※#①-⑳。;、!?†‡]+|注.*)"
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SHAPE = re.compile(
    r"(?P<sign>[-+–])?(?P<before>¥|rmb|cny|人民币)?\s*(?P<inner>[-+–])?"
    r"(?P<number>[0-9.,]+)\s*(?P<unit>[^0-9.,]*)",
    re.IGNORECASE,
)
# What turns the order of digits or steers a machine is refused; what merely cannot be seen is left out.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class TypedError(ActualsError):
    """The text is no figure of the unit, or could be more than one; `message` says which."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure as understood: exact `value` in the base `unit`, `unit_typed` as written or stated."""

    text: str
    value: Decimal
    unit: str
    unit_typed: str

    def shown_in(self, lang: str) -> str:
        """What was typed beside what was understood: "12.3亿 → 1,230,000,000 元"."""
        return f"{self.text} → {Figure(self.value, self.unit).exact(lang)}"

    @property
    def shown(self) -> str:
        return self.shown_in("zh")


def parse_typed(
    text: str,
    unit: str,
    default_unit: str | None = None,
    counted: frozenset[str] = frozenset(),
    declared: DeclaredUnit | None = None,
) -> Typed | None:
    """Return the figure `text` means for an indicator measured in `unit`, or None for a blank.

    `unit` is the base unit: "yuan", "count" or "fraction". `default_unit` is what a bare number is
    in ("亿元", "万元", "%", "fraction", …); None means that nobody said, and the base unit is taken.
    `counted` are further words for what is counted. `declared` is the unit where the register declares
    it: it is then read in the words of its name and multiples. Raises `TypedError`.
    """
    if len(text) > LONGEST:
        raise TypedError("typed.too-long", text=text[:20] + "…", most=LONGEST)
    if _CONTROL.search(text):
        raise TypedError("typed.control", codes=tuple(hidden(text)))
    plain = written(text).translate(_MARKS)
    if plain in _NO_ENTRY:
        return None
    negative = plain.startswith("(") and plain.endswith(")")
    bare, in_declared = plain[1:-1].strip() if negative else plain, ""
    if declared is not None:
        bare, in_declared = _parted(bare, declared)
    found = _SHAPE.fullmatch(bare)
    if found is None:
        raise _refusal(bare.strip() if in_declared else plain, text.strip())
    signs = [sign for sign in (found["sign"], found["inner"]) if sign]
    if len(signs) + negative > 1:
        raise TypedError("typed.signs", text=text.strip())
    number = _exact(found["number"], text.strip())
    if negative or any(sign != "+" for sign in signs):
        number = number.copy_negate()
    stated = f"{found['unit']}{in_declared}".strip()
    if found["before"] and unit != "yuan":
        raise TypedError("typed.unit", text=text.strip(), found="¥", unit=_UnitName(unit))
    unit_typed = stated or default_unit or unit
    if declared is not None:
        value = _normal(
            EXACT.multiply(number, _factor(stated or default_unit, declared, text.strip()))
        )
        if abs(value) >= TOO_LARGE:
            raise TypedError("typed.too-large", text=text.strip())
        return Typed(text.strip(), value, unit, unit_typed)
    exponent = _exponent(unit_typed, unit, counted, text.strip())
    unstated = not stated and (default_unit is None or exponent == -2)
    if unstated and unit == "fraction" and 0 < abs(number) < 1:
        raise TypedError(
            "typed.percent-or-fraction",
            text=text.strip(),
            percent=plain_text(number.scaleb(2, EXACT)),
        )
    value = _normal(number.scaleb(exponent, EXACT))
    if abs(value) >= TOO_LARGE:
        raise TypedError("typed.too-large", text=text.strip())
    return Typed(text.strip(), value, unit, unit_typed)


def plain_text(value: Decimal) -> str:
    """The one way an exact value is written: no exponent, no zeros at the end of a fraction.

    `Decimal("1.50")` is "1.5", `Decimal("1E+3")` is "1000", and minus zero is "0".
    """
    text = format(value, "f")
    if len(text) > EXACT.prec:
        return format(_normal(value), "f")
    # By its text, as a hundred thousand figures of one import are.
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _normal(value: Decimal) -> Decimal:
    if value == 0:
        return Decimal(0)
    short = value.normalize(EXACT)
    exponent = short.as_tuple().exponent
    return (
        short.quantize(Decimal(1), context=EXACT)
        if isinstance(exponent, int) and exponent > 0
        else short
    )


def _exact(number: str, text: str) -> Decimal:
    if "," in number:
        if not _GROUPED.fullmatch(number):
            raise TypedError("typed.separators", text=text)
        number = number.replace(",", "")
    if not _NUMBER.fullmatch(number):
        raise TypedError("typed.points", text=text)
    whole, _, decimals = number.partition(".")
    if len(whole.lstrip("0")) + len(decimals) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        raise TypedError("typed.digits", text=text, most=MOST_DIGITS, decimals=MOST_DECIMALS)
    return Decimal(number)


def _exponent(stated: str, unit: str, counted: frozenset[str], text: str) -> int:
    """Return the power of ten that leads from the unit `stated` to the base unit."""
    if stated == unit:
        return 0
    lowered = stated.lower()
    if _FOREIGN.search(stated):
        raise TypedError("typed.currency", text=text)
    if "兆" in stated:
        raise TypedError("typed.zhao", text=text)
    if unit == "yuan":
        for word in _MONEY_WORDS:
            if lowered.endswith(word):
                lowered = lowered.removesuffix(word).strip()
                break
        if lowered in _YUAN:
            return _YUAN[lowered]
    elif unit == "fraction":
        if lowered in _PERCENT:
            return _PERCENT[lowered]
        if lowered in _POINTS:
            raise TypedError("typed.percentage-points", text=text)
    elif unit == "count":
        for word in sorted(counted | MEASURE_WORDS | {"个"}, key=len, reverse=True):
            if lowered.endswith(word.lower()):
                lowered = lowered.removesuffix(word.lower()).strip()
                break
        if lowered in _YUAN:
            other = foreign_counter(f"1{stated}", counted)
            if other is not None:
                own = tuple(sorted(counted, reverse=True))
                raise TypedError("typed.counter", text=text, found=other, counted=own)
            return _YUAN[lowered]
    raise _behind(stated, text) or TypedError(
        "typed.unit", text=text, found=stated[:20], unit=_UnitName(unit)
    )


def _parted(plain: str, unit: DeclaredUnit) -> tuple[str, str]:
    """Part a text before its declared unit, whose name may hold digits (tCO2/万元); "" without one."""
    found = _unit_at_the_end(unit).search(plain)
    return (plain[: found.start()], found[0]) if found else (plain, "")


@lru_cache(maxsize=1024)
def _unit_at_the_end(unit: DeclaredUnit) -> re.Pattern[str]:
    # A word that begins with a digit would take the last ones of the number.
    named = {"".join(written(word).split()) for word in unit.words} | _words(unit).keys()
    words = sorted((word for word in named if not word[:1].isdigit()), key=len, reverse=True)
    spread = (r"\s*".join(map(re.escape, word)) for word in words)
    # Behind a letter it is the end of a longer word; behind a number, all of it.
    return re.compile(rf"(?<=[0-9.\s])(?:{'|'.join(spread) or '(?!)'})$", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _words(unit: DeclaredUnit) -> Mapping[str, Decimal]:
    """Its words and their factors, in the form in which what is typed is read."""
    return {_joined(word): factor for word, factor in unit.words.items()}


def _joined(word: str) -> str:
    return "".join(plain_name(word).split()).lower()


def _factor(stated: str | None, unit: DeclaredUnit, text: str) -> Decimal:
    """Return the factor that leads from the word `stated` to the declared unit; a bare number is in it."""
    if not stated:
        return Decimal(1)
    factor = _words(unit).get(_joined(stated))
    if factor is None:
        raise _behind(stated, text) or TypedError(
            "typed.unit", text=text, found=stated[:20], unit=unit.listed()
        )
    return factor


def _behind(stated: str, text: str) -> TypedError | None:
    """Say that what stands behind a number is no unit: a remark, or that it is not exact."""
    if _ABOUT_BEHIND.fullmatch(stated):
        return TypedError("typed.approximate", text=text)
    remark = _REMARK.fullmatch(stated)
    return TypedError("typed.remark", text=text, found=remark["remark"][:20]) if remark else None


def _refusal(plain: str, text: str) -> TypedError:
    lowered = plain.lower()
    for code, known in (("no-number", _NO_NUMBER), ("ditto", _DITTO)):
        if lowered in known:
            return TypedError(f"typed.{code}", text=text)
    for code, pattern in (("formula", _FORMULA_FAULT), ("date", _DATE)):
        if pattern.fullmatch(plain):
            return TypedError(f"typed.{code}", text=text)
    if re.fullmatch(r"[△▲▽▼]\s*[0-9.,]+\D*", plain):
        return TypedError("typed.triangle", text=text)
    if re.fullmatch(r"[-+]?[0-9.,]+\s*e\s*[-+]?[0-9]+.*", plain, re.IGNORECASE):
        return TypedError("typed.exponent", text=text)
    if _FOREIGN.search(plain):
        return TypedError("typed.currency", text=text)
    if re.fullmatch(r"[-+]?[0-9.,]+(\s+[0-9.,]+)+\D*", plain):
        return TypedError("typed.spaces", text=text)
    if len(re.findall(r"[0-9.,]+", plain)) > 1:
        return TypedError("typed.several", text=text)
    if _ABOUT_BEFORE.fullmatch(plain):
        return TypedError("typed.approximate", text=text)
    if re.search(r"[〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]", plain):
        return TypedError("typed.spelled", text=text)
    return TypedError("typed.unreadable", text=text)


@dataclass(frozen=True, slots=True)
class _UnitName:
    """What an indicator is measured in, with examples of how to write it."""

    unit: str

    def in_language(self, lang: str) -> str:
        from dashboard.languages import say

        # actuals.unit.count, actuals.unit.fraction, actuals.unit.yuan
        return say(f"actuals.unit.{self.unit}", lang)
