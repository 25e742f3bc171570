"""Counts and timings for Prometheus: of kinds of requests and refusals, never of people."""

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

# Upper bounds in seconds.
_BOUNDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
# The variable that has the library count in files of a folder, which processes have in common. It looks
# when it is imported.
IN_COMMON = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
# When a count began is when the process did.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library's own


class Metrics:
    """What a server has done since it started. Safe to share between threads."""

    def __init__(self) -> None:
        # Not the library's own registry: it would tell of the process, and be one for all doors.
        self._registry = own = CollectorRegistry()
        name = "cluster_dashboard_"
        labels = ["kind", "method", "status"]
        self._requests = Counter(f"{name}requests", "Requests answered.", labels, registry=own)
        self._seconds = Histogram(
            f"{name}request_seconds",
            "How long answers took.",
            ["kind"],
            buckets=_BOUNDS,
            registry=own,
        )
        self._refusals = Counter(
            f"{name}refusals", "What the door did not let in.", ["reason"], registry=own
        )
        self._sign_ins = Counter(f"{name}sign_ins", "Tries to sign in.", ["outcome"], registry=own)
        self._visitors = Gauge(
            f"{name}open_pages", "Pages open now.", registry=own, multiprocess_mode="livesum"
        )

    def request(self, kind: str, method: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        called = method if method in _METHODS else "other"
        self._requests.labels(kind, called, status).inc()
        self._seconds.labels(kind).observe(seconds)

    def refusal(self, reason: str) -> None:
        """Count what the door did not let in."""
        self._refusals.labels(reason).inc()

    def sign_in(self, outcome: str) -> None:
        """Count a try to sign in: done, failed or slowed."""
        self._sign_ins.labels(outcome).inc()

    def visitors(self, change: int) -> None:
        """Count open pages: +1 for a websocket that opens, -1 for one that closes."""
        self._visitors.inc(change)

    def text(self) -> str:
        """Return all in Prometheus' text format 0.0.4, of all processes of this server."""
        registry = self._registry
        if IN_COMMON in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's own
        return generate_latest(registry).decode()


def forget_pages(process: int) -> None:
    """Count the pages of a process that has ended no more; what it has done stays counted."""
    mark_process_dead(process)  # type: ignore[no-untyped-call]  # the library's own
