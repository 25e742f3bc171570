"""The real server in a process of its own, with its own database.

Servers are forked from one process that has imported what they need, as most of a start is importing;
`alone` starts one as a person does. What they read, open and listen on, each does by itself.
"""

import fcntl
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tests.machine.register import SHIPPED, compiled_register

# On a machine whose cores are all at something else; a server that has ended is noticed at once.
START_LIMIT_S = 300


# What a server has imported by the time it answers, and what starts no thread when it is imported.
IMPORTED = [
    "alembic.command",
    "argon2",
    "babel.dates",
    "babel.numbers",
    "dashboard.actuals.store",
    "dashboard.charts",
    "dashboard.cli",
    "dashboard.demonstration",
    "dashboard.loading",
    "dashboard.views.overview",
    "dashboard.people.directory",
    "dashboard.register.loading",
    "dashboard.server",
    "pandas",
    "plotly.graph_objects",
    "psycopg",
    "streamlit.web.bootstrap",
    "uvicorn",
]
_FORKED = get_context("forkserver")
_FORKED.set_forkserver_preload(IMPORTED)


class ServerFailed(RuntimeError):
    """The server ended, or did not answer, before it was ready; carries what it printed."""


@dataclass(frozen=True)
class Served:
    """A running server. `url` has no trailing slash; `data` is its user's folder of data."""

    url: str
    port: int
    database: str
    register: Path
    log: Path
    process: "Forked | subprocess.Popen[bytes]"
    data: Path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for `path`; returns status, headers (lower-case names) and body, also of refusals."""
        asked = urllib.request.Request(self.url + path, headers=headers)  # noqa: S310 - own server
        try:
            with urllib.request.urlopen(asked, timeout=120) as answer:  # noqa: S310 - own server
                return answer.status, _lower(answer.headers), answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, _lower(refusal.headers), refusal.read()

    def printed(self) -> str:
        """Return all lines that the server has written so far; one that is being written is none yet."""
        written, ended, _ = self.log.read_text(encoding="utf-8", errors="replace").rpartition("\n")
        return written + ended

    def stop(self) -> int:
        """End the server by its id, as a service manager would; returns its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                return self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()


class Forked:
    """A server's process, asked as `subprocess.Popen` is."""

    def __init__(
        self, words: list[str], folder: Path, environment: dict[str, str], log: Path
    ) -> None:
        told = (words, folder, environment, log)
        # A daemon starts none of its own, as a server of several processes does.
        several = "--processes" in words
        self._process = _FORKED.Process(target=_serve, args=told, daemon=not several)
        self._process.start()
        self.terminate, self.kill = self._process.terminate, self._process.kill

    @property
    def pid(self) -> int:
        """Return its id."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once it has ended; raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("serve", timeout or 0)
        return code


def _serve(words: list[str], folder: Path, environment: dict[str, str], log: Path) -> None:
    from dashboard.cli import main

    for path, flags, number in ((os.devnull, os.O_RDONLY, 0), (log, os.O_WRONLY | os.O_CREAT, 1)):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
    os.dup2(1, 2)
    sys.stdout, sys.stderr = (
        os.fdopen(number, "w", encoding="utf-8", buffering=1, closefd=False) for number in (1, 2)
    )
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["cluster-dashboard", *words]
    sys.exit(main())


class ServerFactory:
    """Starts servers below one folder and ends them all when left."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder, self._root = folder, root
        self._started: list[Served] = []

    def __call__(
        self,
        *options: str,
        database: str | None = None,
        register: Path | None = None,
        environment: dict[str, str] | None = None,
        port: int | None = None,
        alone: bool = False,
    ) -> Served:
        """Run `cluster-dashboard serve` with `options` and return once it answers.

        Without `register` the server reads the repository's, compiled already, which no test may
        edit (`register_to_edit` makes a copy). Without `database`, an SQLite file that does not
        exist yet. `--demo` makes its own.
        """
        home = self._folder / f"server-{len(self._started)}"
        home.mkdir()
        cache = home / "cache" if register else compiled_register()
        register = register or SHIPPED
        database = database or f"sqlite:///{(home / 'actuals.db').as_posix()}"
        port = port or free_port()
        words = ["serve", "--port", str(port), *options]
        words += ["--register", str(register), "--cache", str(cache)]
        if "--demo" not in options:
            words += ["--database", database]
        log = home / "log.txt"
        around = self._environment(home, environment or {})
        process = (self._alone if alone else Forked)(words, self._root, around, log)
        url, data = f"http://127.0.0.1:{port}", home / "share"
        served = Served(url, port, database, register, log, process, data)
        self._started.append(served)
        wait_until_healthy(served)
        return served

    @staticmethod
    def _alone(
        words: list[str], folder: Path, environment: dict[str, str], log: Path
    ) -> "subprocess.Popen[bytes]":
        with log.open("wb") as printed:
            return subprocess.Popen(
                [sys.executable, "-m", "dashboard.cli", *words],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
            )

    def _environment(self, home: Path, more: dict[str, str]) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CLUSTER_DASHBOARD_")}
        own = {"XDG_DATA_HOME": str(home / "share"), "XDG_CACHE_HOME": str(home / "cache")}
        own["XDG_CONFIG_HOME"] = str(home / "config")
        return kept | own | {"PYTHONUNBUFFERED": "1"} | more

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with ExitStack() as ends:
            for served in self._started:
                ends.callback(served.stop)


def wait_until_healthy(served: Served) -> None:
    """Return once `/healthz` answers 200; raises `ServerFailed` with what the server printed."""
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end:
        if served.process.poll() is not None:
            break
        try:
            if served.get("/healthz")[0] == 200:
                return
        except OSError:
            # Not listening yet: there is no event to wait for in another process's start.
            time.sleep(0.05)
    raise ServerFailed(f"The server did not get ready.\n{served.printed()}")


# Below what the system gives to whoever connects, which would take a port before its server does.
_PORTS = range(20_000, 32_000)
# Held for as long as this process runs.
_CLAIMS: list[IO[bytes]] = []


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on, and that no other test run is given.

    Two servers that start at once on one port would leave one of them, and the tests of both would
    ask that one.
    """
    folder = Path(tempfile.gettempdir()) / "cluster-dashboard-test-ports"
    folder.mkdir(exist_ok=True)
    for port in random.sample(_PORTS, len(_PORTS)):
        claim = (folder / str(port)).open("wb")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _CLAIMS.append(claim)
        return port
    raise ServerFailed("No port is free.")


def _lower(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}  # type: ignore[attr-defined]  # http.client's mapping is untyped here
