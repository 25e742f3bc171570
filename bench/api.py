"""A region's verdicts from the programs' door, beside a FastAPI hello of the same number of bytes.

And the floor of an answer that nothing changed: uvicorn's own, with no application behind it.

python -m bench --only api
"""

import http.client
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.servers import ROOT, dashboard, listening
from tests.machine.server import free_port

ASKED = "/api/v1/assessments?region=binzhou&lang=zh&limit=1000"
BARE = "/unchanged"
TIMES = 200


@dataclass(frozen=True)
class Answered:
    """Milliseconds at the 95th percentile: ours, ours where nothing changed, and the hello's.

    `floor` is an answer without a body from no application at all.
    """

    ours: float
    unchanged: float
    hello: float
    floor: float
    size: int


def measure(folder: Path) -> Answered:
    """Ask both in turns, on connections that are kept."""
    with dashboard(folder, "--demo") as ours:
        first = _Asking(ours.port, ASKED)
        first.once()
        port = free_port()
        command = [sys.executable, "-m", "bench.api", str(port), str(first.size)]
        with listening(command, port, "/", ROOT, {}) as hello:
            unchanged = _Asking(ours.port, ASKED, {"If-None-Match": first.etag})
            asked = {"ours": first, "unchanged": unchanged, "hello": _Asking(hello.port, "/")}
            asked["floor"] = _Asking(hello.port, BARE)
            found: dict[str, list[float]] = {name: [] for name in asked}
            for _ in range(TIMES):
                for name, one in asked.items():
                    found[name].append(one.once())
    p95 = {name: statistics.quantiles(times, n=20)[-1] for name, times in found.items()}
    return Answered(**p95, size=first.size)


class _Asking:
    """One program that asks one thing again and again."""

    def __init__(self, port: int, path: str, headers: dict[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._path, self._headers = path, headers or {}
        self.size, self.etag = 0, ""

    def once(self) -> float:
        """Ask once; return the milliseconds until the whole answer is read."""
        began = time.perf_counter()
        self._connection.request("GET", self._path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        spent = (time.perf_counter() - began) * 1000
        if answer.status not in {200, 304}:
            raise RuntimeError(f"{answer.status}: {body[:200]!r}")
        self.size, self.etag = len(body), answer.headers.get("etag") or ""
        return spent


def _hello(port: int, size: int) -> None:
    """Serve a FastAPI application that returns `size` bytes; at `BARE` a 304 past it."""
    import uvicorn
    from fastapi import FastAPI
    from starlette.responses import Response

    app, body = FastAPI(), b"x" * size

    @app.get("/")
    def hello() -> Response:
        return Response(body, media_type="application/json")

    async def served(scope: Any, receive: Any, send: Any) -> None:
        if scope.get("path") != BARE:
            await app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", b'"1"')]})
        await send({"type": "http.response.body"})

    uvicorn.run(served, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    _hello(int(sys.argv[1]), int(sys.argv[2]))
