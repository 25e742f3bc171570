"""Taking a file in beside the page: read once, kept as a checked plan, written as it was shown.

A large file takes a while. A job reads it in a thread of its own, so that the page stays what it is
and others are served; it says how far it is, and ends when it is cancelled or nobody looks any more.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakValueDictionary

from dashboard.actuals.records import WriteReceipt
from dashboard.entry.intake_preview import DryRun
from dashboard.exchange.intake import Intake

# Seconds without anybody looking after which a job ends. Browsers wake pages in the background once
# a minute.
LEFT_ALONE = 180.0
# Bytes of a file from which on one is read after the other: each takes a core and much memory.
LARGE = 1024 * 1024
_ONE_LARGE, _FEW_SMALL = threading.BoundedSemaphore(1), threading.BoundedSemaphore(4)
# Rows of all plans that one process keeps.
MOST_KEPT = 200_000


class Stage(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    READING = "reading"
    WRITING = "writing"
    READY = "ready"
    WRITTEN = "written"
    ENDED = "ended"


class Cancelled(BaseException):
    """Nobody wants the file any more; nothing was written.

    No `Exception`, so that nobody on the way takes it for what a broken file does.
    """


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file does, checked: `revision` is the one of the region that it was checked against."""

    taken: Intake
    shown: DryRun
    checksum: str
    revision: int


class KeptPlans:
    """The jobs whose plans are kept; beyond `most` rows the oldest plan goes, and its file is read again."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._lock = most, threading.Lock()
        # Of pages that are open: with the page its job goes, and with the job its plan.
        self._jobs: WeakValueDictionary[int, IntakeJob] = WeakValueDictionary()

    def keep(self, job: "IntakeJob") -> None:
        """Keep the plan of a job, and let the oldest ones go where all together are too large."""
        with self._lock:
            self._jobs.pop(id(job), None)
            self._jobs[id(job)] = job
            plans = [(each, each.plan) for each in self._jobs.values()]
            rows = sum(len(plan.taken.rows) for _, plan in plans if plan)
            for oldest, plan in plans[:-1]:
                if rows > self._most and plan:
                    rows -= len(plan.taken.rows)
                    oldest.plan = None
                    self._jobs.pop(id(oldest), None)

    def forget(self, job: "IntakeJob") -> None:
        """Keep the plan of a job no more."""
        with self._lock:
            self._jobs.pop(id(job), None)


_KEPT = KeptPlans()


class IntakeJob:
    """One file on its way in, of so many bytes. The page that started it asks how far it is.

    It ends after `left_alone` seconds without anybody looking.
    """

    def __init__(self, size: int, kept: KeptPlans = _KEPT, left_alone: float = LEFT_ALONE) -> None:
        self._kept, self._left_alone = kept, left_alone
        self.stage, self.share = Stage.WAITING, 0.0
        self.plan: Plan | None = None
        self.receipt: WriteReceipt | None = None
        self.fault: BaseException | None = None
        self._places = _ONE_LARGE if size > LARGE else _FEW_SMALL
        self._cancelled, self._idle = threading.Event(), threading.Event()
        self._looked_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        """Whether the file is being read or written, or waits for its turn."""
        return self.stage in (Stage.WAITING, Stage.READING, Stage.WRITING)

    def read(self, check: Callable[[Callable[[float], None]], Plan]) -> None:
        """Begin to read; `check` gives the plan, and tells which share of the work is done."""

        def work() -> Stage:
            self.plan = check(self._reached)
            self._kept.keep(self)
            return Stage.READY

        self._begin(Stage.READING, work)

    def write(self, act: Callable[[], WriteReceipt]) -> None:
        """Begin to write. What is being written is not cancelled: it is there as a whole or not at all."""

        def work() -> Stage:
            self.receipt = act()
            return Stage.WRITTEN

        self._begin(Stage.WRITING, work)

    def look(self, seconds: float = 0.0) -> None:
        """Note that somebody looks, and wait a moment for what is done at once."""
        self._looked_at = time.monotonic()
        self._idle.wait(seconds)

    def cancel(self) -> None:
        """End the job; what it read is let go."""
        self._cancelled.set()
        self.plan = None
        self._kept.forget(self)

    def _begin(self, stage: Stage, work: Callable[[], Stage]) -> None:
        self.stage, self.share, self.fault = Stage.WAITING, 0.0, None
        self._idle.clear()

        def run() -> None:
            found = Stage.READY if self.plan is not None else Stage.ENDED
            try:
                with self._places:
                    self._reached(0.0)
                    self.stage = stage
                    found = work()
            except BaseException as fault:  # noqa: BLE001 - the page that looks raises it or says it
                self.fault = fault
            finally:
                self.stage = found
                self._idle.set()

        threading.Thread(target=run, name="intake", daemon=True).start()

    def _reached(self, share: float) -> None:
        """Note how far the work is. Raises `Cancelled` where nobody wants it any more."""
        if self._cancelled.is_set() or time.monotonic() - self._looked_at > self._left_alone:
            raise Cancelled
        self.share = share
