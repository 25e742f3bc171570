"""Totals that run over several years from a start (累计, 新增 since a year): rule 4 with base 0.

Where the figures themselves run from the start the latest one is the total; where they start again
each January, the full years since the start and this year's 1-N月 are added, exactly, and a missing
year refuses the sum.  completion = v / G, schedule = months elapsed / months in all, as in `annual` for small
counts and for limits.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from dashboard.progress.annual import gone_by, months_left, set_path
from dashboard.progress.attainment import attain
from dashboard.progress.exactness import Flags, Ints, Recipe
from dashboard.progress.figures import Figures, moment, moment_of
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Sheet

_LONGEST = 100
_WHOLE = 2**53
"""Below this a float holds every whole number."""


def is_running(sheet: Sheet) -> Flags:
    """Flow goals whose number is counted over more than one year."""
    several = (sheet.since > 0) & ((sheet.due == 0) | (sheet.due > sheet.since))
    return np.asarray(
        sheet.is_kind("flow") & ~sheet.annual & (sheet.from_start | several), dtype=bool
    )


def measure(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints) -> None:
    """Fill actual (a derived sum where needed), completion and the path from nothing."""
    series, due, since = sheet.series[rows], sheet.due[rows], sheet.since[rows]
    now = moment_of(sheet.on)
    found = figures.latest(series, np.where(due > 0, np.minimum(moment(due), now), now))
    found = np.where((found >= 0) & (figures.years(found) < since), -1, found)
    outcome.found[rows] = found
    outcome.actual[rows] = figures.values(found)
    outcome.previous[rows] = figures.at(series, figures.whens(found) - 372)
    _add_years(sheet, figures, outcome, rows[~sheet.from_start[rows] & (found >= 0)])
    value, goal = outcome.actual[rows], sheet.goal_value[rows]
    outcome.final[rows] = (found >= 0) & (figures.whens(found) == moment(due))
    attain(sheet, outcome, rows, value)
    outcome.months_left[rows] = np.where(
        (found >= 0) & (due > 0), months_left(figures, found, due), np.nan
    )
    pathed = (found >= 0) & (since > 0) & (due >= since) & (goal > 0)
    passed, whole = gone_by(sheet, figures, rows, found, since, due)
    pathed &= passed > 0
    set_path(outcome, rows[pathed], (passed[pathed], whole[pathed]), sheet, zero_start=True)


def _add_years(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints) -> None:
    """Add the full years since the start to the latest figure; refuse where one is missing."""
    series, since, last = sheet.series[rows], sheet.since[rows], outcome.found[rows]
    year = figures.years(last)
    begin, end = figures.run_of_years(series, since, year - 1)
    lacking = (since < year) & (end == begin)
    _refuse(sheet, figures, outcome, rows[lacking], year[lacking])
    adding = np.flatnonzero((since < year) & ~lacking)
    rows, begin, end = rows[adding], begin[adding], end[adding]
    if not len(rows):
        return
    ends = np.cumsum(end - begin)
    begins = ends - (end - begin)
    years = figures.yearly[np.repeat(begin - begins, end - begin) + np.arange(ends[-1])]
    values, now = figures.values(years), outcome.actual[rows]
    total = np.add.reduceat(values, begins) + now
    # Whole numbers that a float holds exactly are added exactly; all others wait for a reader.
    whole = np.logical_and.reduceat(values % 1 == 0, begins) & (now % 1 == 0)
    whole &= np.add.reduceat(np.abs(values), begins) + np.abs(now) < _WHOLE
    plain = np.where(whole, total, 0).astype(np.int64).tolist()
    spelled = figures.exacts(years)
    latest = figures.exacts(outcome.found[rows])
    parts = zip(latest, begins.tolist(), ends.tolist(), strict=True)
    outcome.worked_out[rows] = [
        str(number) if known else Recipe(_total, (this, *spelled[first:after]))
        for known, number, (this, first, after) in zip(whole.tolist(), plain, parts, strict=True)
    ]
    outcome.actual[rows] = total
    outcome.previous[rows] = -1


def _total(*parts: Decimal) -> Decimal:
    return sum(parts, Decimal(0))


def _refuse(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints, until: Ints) -> None:
    """Settle the rows in which a year from the start to before `until` is missing; name the first."""
    outcome.actual[rows] = np.nan
    missing = sheet.since[rows].copy()
    for _ in range(_LONGEST):
        there = (missing < until) & (figures.of_year(sheet.series[rows], missing) >= 0)
        if not there.any():
            break
        missing += there
    outcome.decide(rows, "cannot-judge", "year-missing", missing)
