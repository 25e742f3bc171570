"""The small words every model is made of.

YAML scalars arrive as the text that was written, so each type here turns text into what it means
and says with an error code what it wanted: Pydantic's own coercions would take `1_000` or `yes`.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from dashboard.languages import LANGUAGES, LOGGED, PRINTED, language_name, say

NOT_PRINTED = "not printed"
MAX_WORDING = 25

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YEAR = re.compile(r"(19|20|21)[0-9]{2}")
_MONTH_DAY = re.compile(r"[1-9]|[12][0-9]|3[01]")
_WHOLE = re.compile(r"[0-9]{1,9}")
# YAML reads +2027 and 2027.0 as the number 2027, and a schema sees no more of them than that.
_SIGN = r"(?:\+|-(?=0+(?:\.0*)?$))?"
_SIGNED = re.compile(rf"{_SIGN}0*([0-9]+)(?:\.0*)?")
_ID_AS_NUMBER = re.compile(rf"{_SIGN}([0-9]+)(?:\.0*)?")
_YES, _NO = ("true", "True", "TRUE"), ("false", "False", "FALSE")
_PERIOD = re.compile(r"((?:19|20|21)[0-9]{2})(?:\s*[-–—~]\s*((?:19|20|21)[0-9]{2}))?")
# Days of the calendar alone: no 30 February, and 29 February in leap years, in the schema too.
_DATE = re.compile(
    r"(?!0000)("
    r"[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    r"|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
)
_DECIMAL = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Strict(BaseModel):
    """Unknown keys refused, nothing coerced, nothing changed after reading."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", populate_by_name=True)


def refused(code: str, **params: str) -> PydanticCustomError:
    """An error whose code names the sentence to show."""
    return PydanticCustomError(code, "{code}", {"code": code, **params})


def text_of(value: Any) -> str:
    """The scalar's text; numbers and dates are taken from Python callers too."""
    if type(value) is str:
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise refused("wrong-type-text")
    return str(value)


def is_id(text: str) -> bool:
    """Whether a key may be an id: lower-case letters and digits joined by hyphens."""
    return _ID.fullmatch(text) is not None


def _identifier(value: Any) -> str:
    text = text_of(value)
    found = _ID_AS_NUMBER.fullmatch(text)
    text = found[1] if found else text.lower() if text in (*_YES, *_NO) else text
    if not _ID.fullmatch(text):
        raise refused("bad-id")
    return text


def _written(value: Any) -> str:
    text = text_of(value)
    if not text.strip():
        raise refused("empty-text")
    return text


def _wording(value: Any) -> str:
    text = _written(value)
    if len(text) > MAX_WORDING:
        raise refused("wording-too-long", length=str(len(text)))
    return text


def unsigned(text: str) -> str:
    """The digits of a whole number, however YAML lets it be written; any other text as it is."""
    found = _SIGNED.fullmatch(text)
    return found[1] if found else text


def unsigned_pattern(digits: str) -> str:
    """The schema's pattern of texts whose `unsigned` matches `digits`."""
    return rf"^{_SIGN}0*({digits})(\.0*)?$"


def whole_number(value: Any) -> int:
    """A whole number from 0 up."""
    text = unsigned(text_of(value))
    if not _WHOLE.fullmatch(text):
        raise refused("wrong-type-whole-number")
    return int(text)


def _number(value: Any) -> str:
    text = value if type(value) is str else text_of(value)
    if not _DECIMAL.fullmatch(text):
        raise refused("wrong-type-number")
    return text


def _year(value: Any) -> int:
    text = unsigned(text_of(value))
    if not _YEAR.fullmatch(text):
        raise refused("wrong-type-year")
    return int(text)


def _due(value: Any) -> int | str:
    return NOT_PRINTED if value == NOT_PRINTED else _year(value)


def _month_day(value: Any) -> int:
    text = unsigned(text_of(value))
    if not _MONTH_DAY.fullmatch(text):
        raise refused("wrong-type-month-day")
    return int(text)


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in (*_YES, *_NO):
        raise refused("wrong-type-yes-no")
    return value in _YES


def _period(value: Any) -> tuple[int, int]:
    found = _PERIOD.fullmatch(unsigned(text_of(value)))
    if found is None:
        raise refused("wrong-type-period")
    start, end = int(found[1]), int(found[2] or found[1])
    if end < start:
        raise refused("period-backwards")
    return (start, end)


def _matching(pattern: re.Pattern[str], code: str) -> Any:
    def check(value: Any) -> str:
        text = text_of(value)
        if not pattern.fullmatch(text):
            raise refused(code)
        return text

    return check


# Quoted or not, a scalar is read as its text; each bound holds for the type that it is a bound of.
ID_PATTERN = f"^{_ID.pattern}$"
YEAR_SCHEMA = {
    "type": ["integer", "string"],
    "minimum": 1900,
    "maximum": 2199,
    "pattern": unsigned_pattern(_YEAR.pattern),
}
SCALAR_SCHEMA = {"type": ["string", "integer", "number", "boolean"], "pattern": r"\S"}
WHOLE_SCHEMA = {
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": 999_999_999,
    "pattern": unsigned_pattern(_WHOLE.pattern),
}

ID_SCHEMA = {
    "type": ["string", "integer", "boolean"],
    "pattern": rf"{ID_PATTERN}|^{_ID_AS_NUMBER.pattern}$|^({'|'.join((*_YES, *_NO))})$",
    "minimum": 0,
}

Id = Annotated[str, BeforeValidator(_identifier), WithJsonSchema(ID_SCHEMA)]
Text = Annotated[str, BeforeValidator(_written), WithJsonSchema(SCALAR_SCHEMA)]
Printed = Annotated[str, BeforeValidator(_written), WithJsonSchema(SCALAR_SCHEMA)]
Wording = Annotated[
    str,
    BeforeValidator(_wording),
    WithJsonSchema({**SCALAR_SCHEMA, "maxLength": MAX_WORDING}),
]
Year = Annotated[int, BeforeValidator(_year), WithJsonSchema(YEAR_SCHEMA)]
Due = Annotated[
    int | str,
    BeforeValidator(_due),
    WithJsonSchema({"anyOf": [YEAR_SCHEMA, {"const": NOT_PRINTED}]}),
]
WholeNumber = Annotated[int, BeforeValidator(whole_number), WithJsonSchema(WHOLE_SCHEMA)]
# Of fewer than three, half are no majority: one wrong figure would move the median.
WholeNumberFromThree = Annotated[
    int,
    BeforeValidator(whole_number),
    WithJsonSchema(
        {**WHOLE_SCHEMA, "minimum": 3, "pattern": unsigned_pattern("[3-9]|[1-9][0-9]{1,8}")}
    ),
]
PositiveWholeNumber = Annotated[
    int,
    BeforeValidator(whole_number),
    WithJsonSchema({**WHOLE_SCHEMA, "minimum": 1, "pattern": unsigned_pattern("[1-9][0-9]{0,8}")}),
]
MonthDay = Annotated[
    int,
    BeforeValidator(_month_day),
    WithJsonSchema(
        {
            **WHOLE_SCHEMA,
            "minimum": 1,
            "maximum": 31,
            "pattern": unsigned_pattern(_MONTH_DAY.pattern),
        }
    ),
]
YesNo = Annotated[
    bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": [True, False, *_YES, *_NO]})
]
Number = Annotated[
    str,
    BeforeValidator(_number),
    WithJsonSchema({"type": ["number", "string"], "pattern": f"^{_DECIMAL.pattern}$"}),
]
PositiveNumber = Annotated[
    str,
    BeforeValidator(_number),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "exclusiveMinimum": 0,
            "pattern": rf"^(?!-)(?=[^eE]*[1-9]){_DECIMAL.pattern}$",
        }
    ),
]
"""A number that `check` wants above zero where it is used, so that it can say what of."""
NumberAboveOne = Annotated[
    str,
    BeforeValidator(_number),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "exclusiveMinimum": 1,
            "pattern": r"^\+?0*(([1-9][0-9]+|[2-9]|1(?=\.0*[1-9]))(\.[0-9]*)?([eE]\+?[0-9]{1,2})?"
            r"|[1-9](\.[0-9]*)?[eE]\+?(0?[1-9]|[1-9][0-9]))$",
        }
    ),
]
NumberNotBelowZero = Annotated[
    str,
    BeforeValidator(_number),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "minimum": 0,
            "pattern": rf"^(?!-[^eE]*[1-9]){_DECIMAL.pattern}$",
        }
    ),
]
Recognition = Literal["municipal", "provincial", "national", "world"]
Kind = Literal["cluster", "chain", "zone", "park", "firm"]
Period = Annotated[
    tuple[int, int],
    BeforeValidator(_period),
    WithJsonSchema(
        {**YEAR_SCHEMA, "pattern": f"{unsigned_pattern(_YEAR.pattern)}|^{_PERIOD.pattern}$"}
    ),
]
Date = Annotated[
    str,
    BeforeValidator(_matching(_DATE, "wrong-type-date")),
    WithJsonSchema({"type": "string", "pattern": f"^{_DATE.pattern}$"}),
]
Sha256 = Annotated[
    str,
    BeforeValidator(_matching(_SHA256, "wrong-type-sha256")),
    WithJsonSchema({"type": "string", "pattern": f"^{_SHA256.pattern}$"}),
]


def close_mappings(schema: Any) -> None:
    """Mappings by id take ids alone: `patternProperties` by itself lets any other key pass."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            ((pattern, below),) = schema["patternProperties"].items()
            # A key is no number or truth value that YAML could write in several ways.
            pattern = ID_PATTERN if pattern == ID_SCHEMA["pattern"] else pattern
            schema["patternProperties"] = {pattern: below}
            schema["propertyNames"] = {"pattern": pattern}
            schema["additionalProperties"] = False
        for below in schema.values():
            close_mappings(below)
    elif isinstance(schema, list):
        for below in schema:
            close_mappings(below)


def described(meaning: str, good: str, bad: str, **more: Any) -> Any:
    """A field whose description shows one good and one bad example."""
    return Field(description=f"{meaning} Good: `{good}`. Bad: `{bad}`.", **more)


class _InLanguages(Strict):
    """One name in every language. Where one is missing another stands in for it, and says so."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    @model_validator(mode="before")
    @classmethod
    def _marked(cls, value: Any) -> Any:
        known = list(cls.model_fields)
        if not isinstance(value, dict) or not value.keys() & set(known):
            if value == {}:
                raise refused("name-missing")
            return value
        # English is read by more people than Chinese where a third language is missing.
        given = (value[lang] for lang in reversed(known) if lang in value)
        word = next((word for word in given if isinstance(word, str) and word.strip()), None)
        missing = [lang for lang in known if lang not in value]
        return (
            value if word is None else value | {lang: untranslated(word, lang) for lang in missing}
        )

    def in_each(self) -> dict[str, str]:
        """Return language -> name, with those that only stand in."""
        return {lang: getattr(self, lang) for lang in type(self).model_fields}

    def written(self) -> dict[str, str]:
        """Return language -> name as written in the register, without those that only stand in."""
        return {
            lang: name
            for lang, name in self.in_each().items()
            if name and not name.endswith(untranslated("", lang))
        }

    def given(self) -> tuple[str, ...]:
        """The names as written in the register, without one that only stands in."""
        return tuple(self.written().values())


def untranslated(word: str, lang: str) -> str:
    """Return a word of another language as it stands in for the missing one of `lang`."""
    return say("names.untranslated", lang, word=word)


def _in_languages(name: str, doc: str | None, described_fields: Mapping[str, Any]) -> Any:
    fields: dict[str, Any] = {lang: (Text, field) for lang, field in described_fields.items()}
    return create_model(name, __base__=_InLanguages, __doc__=doc, **fields)


_EXAMPLES = {"zh": ("营业收入", "收入等"), "en": ("Operating revenue", "yingye shouru")}

if TYPE_CHECKING:
    Names = _InLanguages
    UnitName = _InLanguages
else:
    Names = _in_languages(
        "Names",
        _InLanguages.__doc__,
        {
            lang: described(
                f"The name in {language_name(lang, LOGGED)}.",
                *_EXAMPLES.get(lang, _EXAMPLES["en"]),
                default="",
            )
            for lang in LANGUAGES
        },
    )
    UnitName = _in_languages(
        "UnitName",
        "A unit's name in the languages it is not printed in.",
        {
            lang: described(
                f"In {language_name(lang, LOGGED)}.",
                "Municipal Science and Technology Bureau",
                "kejiju",
                default="",
            )
            for lang in LANGUAGES
            if lang != PRINTED
        },
    )
