"""Servers to measure: started on a free port of this machine, ended by their own id."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.machine.server import free_port

ROOT = Path(__file__).parent.parent
LIMIT_S = 180


@dataclass(frozen=True)
class Running:
    """A server that answers; `started_s` is from the process's start to its first answer."""

    url: str
    port: int
    pid: int
    started_s: float

    def memory_mib(self) -> float:
        """Resident memory of the process and its children."""
        return sum(self._memories()) / 2**20

    def largest_process_mib(self) -> float:
        """Resident memory of the largest of them, what it shares with others included."""
        return max(self._memories()) / 2**20

    def _memories(self) -> list[int]:
        process = psutil.Process(self.pid)
        family = [process, *process.children(recursive=True)]
        return [one.memory_info().rss for one in family]


@contextmanager
def script(path: Path, **environment: str) -> Iterator[Running]:
    """Run a plain Streamlit script as `streamlit run` does by default, without its telemetry."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(path)]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    command += ["--browser.gatherUsageStats", "false", "--client.toolbarMode", "minimal"]
    # Its own folder: our theme is not part of the floor.
    with listening(command, port, "/_stcore/health", path.parent, environment) as server:
        yield server


@contextmanager
def dashboard(folder: Path, *options: str, **variables: str) -> Iterator[Running]:
    """Run our own server with everything it writes below `folder`, and with variables of its own."""
    port = free_port()
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(port), *options]
    own = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder / "cache")}
    with listening(command, port, "/healthz", ROOT, own | variables) as server:
        yield server


@contextmanager
def listening(
    command: list[str], port: int, ready: str, folder: Path, environment: dict[str, str]
) -> Iterator[Running]:
    """Run a command in `folder` until it is left; it answers at `ready` when it has started.

    Raises `RuntimeError` where it does not.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        while not _answers(url + ready):
            if process.poll() is not None or time.perf_counter() - began > LIMIT_S:
                raise RuntimeError(f"{' '.join(command)} did not start")
            time.sleep(0.005)
        yield Running(url, port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except OSError:
        return False
