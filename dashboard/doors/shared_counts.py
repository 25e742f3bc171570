"""Counts by name that all processes of one server have in common, in memory and without a lock.

Each process writes a row of its own and adds up all rows, so that a bound holds for the machine and
not for each of them. A name has two cells of a row, chosen by a hash that nobody outside can know, and
the smaller of the two sums counts: names that share a cell with busy ones are hardly ever counted too
high, and no name too low.
"""

import hashlib
import os
import time
from mmap import mmap
from pathlib import Path
from struct import Struct

# Of the hash's key and the moment from which on spans of time are counted.
_HEAD = Struct("=16sd")
# Of a row; half of them for each of the two hashes.
_CELLS = 1 << 14
_COUNT = (1 << 32) - 1
# Seconds of one span, for what is counted in spans.
SPAN = 60.0


class SharedCounts:
    """Counts of one process and, with a `file` that `prepare` has made, of all that open it.

    `number` is which of the `processes` this one is. For one thread.
    """

    def __init__(self, file: Path | None = None, processes: int = 1, number: int = 0) -> None:
        if file is None:
            self._memory = mmap(-1, _bytes(1))
            self._memory[: _HEAD.size] = _head()
        else:
            with file.open("r+b") as opened:
                self._memory = mmap(opened.fileno(), _bytes(processes))
        self._key, self._began = _HEAD.unpack_from(self._memory)
        cells = memoryview(self._memory)[_HEAD.size :].cast("Q")
        self._rows = [cells[n * _CELLS : (n + 1) * _CELLS] for n in range(processes)]
        self._own = self._rows[number]
        # Of one that is started anew: what its forerunner held has ended with it.
        for cell in range(_CELLS):
            self._own[cell] = 0

    def add(self, name: str, amount: int, span: int = 0) -> int:
        """Count `amount` more, in one span if it is given; return the count of all processes in it."""
        found = int.from_bytes(
            hashlib.blake2b(name.encode(), digest_size=8, key=self._key).digest()
        )
        half = _CELLS // 2
        return min(
            self._added(found % half, amount, span),
            self._added(half + (found >> 32) % half, amount, span),
        )

    def span(self) -> tuple[int, float]:
        """Return the present span of time, the same in all processes, and how long it still lasts."""
        number, gone = divmod(time.monotonic() - self._began, SPAN)
        return 1 + int(number), SPAN - gone

    def _added(self, cell: int, amount: int, span: int) -> int:
        before = self._own[cell]
        count = (before & _COUNT) if before >> 32 == span else 0
        self._own[cell] = span << 32 | max(0, count + amount)
        return sum(row[cell] & _COUNT for row in self._rows if row[cell] >> 32 == span)


def prepare(file: Path, processes: int) -> None:
    """Make the file that the counts of so many processes lie in, for its owner alone."""
    file.touch(0o600, exist_ok=False)
    with file.open("r+b") as opened:
        opened.write(_head())
        opened.truncate(_bytes(processes))


def _bytes(processes: int) -> int:
    return _HEAD.size + processes * _CELLS * 8


def _head() -> bytes:
    return _HEAD.pack(os.urandom(16), time.monotonic())
