"""Whether the server lives, is ready to answer with figures, and what it has counted."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dashboard import __version__
from dashboard.doors.logs import LOG
from dashboard.doors.metrics import Metrics

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def health_routes(metrics: Metrics, checks: dict[str, Callable[[], object]]) -> "list[Route]":
    """Return `/healthz`, `/readyz` and `/metrics`; `checks` raise when their part is unreachable."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse, PlainTextResponse
    from starlette.routing import Route

    async def healthz(_: "Request") -> "Response":
        return JSONResponse({"status": "ok", "version": __version__})

    async def readyz(request: "Request") -> "Response":
        found = {name: await run_in_threadpool(_answers, name, ask) for name, ask in checks.items()}
        ready = all(found.values())
        request.scope["cluster.visit"].answers_itself = True
        told = {name: "ok" if well else "unreachable" for name, well in found.items()}
        status = {"status": "ok" if ready else "unavailable", **told}
        return JSONResponse(status, 200 if ready else 503, {"cache-control": "no-store"})

    async def counts(_: "Request") -> "Response":
        return PlainTextResponse(metrics.text(), media_type="text/plain; version=0.0.4")

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", counts),
    ]


def _answers(name: str, ask: Callable[[], object]) -> bool:
    try:
        ask()
    except Exception:  # noqa: BLE001 - whatever keeps it from answering, it is not ready; it is logged
        LOG.warning(f"{name} is unreachable", exc_info=True)
        return False
    return True
