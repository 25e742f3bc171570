"""Flows inside their own year: completion against 序时进度 (rules 1, 6, 16).

completion = v(1-N月) / G, schedule = N / 12, gap = completion - schedule, from unrounded numbers;
of a yearly limit the share used stands for completion and gap = schedule - share used.
January and February come together, so the first figure of a year stands at 2/12.
"""

from __future__ import annotations

import numpy as np

from dashboard.progress.attainment import attain
from dashboard.progress.dates import days
from dashboard.progress.exactness import Flags, Floats, Ints
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
    month, cut_off = figures.months(found), figures.cut_off(found)
    outcome.actual[rows] = value
    outcome.final[rows] = (month == 12) & ~cut_off
    passed, whole = gone_by(sheet, figures, rows, found, year, year)
    attain(sheet, outcome, rows, value)
    with np.errstate(invalid="ignore"):
        pathed = (found >= 0) & (passed > 0) & (goal > 0)
    set_path(outcome, rows[pathed], (passed[pathed], whole[pathed]), sheet, zero_start=True)
    outcome.months_left[rows] = np.where(found >= 0, months_left(figures, found, year), np.nan)


def gone_by(
    sheet: Sheet, figures: Figures, rows: Ints, found: Ints, first: Ints, last: Ints
) -> tuple[Ints, Ints]:
    """What of the years `first` to `last` has gone by at the found figures, and the whole of them.

    In months; in days for a figure with a cut-off day within a month. A small count stands against
    the last test, the year's end or September, whichever came last.
    """
    years, month = figures.years(found), figures.months(found)
    cut_off, small = figures.cut_off(found), is_small(sheet)[rows]
    ended = month - cut_off
    months = (years - first) * 12 + np.where(small, tested(ended), month)
    whole = (last - first + 1) * 12
    by_days = cut_off & ~small
    if not by_days.any():
        return months, whole
    begin = days(moment(first - 1))
    return (
        np.where(by_days, days(figures.whens(found)) - begin, months),
        np.where(by_days, days(moment(last)) - begin, whole),
    )


def months_left(figures: Figures, found: Ints, last: Ints) -> Floats:
    """Months from the found figures to the end of the year `last`, a part of a month by its days."""
    year, month = figures.years(found), figures.months(found)
    left = ((last - year) * 12 + 12 - month).astype(np.float64)
    cut_off = figures.cut_off(found)
    if cut_off.any():
        end = days(moment(year, month))
        begin = days(moment(year, month - 1))
        rest = (end - days(figures.whens(found))) / np.maximum(end - begin, 1)
        left = np.where(cut_off, left + rest, left)
    return left


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
