"""Counts and timings for Prometheus: of kinds of requests and refusals, never of people."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

# Upper bounds in seconds.
_BOUNDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
# When a count began is when the process did.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library's own


class Metrics:
    """What one process has done since it started. Safe to share between threads."""

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
        self._visitors = Gauge(f"{name}open_pages", "Pages open now.", registry=own)

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
        """Return all in Prometheus' text format 0.0.4."""
        return generate_latest(self._registry).decode()
