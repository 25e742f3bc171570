"""Work that takes longer than a page may: done beside the pages, with its progress, until it is cancelled.

A few works at a time in one process, and a few more that wait for their turn.
"""

import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from dashboard.doors.logs import LOG

State: TypeAlias = Literal["waiting", "running", "done", "failed", "cancelled"]
# Called with how many parts are done, of how many, and the name of the next one.
Told: TypeAlias = Callable[[int, int, str], None]

MOST_AT_ONCE, MOST_WAITING = 1, 4


class Cancelled(Exception):
    """Whoever asked for the work wants it no more."""


class NoPlace(Exception):
    """Too many wait for theirs already."""


class Work:
    """One work and the file it makes, which goes when nobody holds the work any more."""

    def __init__(self, make: Callable[[Path, Told], None], file_name: str) -> None:
        self.file_name = file_name
        self.state: State = "waiting"
        self.done, self.parts, self.part = 0, 1, ""
        self._make, self._wanted = make, True
        folder = Path(tempfile.mkdtemp(prefix="cluster-dashboard-work-"))
        self._path = folder / Path(file_name).name
        weakref.finalize(self, shutil.rmtree, folder, True)

    @property
    def is_open(self) -> bool:
        """Whether it is not over yet."""
        return self.state in {"waiting", "running"}

    def cancel(self) -> None:
        """End it before its next part; nothing of it is left."""
        self._wanted = False
        if self.state == "waiting":
            self.state = "cancelled"

    def read(self) -> bytes:
        """Return the file of a work that is done."""
        return self._path.read_bytes()

    def size(self) -> int:
        """Return the bytes of the file of a work that is done."""
        return self._path.stat().st_size

    def run(self) -> None:
        """Do it when its turn comes; for a thread of its own. Never raises."""
        with _places:
            self._run()

    def _run(self) -> None:
        if not self._wanted:
            self.state = "cancelled"
            return
        self.state = "running"
        try:
            self._make(self._path, self._tell)
            self.state = "done" if self._wanted else "cancelled"
        except Cancelled:
            self.state = "cancelled"
        except Exception:  # noqa: BLE001 - whoever asked is told that it failed; it is logged whole
            LOG.exception("A work in the background failed")
            self.state = "failed"
        if self.state != "done":
            self._path.unlink(missing_ok=True)

    def _tell(self, done: int, parts: int, part: str) -> None:
        if not self._wanted:
            raise Cancelled
        self.done, self.parts, self.part = done, max(parts, 1), part


_places = threading.Semaphore(MOST_AT_ONCE)
_open: "weakref.WeakSet[Work]" = weakref.WeakSet()
_lock = threading.Lock()


def start(make: Callable[[Path, Told], None], file_name: str) -> Work:
    """Begin a work, at once or when its turn comes. Raises `NoPlace`.

    `make` writes the file at a path; what it calls for each part ends it when it is cancelled.
    """
    with _lock:
        if sum(each.is_open for each in _open) >= MOST_AT_ONCE + MOST_WAITING:
            raise NoPlace
        work = Work(make, file_name)
        _open.add(work)
    # No end of the server waits for it.
    threading.Thread(target=work.run, name="work", daemon=True).start()
    return work
