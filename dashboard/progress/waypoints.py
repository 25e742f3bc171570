"""Printed milestones between base and goal: the path runs through them, stretch by stretch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dashboard.progress.exactness import Flags, Ints
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Milestones, Sheet

_SPAN = 10_000_000
"""More than any month, year or day is numbered."""


def lay_waypoints(
    sheet: Sheet, outcome: Outcome, rows: Ints, when: Ints, place: Callable[[Ints], Ints]
) -> None:
    """Lay the path of goals with milestones to the stretch their figure lies in.

    `when` is the figure's time per row and `place` turns years into the same measure of time.
    In a milestone's own year its printed number is what is expected, nothing derived.  The first
    milestone can stand in for a base that is not known.  Rows without milestones keep the path they
    have.
    """
    marked = np.flatnonzero(np.isin(rows, sheet.milestones.row))
    if not len(marked):
        return
    row, when = rows[marked], when[marked]
    points, printed = _waypoints(sheet, row)
    if not len(points.row):
        return
    at = place(points.year)
    after = np.searchsorted(points.row * _SPAN + at, row * _SPAN + when)
    before = np.maximum(after - 1, 0)
    after = np.minimum(after, len(at) - 1)
    ahead = (points.row[after] == row) & (at[after] >= when)
    own = ahead & printed[after] & (at[after] == when)
    between = ahead & ~own & (after > before) & (points.row[before] == row)
    rising = (points.value[before] > 0) & (points.value[after] > 0)
    between &= ~sheet.power_path[row] | rising
    before = np.where(own, after, before)
    laid = own | between
    row, own, when, before, after = row[laid], own[laid], when[laid], before[laid], after[laid]
    outcome.start[row], outcome.end[row] = points.value[before], points.value[after]
    outcome.start_exact[row] = points.value_exact[before]
    outcome.end_exact[row] = points.value_exact[after]
    outcome.num[row] = np.where(own, 1, when - at[before])
    outcome.den[row] = np.where(own, 1, at[after] - at[before])
    outcome.by_rate[row] = sheet.power_path[row] & ~own
    outcome.milestone[row[own]] = points.year[after[own]]
    bare = row[np.isnan(outcome.span[row])]
    outcome.span[bare] = np.abs(sheet.goal_value[bare])
    outcome.span_exact[bare] = sheet.goal_exact[bare]


def _waypoints(sheet: Sheet, rows: Ints) -> tuple[Milestones, Flags]:
    """Base, milestones between base year and due year, and goal of each row, in order of time.

    With them, which of them are printed milestones.
    """
    printed, base_year, due = sheet.milestones, sheet.base_year, sheet.due
    between = np.isin(printed.row, rows)
    between &= (base_year[printed.row] < printed.year) & (printed.year < due[printed.row])
    based = rows[(base_year[rows] > 0) & np.isfinite(sheet.base_value[rows])]
    based = based[base_year[based] != due[based]]
    ended = rows[np.isfinite(sheet.goal_value[rows])]
    row = np.concatenate([based, printed.row[between], ended])
    year = np.concatenate([base_year[based], printed.year[between], due[ended]])
    order = np.lexsort((year, row))
    value = [sheet.base_value[based], printed.value[between], sheet.goal_value[ended]]
    spelled = [sheet.base_exact[based], printed.value_exact[between], sheet.goal_exact[ended]]
    sizes = np.array([len(based), np.count_nonzero(between), len(ended)])
    marked = np.repeat(np.array([False, True, False]), sizes)
    points = Milestones(
        row[order], year[order], np.concatenate(value)[order], np.concatenate(spelled)[order]
    )
    return points, marked[order]
