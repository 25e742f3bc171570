"""Printed milestones between base and goal: the path runs through them, stretch by stretch."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from dashboard.progress.exactness import Ints, exact, float_of
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Sheet

Waypoint = tuple[int, Fraction]


def lay_waypoints(
    sheet: Sheet, outcome: Outcome, rows: Ints, when: Ints, place: Callable[[int], int]
) -> None:
    """Lay the path of goals with milestones to the stretch their figure lies in.

    `when` is the figure's time per row and `place` turns a year into the same measure of time.
    In a milestone's own year its printed number is what is expected, nothing derived.  The first
    milestone can stand in for a base that is not known.  Rows without milestones keep the path they
    have.
    """
    if not sheet.milestones:
        return
    marked = np.flatnonzero(np.isin(rows, list(sheet.milestones)))
    for row, at in zip(rows[marked], when[marked], strict=True):
        printed = sheet.milestones[int(row)]
        points = _waypoints(sheet, int(row), printed)
        ahead = [n for n, (year, _) in enumerate(points) if place(year) >= at]
        if not ahead:
            continue
        after, end = points[ahead[0]]
        if (after, end) in printed and place(after) == at:
            _lay(outcome, row, (end, end), (1, 1), by_rate=False)
            outcome.milestone[row] = after
        elif ahead[0] > 0:
            before, start = points[ahead[0] - 1]
            if sheet.power_path[row] and (start <= 0 or end <= 0):
                continue
            share = int(at) - place(before), place(after) - place(before)
            _lay(outcome, row, (start, end), share, by_rate=bool(sheet.power_path[row]))
        else:
            continue
        if np.isnan(outcome.span[row]):
            outcome.span[row] = abs(sheet.goal_value[row])
            outcome.span_exact[row] = sheet.goal_exact[row]


def _lay(
    outcome: Outcome,
    row: int,
    ends: tuple[Fraction, Fraction],
    share: tuple[int, int],
    *,
    by_rate: bool,
) -> None:
    start, end = ends
    outcome.start[row], outcome.start_exact[row] = float_of(start), start
    outcome.end[row], outcome.end_exact[row] = float_of(end), end
    outcome.num[row], outcome.den[row] = share
    outcome.by_rate[row] = by_rate


def _waypoints(sheet: Sheet, row: int, printed: list[Waypoint]) -> list[Waypoint]:
    base, goal = exact(sheet.base_exact[row]), exact(sheet.goal_exact[row])
    base_year, due = int(sheet.base_year[row]), int(sheet.due[row])
    points = {year: value for year, value in printed if base_year < year < due}
    if base is not None and base_year:
        points[base_year] = base
    if goal is not None:
        points[due] = goal
    return sorted(points.items())
