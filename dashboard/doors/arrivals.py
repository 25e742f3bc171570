"""Whether somebody has just come, where a proxy signs people in and there is no session here."""

import threading
import time
from datetime import timedelta


class Arrivals:
    """When each person was seen last by this process. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, int], float] = {}

    def is_new(self, database: str, person: int, idle: timedelta) -> bool:
        """Note that a person is here, and tell whether they were not for as long as `idle`."""
        now = time.monotonic()
        with self._lock:
            before = self._seen.get((database, person))
            self._seen[database, person] = now
        return before is None or now - before > idle.total_seconds()
