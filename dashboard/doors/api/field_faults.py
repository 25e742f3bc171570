"""What is wrong with the fields of a request, in the asker's language: the library's words are English."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from dashboard.languages import has, say


class FieldFault(TypedDict):
    """`where` it is (query.limit, body.figures.0.value) and what is expected there."""

    where: str
    what: str


def field_faults(found: Sequence[Mapping[str, Any]], lang: str) -> list[FieldFault]:
    """Return the faults that the library found, each as a sentence."""
    return [{"where": ".".join(map(str, one["loc"])), "what": _what(one, lang)} for one in found]


def _what(fault: Mapping[str, Any], lang: str) -> str:
    # doors.field.*
    key = f"doors.field.{fault['type']}"
    told = {name: value for name, value in fault.get("ctx", {}).items() if name != "error"}
    if "expected" in told:
        # 'json' or 'csv': the values stand, the word between them is the library's.
        told["expected"] = " | ".join(re.findall(r"'([^']*)'", str(told["expected"])))
    return say(key, lang, **told) if has(key, lang) else say("doors.field.other", lang)
