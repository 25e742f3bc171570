"""What is kept in memory, bounded in bytes: the least recently used is let go."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any


class Kept:
    """Things by key, the least recently used let go once they take more than so many bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def get(self, key: Hashable) -> Any:
        """What is kept under a key, None for nothing."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep a value of about so many bytes; one that takes more than all may is not kept."""
        with self._lock:
            before = self._held.pop(key, None)
            self.size -= before[1] if before else 0
            if size > self._most:
                return
            self._held[key] = (value, size)
            self.size += size
            while self.size > self._most:
                _, (_, gone) = self._held.popitem(last=False)
                self.size -= gone


def size_of(made: Any) -> int:
    """Bytes a drawn piece takes, about: texts are what most of them are."""
    if isinstance(made, str | bytes):
        return sys.getsizeof(made)
    if isinstance(made, dict | list | tuple):
        return sys.getsizeof(made) + sum(
            map(size_of, made.values() if isinstance(made, dict) else made)
        )
    return 2_000
