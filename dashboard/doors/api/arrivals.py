"""What is asked of every request before anything that was sent is read: who asks, and what they can be given."""

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from dashboard.doors.api.callers import caller
from dashboard.doors.api.negotiation import MEDIA, Format, accepted
from dashboard.doors.api.problems import Problem
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def arriving(settings: Settings) -> type[APIRoute]:
    """Return the class of the addresses: each asks `arrive` before the library reads a body.

    Who may not ask is told no more than that.
    """

    class Arriving(APIRoute):
        def get_route_handler(self) -> "Callable[[Request], Coroutine[Any, Any, Response]]":
            handle, forms = super().get_route_handler(), _forms_of(self)

            async def arrived(request: "Request") -> "Response":
                await run_in_threadpool(arrive, request, settings, forms)
                return await handle(request)

            return arrived

    return Arriving


def arrive(request: "Request", settings: Settings, forms: tuple[Format, ...]) -> None:
    """Note on the request who asks (`state.person`) and which `forms` they accept (`state.forms`).

    Raises `Problem` for what cannot be answered whatever else it says.
    """
    request.state.person = caller(request, settings)
    headers = request.headers
    request.state.forms = accepted(",".join(headers.getlist("accept")), forms)
    if not request.state.forms:
        raise Problem(406, "not-acceptable", forms=tuple(MEDIA[form] for form in forms))
    if request.method == "POST":
        # No form of another site can send it.
        media = headers.get("content-type", "").partition(";")[0]
        if media.strip().lower() != "application/json":
            raise Problem(415, "json-only")
        if headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise Problem(415, "plain-only")
        # What is compared here are revisions and steps, and they are named in what is sent.
        if "if-match" in headers:
            raise Problem(412, "no-etag")
    names = Counter(name for name, _ in request.query_params.multi_items())
    twice = next((name for name, times in names.items() if times > 1), None)
    if twice is not None:
        raise Problem(422, "twice", where=twice)


def _forms_of(route: APIRoute) -> tuple[Format, ...]:
    """The forms in which an address answers, as its description says."""
    described = route.responses.get(200, {}).get("content", {})
    return tuple(form for form, media in MEDIA.items() if form == "json" or media in described)
