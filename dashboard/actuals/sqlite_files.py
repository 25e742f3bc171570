"""A SQLite database as a file: which one it is, whose it is, and that none is made by accident."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock

from dashboard.actuals.free_room import ROOM


def identity(path: str) -> tuple[int, int] | None:
    """What tells one file from another that takes its name; None when there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked at every answer, where a `Path` costs as much again
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_there(path: str) -> bool:
    """Tell whether a file is there, of whatever kind."""
    return identity(path) is not None


def has_figures(path: str) -> bool:
    """Tell whether a database of figures is there."""
    asked = "SELECT 1 FROM sqlite_master WHERE name = 'schema_version'"
    try:
        with closing(sqlite3.connect(address(path), uri=True)) as connection:
            return connection.execute(asked).fetchone() is not None
    except sqlite3.Error:
        return False


def has_room(path: str) -> bool:
    """Tell whether the disk of a database has room for a save and what it writes beside it."""
    return shutil.disk_usage(Path(path).parent).free >= ROOM


def address(path: str) -> str:
    """Of a database's file, so that SQLite never makes one where there is none."""
    return f"{Path(path).absolute().as_uri()}?mode=rw"


def make_private(path: Path) -> None:
    """Make a database's file for its owner alone: hashes of passwords and sessions are in it.

    SQLite gives its companions (-wal, -shm) the same rights. One that is there is left as it is.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


class Commits:
    """Tells, in a few microseconds, whether anything was committed to a database since it was asked.

    SQLite counts the commits of other connections for each one; this one only listens. Safe to share
    between threads, and never waits for who writes.
    """

    def __init__(self, path: str) -> None:
        self._path, self._lock = path, Lock()
        self._connection: sqlite3.Connection | None = None
        self._of: tuple[int, int] | None = None
        # Every connection counts from anew.
        self._opened = 0

    def state(self) -> tuple[int, ...] | None:
        """Return what is the same while nothing is committed; None where that cannot be told now."""
        with self._lock:
            found = identity(self._path)
            if found is None or found != self._of:
                self.close()
            if found is None:
                return None
            try:
                if self._connection is None:
                    self._connection = sqlite3.connect(
                        address(self._path), uri=True, timeout=0, check_same_thread=False
                    )
                    self._of, self._opened = found, self._opened + 1
                row = self._connection.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error:
                self.close()
                return None
            return (*found, self._opened, int(row[0]))

    def close(self) -> None:
        """Let go of the connection; the next question opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._of = None
