"""How long a database that is busy or away is waited for, and what is tried again."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from dashboard.actuals.database_trouble import PASSING, cause_of, is_no_connection, sqlstate
from dashboard.actuals.store_faults import NoneIdle, StoreError, failed

BUSY_MILLISECONDS = 5_000
# Seconds: who reads waits for a busy database this long, who saves for the import of another to end,
# who types only as long as a pause is not felt; opening may wait for the migration of another process.
PATIENCE, SAVE_PATIENCE, DRAFT_PATIENCE, OPENING_PATIENCE = 5.0, 30.0, 1.0, 60.0
# Who reads is told sooner that a database is away: a page then stands as it is and asks again.
_AWAY_PATIENCE = 1.0
_READ, _LONGEST_PAUSE, _SHORTLY = 0.02, 0.5, 0.2
_ENDS: ContextVar[float | None] = ContextVar("ends", default=None)

_T = TypeVar("_T")

_LOG = logging.getLogger("dashboard.actuals")
# On the command line the fault itself is printed; without this the line would be, too.
_LOG.addHandler(logging.NullHandler())


def retried(
    act: Callable[[], _T],
    seconds: float = PATIENCE,
    tries: int | None = None,
    *,
    opening: bool = False,
) -> _T:
    """Do `act`, and again when the database was busy or away, or the connection was lost on the way.

    All tries together wait `seconds` at most for what others have locked, no longer than `PATIENCE`
    for a database that is busy, and for one that is away `PATIENCE` where more was given, else a
    second. `act` must be harmless to repeat after its first run was in fact completed. When
    `opening`, a database that cannot be reached is no reason to wait: its address may be wrong.
    """
    began = time.monotonic()
    ends, gives_up = began + seconds, began + min(seconds, PATIENCE)
    away_until = gives_up if seconds > PATIENCE else min(gives_up, began + _AWAY_PATIENCE)
    token = _ENDS.set(ends)
    attempt = 1
    try:
        while tries is None or attempt < tries:
            try:
                return act()
            except NoneIdle:
                # Somebody who reads will be done in a moment; a new connection cannot be had.
                if time.monotonic() + _READ >= ends:
                    raise
                time.sleep(_READ)
            except DBAPIError as error:
                pause = min(0.02 * 2**attempt, _LONGEST_PAUSE)
                until = away_until if cause_of(error).kind == "away" else gives_up
                if not _passing(error, opening) or time.monotonic() + pause >= until:
                    raise
                time.sleep(pause)
                attempt += 1
        return act()
    finally:
        _ENDS.reset(token)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for questions that are no page's every rerun: had with patience, asked once.

    Raises `StoreError`.
    """
    try:
        with retried(engine.connect) as connection:
            yield connection
    except (DBAPIError, NoneFree) as error:
        raise failed("store.read-failed", error) from error


def answered(engine: Engine, question: Callable[[Connection], _T]) -> _T:
    """Return the answer to a question, asked again while the database is busy or away.

    Raises `StoreError`.
    """

    def once() -> _T:
        with engine.connect() as connection:
            return question(connection)

    try:
        return retried(once)
    except (DBAPIError, NoneFree) as error:
        raise failed("store.read-failed", error) from error


def committed(
    change: Callable[[], _T],
    failure: str = "store.change-failed",
    seconds: float = SAVE_PATIENCE,
    tries: int | None = None,
) -> _T:
    """Make a change with patience (see `retried`); one that fails is a line in the log.

    Raises `StoreError` of the code `failure`.
    """
    try:
        return retried(change, seconds, tries)
    except (DBAPIError, NoneFree) as error:
        fault = failed(failure, error)
        _tell(fault)
        raise fault from error
    except StoreError as fault:
        _tell(fault)
        raise


def _tell(fault: StoreError) -> None:
    _LOG.error("Nothing was saved. %s", fault)
    fault.is_logged = True


def leisurely(change: Callable[[], object]) -> None:
    """Make a change that may as well be made another time: it hardly waits, and need not succeed."""
    with suppress(DBAPIError, NoneFree, StoreError):
        retried(change, _SHORTLY, tries=1)


def milliseconds_left() -> int:
    ends = _ENDS.get()
    return BUSY_MILLISECONDS if ends is None else max(1, int((ends - time.monotonic()) * 1000))


def _passing(error: DBAPIError, opening: bool) -> bool:
    if error.connection_invalidated:
        return True
    reason = str(error.orig)
    # A server that is starting tells so before anybody is let in, without a code.
    if sqlstate(error.orig) in PASSING or "locked" in reason or "starting up" in reason:
        return True
    return "busy" in reason or (not opening and is_no_connection(error))
