"""Reading from a standby of the database: whether it may be read, and as of when it is whole.

Twice a second the primary is asked how far its log has come, and the standby how much of it it has
replayed. So it is known, without comparing a figure, up to which moment the standby holds everything
that was saved. What cannot be answered by the standby is asked of the primary.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from dashboard.actuals.database_trouble import cause_of, first_line
from dashboard.actuals.engines import replica_engine
from dashboard.actuals.messages import Message
from dashboard.actuals.schema_versions import HEAD
from dashboard.actuals.store import Store
from dashboard.actuals.store_faults import StoreError
from dashboard.languages import LOGGED

_LOG = logging.getLogger("dashboard.actuals")
# Seconds: between two questions; after which a server that has not answered counts as away; up to
# which being behind is not worth saying; beyond which the primary is read, where it answers.
_PAUSE, _SILENT, _UNNOTICED, MOST_BEHIND = 0.5, 5.0, 3.0, 60.0
# How many answers of the primary are kept: enough for a standby that is far behind.
_KEPT = 4096

_PRIMARY = (
    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint, "
    "(SELECT system_identifier FROM pg_control_system())"
)
_STANDBY = (
    "SELECT pg_is_in_recovery(), "
    "coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)::bigint, "
    "(SELECT system_identifier FROM pg_control_system()), "
    "(SELECT version_num FROM schema_version)"
)
_T = TypeVar("_T")


class PrimaryState(NamedTuple):
    """How far the primary's log has come (bytes), and which cluster of servers it belongs to."""

    written: int
    system: int


class StandbyState(NamedTuple):
    """Whether a server follows another one, how much of the log it has replayed, and what it holds."""

    follows: bool
    replayed: int
    system: int
    schema: str | None


class Moment(NamedTuple):
    """One moment on two clocks: the one that never jumps, and the one that people read."""

    steady: float
    clock: datetime


def primary_state(connection: Connection) -> PrimaryState:
    """Ask a primary. Raises `DBAPIError` for a server that follows another one."""
    return PrimaryState(*connection.exec_driver_sql(_PRIMARY).one())


def standby_state(connection: Connection) -> StandbyState:
    """Ask a standby. Raises `DBAPIError`, also where the tables of figures are not there."""
    return StandbyState(*connection.exec_driver_sql(_STANDBY).one())


def unfit(standby: StandbyState, primary: PrimaryState | None) -> str:
    """Return why a server must not be read in the primary's place, as the end of a wording's key.

    "" where nothing speaks against it; nothing is compared with a primary that is not known.
    """
    if not standby.follows:
        return "no-standby"
    if primary is not None and standby.system != primary.system:
        return "other-system"
    if standby.schema != HEAD:
        return "other-schema"
    return ""


class Reading(NamedTuple):
    """A store to be read from; `as_of` is up to when it is whole, None where it is not behind."""

    store: Store
    as_of: datetime | None


class Replica:
    """The standby of one database, watched from the first question on; safe to share between threads."""

    def __init__(self, url: str, primary: Store) -> None:
        self._engine = replica_engine(url)
        self._store = _StandbyStore(self._engine, primary, self._leave)
        self._primary = primary
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._written: deque[tuple[Moment, int]] = deque(maxlen=_KEPT)
        self._system: PrimaryState | None = None
        self._whole: Moment | None = None
        self._answered = 0.0
        self._reason: str | None = "not-asked"
        self._ended = threading.Event()

    def reading(self, since: float | None = None, moment: datetime | None = None) -> Reading | None:
        """Return the standby to read from, None where the primary is to be read.

        It has to hold everything saved before `since` (of `time.monotonic`) and before `moment`.
        """
        self._watch()
        now = time.monotonic()
        with self._lock:
            whole, reason = self._whole, self._reason
            silent = now - self._answered > _SILENT
            asked = self._written[-1][0].steady if self._written else 0.0
        if reason is not None or whole is None or silent:
            return None
        behind = now - whole.steady
        # Where the primary does not answer, what is old is better than nothing, and says how old.
        if behind > MOST_BEHIND and now - asked <= _SILENT:
            self._note("behind")
            return None
        if since is not None and whole.steady < since:
            return None
        if moment is not None and whole.clock <= moment:
            return None
        return Reading(self._store, whole.clock if behind > _UNNOTICED else None)

    def close(self) -> None:
        """Stop asking, and let go of all connections."""
        self._ended.set()
        for thread in self._threads:
            thread.join(_SILENT)
        self._engine.dispose()

    def _watch(self) -> None:
        with self._lock:
            if self._threads or self._ended.is_set():
                return
            self._threads = [
                threading.Thread(target=self._every, args=(ask,), name="replica", daemon=True)
                for ask in (self._ask_primary, self._ask_standby)
            ]
        for thread in self._threads:
            thread.start()

    def _every(self, ask: Callable[[], None]) -> None:
        while not self._ended.is_set():
            ask()
            self._ended.wait(_PAUSE)

    def _ask_primary(self) -> None:
        # Before the question: all that was saved by then is in what is answered.
        now = Moment(time.monotonic(), datetime.now(UTC))
        try:
            found = self._primary.ask(primary_state)
        except StoreError:
            # Whoever reads or saves there is told, and the log with them.
            return
        with self._lock:
            self._written.append((now, found.written))
            self._system = found

    def _ask_standby(self) -> None:
        try:
            with self._engine.connect() as connection:
                found = standby_state(connection)
        except (DBAPIError, NoneFree) as error:
            self._leave(first_line(error))
            return
        with self._lock:
            reason, known = unfit(found, self._system), self._system is not None
            self._answered = time.monotonic()
            if known and not reason:
                self._whole = self._whole_up_to(found.replayed)
        if reason:
            self._note(reason)
        elif known and self._whole is not None and self._is_near():
            self._note(None)

    def _whole_up_to(self, replayed: int) -> Moment | None:
        found = self._whole
        while self._written and self._written[0][1] <= replayed:
            found = self._written[0][0]
            if len(self._written) == 1:
                break
            self._written.popleft()
        return found

    def _is_near(self) -> bool:
        whole = self._whole
        return whole is not None and time.monotonic() - whole.steady <= MOST_BEHIND

    def _leave(self, said: str) -> None:
        """Read the primary until the standby answers again."""
        self._note("away", said)

    def _note(self, reason: str | None, said: str = "") -> None:
        with self._lock:
            before, self._reason = self._reason, reason
        if before == reason:
            return
        if reason is None:
            _LOG.warning("Pages are read from the replica.")
            return
        # actuals.store.replica.*
        told = Message(f"actuals.store.replica.{reason}", {"most": int(MOST_BEHIND)}).text(LOGGED)
        _LOG.warning("Pages are read from the primary. %s", f"{told} {said}".strip())


class _StandbyStore(Store):
    """The store as a standby has it. What it cannot answer, the primary is asked."""

    def __init__(self, engine: Engine, primary: Store, leave: Callable[[str], None]) -> None:
        self._instead, self._leave = primary, leave
        super().__init__(engine)

    def _ask(self, question: Callable[[Connection], _T]) -> _T:
        try:
            with self._reader.connect() as connection:
                return question(connection)
        except (DBAPIError, NoneFree) as error:
            if cause_of(error).kind == "away":
                self._leave(first_line(error))
            else:
                # Rows that the primary has tidied up meanwhile: asked there, it succeeds.
                _LOG.warning("The replica did not answer a question: %s", first_line(error))
            return self._instead.ask(question)
