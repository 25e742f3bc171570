"""The command line as a person types it: real files, a real database, what it says and how it ends.

It runs in the tests' own process. What only a process shows (signals, pipes, addresses it listens
on, what it says when it fails) is tried in one.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """How one run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """Return the lines on stderr."""
        return self.err.splitlines()


Run = Callable[..., Ran]


@pytest.fixture
def run(sqlite_url: str, own_home: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `cluster-dashboard` on a fresh database and a fixed day."""

    def ran(*words: str, lang: str = "en_US.UTF-8", stdin: bytes = b"", **variables: str) -> Ran:
        # As where the locale knows no Chinese: what is written has to be UTF-8 all the same.
        streams = {
            "stdin": io.TextIOWrapper(io.BytesIO(stdin), "ascii"),
            "stdout": io.TextIOWrapper(io.BytesIO(), "ascii", write_through=True),
            "stderr": io.TextIOWrapper(io.BytesIO(), "ascii", write_through=True),
        }
        environment = {
            "LANG": lang,
            "CLUSTER_DASHBOARD_CACHE": str(compiled),
            "CLUSTER_DASHBOARD_DATABASE": sqlite_url,
            "CLUSTER_DASHBOARD_TODAY": "2026-10-20",
            **variables,
        }
        with monkeypatch.context() as here:
            here.chdir(own_home)
            for name in [each for each in os.environ if each.startswith("LC_")]:
                here.delenv(name)
            for name, value in environment.items():
                here.setenv(name, value)
            for name, stream in streams.items():
                here.setattr(sys, name, stream)
            try:
                code = main(words)
            except SystemExit as ended:
                # How argparse ends after `--help`.
                code = int(ended.code or 0)
        out, err = (streams[name].detach().getvalue().decode() for name in ("stdout", "stderr"))
        return Ran(code, out, err)

    return ran


@pytest.fixture
def run_alone(own_home: Path, compiled: Path) -> Run:
    """Return a function that runs `cluster-dashboard` in a process of its own, for what ends one."""

    def ran(*words: str, **variables: str) -> Ran:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
        own = {"PYTHONPATH": str(ROOT), "CLUSTER_DASHBOARD_CACHE": str(compiled)}
        done = subprocess.run(
            [sys.executable, "-m", "dashboard.cli", *words],
            cwd=own_home,
            env=kept | own | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return ran


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., str]:
    """Return a function that writes lines as a CSV file and gives its name."""

    def written(*lines: str, encoding: str = "utf-8", name: str = "figures.csv") -> str:
        path = tmp_path / name
        text = "\n".join(("region,subject,indicator,period,value,note", *lines)) + "\n"
        path.write_bytes(text.encode(encoding))
        return str(path)

    return written
