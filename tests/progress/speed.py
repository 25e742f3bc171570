"""How much faster the engine is than a plain loop, in the same run: `python -m tests.progress.speed`."""

from __future__ import annotations

import gc
import resource
import sys
import time
from datetime import date

from dashboard.progress import assess
from tests.progress import province
from tests.progress.plain_loop import assess_plainly

ON = date(2026, 7, 15)


def main(goal_count: int = 45_000, figure_count: int = 1_000_000) -> int:
    """Print both times, their ratio and the memory at its highest."""
    promised = province.goals(goal_count)
    figures = province.figures(promised, figure_count)
    print(f"{len(promised):,} goals, {len(figures):,} figures")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(3):
        gc.collect()
        start = time.perf_counter()
        result = assess(promised, figures, ON)
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    goals, rows = promised.to_dict("records"), figures.to_dict("records")
    reading = time.perf_counter() - start
    gc.collect()
    start = time.perf_counter()
    plain = assess_plainly(goals, rows, ON)
    loop = time.perf_counter() - start
    same = sum(plain[row.goal][0] == row.status for row in result.itertuples())
    best = min(times)
    print(
        f"engine: {best:.3f} s (best of 3); plain loop: {loop:.2f} s, {reading:.2f} s to read rows"
    )
    print(f"ratio: {(loop + reading) / best:.1f} from the same frames, {loop / best:.1f} from rows")
    print(f"the same verdict for {same:,} of {len(promised):,} goals")
    print(f"memory: {peak / 2**20:.2f} GiB at most, {before / 2**20:.2f} GiB before the first run")
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(x) for x in sys.argv[1:])))
