"""Vizro, to measure beside ours: in an environment of its own, at the versions of `vizro.lock`."""

import csv
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from bench import servers
from bench.registers import Plans
from bench.servers import Running
from dashboard.register import load_register
from tests.machine.server import free_port

HERE = Path(__file__).parent
LOCK = HERE / "vizro.lock"


def interpreter() -> Path:
    """Return the Python of Vizro's environment, which is made where it is missing.

    It stays in the bench's cache, one for each lock. Raises `subprocess.CalledProcessError` where
    the locked packages cannot be had.
    """
    version = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    cache = platformdirs.user_cache_path("cluster-dashboard-bench")
    folder, ready = cache / f"vizro-{version}", cache / f"vizro-{version}.ready"
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not ready.is_file():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--require-hashes", "-r", LOCK], check=True)
        ready.touch()
    return python


@contextmanager
def vizro(folder: Path, plans: Plans) -> Iterator[Running]:
    """Run the page of three bar charts on the goals of a register."""
    goals = folder / "goals.csv"
    table = load_register(plans.register, plans.seeds, plans.cache).table("goals")
    with goals.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("region", "indicator", "due"))
        columns = (table[name].to_pylist() for name in ("region", "indicator", "due"))
        rows.writerows(zip(*columns, strict=True))
    port = free_port()
    # -P: what stands beside the page is not what it imports.
    command = [str(interpreter()), "-P", str(HERE / "vizro_page.py")]
    own = {"BENCH_GOALS": str(goals), "BENCH_PORT": str(port), "PYTHONPATH": ""}
    with servers.listening(command, port, "/", folder, own) as server:
        yield server
