"""The back-test of the forecasts: on generated series, with every year in turn as the last one known.

    python -m bench.backtest            print what was measured
    python -m bench.backtest --write    also write it into docs/forecasts.md and coverage.py

Seeds are fixed, so the tables come out the same every time; a test runs all of it and compares.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from random import Random
from statistics import fmean

from bench.seasons import MONTHS, SEASONS, Readings, Season
from bench.shapes import FIRST, SHAPES, Shape, normal
from dashboard.progress.forecasting.coverage import Coverage
from dashboard.progress.forecasting.forecasts import (
    LEAST_POINTS,
    Forecast,
    forecast,
    likely_range,
)
from dashboard.progress.forecasting.models import LOGS, METHODS, fit, method_of
from dashboard.progress.forecasting.naive import last_growth_continues
from dashboard.progress.forecasting.running_year import RunningYear
from dashboard.progress.forecasting.thresholds import Limits

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "forecasts.md"
CONSTANTS = ROOT / "dashboard" / "progress" / "forecasting" / "coverage.py"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

SERIES = 120
RUNNING_SERIES = 12
AHEAD = (1, 2, 3)
_ROUNDING = 1e-9
ENOUGH = 100
"""Cases from which on a shape's coverage is a measurement and no accident."""


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast against what came: errors relative to the actual (money that grows), to the level
    known so far (counts, money round zero), or in points (fractions).

    `shown`: the page gives the range; else `low` and `held` are those of the range it withholds.
    """

    shape: Shape
    method: str
    points: int
    ahead: int
    low: float
    held: bool
    shown: bool
    error: float
    naive_error: float
    season: Season | None = None
    month: int = 0
    chance: float | None = None
    met: bool = False


def yearly_cases(series: int = SERIES) -> Iterator[Case]:
    """Every shape, every series, every origin with enough points, one to three years ahead."""
    for shape in SHAPES:
        chance = Random(f"held-out years of {shape.id}")
        for _ in range(series):
            values = shape.draw(chance, shape.length)
            for points in range(LEAST_POINTS, shape.length):
                ahead = min(max(AHEAD), points - 1, shape.length - points)
                goal = _goal(chance, shape, values[points - 1], ahead)
                yield from _cases(shape, values, points, ahead, goal=goal)


def running_cases(series: int = RUNNING_SERIES) -> Iterator[Case]:
    """The year that is not over, from its months (0: without them), for every shape and season."""
    for shape in SHAPES:
        for season in SEASONS:
            if season.read != read_as(shape):
                continue
            chance = Random(f"held-out months of {shape.id}, {season.id}")
            for _ in range(series):
                values = shape.draw(chance, shape.length)
                readings = season.draw(chance, values)
                for points in range(LEAST_POINTS, shape.length):
                    for month in (0, *MONTHS):
                        yield from _cases(
                            shape, values, points, 1, season=season, month=month, readings=readings
                        )


def read_as(shape: Shape) -> str:
    """How a shape's months are read: flow, level or rate."""
    return {"flow": "flow", "growth": "rate"}.get(shape.kind, "level")


def _running(
    shape: Shape, values: Sequence[float], points: int, month: int, readings: Readings
) -> RunningYear:
    past = range(1, points)
    level = read_as(shape) == "level"
    return RunningYear(
        year=FIRST + points,
        month=month,
        value=readings[points][month],
        level=level,
        earlier=[(readings[year][month], values[year]) for year in range(points)],
        seasons=[(values[y - 1], readings[y][month], values[y]) for y in past] if level else (),
    )


def naive_of_months(shape: Shape, last: float, before: float, now: float) -> float:
    """The naive that sees the months: what has changed on last year's same month so far goes on.

    A flow's last full year times the ratio of the same months, a level's last year end plus the
    difference of the same months; of a rate, the rate so far.
    """
    if read_as(shape) == "rate":
        return now
    if read_as(shape) == "flow" and before > 0:
        return last * now / before
    return last + now - before


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
    season: Season | None = None,
    month: int = 0,
    readings: Readings | None = None,
) -> Iterator[Case]:
    known = [(FIRST + place, value) for place, value in enumerate(values[:points])]
    limit = 1.0 if shape.kind == "share" else None
    due = FIRST + points - 1 + ahead
    running = _running(shape, values, points, month, readings) if month and readings else None
    given = forecast(
        known,
        due,
        goal,
        kind=shape.kind,
        unit=shape.unit,
        running=running,
        limit=limit,
        may_be_negative=shape.signed,
        judged=False,
    )
    if not isinstance(given, Forecast):
        return
    method = method_of(shape.kind, shape.unit, values[:points])
    level = fmean(abs(value) for value in values[:points])
    band = {year: (low, high) for year, low, high in given.band}
    model = fit(known, method, shape.unit)
    floor = None if shape.signed or shape.kind == "growth" else 0.0
    for year, centre in given.centre[1:]:
        low, high = band.get(year) or likely_range(model, Limits(floor, limit), year)
        actual = values[year - FIRST]
        naive = last_growth_continues(known, year, method)
        if running is not None and readings is not None:
            last, before = values[points - 1], readings[points - 1][month]
            naive = naive_of_months(shape, last, before, running.value)
        naive = naive if limit is None else min(limit, naive)
        scale = 1.0 if shape.unit == "fraction" else abs(actual) if method == LOGS else level
        judged = year == due and given.chance is not None and goal is not None
        yield Case(
            shape=shape,
            method=method,
            points=points,
            ahead=year - known[-1][0],
            low=low,
            # At a bound that cannot be passed the page gives the bound and no range.
            shown=year in band and low < high,
            held=low - _ROUNDING * abs(low) <= actual <= high + _ROUNDING * abs(high),
            error=abs(centre - actual) / scale,
            naive_error=abs(naive - actual) / scale,
            season=season,
            month=month,
            chance=given.chance if judged else None,
            met=judged and goal is not None and actual >= goal,
        )


def coverage(cases: Iterable[Case]) -> float:
    """How often the 80 % range held, 0 to 1."""
    return fmean(case.held for case in cases)


def shown(cases: Iterable[Case]) -> list[Case]:
    """The cases whose range the page shows."""
    return [case for case in cases if case.shown]


def ratio(cases: Sequence[Case]) -> float:
    """Mean error of the forecast over that of the naive one; under 1 is better."""
    return sum(case.error for case in cases) / sum(case.naive_error for case in cases)


def constants(cases: Sequence[Case]) -> tuple[dict[str, Coverage], dict[str, int]]:
    """Method -> what its ranges that are shown held over all its shapes, and in the worst of them;
    and what those that are not shown would have held in the worst."""
    found, unshown = {}, {}
    for method in METHODS:
        mine = [case for case in cases if case.method == method]
        seen = _parts(shown(mine))
        shape, ahead = min(seen, key=lambda key: coverage(seen[key]))
        found[method] = Coverage(
            shapes=len({shape for shape, _ in seen}),
            usual=round(100 * coverage(shown(mine))),
            worst=round(100 * coverage(seen[shape, ahead])),
            shape=shape,
            ahead=ahead,
        )
        hidden = _parts([case for case in mine if not case.shown])
        unshown[method] = round(100 * min(coverage(part) for part in hidden.values()))
    return found, unshown


def _parts(cases: Iterable[Case]) -> dict[tuple[str, int], list[Case]]:
    """The cases by shape and years ahead, where there are enough."""
    parts: dict[tuple[str, int], list[Case]] = {}
    for case in cases:
        parts.setdefault((case.shape.id, case.ahead), []).append(case)
    return {key: part for key, part in parts.items() if len(part) >= ENOUGH}


def page(measured: str) -> str:
    """docs/forecasts.md with the measured part replaced."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}"


def source(found: dict[str, Coverage], unshown: dict[str, int]) -> str:
    """coverage.py with the constants replaced."""
    text = CONSTANTS.read_text(encoding="utf-8")
    before, _, rest = text.partition("COVERAGE = {\n")
    _, _, after = rest.partition("}\n\nUNSHOWN = {")
    _, _, after = after.partition("}\n")
    lines = "".join(f'    "{method}": {each},\n' for method, each in found.items())
    hidden = ", ".join(f'"{method}": {percent}' for method, percent in unshown.items())
    lines = lines.replace("'", '"')
    return f"{before}COVERAGE = {{\n{lines}}}\n\nUNSHOWN = {{{hidden}}}\n{after}"


def main() -> None:
    """Measure, print and, if asked, write."""
    from bench.backtest_tables import tables

    parser = argparse.ArgumentParser(prog="python -m bench.backtest")
    parser.add_argument("--write", action="store_true", help="write the page and the constants")
    asked = parser.parse_args()
    yearly, running = list(yearly_cases()), list(running_cases())
    measured, (found, unshown) = tables(yearly, running), constants(yearly)
    print(measured)
    print(f"\nThe ranges shown held, on the whole and at worst: {found}")
    print(f"Those not shown would have held at worst: {unshown}")
    if asked.write:
        PAGE.write_text(page(measured), encoding="utf-8")
        CONSTANTS.write_text(source(found, unshown), encoding="utf-8")
        print(f"written: {PAGE.relative_to(ROOT)}, {CONSTANTS.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
