"""How much one address may have at once and ask for in a minute: beyond that it waits, others do not.

Far above what an office behind one address needs, which opens a few pages a second at most. The bounds
hold for all processes of a server together. Tries to sign in are counted elsewhere, in the database
(`people.attempts`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from dashboard.doors.shared_counts import SharedCounts, prepare
from dashboard.people.attempts import network_of

# A minute, by kind of address, as `addresses.kind_of` names them; a stream is the websocket of a page.
RATES: dict[str, int] = {
    "page": 1200,
    "shared": 1200,
    "stream": 600,
    "api": 1200,
    "evidence": 600,
    "upload_file": 120,
}
# Connections and open pages at once; a proxy's connections are many visitors'.
SHARE_OF_ONE = 300

_REQUESTS, _PLACES = "requests.counts", "places.counts"


class Rates:
    """What each address has asked for in the present minute; for one thread."""

    def __init__(self, counts: SharedCounts) -> None:
        self._counts = counts

    def wait(self, kind: str, address: str) -> int:
        """Count a request; return 0, or after how many seconds the address may ask again."""
        most = RATES.get(kind)
        if most is None:
            return 0
        minute, left = self._counts.span()
        if self._counts.add(f"{kind} {network_of(address)}", 1, minute) <= most:
            return 0
        return max(1, round(left))


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
