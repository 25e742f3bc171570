"""The line from base to goal: actuals, printed milestones, the derived path and the goal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import isfinite, isnan
from typing import Any

import pandas as pd

from dashboard.progress.columns import as_float
from dashboard.progress.exactness import decimal_text, exact, float_of
from dashboard.progress.figures import moment, moment_of
from dashboard.progress.sheet import printed_milestones

ACTUAL, MILESTONE, DERIVED, GOAL = "actual", "printed milestone", "derived path", "goal"
TRAJECTORY_COLUMNS = ("year", "period", "value", "value_exact", "kind", "path")


def path_value(start: float, end: float, share: float, by_rate: bool) -> float:
    """Value at a share of the way: start (end/start)^share by rate, else start + (end-start) share.

    NaN where constant growth is impossible (an end or a start that is not above zero).
    """
    if not by_rate:
        return start + (end - start) * share
    return float(start * (end / start) ** share) if start > 0 and end > 0 else float("nan")


def trajectory(
    goal: Mapping[str, Any], observations: pd.DataFrame, on: date, base: Any = None
) -> pd.DataFrame:
    """Points to draw for one goal: columns year, period, value (float), value_exact, kind, path.

    `goal` is a row of the goals table (a base that is not printed is looked for among the figures
    of its base year, or given as `base`).  kind is actual (full years for flows, the latest level
    of each year otherwise), printed milestone, derived path (one point a year between base and
    goal, through the milestones; never for growth goals) or goal.  `path` names the derived path.
    """
    rows = _actuals(goal, observations, on)
    by_rate = str(goal.get("path")) == "constant growth"
    milestones = printed_milestones(goal.get("milestones"))
    known = {row["year"]: row for row in rows}
    base_year = _year(goal.get("base_year"))
    start = exact(goal.get("base_value")) if base is None else exact(base)
    if start is None and base_year in known:
        start = exact(known[base_year]["value_exact"])
    falling = goal.get("comparator") == "range" and goal.get("direction") == "down"
    target, due = exact(goal.get("value_high" if falling else "value")), _year(goal.get("due"))
    points = [(year, value) for year, value in milestones if value is not None]
    if start is not None and base_year:
        points = [(base_year, start), *(p for p in points if p[0] > base_year)]
    if target is not None and due:
        points.append((due, target))
    if str(goal.get("kind")) != "growth":
        rows += _derived(points, by_rate)
    rows += [_row(year, value, MILESTONE) for year, value in milestones]
    if target is not None and due:
        rows.append(_row(due, target, GOAL))
    frame = pd.DataFrame(rows, columns=list(TRAJECTORY_COLUMNS))
    return frame.astype({"year": "int64", "value": "float64"})


def _actuals(goal: Mapping[str, Any], observations: pd.DataFrame, on: date) -> list[dict[str, Any]]:
    if not len(observations):
        return []
    mine = observations
    for name in ("region", "subject", "indicator"):
        if name in mine and isinstance(goal.get(name), str):
            mine = mine.loc[mine[name].astype(str) == goal[name]]
    mine = mine.loc[[_ended(row, on) for row in mine.to_dict("records")]]
    if str(goal.get("kind")) in ("flow", "growth"):
        mine = mine.loc[mine["period_kind"] == "year"]
    rows = []
    latest = sorted(mine.to_dict("records"), key=_moment)
    for row in {_year(row["year"]): row for row in latest}.values():
        number = exact(row["value"])
        if number is not None:
            rows.append(_row(_year(row["year"]), number, ACTUAL) | {"period": row["period"]})
    return rows


def _ended(row: Mapping[Any, Any], on: date) -> bool:
    year, month = _year(row.get("year")), _year(row.get("month")) or 12
    return year > 0 and moment(year, month) <= moment_of(on)


def _moment(row: Mapping[Any, Any]) -> tuple[int, int, float]:
    revision = as_float(row.get("revision"))
    return _year(row["year"]), _year(row.get("month")) or 12, 0.0 if isnan(revision) else revision


def _derived(points: list[tuple[int, Fraction]], by_rate: bool) -> list[dict[str, Any]]:
    points = sorted(dict(points).items())
    rows: list[dict[str, Any]] = []
    name = "constant growth" if by_rate else "straight"
    for (begin, start), (end, value) in pairwise(points):
        for year in range(begin if not rows else begin + 1, end + 1):
            share = (year - begin) / (end - begin)
            drawn = path_value(float_of(start), float_of(value), share, by_rate)
            if isfinite(drawn):
                rows.append(
                    {"year": year, "period": None, "value": drawn, "value_exact": None,
                     "kind": DERIVED, "path": name}
                )  # fmt: skip
    return rows


def _row(year: int, value: Fraction, kind: str) -> dict[str, Any]:
    return {
        "year": year,
        "period": None,
        "value": float_of(value),
        "value_exact": decimal_text(value),
        "kind": kind,
        "path": None,
    }


def _year(value: Any) -> int:
    year = as_float(value)
    return int(year) if 1 <= year <= 9999 else 0
