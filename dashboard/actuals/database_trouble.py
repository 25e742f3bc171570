"""What a database's fault means for who reads or saves: the driver's error -> one of a few causes."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from dashboard.languages import say

# The server takes no writes: a standby, or a primary that has become one.
READ_ONLY_STATE = "25006"
# SQLSTATEs after which the same can succeed: serialisation, deadlock, the server stops, has crashed
# or starts, too many connections, and another server may be the primary by now.
PASSING = frozenset({"40001", "40P01", "57P01", "57P02", "57P03", "53300", READ_ONLY_STATE})
_BUSY = frozenset({"40001", "40P01", "55P03", "57014", "25P03"})
_AWAY = frozenset({"57P01", "57P02", "57P03", "53300"})
_FULL = frozenset({"53100"})


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a database did not do what it was asked, in the reader's words, never in its own.

    `kind` is away, busy, full, read-only or refused.
    """

    kind: str

    def in_language(self, lang: str) -> str:
        # actuals.store.cause.away, actuals.store.cause.busy, actuals.store.cause.full,
        # actuals.store.cause.read-only, actuals.store.cause.refused
        return say(f"actuals.store.cause.{self.kind}", lang)

    @property
    def passes(self) -> bool:
        """Whether waiting helps."""
        return self.kind in {"away", "busy"}


FULL, READ_ONLY = Cause("full"), Cause("read-only")


def cause_of(error: DBAPIError | NoneFree) -> Cause:
    """Return what a fault means for who asked."""
    if isinstance(error, NoneFree):
        return Cause("busy")
    state = sqlstate(error.orig)
    if state in _FULL:
        return FULL
    if state == READ_ONLY_STATE:
        return READ_ONLY
    if error.connection_invalidated or state in _AWAY or is_no_connection(error):
        return Cause("away")
    if state in _BUSY:
        return Cause("busy")
    if isinstance(error.orig, sqlite3.Error):
        return Cause(_of_sqlite(error.orig))
    return Cause("refused")


def _of_sqlite(error: sqlite3.Error) -> str:
    if _finds_no_room(error):
        return "full"
    # Of an extended code the low byte is the kind.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    kinds = {
        sqlite3.SQLITE_BUSY: "busy",
        sqlite3.SQLITE_LOCKED: "busy",
        sqlite3.SQLITE_FULL: "full",
        sqlite3.SQLITE_READONLY: "read-only",
    }
    return kinds.get(code, "refused")


def _finds_no_room(error: BaseException) -> bool:
    """Whether SQLite could not make its small shared file: on a full disk it calls that an I/O error."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHMSIZE


def is_no_connection(error: DBAPIError) -> bool:
    """Tell whether PostgreSQL could not be reached at all: nothing was asked, nothing answered."""
    if isinstance(error.orig, sqlite3.Error):
        return False
    return error.statement is None and sqlstate(error.orig) is None


def sqlstate(error: BaseException | None) -> str | None:
    """Return PostgreSQL's code of a fault; None where it gave none."""
    return getattr(error, "sqlstate", None)


def first_line(error: DBAPIError | NoneFree) -> str:
    """What the driver said, without its pages of context."""
    said = error.orig if isinstance(error, DBAPIError) else error
    if said is not None and _finds_no_room(said):
        # As SQLite says it where it is the file itself that has no room.
        return "database or disk is full"
    return str(said).strip().splitlines()[0].rstrip(".")
