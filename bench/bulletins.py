"""A region's bulletin of about forty goals in each form: in a process that is warm, and as a command.

python -m bench --only bulletins
"""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.servers import ROOT
from dashboard.actuals.periods import period
from dashboard.actuals.store import Store
from dashboard.bulletins.issuing import FORMATS, issued
from dashboard.demonstration.filling import fill
from dashboard.register import load_register
from dashboard.settings import Settings

TODAY, PERIOD, REGION = date(2026, 10, 20), "2026-M09", "binzhou"


@dataclass(frozen=True)
class Written:
    """Seconds for one form: in a warm process, and from the command line."""

    warm: float
    command: float


def measure(folder: Path, times: int) -> dict[str, Written]:
    """Write each form again and again; what the first one loads is not counted as warm."""
    catalogue = load_register(ROOT / "data" / "targets.yaml", cache=folder)
    database = f"sqlite:///{folder / 'bulletins.db'}"
    settings = Settings(database=database, today=TODAY)
    found = {}
    with Store.open(database) as store:
        fill(store, catalogue, TODAY)
        for form in FORMATS:
            spent = []
            for _ in range(times + 1):
                began = time.perf_counter()
                issued(settings, store, catalogue, REGION, period(PERIOD), "zh", form)
                spent.append(time.perf_counter() - began)
            found[form] = statistics.median(spent[1:])
    return {form: Written(warm, _command(folder, database, form)) for form, warm in found.items()}


def _command(folder: Path, database: str, form: str) -> float:
    command = [sys.executable, "-m", "dashboard.cli", "bulletin", REGION, "--period", PERIOD]
    command += ["--format", form, "-o", str(folder / f"bulletin.{form}"), "--database", database]
    own = {"PYTHONPATH": str(ROOT), "CLUSTER_DASHBOARD_CACHE": str(folder)}
    own |= {"CLUSTER_DASHBOARD_TODAY": TODAY.isoformat()}
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, env=os.environ | own, check=True, capture_output=True)
    return time.perf_counter() - began
