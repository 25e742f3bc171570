"""A region's verdicts from the programs' door, beside a FastAPI hello of the same number of bytes.

python -m bench --only api
"""

import http.client
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.servers import ROOT, dashboard, listening
from tests.machine.server import free_port

ASKED = "/api/v1/assessments?region=binzhou&lang=zh&limit=1000"
TIMES = 200


@dataclass(frozen=True)
class Answered:
    """Milliseconds at the 95th percentile: ours, ours where nothing changed, and the hello's."""

    ours: float
    unchanged: float
    hello: float
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
            found: dict[str, list[float]] = {name: [] for name in asked}
            for _ in range(TIMES):
                for name, one in asked.items():
                    found[name].append(one.once())
    p95 = {name: statistics.quantiles(times, n=20)[-1] for name, times in found.items()}
    return Answered(p95["ours"], p95["unchanged"], p95["hello"], first.size)


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
    """Serve a FastAPI application that returns `size` bytes."""
    import uvicorn
    from fastapi import FastAPI
    from starlette.responses import Response

    app, body = FastAPI(), b"x" * size

    @app.get("/")
    def hello() -> Response:
        return Response(body, media_type="application/json")

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    _hello(int(sys.argv[1]), int(sys.argv[2]))
