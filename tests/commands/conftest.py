"""The command line as a person runs it: a process of its own, real files, a real database."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

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
def run(sqlite_url: str, own_home: Path) -> Run:
    """Return a function that runs `cluster-dashboard` on a fresh database and a fixed day."""

    def ran(*words: str, lang: str = "en_US.UTF-8", stdin: bytes = b"", **variables: str) -> Ran:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LC_")},
            "LANG": lang,
            "PYTHONPATH": str(ROOT),
            "CLUSTER_DASHBOARD_DATABASE": sqlite_url,
            "CLUSTER_DASHBOARD_TODAY": "2026-10-20",
            **variables,
        }
        done = subprocess.run(
            [sys.executable, "-m", "dashboard.cli", *words],
            cwd=own_home,
            env=environment,
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err
        return Ran(done.returncode, out, err)

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
