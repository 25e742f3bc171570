"""The real server in a process of its own, with its own database, register and cache."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.machine.register import SHIPPED, compiled_register

# On a machine whose cores are all at something else; a server that has ended is noticed at once.
START_LIMIT_S = 300


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
    process: subprocess.Popen[bytes]
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
        """Return all the server has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> int:
        """End the server by its id, as a service manager would; returns its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()


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
        command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(port), *options]
        command += ["--register", str(register), "--cache", str(cache)]
        if "--demo" not in options:
            command += ["--database", database]
        log = home / "log.txt"
        with log.open("wb") as printed:
            process = subprocess.Popen(
                command,
                cwd=self._root,
                env=self._environment(home, environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
            )
        url, data = f"http://127.0.0.1:{port}", home / "share"
        served = Served(url, port, database, register, log, process, data)
        self._started.append(served)
        wait_until_healthy(served)
        return served

    def _environment(self, home: Path, more: dict[str, str]) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CLUSTER_DASHBOARD_")}
        own = {"XDG_DATA_HOME": str(home / "share"), "XDG_CACHE_HOME": str(home / "cache")}
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


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _lower(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}  # type: ignore[attr-defined]  # http.client's mapping is untyped here
