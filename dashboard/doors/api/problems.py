"""Refusals as problem details (RFC 9457): what is wrong, in the asker's language, for programs."""

import json
from typing import TYPE_CHECKING, Any

from dashboard.languages import LOGGED, say

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    408: "Too slow",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    421: "Misdirected request",
    422: "Not understood",
    429: "Too many requests",
    500: "Server error",
    503: "Not available",
}


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
    body = problem(status, code, detail, request.scope["cluster.visit"].id, **more)
    return Response(body, status, headers, MEDIA_TYPE)


def problem(status: int, code: str, detail: str, request_id: str, **more: object) -> bytes:
    """Return the members of a problem as JSON. `type` is a name of ours, not an address to fetch."""
    told = {
        "type": f"urn:cluster-dashboard:problem:{code}",
        "title": TITLES.get(status, "Refused"),
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
