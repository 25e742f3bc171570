"""What `/api` answers. The application behind `/api/v1` is made when it is first asked for."""

import threading
from typing import TYPE_CHECKING

from dashboard.doors.addresses import PROGRAMS, path_outside
from dashboard.doors.api.problems import Problem
from dashboard.doors.identity import people
from dashboard.doors.visits import values
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send


def api_routes(settings: Settings) -> "list[BaseRoute]":
    """Return `/api/v1`, and `/api/who` where people sign in: for whom a token acts."""
    from starlette.responses import RedirectResponse
    from starlette.routing import Mount, Route

    async def described(_: "Request") -> "Response":
        # Else the pages' server answers what it does not know, in its own name.
        return RedirectResponse(path_outside(f"{PROGRAMS}/", settings), 308)

    routes: list[BaseRoute] = [Mount(PROGRAMS, app=_Later(settings)), Route(PROGRAMS, described)]
    if settings.signs_in:
        routes.append(Route("/api/who", _who(settings)))
    return routes


class _Later:
    """ASGI: the programs' application, whose library no page needs and no start should wait for."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, threading.Lock()
        self._made: ASGIApp | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if self._made is None:
            from starlette.concurrency import run_in_threadpool

            await run_in_threadpool(self._make)
        assert self._made is not None
        # Its refusals are answers to programs; the door puts no page in their place.
        scope["cluster.visit"].answers_itself = True
        if scope["method"] == "HEAD":
            # Answered like reading; the server sends no body to who asked so.
            scope = {**scope, "method": "GET"}
        await self._made(scope, receive, send)

    def _make(self) -> None:
        from dashboard.doors.api.application import application

        with self._lock:
            if self._made is None:
                self._made = application(self._settings)


def _who(settings: Settings) -> "ASGIApp":
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse

    async def who(request: "Request") -> "Response":
        request.scope["cluster.visit"].answers_itself = True
        person = await run_in_threadpool(
            people(settings).tokens.resolve,
            bearer(values(request.scope["headers"], b"authorization")),
        )
        if person is None:
            return Problem(401, "token").answered(request)
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

    return who  # type: ignore[return-value]  # a Starlette endpoint


def bearer(sent: list[str]) -> str | None:
    """Return the secret of `Authorization: Bearer cd_…`; None for another kind, or two of them."""
    kind, _, secret = (sent[0] if len(sent) == 1 else "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None
