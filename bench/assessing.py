"""How much faster the engine judges a province than a plain Python loop, and in how much memory.

Both start from the same frames, in one process of their own: what earlier measures left in memory
must not count. `python -m bench.assessing [goals] [figures]` prints one line of JSON.
"""

import gc
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd

from bench.servers import ROOT
from dashboard.progress import assess
from tests.progress import province
from tests.progress.plain_loop import Row, assess_plainly

GOALS, FIGURES = 45_000, 1_000_000
ON = date(2026, 7, 15)
TIMES = 3


@dataclass(frozen=True, slots=True)
class Assessed:
    """Seconds, GiB and how many verdicts were the same; `rows` is the loop's reading of the frames."""

    goals: int
    figures: int
    engine: float
    loop: float
    rows: float
    memory: float
    same: int

    @property
    def ratio(self) -> float:
        """How many times faster, both from the same frames."""
        return (self.rows + self.loop) / self.engine

    @property
    def ratio_from_rows(self) -> float:
        """How many times faster, were the loop given its rows for nothing."""
        return self.loop / self.engine


def measure() -> Assessed:
    """Measure in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.assessing"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Assessed(**json.loads(done.stdout))


def compare(goal_count: int, figure_count: int) -> Assessed:
    """Judge the same province with the engine (best of a few) and with the plain loop."""
    promised = province.goals(goal_count)
    figures = province.figures(promised, figure_count)
    times = []
    for _ in range(TIMES):
        gc.collect()
        start = time.perf_counter()
        verdicts = assess(promised, figures, ON)
        times.append(time.perf_counter() - start)
    # The highest so far: the loop's dictionaries come later.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    gc.collect()
    start = time.perf_counter()
    goals, rows = _rows(promised), _rows(figures)
    read = time.perf_counter()
    plain = assess_plainly(goals, rows, ON)
    end = time.perf_counter()
    told = zip(verdicts["goal"], verdicts["status"], strict=True)
    same = sum(plain[goal][0] == status for goal, status in told)
    return Assessed(len(promised), len(figures), min(times), end - read, read - start, memory, same)


def _rows(frame: pd.DataFrame) -> list[Row]:
    # The quickest plain way from a frame to dictionaries: `to_dict` takes three times as long.
    names = list(frame.columns)
    columns = [frame[name].tolist() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]] or [GOALS, FIGURES]
    print(json.dumps(asdict(compare(*asked))))
