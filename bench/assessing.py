"""How much faster the engine judges a province than a plain Python loop, and in how much memory.

Both judge the same goals of every measure kind, in one process of their own: what earlier measures
left in memory must not count.  The loop gets its rows ready-made, as dictionaries built outside the
timed part; making them from the engine's frames is timed beside it.  Two clocks run: the wall's, and
the processor's, which counts no other process of a busy machine but every thread of this one.

    python -m bench.assessing [goals] [figures]      one line of JSON
"""

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from statistics import median
from typing import TypeVar

import pandas as pd
from tests.progress.plain_loop import Row, assess_plainly

from bench.servers import ROOT
from dashboard.progress.table import assess_table
from tests.progress import province

GOALS, FIGURES = 45_000, 1_000_000
ON = date(2026, 7, 15)
TIMES = 5

T = TypeVar("T")
Clocks = tuple[float, float]
"""Seconds on the wall and of the processor."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """`engine` (medians), `loop` and `rows` (the dictionaries' making) as `Clocks`; GiB; how many
    goals, figures, measure kinds, verdicts, and how many verdicts were the same."""

    goals: int
    figures: int
    shapes: int
    words: int
    engine: Clocks
    loop: Clocks
    rows: Clocks
    memory: float
    same: int

    def ratio(self, clock: int) -> float:
        """How many times faster than the loop that has its rows already."""
        return self.loop[clock] / self.engine[clock]

    def ratio_with_rows(self, clock: int) -> float:
        """The same where the loop has to make its rows from the frames."""
        return (self.rows[clock] + self.loop[clock]) / self.engine[clock]


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
    """Judge the same province with the engine (the median of a few) and with the plain loop."""
    made = province.make(goal_count)
    figures = province.figures(made, figure_count)
    promised, indicators = made.goals, made.indicators
    taken = []
    for _ in range(TIMES):
        verdicts, clocks = _timed(
            lambda: assess_table(promised, figures, ON, indicators=indicators)
        )
        taken.append(clocks)
    # The highest so far, the making of the province included: the loop's dictionaries come later.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    rows, making = _timed(lambda: [_rows(frame) for frame in (promised, figures, indicators)])
    goals, known, counts = rows
    plain, loop = _timed(lambda: assess_plainly(goals, known, ON, counts))
    told = zip(verdicts["goal"], verdicts["status"], strict=True)
    return Assessed(
        goals=len(promised),
        figures=len(figures),
        shapes=len({goal.split(".")[1].split("-")[0] for goal in promised["id"]}),
        words=verdicts["status"].nunique(),
        engine=(median(wall for wall, _ in taken), median(cpu for _, cpu in taken)),
        loop=loop,
        rows=making,
        memory=memory,
        same=sum(plain[goal][0] == status for goal, status in told),
    )


def _timed(act: Callable[[], T]) -> tuple[T, Clocks]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    done = act()
    return done, (time.perf_counter() - wall, time.process_time() - cpu)


def _rows(frame: pd.DataFrame) -> list[Row]:
    # The quickest plain way from a frame to dictionaries: `to_dict` takes three times as long.
    names = list(frame.columns)
    columns = [frame[name].tolist() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]] or [GOALS, FIGURES]
    print(json.dumps(asdict(compare(*asked))))
