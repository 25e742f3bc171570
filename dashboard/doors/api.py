"""The one address a program may already ask with a token: for whom the token acts."""

from typing import TYPE_CHECKING

from dashboard.doors.identity import people
from dashboard.doors.visits import values
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def api_routes(settings: Settings) -> "list[Route]":
    """Return `/api/who`, asked with `Authorization: Bearer cd_…` and answered in JSON."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def who(request: "Request") -> "Response":
        request.scope["cluster.visit"].answers_itself = True
        sent = values(request.scope["headers"], b"authorization")
        kind, _, secret = (sent[0] if len(sent) == 1 else "").partition(" ")
        token = secret.strip() if kind.lower() == "bearer" else None
        person = await run_in_threadpool(people(settings).tokens.resolve, token)
        if person is None:
            told = {"www-authenticate": "Bearer", "cache-control": "no-store"}
            return JSONResponse({"error": "not-signed-in"}, 401, told)
        regions = None if person.only_regions is None else sorted(person.only_regions)
        return JSONResponse(
            {
                "name": person.name,
                "token": person.via,
                "actions": sorted(person.only or ()),
                "regions": regions,
            },
            headers={"cache-control": "no-store"},
        )

    return [Route("/api/who", who)]
