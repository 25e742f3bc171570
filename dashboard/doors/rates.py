"""How much one address may have at once and ask for in a minute: beyond that it waits, others do not.

Far above what an office behind one address needs, which opens a few pages a second at most. The bounds
hold for all processes of a server together. Tries to sign in are counted elsewhere, in the database
(`people.attempts`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from dashboard.doors.shared_counts import SharedCounts, prepare
from dashboard.people.attempts import network_of

# By kind of address, as `addresses.kind_of` names them; a stream is the websocket of a page.
RATES: dict[str, RateLimitItem] = {
    "page": RateLimitItemPerMinute(1200),
    "shared": RateLimitItemPerMinute(1200),
    "stream": RateLimitItemPerMinute(600),
    "api": RateLimitItemPerMinute(1200),
    "evidence": RateLimitItemPerMinute(600),
    "upload_file": RateLimitItemPerMinute(120),
}
# Connections and open pages at once; a proxy's connections are many visitors'.
SHARE_OF_ONE = 300

_REQUESTS, _PLACES = "requests.counts", "places.counts"


class CommonMinutes(Storage):
    """Where the library counts: in memory that all processes of a server share, minute by minute.

    Its own storages are of one process, or a server of their own.
    """

    STORAGE_SCHEME = None

    def __init__(self, counts: SharedCounts) -> None:
        super().__init__()
        self._counts = counts

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library would wrap: nothing here fails."""
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:  # noqa: ARG002 - every span is a minute
        """Count `amount` more of a key in the present minute."""
        return self._counts.add(key, amount, self._counts.span()[0])

    def get(self, key: str) -> int:
        """Return the count of a key in the present minute."""
        return self.incr(key, 0, 0)

    def get_expiry(self, key: str) -> float:  # noqa: ARG002 - all minutes end together
        """Return when the present minute ends, as `time.time` counts."""
        return time.time() + self._counts.span()[1]

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> None:
        """Forget nothing: what is counted belongs to other processes, too."""

    def clear(self, key: str) -> None:
        """As `reset`."""


class Rates:
    """What each address has asked for in the present minute; for one thread."""

    def __init__(self, counts: SharedCounts) -> None:
        self._limiter = FixedWindowRateLimiter(CommonMinutes(counts))

    def wait(self, kind: str, address: str) -> int:
        """Count a request; return 0, or after how many seconds the address may ask again."""
        rate, network = RATES.get(kind), network_of(address)
        if rate is None or self._limiter.hit(rate, kind, network):
            return 0
        over = self._limiter.get_window_stats(rate, kind, network).reset_time
        return max(1, round(over - time.time()))


class Places:
    """The connections and open pages that each address holds now; for one thread."""

    def __init__(self, counts: SharedCounts, share: int = SHARE_OF_ONE) -> None:
        self._counts, self._share = counts, share

    def take(self, address: str) -> bool:
        """Take a place; tell whether it is within the address's share."""
        return self._counts.add(network_of(address), 1) <= self._share

    def leave(self, address: str) -> None:
        """Give a place back."""
        self._counts.add(network_of(address), -1)

    @contextmanager
    def taken(self, address: str) -> Iterator[bool]:
        """Hold a place; it is within the address's share or not."""
        within = self.take(address)
        try:
            yield within
        finally:
            self.leave(address)


class Bounds(NamedTuple):
    """What one address may have and ask for, at the doors of one server."""

    rates: Rates
    places: Places


def own_bounds(share: int = SHARE_OF_ONE) -> Bounds:
    """Return the bounds of a server that is one process."""
    return Bounds(Rates(SharedCounts()), Places(SharedCounts(), share))


def common_bounds(folder: Path, processes: int, number: int) -> Bounds:
    """Return the bounds of one of several processes, which `prepare_bounds` has made a place for."""
    requests, places = (
        SharedCounts(folder / each, processes, number) for each in (_REQUESTS, _PLACES)
    )
    return Bounds(Rates(requests), Places(places))


def prepare_bounds(folder: Path, processes: int) -> None:
    """Make in a folder what processes count in together."""
    for each in (_REQUESTS, _PLACES):
        prepare(folder / each, processes)
