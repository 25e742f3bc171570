"""The process that watches over those that serve: starts them, starts anew what ends, ends them all.

It serves nothing itself and holds nothing of a visitor's.
"""

import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from dashboard.actuals.full_disk import prepare
from dashboard.doors.claims_cookie import server_secret
from dashboard.doors.logs import LOG
from dashboard.doors.metrics import IN_COMMON, forget_pages
from dashboard.doors.processes import ProcessSockets, between
from dashboard.doors.rates import prepare_bounds
from dashboard.settings import Settings

_FULL_DISK = "full.disk"

Work = Callable[[Settings, ProcessSockets], None]

# A process that gives no sign of life for so many seconds hangs.
HANGS = 60.0
# Who watches has not run for so long itself: the machine slept, and nobody hangs.
_SLEPT = 10.0
# Seconds until what has ended is started anew; doubled each time that it has not lived long.
_SOONEST, _LATEST, _LONG = 0.5, 30.0, 60.0
# What is answered is finished first, for at most 5 s.
_ENDS_WITHIN = 15.0
# Imported once, before any of them starts: they share that memory, and one that is started anew is
# there in a second.
_SHARED = ["dashboard.server", "dashboard.loading", "dashboard.views.overview"]


class NeverServed(RuntimeError):
    """A process ended before it served for the first time; it has said why."""


@dataclass(slots=True)
class _Watched:
    """A process and our end of `life`, which ends with it; `sign` is when it last gave one."""

    process: BaseProcess
    life: socket.socket
    began: float
    delay: float
    sign: float | None = None


def supervise(
    settings: Settings,
    listening: Sequence[socket.socket],
    work: Work,
    has_database: Callable[[], bool],
    ready: Callable[[], None],
) -> None:
    """Run `settings.processes` processes that do `work`, until an exception ends it (a signal's).

    `listening` is bound already. Without its database none is started anew: it would make an empty
    one. `ready` is called when all of them serve. Raises `NeverServed`.
    """
    with ExitStack() as opened:
        settings, folder = opened.enter_context(_in_common(settings))
        group = _Group(settings, folder, listening, work, has_database)
        opened.callback(group.end)
        # The first does alone what is done once: fill a demonstration, keep a register compiled.
        group.start(0)
        group.watch_until_serving()
        for number in range(1, settings.processes):
            group.start(number)
        group.watch_until_serving()
        ready()
        while True:
            group.watch()


@contextmanager
def _in_common(settings: Settings) -> Iterator[tuple[Settings, Path]]:
    """Give all processes what each would else make for itself: a secret, and a place for counts."""
    with tempfile.TemporaryDirectory(prefix="cluster-dashboard-processes-") as folder:
        if settings.secret is None:
            path = Path(folder) / "secret"
            path.touch(0o600)
            path.write_text(server_secret(None), encoding="utf-8")
            settings = settings.with_changes(secret=path)
        os.environ[IN_COMMON] = folder
        prepare_bounds(Path(folder), settings.processes)
        prepare(Path(folder) / _FULL_DISK)
        yield settings, Path(folder)


def shared_disk_file() -> Path | None:
    """Return where the processes of this server note that the disk is full; None for a single one."""
    folder = os.environ.get(IN_COMMON)
    file = Path(folder) / _FULL_DISK if folder else None
    # Whoever operates a single one may have set the variable, too.
    return file if file is not None and file.exists() else None


class _Group:
    def __init__(
        self,
        settings: Settings,
        folder: Path,
        listening: Sequence[socket.socket],
        work: Work,
        has_database: Callable[[], bool],
    ) -> None:
        self._folder = folder
        self._settings, self._listening, self._work = settings, tuple(listening), work
        self._has_database = has_database
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(_SHARED)
        self._inboxes, self._outboxes = between(settings.processes)
        self._watched: dict[int, _Watched] = {}
        # When what has ended is to be started anew, and with which delay after that.
        self._due: dict[int, tuple[float, float]] = {}
        self._looked = time.monotonic()

    def start(self, number: int, delay: float = _SOONEST) -> None:
        """Start one process."""
        here, there = socket.socketpair()
        here.setblocking(False)
        with there:
            sockets = ProcessSockets(
                number, self._listening, self._inboxes[number], self._outboxes, there, self._folder
            )
            process = self._context.Process(target=self._work, args=(self._settings, sockets))
            process.start()
        self._watched[number] = _Watched(process, here, time.monotonic(), delay)

    def watch_until_serving(self) -> None:
        """Watch until each that was started serves. Raises `NeverServed`."""
        while any(each.sign is None for each in self._watched.values()):
            self.watch()
            if self._due:
                raise NeverServed

    def watch(self) -> None:
        """Wait a second at most for signs of life, and act on what there is none of."""
        numbers = {each.life: number for number, each in self._watched.items()}
        for life in connection.wait(list(numbers), timeout=1.0):
            assert isinstance(life, socket.socket)
            self._hear(numbers[life])
        now = time.monotonic()
        slept, self._looked = now - self._looked > _SLEPT, now
        for number, each in self._watched.items():
            if not slept and each.sign is not None and now - each.sign > HANGS:
                LOG.error("A process of this server hangs and is ended", process=number)
                each.process.kill()
        for number, (when, delay) in list(self._due.items()):
            if when <= now and self._has_database():
                del self._due[number]
                self.start(number, delay)
            elif when <= now:
                longer = min(2 * delay, _LATEST)
                self._due[number] = (now + longer, longer)
                LOG.error(
                    "A process of this server is not started anew: the file of its database is not"
                    " there, or is another than was opened. Put it back, or stop the server.",
                    process=number,
                )

    def _hear(self, number: int) -> None:
        each = self._watched[number]
        try:
            heard = each.life.recv(4096)
        except OSError:
            heard = b""
        now = time.monotonic()
        if heard:
            each.sign = now
            return
        del self._watched[number]
        code = self._close(each, now + _ENDS_WITHIN)
        delay = _SOONEST if now - each.began > _LONG else min(2 * each.delay, _LATEST)
        self._due[number] = (now + delay, delay)
        LOG.error(
            "A process of this server has ended and is started anew", process=number, code=code
        )

    def end(self) -> None:
        """End all: what they are answering is finished first."""
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, signal.SIG_IGN)
        for each in self._watched.values():
            each.process.terminate()
        until = time.monotonic() + _ENDS_WITHIN
        for each in self._watched.values():
            self._close(each, until)
        for channel in (*self._inboxes, *self._outboxes):
            channel.close()

    def _close(self, each: _Watched, until: float) -> int | None:
        """Wait for the end of a process, or make it; return its exit code."""
        each.process.join(max(0.0, until - time.monotonic()))
        if each.process.exitcode is None:
            each.process.kill()
            each.process.join()
        each.life.close()
        forget_pages(each.process.pid or 0)
        return each.process.exitcode
