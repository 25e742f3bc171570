"""What all answers are made of: exact numbers, parts of lists, texts in each language, refusals."""

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from dashboard.languages import LANGUAGES

Item = TypeVar("Item")

Exact = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


def _whole(value: object) -> object:
    """JSON knows no integers: 7.0 is the same number as 7, and neither "7" nor true is one."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole_number", "a whole number")
    return value


# The bounds stand before the reading, so that the description has them, too.
Whole = Annotated[int, Field(ge=0, lt=2**53), BeforeValidator(_whole)]


def _iso_day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("iso_day", "a day as YYYY-MM-DD")
    return value


# A number would be taken for seconds since 1970.
Day = Annotated[date, BeforeValidator(_iso_day)]


class Answer(BaseModel):
    """Something that is answered: nothing but what is named here."""

    model_config = ConfigDict(extra="forbid")


Model = TypeVar("Model", bound=BaseModel)


def in_each_language(model: type[Model]) -> type[Model]:
    """Return the model with each field `…_lang` once for each language: name_zh, name_en."""
    own: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        stem = name.removesuffix("lang")
        names = [stem + lang for lang in LANGUAGES] if name.endswith("_lang") else [name]
        own |= dict.fromkeys(names, (field.annotation, field))
    made: Any = create_model(
        model.__name__, __base__=Answer, __doc__=model.__doc__, __module__=model.__module__, **own
    )
    return cast("type[Model]", made)


class Page(Answer, Generic[Item]):
    """A part of a list: `total` counts all of it, `next` is the address of what follows."""

    items: list[Item]
    total: int
    next: str | None


class Problem(BaseModel):
    """Why a request is refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
