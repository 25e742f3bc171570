"""How often one address may ask for what costs work: beyond that it waits, and others do not.

Far above what an office behind one address does, which opens a few pages a second at most. Tries to
sign in are counted elsewhere, in the database (`people.attempts`).
"""

import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from dashboard.people.attempts import network_of

# By kind of address, as `addresses.kind_of` names them; a stream is the websocket of a page.
RATES: dict[str, RateLimitItem] = {
    "page": RateLimitItemPerMinute(1200),
    "shared": RateLimitItemPerMinute(1200),
    "stream": RateLimitItemPerMinute(600),
    "api": RateLimitItemPerMinute(1200),
    "upload_file": RateLimitItemPerMinute(120),
}


class Rates:
    """What each address has asked for in the present minute, in this process."""

    def __init__(self) -> None:
        self._counts = FixedWindowRateLimiter(MemoryStorage())

    def wait(self, kind: str, address: str) -> int:
        """Count a request; return 0, or after how many seconds the address may ask again."""
        rate, network = RATES.get(kind), network_of(address)
        if rate is None or self._counts.hit(rate, kind, network):
            return 0
        return max(
            1, round(self._counts.get_window_stats(rate, kind, network).reset_time - time.time())
        )
