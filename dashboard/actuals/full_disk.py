"""Since when a database's disk is known to be full: what one process has met, all of a server know."""

import time
from mmap import mmap
from pathlib import Path

_BYTES = 8


class FullDisk:
    """One moment, or none, in memory; with a `file` that `prepare` has made, of all that open it."""

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            self._memory = mmap(-1, _BYTES)
        else:
            with file.open("r+b") as opened:
                self._memory = mmap(opened.fileno(), _BYTES)
        # Written in one piece; counted as `time.monotonic`, which is one clock for a machine.
        self._since = memoryview(self._memory).cast("d")

    @property
    def seconds(self) -> float | None:
        """For how long it has been known to be full; None where it is not."""
        since = self._since[0]
        return None if since == 0 else time.monotonic() - since

    def note(self) -> None:
        """Note that something could not be saved for want of room."""
        self._since[0] = time.monotonic()

    def forget(self) -> None:
        """Note that there is room."""
        self._since[0] = 0.0


def prepare(file: Path) -> None:
    """Make the file that several processes share the moment in, for its owner alone."""
    file.touch(0o600, exist_ok=False)
    file.write_bytes(bytes(_BYTES))
