"""Refusals as problem details (RFC 9457): what is wrong, in the asker's language, for programs;
the faults of single fields, too, of which the library speaks English alone.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from dashboard.languages import LOGGED, has, say

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


MEDIA_TYPE = "application/problem+json"

# Those with a title of their own; all others are told by their hundred.
_TITLED = {
    400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 414, 415, 421, 422, 429, 431, 500, 503, 505,
}  # fmt: skip


class Problem(Exception):
    """What was asked for is refused. `code` names the kind; its sentence is `doors.api.<code>`."""

    def __init__(self, status: int, code: str, **values: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.values = status, code, values

    def answered(self, request: "Request", **more: object) -> "Response":
        """Return the answer to `request`; `more` are members of their own."""
        # doors.api.*
        detail = say(f"doors.api.{self.code}", language_of(request), **self.values)
        return answer(request, self.status, self.code, detail, **more)


def answer(request: "Request", status: int, code: str, detail: str, **more: object) -> "Response":
    """Return a problem: `detail` is a sentence in the asker's language."""
    from starlette.responses import Response

    headers = {"cache-control": "no-store"}
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    visit, lang = request.scope["cluster.visit"], language_of(request)
    body = problem(status, code, detail, visit.id, lang, **more)
    return Response(body, status, headers, MEDIA_TYPE)


def title_of(status: int, lang: str) -> str:
    """Return what a status is called."""
    told = status if status in _TITLED else 500 if status >= 500 else 400
    # doors.status.*
    return say(f"doors.status.{told}", lang)


def problem(
    status: int, code: str, detail: str, request_id: str, lang: str, **more: object
) -> bytes:
    """Return the members of a problem as JSON. `type` is a name of ours, not an address to fetch."""
    told = {
        "type": f"urn:cluster-dashboard:problem:{code}",
        "title": title_of(status, lang),
        "status": status,
        "detail": detail,
        "instance": f"urn:cluster-dashboard:request:{request_id}",
    }
    return json.dumps(told | more, ensure_ascii=False).encode()


def language_of(request: "Request") -> str:
    """Return the language of the sentences in an answer: `lang`, else what the asker accepts."""
    from dashboard.doors import visits

    accepted = request.headers.get("accept-language", LOGGED)
    return visits.language_of(request.url.query, accepted)


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
