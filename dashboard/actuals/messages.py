"""What this room has to tell a person: a code and its values, said in a language at the edge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeAlias, runtime_checkable

from dashboard.languages import LOGGED, in_each, say
from dashboard.languages.characters import odd


@runtime_checkable
class Sayable(Protocol):
    """A value that is written differently in each language."""

    def in_language(self, lang: str) -> str: ...


# Below a hundredth of 亿元 the yuan themselves are the plainer number.
_SMALL = Decimal(1_000_000)

Param: TypeAlias = str | int | date | tuple[str, ...] | Sayable


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its wording in each language."""

    wordings: Mapping[str, str]

    @classmethod
    def each(cls, write: Callable[[str], str]) -> "Name":
        """Return what `write` makes of each language."""
        return cls(in_each(write))

    def in_language(self, lang: str) -> str:
        return self.wordings[lang]


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact value in its base unit (`yuan`, `count`, `fraction`), or None for a withdrawn one."""

    value: Decimal | None
    unit: str

    def in_language(self, lang: str) -> str:
        """Return money in the unit it is typed in with the yuan behind it, all else to the end."""
        entered = self.as_entered(lang)
        if entered == self.exact(lang):
            return entered
        return say("actuals.figure.both", lang, amount=entered, exact=self.exact(lang))

    def exact(self, lang: str) -> str:
        """Return the value to its last digit in the base unit: "417,454,000,000 元"."""
        from dashboard.languages.numbers import in_full

        return in_full(self.value, self.unit, lang)

    def as_entered(self, lang: str) -> str:
        """Return money in 亿元, as entry pages take it in either language: "4174.54 亿元".

        Small amounts, and what is no money, are written out.
        """
        if self.unit != "yuan" or self.value is None or abs(self.value) < _SMALL:
            return self.exact(lang)
        from dashboard.languages.numbers import digits

        return say("actuals.figure.entered", lang, amount=digits(self.value.scaleb(-8), lang, 4))


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction as a percentage to hundredths: "12.34%"."""

    value: Decimal

    def in_language(self, lang: str) -> str:
        from dashboard.languages.numbers import percent

        return percent(self.value, lang, places=2)


@dataclass(frozen=True, slots=True)
class Points:
    """A difference of fractions in percentage points to hundredths, without a sign for gains."""

    value: Decimal

    def in_language(self, lang: str) -> str:
        from dashboard.languages.numbers import points

        return points(self.value, lang, places=2, signed=False)


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth rate in words: "增长 7.5%"."""

    value: Decimal

    def in_language(self, lang: str) -> str:
        from dashboard.languages.numbers import change

        return change(self.value, lang)


@dataclass(frozen=True, slots=True)
class Word:
    """A wording of the catalogues that stands within a sentence."""

    code: str

    def in_language(self, lang: str) -> str:
        return say(self.code, lang)


@dataclass(frozen=True, slots=True)
class When:
    """A moment as stored: ISO text in UTC."""

    at: str

    def in_language(self, lang: str) -> str:
        from dashboard.languages.numbers import moment_text

        return moment_text(self.at, lang)


@dataclass(frozen=True, slots=True)
class OddCharacters:
    """What in a `text` is neither Chinese nor Latin writing, by code point; nothing if all is."""

    text: str

    def in_language(self, lang: str) -> str:
        codes = odd(self.text)
        return say("actuals.entering.odd", lang, codes=tuple(codes)) if codes else ""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet said: `code` is its key in the language catalogues."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """Return the sentence in `lang` (one of `LANGUAGES`)."""
        values = {
            name: value.in_language(lang) if isinstance(value, Sayable) else value
            for name, value in self.params.items()
        }
        return say(self.code, lang, **values)


class ActualsError(Exception):
    """A fault of this room that a person can be told in one sentence; `message` says it."""

    def __init__(self, code: str, /, **params: Param) -> None:
        # actuals.*
        self.message = Message(f"actuals.{code}", params)
        super().__init__(code)

    def __str__(self) -> str:
        return self.message.text(LOGGED)
