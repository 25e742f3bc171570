"""Where evidence files are fetched: `/evidence/<number>`, asked by person and figure like a page.

A file is only ever given out to be saved: never shown by the browser, never kept by a cache, and under
the type that its bytes were found to have when it was handed in.
"""

from typing import TYPE_CHECKING
from urllib.parse import quote

from dashboard.doors import identity
from dashboard.doors.permitted_comments import PermittedComments
from dashboard.doors.visits import Visit, language_of, values
from dashboard.people.actor import By
from dashboard.people.scopes import regions_tree
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def evidence_routes(settings: Settings) -> "list[Route]":
    """Return `/evidence/<number>`, where the site keeps evidence files at all."""
    from starlette.concurrency import run_in_threadpool
    from starlette.routing import Route

    if not settings.evidence:
        return []

    async def fetched(request: "Request") -> "Response":
        return await run_in_threadpool(_fetched, request, settings)

    return [Route("/evidence/{number:int}", fetched, methods=["GET", "HEAD"])]


def evidence_address(number: int) -> str:
    """Return a file's address as pages link to it: relative, so that it holds under any base."""
    return f"evidence/{number}"


def _fetched(request: "Request", settings: Settings) -> "Response":
    from starlette.responses import PlainTextResponse, Response

    from dashboard import loading
    from dashboard.actuals.evidence_storage import EvidenceFault

    visit: Visit = request.scope["cluster.visit"]
    headers = request.scope["headers"]
    person = identity.who_asks(settings, headers, visit)
    standing, _ = loading.standing_of(settings, None, person)
    catalogue = standing.catalogue
    by = By(person, regions_tree(catalogue), visit.id, visit.address)
    desk = PermittedComments(loading.store(settings), catalogue, settings, lambda: by)
    try:
        file, content = desk.file(request.path_params["number"])
    except EvidenceFault as fault:
        if fault.message.code == "actuals.evidence.unknown":
            # As if there were none, whether there is one or not.
            return Response(status_code=404)
        visit.answers_itself = True
        query = request.scope["query_string"].decode("latin-1")
        lang = language_of(query, ",".join(values(headers, b"accept-language")))
        return PlainTextResponse(fault.message.text(lang), 410, {"cache-control": "no-store"})
    plain = f"evidence-{file.id}.{file.name.rpartition('.')[2].lower()}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    told = {
        "content-disposition": named,
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response(content, 200, told, file.media_type)
