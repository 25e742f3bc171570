"""How fast verdicts are there, and in how much memory: each question in a process of its own.

What earlier measures left in memory must not count, and one core judges: nothing here is parallel
but the region that is asked for while all are worked through.

    python -m bench.verdicts kinds [goals] [figures]       one line of JSON
    python -m bench.verdicts region REGISTER SEEDS CACHE DATABASE
    python -m bench.verdicts all REGISTER SEEDS CACHE DATABASE
"""

import gc
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bench.registers import Plans
from bench.servers import ROOT

if TYPE_CHECKING:
    from dashboard.judging import Standing
    from dashboard.progress.goal import Goal
    from dashboard.register.series import SeriesKey

    FigureRow = tuple[SeriesKey, str, str | None, int]

GOALS, FIGURES = 45_000, 1_000_000
ON = date(2026, 3, 16)
ON_KINDS = date(2026, 7, 15)
TIMES = 20

Found = dict[str, float]


def of_a_region(plans: Plans, database: str) -> Found:
    """`first` and median milliseconds (`ms`) of a region's verdicts of which nothing is kept."""
    return _measured("region", *plans, database)


def of_all(plans: Plans, database: str) -> Found:
    """Every region's verdicts from an empty start, and again with a region asked for meanwhile.

    `goals`, `seconds` on the wall and of the processor (`cpu`), `gib` at the highest (the register
    included), and the `median` and the `worst` milliseconds of a region asked for meanwhile.
    """
    return _measured("all", *plans, database)


def of_all_kinds() -> Found:
    """Goals of every measure kind: `goals`, `figures`, `shapes`, `statuses`, goals a `second`."""
    return _measured("kinds")


def _measured(*words: object) -> Found:
    done = subprocess.run(
        [sys.executable, "-m", "bench.verdicts", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: Found = json.loads(done.stdout)
    return found


def _of_a_region(register: str, seeds: str, cache: str, database: str) -> Found:
    from dashboard.actuals.store import Store
    from dashboard.judging import Judging
    from dashboard.register import load_register
    from dashboard.shell.process_memory import collect_seldom

    catalogue = load_register(Path(register), Path(seeds), Path(cache))
    # As the server that judges.
    collect_seldom()
    with Store.open(database) as store:
        regions = Judging(store).standing(catalogue, ON).regions()
        # Another judging each time round, so that a small register has regions enough.
        taken = []
        while len(taken) <= TIMES:
            judging = Judging(store)
            for region in regions[: TIMES + 1]:
                standing = judging.standing(catalogue, ON)
                gc.collect()
                began = time.perf_counter()
                kept = standing.rows(region)
                taken.append((time.perf_counter() - began) * 1000)
                assert len(kept) == GOALS // 300
    # The first has also read the engine's own files.
    return {"first": taken[0], "ms": statistics.median(taken[1 : TIMES + 1])}


def _of_all(register: str, seeds: str, cache: str, database: str) -> Found:
    from dashboard.actuals.store import Store
    from dashboard.judging import Judging
    from dashboard.register import load_register
    from dashboard.shell.process_memory import collect_seldom

    catalogue = load_register(Path(register), Path(seeds), Path(cache))
    # As the server that judges.
    collect_seldom()
    with Store.open(database) as store:
        wall, processor = time.perf_counter(), time.process_time()
        standing = Judging(store).standing(catalogue, ON)
        goals = sum(len(standing.summary(region).goals) for region in standing.regions())
        seconds, cpu = time.perf_counter() - wall, time.process_time() - processor
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        del standing
        meanwhile = list(_meanwhile(Judging(store).standing(catalogue, ON)))
    return {
        "goals": goals,
        "seconds": seconds,
        "cpu": cpu,
        "gib": highest,
        "median": statistics.median(meanwhile),
        "worst": max(meanwhile),
    }


def _meanwhile(standing: "Standing") -> Iterable[float]:
    """Milliseconds of regions asked for, from the last, while all are worked through from the first."""
    standing.judging.work_through(standing)
    for region in reversed(standing.regions()):
        done, regions = standing.judged()
        if regions - done <= TIMES:
            return
        began = time.perf_counter()
        standing.rows(region)
        yield (time.perf_counter() - began) * 1000
        # As somebody who reads does, and so that the work goes on.
        time.sleep(0.25)


def _of_all_kinds(goal_count: int = GOALS, figure_count: int = FIGURES) -> Found:
    from dashboard.progress.assess import assess_all
    from dashboard.progress.figures import Figures, rows_of
    from dashboard.progress.goal import goal_of
    from dashboard.progress.lamp_rules import rules_of
    from dashboard.shell.process_memory import collect_seldom
    from tests.progress import province

    made = province.make(goal_count)
    known = {row["id"]: row for row in made.indicators.to_dict("records")}
    goals: dict[str, list[Goal]] = {}
    for row in made.goals.to_dict("records"):
        goals.setdefault(row["region"], []).append(goal_of(row, known))
    rows: dict[str, list[FigureRow]] = {}
    for figure in rows_of(province.figures(made, figure_count).to_dict("records")):
        rows.setdefault(figure[0][0], []).append(figure)
    rules, statuses = rules_of({}), set()
    collect_seldom()
    # Region by region, as the product judges; the processor's clock counts no other process.
    began = time.process_time()
    for region, mine in goals.items():
        judged = assess_all(mine, Figures(rows[region], ON_KINDS), rules)
        statuses.update(one.status for one in judged)
    taken = time.process_time() - began
    return {
        "goals": goal_count,
        "figures": sum(map(len, rows.values())),
        "shapes": len(province.MIX),
        "statuses": len(statuses),
        "second": goal_count / taken,
    }


if __name__ == "__main__":
    question, *words = sys.argv[1:]
    if question == "kinds":
        print(json.dumps(_of_all_kinds(*map(int, words))))
    else:
        print(json.dumps({"region": _of_a_region, "all": _of_all}[question](*words)))
