"""The same verdicts, goal by goal, in plain Python: the yardstick for speed and a second opinion.

It knows annual flows, levels of a later year, stocks and growth, with and without a base, and
written the way one would write it first: exact decimals, one goal at a time.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

Row = dict[str, Any]


def assess_plainly(goals: list[Row], figures: list[Row], on: date) -> dict[str, tuple[str, Any]]:
    """goal id -> (status, completion)."""
    series: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in figures:
        if _end(row) <= on:
            series[row["region"], row["subject"], row["indicator"]].append(row)
    for rows in series.values():
        rows.sort(key=_end)
    found = {}
    with localcontext() as context:
        context.prec = 40
        for goal in goals:
            rows = series.get((goal["region"], goal["subject"], goal["indicator"]), [])
            found[goal["id"]] = _assess(goal, rows, on)
    return found


def _end(row: Row) -> date:
    return date(row["year"], row["month"], monthrange(row["year"], row["month"])[1])


def _assess(goal: Row, rows: list[Row], on: date) -> tuple[str, Any]:
    if not rows:
        return "no-data", None
    if goal["kind"] == "growth":
        return _growth(goal, rows)
    if goal["every"] == "year":
        return _annual(goal, [row for row in rows if row["year"] == on.year])
    if goal["kind"] == "stock":
        return _stock(goal, rows)
    return _level(goal, rows)


def _reached(goal: Row, value: Decimal) -> bool:
    target = Decimal(goal["value"])
    return value > target if goal["comparator"] == ">" else value >= target


def _annual(goal: Row, rows: list[Row]) -> tuple[str, Any]:
    if not rows:
        return "no-data", None
    last, target = rows[-1], Decimal(goal["value"])
    value = Decimal(last["value"])
    completion = value / target
    if _reached(goal, value):
        return ("met" if last["month"] == 12 else "met-early"), completion
    if last["month"] == 12:
        return "overdue", completion
    return _lamp(completion - Decimal(last["month"]) / 12), completion


def _level(goal: Row, rows: list[Row]) -> tuple[str, Any]:
    full = [row for row in rows if row["period_kind"] == "year" and row["year"] <= goal["due"]]
    if not full:
        return "not-due", None
    last, target = full[-1], Decimal(goal["value"])
    value = Decimal(last["value"])
    completion = value / target
    if _reached(goal, value):
        return ("met" if last["year"] == goal["due"] else "met-early"), completion
    base = next((row for row in full if row["year"] == goal["base_year"]), None)
    if base is None or last["year"] == goal["base_year"]:
        return "not-due", completion
    start = Decimal(base["value"])
    share = Decimal(last["year"] - goal["base_year"]) / int(goal["due"] - goal["base_year"])
    if goal["path"] == "constant growth":
        expected = start * (target / start) ** share
    else:
        expected = start + (target - start) * share
    return _lamp((value - expected) / target), completion


def _stock(goal: Row, rows: list[Row]) -> tuple[str, Any]:
    last, target = rows[-1], Decimal(goal["value"])
    value = Decimal(last["value"])
    base = next(
        (r for r in rows if r["year"] == goal["base_year"] and r["period_kind"] == "year"), None
    )
    start = None if base is None else Decimal(base["value"])
    if start is None or start >= target or last["year"] == goal["base_year"]:
        completion = value / target
        return ("met-early" if _reached(goal, value) else "not-due"), completion
    completion = (value - start) / (target - start)
    if _reached(goal, value):
        return "met-early", completion
    months = (last["year"] - goal["base_year"]) * 12 + last["month"] - 12
    share = Decimal(months) / ((int(goal["due"]) - goal["base_year"]) * 12)
    return _lamp(completion - share), completion


def _growth(goal: Row, rows: list[Row]) -> tuple[str, Any]:
    last = rows[-1]
    if last["year"] < goal["due"]:
        return "not-due", None
    return _lamp(Decimal(last["value"]) - Decimal(goal["value"])), None


def _lamp(gap: Decimal) -> str:
    if gap >= 0:
        return "on-schedule"
    return "behind" if gap >= Decimal("-0.1") else "far-behind"
