"""Flows inside their own year: completion against 序时进度 (rules 1, 6, 16).

completion = v(1-N月) / G, schedule = N / 12, gap = completion - schedule, from unrounded numbers;
of a yearly limit the share used stands for completion and gap = schedule - share used.
January and February come together, so the first figure of a year stands at 2/12.
"""

from __future__ import annotations

import numpy as np

from dashboard.progress.attainment import attain
from dashboard.progress.exactness import Flags, Ints
from dashboard.progress.figures import Figures, moment
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Sheet

SMALL = 12
"""Goals below one a month have no useful monthly schedule (rule 6)."""
TEST_MONTHS = (9, 12)
"""Months at whose end lateness of a small count is tested."""


def measure(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints, year: Ints) -> None:
    """Fill actual and path of yearly goals judged for `year` (one per row)."""
    series = sheet.series[rows]
    found = figures.latest(series, moment(year))
    found = np.where(figures.years(found) == year, found, -1)
    outcome.found[rows] = found
    outcome.previous[rows] = np.where(
        found >= 0,
        figures.at(series, figures.whens(found) - moment(1, 0, 0)),
        figures.latest_year(series, year - 1),
    )
    outcome.last_whole[rows] = figures.values(figures.of_year(series, year - 1))
    value, goal = figures.values(found), sheet.goal_value[rows]
    month = figures.months(found)
    outcome.actual[rows] = value
    outcome.final[rows] = month == 12
    elapsed = np.where(is_small(sheet)[rows], tested(month), month)
    attain(sheet, outcome, rows, value)
    with np.errstate(invalid="ignore"):
        pathed = (found >= 0) & (elapsed > 0) & (goal > 0)
    set_path(outcome, rows[pathed], (elapsed[pathed], 12), sheet, zero_start=True)
    outcome.months_left[rows] = np.where(found >= 0, 12 - month, np.nan)


def tested(month: Ints) -> Ints:
    """Months of the year at the last test of a small count, 0 before the first one."""
    first, last = TEST_MONTHS
    return np.where(month >= last, last, np.where(month >= first, first, 0)).astype(np.int64)


def set_path(
    outcome: Outcome,
    rows: Ints,
    share: tuple[Ints, Ints | int],
    sheet: Sheet,
    zero_start: bool = False,
) -> None:
    """Lay the path from nothing (or from the base) to the goal, with the goal as its span."""
    outcome.num[rows], outcome.den[rows] = share
    goal, spelled = sheet.goal_value[rows], sheet.goal_exact[rows]
    outcome.end[rows], outcome.end_exact[rows] = goal, spelled
    outcome.span[rows], outcome.span_exact[rows] = goal, spelled
    if zero_start:
        outcome.start[rows], outcome.start_exact[rows] = 0.0, "0"
    else:
        outcome.start[rows] = sheet.base_value[rows]
        outcome.start_exact[rows] = sheet.base_exact[rows]


def is_small(sheet: Sheet) -> Flags:
    """New-in-year counts under twelve: not started, in progress, done."""
    with np.errstate(invalid="ignore"):
        return np.asarray(
            sheet.counted & sheet.is_kind("flow") & (sheet.goal_value < SMALL), dtype=bool
        )
