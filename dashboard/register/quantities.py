"""The one grammar in which goals and thresholds are written, exact to the last digit.

A quantity is a number, a scale word (万 10^4, 亿 10^8, 万亿 10^12) and a unit. A target is a
quantity with a comparator in front of it, a word behind it, or both if they agree.

======================  ==============  =======================  =========================================
written                 unit            comparator               value in the base unit
======================  ==============  =======================  =========================================
``> 5500 亿元``         yuan            ``>``                    550000000000
``过5500亿级``          yuan            ``>`` (level)            550000000000
``8 万亿元 左右``       yuan            ``about``                8000000000000
``3–5``                 count           ``range``                3 to 5
``3000–5000 亿元``      yuan            ``range``                300000000000 to 500000000000
``100 %``               fraction        ``>=``                   1
``>= 10 % 每年``        fraction        ``>=``                   0.1, every year
``850 以上``            count           ``>=``                   850
``8 万名``              count           ``>=``                   80000
``接近 90 %``           fraction        ``approach``             0.9
``不超过 30 项``        count           ``<=``                   30
``保持 1``              count           ``maintain``             1
``保持 30 % 以上``      fraction        ``>=`` (kept)            0.3
``1.5 万元/人``         (declared)      ``>=``                   15000
``2 倍``                (times base)    ``>=``                   2
``-13 %``               (change)        ``>=``                   -0.13
``同步``                (in step with)  ``in step``              none
``基本同步``            (in step with)  ``basically in step``    none
``优于``                (in step with)  ``better than``          none
======================  ==============  =======================  =========================================

Refused, each with a sentence: ``12`` for a fraction (12 % or 1200 %?), ``5500`` for money (yuan or
亿元?), ``> 850 以上`` (excludes and includes the number), ``5–3`` (runs backwards), ``3 亿元–5``
(the second number has lost its unit), ``1,23`` (not a grouped number), ``1e3``, ``about`` alone.

A unit that the register declares is written with its own words (元/人, 万元/人, yuan per person); the
word may be left out only where the unit has no multiples. Beside another series
stand 同步 (in step), 基本同步 (basically in step) and 优于 (better than, 高于).

Which words include the number: 以上, 以下 and 达 do (Civil Code art. 1259), 超过, 突破 and 过 do not.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias

Measure = Literal["value", "times base", "change from base", "average growth", "in step with"]
Comparator = Literal[
    ">=", ">", "<=", "<", "=", "about", "range", "approach", "maintain", "in step",
    "basically in step", "better than",
]  # fmt: skip

MAX_TEXT = 80
MAX_DIGITS = 30

# The product of two numbers of at most 30 digits stays exact.
_EXACT = Context(prec=2 * MAX_DIGITS + 20)

_SCALES = {"": 0, "百": 2, "千": 3, "万": 4, "亿": 8, "千亿": 11, "万亿": 12}
_FRONT: dict[str, Comparator] = {
    **dict.fromkeys((">=", "≥", "不少于", "不低于", "至少", "达到", "达", "at least"), ">="),
    **dict.fromkeys((">", "超过", "突破", "大于", "高于", "超", "过", "above"), ">"),
    **dict.fromkeys(("<=", "≤", "不超过", "不高于", "不多于", "至多", "at most"), "<="),
    **dict.fromkeys(("<", "低于", "少于", "小于", "below"), "<"),
    "=": "=",
    **dict.fromkeys(("about", "约", "大约"), "about"),
    **dict.fromkeys(("接近", "approach"), "approach"),
}
_KEPT = ("保持在", "保持", "维持在", "维持", "稳定在", "maintain", "keep")
_BEHIND: dict[str, Comparator] = {
    "及以上": ">=",
    "以上": ">=",
    "及以下": "<=",
    "以下": "<=",
    "以内": "<=",
    "左右": "about",
}
_PER_YEAR = ("每年", "/年", "per year", "a year")
_BESIDE: dict[str, Comparator] = {
    **dict.fromkeys(("同步", "in step"), "in step"),
    **dict.fromkeys(("基本同步", "basically in step"), "basically in step"),
    **dict.fromkeys(("优于", "高于", "better than"), "better than"),
}
BESIDE_ANOTHER: frozenset[Comparator] = frozenset(_BESIDE.values())
_DOUBLED = {"翻番": 2, "翻一番": 2, "倍增": 2, "翻两番": 4}

# Full-width ASCII only: NFKC would also turn 10² into 102.
_HALF_WIDTH = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
_HALF_WIDTH |= {0x2212: ord("-"), 0xA0: 0x20}


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_BUILT_IN = r"(?P<{0}scale>万亿|千亿|亿|万|千|百)?\s*(?P<{0}word>[%‰]|[\u4e00-\u9fff()]{{0,8}}?)"


def _pattern(unit: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<kept>{_alternatives(_KEPT)})?\s*(?P<front>{_alternatives(_FRONT)})?\s*"
        rf"(?P<low>{_NUMBER})\s*{unit.format('low')}"
        rf"(?:\s*(?:[-–—~]|至|到)\s*(?P<high>{_NUMBER})\s*{unit.format('high')})?"
        rf"\s*(?P<level>级)?\s*(?P<behind>{_alternatives(_BEHIND)})?"
        rf"\s*(?P<year>{_alternatives(_PER_YEAR)})?",
    )


_TARGET = _pattern(_BUILT_IN)
# A number with a word that none of the grammars knows: the word is named in the refusal.
_WITH_A_WORD = re.compile(
    rf"(?:{_alternatives((*_KEPT, *_FRONT))})?\s*{_NUMBER}\s*"
    rf"(?P<word>[A-Za-z\u3400-\u9fff%‰°$€£¥/][^0-9]*?)\s*(?:{_alternatives((*_BEHIND, *_PER_YEAR))})?"
)

# Units of measurement (GB 3100): what is measured in one of them is not counted.
_MEASURED = re.compile(
    r"[0-9]\s*[百千万亿]*\s*(?P<word>吨标准煤|吨|公斤|千克|立方米|平方公里|平方千米|平方米|公顷|亩"
    r"|公里|千米|千瓦时|千瓦|兆瓦时|兆瓦|小时)"
)

# Measure words that one kind of thing is counted with: people, organisations, machines. What is
# done, built or written has many, and may be counted in any of them, but people and machines are not.
_COUNTERS = (
    frozenset({"人", "人次", "名", "位"}),
    frozenset({"家", "家次", "户"}),
    frozenset({"辆", "台", "套", "艘", "架"}),
)
_THINGS = frozenset({"项", "件", "所", "座", "条", "处"})
_NO_THINGS = _COUNTERS[0] | _COUNTERS[2]
_OTHERS = frozenset("次场批种类款只支篇份栋块对强") | {"场次"}
MEASURE_WORDS = frozenset.union(*_COUNTERS, _THINGS, _OTHERS)
"""What may stand behind a count, 个 apart, which counts everything, and 起, which accidents alone have."""
# 万人次 counts people as 人 does, 家（次） firms as 家 does.
_AROUND_MEASURE_WORD = re.compile(r"^[百千万亿]+|[(（].*[)）]$")
_COUNTER = re.compile(
    r"[0-9]\s*[百千万亿]*\s*(?P<word>人次|家次|人(?!民币)|[名位家户项件所座条处辆台套艘架])"
    r"(?![\u4e00-\u9fff]*元)"
)


class QuantityError(ValueError):
    """A text that is not a quantity; `code` and `params` name the sentence to show."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.params}"


Multiple: TypeAlias = tuple[tuple[str, ...], Decimal]
"""The names of a multiple of a unit, one for each of `LANGUAGES`, and how many of the unit it is."""


@dataclass(frozen=True)
class DeclaredUnit:
    """A unit of the register's section `units`: its own names, and the multiples people write.

    `names` has one for each of `LANGUAGES`; `multiples` are (such names, factor), largest first.
    """

    id: str
    names: tuple[str, ...]
    multiples: tuple[Multiple, ...] = ()

    @cached_property
    def words(self) -> dict[str, Decimal]:
        """Every word it is written with, in lower case and without spaces, and its factor."""
        named = [(self.names, Decimal(1)), *self.multiples]
        return {_joined(word): factor for names, factor in named for word in names}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The grammar of its targets."""
        named = {word for names, _ in self.multiples for word in names} | set(self.names)
        words = "|".join(
            r"\s*".join(re.escape(part) for part in word.split())
            for word in sorted(named, key=len, reverse=True)
        )
        escaped = words.replace("{", "{{").replace("}", "}}")
        return _pattern(rf"(?P<{{0}}scale>(?!))?(?P<{{0}}word>[%‰]|(?i:{escaped})|)")

    def listed(self) -> str:
        """Its words for a sentence: 元/人, 万元/人, yuan per person."""
        own, *others = self.names
        named = dict.fromkeys([own, *(names[0] for names, _ in self.multiples), *others])
        return ", ".join(word[:MAX_TEXT] for word in list(named)[:12])


Unit = Literal["yuan", "count", "fraction"] | DeclaredUnit


def _joined(word: str) -> str:
    return "".join(word.split()).lower()


def unit_name(unit: Unit) -> str:
    """The unit's id."""
    return unit.id if isinstance(unit, DeclaredUnit) else unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact number in the base unit (`yuan`, `count`, `fraction`, or `times` a base)."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a goal asks for. `value` is None beside another series and for a bare 保持.

    `bare` tells that no comparator was written: the number then reads `>=`, and `<=` where the
    indicator is meant to fall. `kept` tells of 保持 beside another comparator: the number is there
    already and is to be kept, as `maintain` says by itself.
    """

    comparator: Comparator
    value: Decimal | None
    value_high: Decimal | None = None
    per_year: bool = False
    level: bool = False
    bare: bool = False
    kept: bool = False


def parts_of(value: Decimal) -> tuple[int, tuple[int, ...], int]:
    """Sign, digits and exponent of a finite number; a shift of the exponent never rounds."""
    sign, digits, exponent = value.as_tuple()
    return sign, digits, int(exponent)


def exact(value: Decimal) -> str:
    """The shortest plain decimal text of a number: no exponent, no trailing zeros."""
    sign, digits, exponent = parts_of(value)
    text = "".join(map(str, digits))
    if exponent >= 0:
        whole, part = text + "0" * exponent, ""
    else:
        text = text.rjust(1 - exponent, "0")
        whole, part = text[:exponent], text[exponent:].rstrip("0")
    whole = whole.lstrip("0") or "0"
    body = f"{whole}.{part}" if part else whole
    return f"-{body}" if sign and body != "0" else body


def _scaled(number: str, exponent: int) -> Decimal:
    """The number times a power of ten, by shifting the exponent: a context would round."""
    plain = number.replace(",", "")
    if sum(character.isdigit() for character in plain) > MAX_DIGITS:
        raise QuantityError("quantity-too-long", found=number[:MAX_TEXT])
    sign, digits, own = parts_of(Decimal(plain))
    return Decimal((sign, digits, own + exponent))


def _percent(number: str, word: str, text: str) -> Decimal:
    if word == "%":
        return _scaled(number, -2)
    if word == "‰":
        return _scaled(number, -3)
    raise QuantityError("quantity-needs-percent", found=text)


def _in_declared(number: str, word: str, unit: DeclaredUnit, text: str) -> Decimal:
    """One number in a declared unit; without a word only where nothing else could be meant."""
    if not word and unit.multiples:
        raise QuantityError("quantity-needs-unit-word", found=text, words=unit.listed())
    factor = unit.words.get(_joined(word)) if word else Decimal(1)
    if factor is None:
        raise QuantityError("quantity-unknown-word", found=text, word=word, words=unit.listed())
    return _EXACT.multiply(_scaled(number, 0), factor)


def _measured(number: str, words: tuple[str, str], unit: Unit, measure: str, text: str) -> Decimal:
    """One number with its words, in the base unit that the unit and the measure ask for."""
    scale, word = words
    if measure == "times base":
        if scale or word not in ("倍", "times"):
            raise QuantityError("quantity-needs-times", found=text)
        return _scaled(number, 0)
    if measure in ("change from base", "average growth") and word in ("%", "‰"):
        return _percent(number, word, text)
    if measure == "average growth":
        raise QuantityError("quantity-needs-percent", found=text)
    if isinstance(unit, DeclaredUnit):
        return _in_declared(number, word, unit, text)
    if unit == "fraction":
        if scale:
            raise QuantityError("unit-does-not-fit", found=text, unit=unit)
        if measure == "change from base" and word in ("个百分点", "百分点"):
            return _scaled(number, -2)
        if word and word not in ("%", "‰"):
            raise QuantityError("unit-does-not-fit", found=text, unit=unit)
        return _percent(number, word, text)
    if word in ("%", "‰", "倍", "百分点", "个百分点"):
        raise QuantityError("unit-does-not-fit", found=text, unit=unit)
    if unit == "yuan":
        if word not in ("", "元"):
            raise QuantityError("unit-does-not-fit", found=text, unit=unit)
        if not scale and not word:
            raise QuantityError("quantity-needs-money-unit", found=text)
    elif word.startswith("元"):
        raise QuantityError("unit-does-not-fit", found=text, unit=unit)
    return _scaled(number, _SCALES[scale])


def _comparator(found: re.Match[str], text: str) -> Comparator:
    said = _FRONT[found["front"]] if found["front"] else None
    after = _BEHIND[found["behind"]] if found["behind"] else None
    if said and after and said != after:
        raise QuantityError("quantity-contradicts-itself", found=text)
    if found["level"] and (said or after) not in (None, ">", ">="):
        raise QuantityError("quantity-contradicts-itself", found=text)
    if found["kept"]:
        # What is kept about a number is kept at it: 保持 tolerates as 左右 does.
        return "maintain" if (said or after) in (None, "about", "=") else (said or after or ">=")
    return said or after or ">="


def tidy(text: str) -> str:
    """Full-width signs and digits made half-width, spaces at the ends dropped."""
    return text.translate(_HALF_WIDTH).strip()


@lru_cache(maxsize=8192)
def parse_target(text: str, unit: Unit = "count", measure: Measure = "value") -> Target:
    """Read a target such as `> 5500 亿元`; raises QuantityError and nothing else.

    `unit` is the indicator's base unit; `measure` says whether the number is the value itself, a
    multiple of the base, a change from it, or a growth per year.
    """
    if len(text) > MAX_TEXT:
        raise QuantityError("quantity-too-long", found=text[:MAX_TEXT] + "…")
    plain = tidy(text)
    wordless = _without_number(plain, unit, measure, text)
    if wordless is not None:
        return wordless
    found = _match(plain, unit, measure, text)
    level = found["level"] is not None
    per_year = found["year"] is not None
    kept = found["kept"] is not None
    comparator = _comparator(found, text)
    low_scale, low_word = found["lowscale"] or "", found["lowword"]
    if found["high"] is None:
        value = _measured(found["low"], (low_scale, low_word), unit, measure, text)
        bare = not (found["front"] or found["behind"] or level or kept)
        return Target(
            comparator, value, None, per_year, level, bare, kept and comparator != "maintain"
        )
    if found["front"] or found["behind"]:
        raise QuantityError("quantity-range-with-comparator", found=text)
    high_scale, high_word = found["highscale"] or "", found["highword"]
    if (low_scale or low_word) and not (high_scale or high_word):
        raise QuantityError("quantity-range-unit", found=text)
    if not (low_scale or low_word):
        low_scale, low_word = high_scale, high_word
    low = _measured(found["low"], (low_scale, low_word), unit, measure, text)
    high = _measured(found["high"], (high_scale, high_word), unit, measure, text)
    if low >= high:
        raise QuantityError("quantity-range-backwards", found=text)
    return Target("range", low, high, per_year, level, False, kept)


def _without_number(plain: str, unit: Unit, measure: Measure, text: str) -> Target | None:
    """同步, 保持, 翻番, 全覆盖: targets whose number is a word, or stands elsewhere."""
    if measure == "in step with":
        if plain not in _BESIDE:
            raise QuantityError("quantity-needs-in-step", found=text)
        return Target(_BESIDE[plain], None)
    if plain in _BESIDE and plain not in _FRONT:
        raise QuantityError("quantity-in-step-needs-measure", found=text)
    if plain in ("保持", "maintain", "keep"):
        return Target("maintain", None)
    if plain in _DOUBLED and measure == "times base":
        return Target(">=", Decimal(_DOUBLED[plain]))
    if plain == "全覆盖" and unit == "fraction":
        return Target(">=", Decimal(1))
    return None


def _match(plain: str, unit: Unit, measure: Measure, text: str) -> re.Match[str]:
    own = isinstance(unit, DeclaredUnit) and measure in ("value", "change from base")
    pattern = unit.pattern if own and isinstance(unit, DeclaredUnit) else _TARGET
    found = pattern.fullmatch(plain)
    if found is not None:
        return found
    strange = _WITH_A_WORD.fullmatch(plain)
    if strange is None:
        raise QuantityError("quantity-unreadable", found=text)
    raise QuantityError(
        "quantity-unknown-word", found=text, word=strange["word"], words=unit_words(unit, measure)
    )


def measured_word(text: str) -> str | None:
    """The unit of measurement that stands behind a number, which no count has: 吨 of `60 万吨`."""
    found = _MEASURED.search(tidy(text[:MAX_TEXT]))
    return found["word"] if found else None


def foreign_counter(text: str, counted: Collection[str]) -> str | None:
    """The measure word behind a number that counts another kind of thing than `counted`, else None.

    `60 人` of what is counted in 家 is no number of firms. 个 counts everything; nothing is known
    where `counted` has no measure word, but a noun (企业) or nothing.
    """
    found = _COUNTER.search(tidy(text[:MAX_TEXT]))
    words = {_AROUND_MEASURE_WORD.sub("", word) for word in counted if not word.isascii()}
    if found is None or not words or not words <= MEASURE_WORDS | {"起"}:
        return None
    if found["word"] in _THINGS:
        return None if words - _NO_THINGS else found["word"]
    kind = next(kind for kind in _COUNTERS if found["word"] in kind)
    return None if words & kind else found["word"]


def is_per_year(text: object) -> bool:
    """Whether a target says by itself that it is due again every year."""
    return isinstance(text, str) and text.rstrip().endswith(_PER_YEAR)


def unit_words(unit: Unit, measure: Measure = "value") -> str:
    """The words a number may be written with, for a sentence."""
    if measure == "times base":
        return "倍"
    if measure != "value" or unit == "fraction":
        return "%, ‰"
    if isinstance(unit, DeclaredUnit):
        return unit.listed()
    return "元, 万元, 亿元, 万亿元" if unit == "yuan" else "家, 个, 万, 亿"


def parse_quantity(text: str, unit: Unit | None = None) -> Quantity:
    """Read one number with its unit and no comparator; without `unit`, the text's own words tell.

    Raises QuantityError and nothing else.
    """
    plain = tidy(text[: MAX_TEXT + 1])
    if unit is None:
        unit = "fraction" if plain.endswith(("%", "‰")) else "count"
        if re.search(r"(元|亿)$", plain):
            unit = "yuan"
    target = parse_target(text, unit)
    bare = re.match(r"[+-]?[0-9]", plain) is not None
    wordy = plain.endswith((*_BEHIND, *_PER_YEAR, "级"))
    if target.value is None or target.value_high is not None or not bare or wordy:
        raise QuantityError("quantity-not-plain", found=text)
    return Quantity(target.value, unit_name(unit))
