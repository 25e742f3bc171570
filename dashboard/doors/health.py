"""Whether the server lives, is ready to answer with figures, and what it has counted."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from dashboard import __version__
from dashboard.doors.logs import LOG
from dashboard.doors.metrics import Metrics

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

# Seconds after which what does not answer is not ready: who watches waits little longer.
_WAIT = 1.5


def health_routes(metrics: Metrics, checks: dict[str, Callable[[], object]]) -> "list[Route]":
    """Return `/healthz`, `/readyz` and `/metrics`; `checks` raise when their part is unreachable."""
    import asyncio

    from starlette.responses import JSONResponse, PlainTextResponse
    from starlette.routing import Route

    async def healthz(_: "Request") -> "Response":
        return JSONResponse({"status": "ok", "version": __version__})

    asking: dict[str, Future[bool]] = {}
    # Why what is unreachable is: told once, not at every question of who watches.
    told: dict[str, str] = {}
    # Threads of their own: those of requests may all be waiting for the database.
    threads = ThreadPoolExecutor(len(checks) or 1, "ready")

    async def readyz(request: "Request") -> "Response":
        for name, ask in checks.items():
            # One that still waits is not asked a second time.
            if name not in asking or asking[name].done():
                asking[name] = threads.submit(_answers, name, ask, told)
        waited = [asyncio.wrap_future(each) for each in asking.values()]
        await asyncio.wait(waited, timeout=_WAIT)
        found = {name: each.done() and each.result() for name, each in asking.items()}
        ready = all(found.values())
        request.scope["cluster.visit"].answers_itself = True
        parts = {name: "ok" if well else "unreachable" for name, well in found.items()}
        status = {"status": "ok" if ready else "unavailable", **parts}
        return JSONResponse(status, 200 if ready else 503, {"cache-control": "no-store"})

    async def counts(_: "Request") -> "Response":
        return PlainTextResponse(metrics.text(), media_type="text/plain; version=0.0.4")

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", counts),
    ]


def _answers(name: str, ask: Callable[[], object], told: dict[str, str]) -> bool:
    try:
        ask()
    except Exception as fault:  # noqa: BLE001 - whatever keeps it from answering, it is not ready; it is logged
        reason = str(fault)
        if told.get(name) != reason:
            told[name] = reason
            LOG.warning(f"{name} is unreachable", exc_info=True)
        return False
    if told.pop(name, None) is not None:
        LOG.warning(f"{name} is reachable again")
    return True
