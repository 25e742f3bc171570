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
    "evidence": RateLimitItemPerMinute(600),
    "upload_file": RateLimitItemPerMinute(120),
}


# Seconds between looks for counts whose minute is over.
_SWEEP_EVERY = 10.0


class Counts(MemoryStorage):
    """The library's counts in memory, swept by who asks.

    By itself it starts a thread a hundred times a second for that, and a request waits for it.
    """

    def __init__(self, sweep_every: float = _SWEEP_EVERY) -> None:
        super().__init__()
        self._swept, self._sweep_every = 0.0, sweep_every

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` more of a key, which is forgotten `expiry` seconds after its first."""
        now = time.time()
        if not 0 <= now - self._swept < self._sweep_every:
            self._swept = now
            for each in [one for one, over in self.expirations.items() if over <= now]:
                self.clear(each)
        if self.expirations.get(key, 0) <= now:
            self.clear(key)
            self.expirations[key] = now + expiry
        self.storage[key] += amount
        return self.storage[key]

    def clear(self, key: str) -> None:
        """Forget a key."""
        super().clear(key)
        self.expirations.pop(key, None)


class Rates:
    """What each address has asked for in the present minute, in this process; for one thread."""

    def __init__(self) -> None:
        self._counts = FixedWindowRateLimiter(Counts())

    def wait(self, kind: str, address: str) -> int:
        """Count a request; return 0, or after how many seconds the address may ask again."""
        rate, network = RATES.get(kind), network_of(address)
        if rate is None or self._counts.hit(rate, kind, network):
            return 0
        return max(
            1, round(self._counts.get_window_stats(rate, kind, network).reset_time - time.time())
        )
