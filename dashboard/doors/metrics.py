"""Counts and timings for Prometheus: of kinds of requests and refusals, never of people."""

import threading
from collections import Counter
from collections.abc import Iterator

# Upper bounds in seconds.
_BOUNDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


class Measures:
    """What one process has done since it started. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, str]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._took: dict[str, float] = {}
        self._refusals: Counter[str] = Counter()
        self._sign_ins: Counter[str] = Counter()
        self._visitors = 0

    def request(self, kind: str, method: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        called = (
            method if method in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} else "other"
        )
        with self._lock:
            self._requests[kind, called, str(status)] += 1
            self._seconds[kind] += 1
            self._took[kind] = self._took.get(kind, 0.0) + seconds
            for bound in _BOUNDS:
                self._within[kind, bound] += seconds <= bound

    def refusal(self, reason: str) -> None:
        """Count what the door did not let in."""
        with self._lock:
            self._refusals[reason] += 1

    def sign_in(self, outcome: str) -> None:
        """Count a try to sign in: done, failed or slowed."""
        with self._lock:
            self._sign_ins[outcome] += 1

    def visitors(self, change: int) -> None:
        """Count open pages: +1 for a websocket that opens, -1 for one that closes."""
        with self._lock:
            self._visitors += change

    def text(self) -> str:
        """Return all in Prometheus' text format 0.0.4."""
        with self._lock:
            return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        name = "cluster_dashboard_requests_total"
        yield from _head(name, "counter", "Requests answered.")
        for (kind, method, status), n in sorted(self._requests.items()):
            yield f'{name}{{kind="{kind}",method="{method}",status="{status}"}} {n}'
        name = "cluster_dashboard_request_seconds"
        yield from _head(name, "histogram", "How long answers took.")
        for kind, n in sorted(self._seconds.items()):
            for bound in _BOUNDS:
                yield f'{name}_bucket{{kind="{kind}",le="{bound}"}} {self._within[kind, bound]}'
            yield f'{name}_bucket{{kind="{kind}",le="+Inf"}} {n}'
            yield f'{name}_sum{{kind="{kind}"}} {self._took[kind]:.6f}'
            yield f'{name}_count{{kind="{kind}"}} {n}'
        name = "cluster_dashboard_refusals_total"
        yield from _head(name, "counter", "What the door did not let in.")
        for reason, n in sorted(self._refusals.items()):
            yield f'{name}{{reason="{reason}"}} {n}'
        name = "cluster_dashboard_sign_ins_total"
        yield from _head(name, "counter", "Tries to sign in.")
        for outcome, n in sorted(self._sign_ins.items()):
            yield f'{name}{{outcome="{outcome}"}} {n}'
        name = "cluster_dashboard_open_pages"
        yield from _head(name, "gauge", "Pages open now.")
        yield f"{name} {self._visitors}"


def _head(name: str, kind: str, text: str) -> tuple[str, str]:
    return f"# HELP {name} {text}", f"# TYPE {name} {kind}"
