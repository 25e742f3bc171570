"""The back-test of the forecasts: on generated series, with every year in turn as the last one known.

    python -m bench.backtest            print what was measured
    python -m bench.backtest --write    also write it into docs/forecasts.md and measured.py

Seeds are fixed, so the tables come out the same every time; a test runs all of it and compares.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import exp
from pathlib import Path
from random import Random
from statistics import fmean, median

from bench.shapes import FIRST, SHAPES, Shape, months_of, normal
from dashboard.progress.forecasting.fitting import METHODS, method_of
from dashboard.progress.forecasting.forecasts import LEAST_POINTS, Forecast, forecast
from dashboard.progress.forecasting.naive import CLEARLY, last_growth_continues
from dashboard.progress.forecasting.running_year import RunningYear

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "forecasts.md"
CONSTANTS = ROOT / "dashboard" / "progress" / "forecasting" / "measured.py"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

SERIES = 80
AHEAD = (1, 2, 3)
MONTHS = (3, 6, 9, 11)
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast against what came: errors relative to the actual, or in points for fractions."""

    shape: Shape
    method: str
    points: int
    ahead: int
    month: int
    held: bool
    error: float
    naive_error: float
    chance: float | None = None
    met: bool = False


def yearly_cases(series: int = SERIES) -> Iterator[Case]:
    """Every shape, every series, every origin with enough points, one to three years ahead."""
    for shape in SHAPES:
        chance = Random(f"years of {shape.id}")
        for _ in range(series):
            values = shape.draw(chance, shape.length)
            for points in range(LEAST_POINTS, shape.length):
                ahead = min(max(AHEAD), points - 1, shape.length - points)
                goal = _goal(chance, shape, values[points - 1], ahead)
                yield from _cases(shape, values, points, ahead, goal=goal)


def running_cases(series: int = SERIES // 4) -> Iterator[Case]:
    """Money: the year that is not over, from its months (0: without them), one year ahead."""
    for shape in SHAPES:
        if shape.kind != "flow":
            continue
        chance = Random(f"months of {shape.id}")
        for _ in range(series):
            values = shape.draw(chance, shape.length)
            months = months_of(chance, values)
            for points in range(LEAST_POINTS, shape.length):
                yield from _cases(shape, values, points, 1)
                for month in MONTHS:
                    earlier = [
                        (months[past][month], values[past])
                        for past in range(max(0, points - 2), points)
                    ]
                    running = RunningYear(
                        year=FIRST + points,
                        month=month,
                        value=months[points][month],
                        earlier=earlier,
                    )
                    yield from _cases(shape, values, points, 1, running=running)


def _goal(chance: Random, shape: Shape, last: float, ahead: int) -> float:
    """A goal that somebody might set: about the usual pace, sometimes modest, sometimes bold."""
    if shape.kind == "growth":
        return 0.08 + normal(chance, 0.03)
    if shape.kind == "share":
        return min(1.0, last + ahead * (0.06 + normal(chance, 0.03)))
    return last * exp(ahead * (0.06 + normal(chance, 0.06)))


def _cases(
    shape: Shape,
    values: list[float],
    points: int,
    ahead: int,
    *,
    goal: float | None = None,
    running: RunningYear | None = None,
) -> Iterator[Case]:
    known = [(FIRST + place, value) for place, value in enumerate(values[:points])]
    limit = 1.0 if shape.kind == "share" else None
    due = FIRST + points - 1 + ahead
    given = forecast(
        known, due, goal, kind=shape.kind, unit=shape.unit, running=running, limit=limit
    )
    if not isinstance(given, Forecast):
        return
    method = method_of(shape.kind, shape.unit, values[:points])
    for (year, low, high), (_, centre) in zip(given.band[1:], given.centre[1:], strict=True):
        actual = values[year - FIRST]
        naive = last_growth_continues(known, year, method)
        naive = naive if limit is None else min(limit, naive)
        scale = 1.0 if shape.unit == "fraction" else abs(actual)
        judged = year == due and given.chance is not None and goal is not None
        yield Case(
            shape=shape,
            method=method,
            points=points,
            ahead=year - known[-1][0],
            month=running.month if running else 0,
            held=low - _ROUNDING * abs(low) <= actual <= high + _ROUNDING * abs(high),
            error=abs(centre - actual) / scale,
            naive_error=abs(naive - actual) / scale,
            chance=given.chance if judged else None,
            met=judged and goal is not None and actual >= goal,
        )


def coverage(cases: Iterable[Case]) -> float:
    """How often the 80 % range held, 0 to 1."""
    return fmean(case.held for case in cases)


def ratio(cases: list[Case]) -> float:
    """Mean error of the forecast over that of the naive one; under 1 is better."""
    return sum(case.error for case in cases) / sum(case.naive_error for case in cases)


def constants(cases: list[Case]) -> dict[str, tuple[int, int]]:
    """Method -> coverage in per cent over all its shapes, and in its worst shape and year ahead."""
    found = {}
    for method in METHODS:
        mine = [case for case in cases if case.method == method]
        parts: dict[tuple[str, int], list[Case]] = {}
        for case in mine:
            parts.setdefault((case.shape.id, case.ahead), []).append(case)
        worst = min(coverage(part) for part in parts.values())
        found[method] = (round(100 * coverage(mine)), round(100 * worst))
    return found


def tables(yearly: list[Case], running: list[Case]) -> str:
    """All that was measured, as Markdown."""
    return "\n\n".join(
        [
            _by_shape(yearly),
            _by_points(yearly),
            _by_month(running),
            _by_chance(yearly),
        ]
    )


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def _percent(value: float, places: int = 0) -> str:
    return f"{100 * value:.{places}f}"


def _verdict(value: float) -> str:
    if value < CLEARLY:
        return "better"
    return "no better" if value <= 2 - CLEARLY else "**worse**"


def _by_shape(cases: list[Case]) -> str:
    rows = []
    for shape in SHAPES:
        mine = [case for case in cases if case.shape.id == shape.id]
        each = [[case for case in mine if case.ahead == ahead] for ahead in AHEAD]
        each = [found for found in each if found]

        def listed(of: Callable[[list[Case]], str], each: list[list[Case]] = each) -> str:
            return " / ".join(of(found) for found in each)

        rows.append(
            [
                f"`{shape.id}`: {shape.about}",
                str(len(mine)),
                listed(lambda found: _percent(coverage(found))),
                listed(lambda found: _percent(median(case.error for case in found), 1)),
                listed(lambda found: _percent(median(case.naive_error for case in found), 1)),
                listed(lambda found: f"{ratio(found):.2f}"),
                _verdict(ratio(mine)),
            ]
        )
    head = ["shape", "cases", "the 80 % range held, %", "median error", "naive", "ratio",
            "than naive"]  # fmt: skip
    return "### By shape, one / two / three years ahead\n\n" + _table(head, rows)


def _by_points(cases: list[Case]) -> str:
    rows = []
    for low, high in ((3, 3), (4, 5), (6, 8), (9, 12)):
        mine = [case for case in cases if low <= case.points <= high]
        name = str(low) if low == high else f"{low}–{high}"
        rows.append([name, str(len(mine)), _percent(coverage(mine)), f"{ratio(mine):.2f}"])
    head = ["full years known", "cases", "held, %", "error over naive"]
    return "### By the number of years known, all shapes\n\n" + _table(head, rows)


def _by_month(cases: list[Case]) -> str:
    rows = []
    for month in (0, *MONTHS):
        mine = [case for case in cases if case.month == month]
        name = f"1–{month}月" if month else "none"
        error = _percent(median(case.error for case in mine), 1)
        rows.append([name, str(len(mine)), _percent(coverage(mine)), error, f"{ratio(mine):.2f}"])
    head = ["months of the running year", "cases", "held, %", "median error, %", "error over naive"]
    return "### The running year from its months, money\n\n" + _table(head, rows)


def _by_chance(cases: list[Case]) -> str:
    rows = []
    for low, high in ((0, 10), (10, 30), (30, 50), (50, 70), (70, 90), (90, 100)):
        mine = [
            case
            for case in cases
            if case.chance is not None
            and (low <= 100 * case.chance < high or (case.chance == 1 and high == 100))
        ]
        said = fmean(case.chance for case in mine if case.chance is not None)
        met = fmean(case.met for case in mine)
        rows.append([f"{low}–{high} %", str(len(mine)), _percent(said), _percent(met)])
    head = ["chance said", "cases", "said on average, %", "met, %"]
    return "### Were the chances right, all shapes\n\n" + _table(head, rows)


def page(measured: str) -> str:
    """docs/forecasts.md with the measured part replaced."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}"


def source(found: dict[str, tuple[int, int]]) -> str:
    """measured.py with the constants replaced."""
    text = CONSTANTS.read_text(encoding="utf-8")
    before, _, rest = text.partition("COVERAGE = {\n")
    _, _, after = rest.partition("}\n")
    lines = "".join(f'    "{method}": {pair},\n' for method, pair in found.items())
    return f"{before}COVERAGE = {{\n{lines}}}\n{after}"


def main() -> None:
    """Measure, print and, if asked, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.backtest")
    parser.add_argument("--write", action="store_true", help="write the page and the constants")
    asked = parser.parse_args()
    yearly, running = list(yearly_cases()), list(running_cases())
    measured, found = tables(yearly, running), constants(yearly)
    print(measured)
    print(f"\n80 % range held, on the whole and at worst: {found}")
    if asked.write:
        PAGE.write_text(page(measured), encoding="utf-8")
        CONSTANTS.write_text(source(found), encoding="utf-8")
        print(f"written: {PAGE.relative_to(ROOT)}, {CONSTANTS.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
