"""Totals that run over several years from a start (累计, 新增 since a year): rule 4 with base 0.

Where the figures themselves run from the start the latest one is the total; where they start again
each January, the full years since the start and this year's 1-N月 are added, exactly, and a missing
year refuses the sum.  completion = v / G, schedule = months elapsed / months in all, as in `annual` for small
counts and for limits.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dashboard.progress.annual import is_small, set_path, tested
from dashboard.progress.attainment import attain
from dashboard.progress.exactness import Flags, Ints, decimal_text, exact
from dashboard.progress.figures import Figures, moment, moment_of
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Sheet

_LONGEST = 100


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
    outcome.actual_exact[rows] = figures.exacts(found)
    outcome.previous[rows] = figures.at(series, figures.whens(found) - 372)
    adding = ~sheet.from_start[rows]
    for place in np.flatnonzero(adding & (found >= 0)):
        _add_years(sheet, figures, outcome, int(rows[place]))
    value, goal = outcome.actual[rows], sheet.goal_value[rows]
    year, month = figures.years(found), figures.months(found)
    outcome.final[rows] = (found >= 0) & (year == due) & (month == 12)
    attain(sheet, outcome, rows, value)
    outcome.months_left[rows] = np.where(
        (found >= 0) & (due > 0), (due - year) * 12 + 12 - month, np.nan
    )
    pathed = (found >= 0) & (since > 0) & (due >= since) & (goal > 0)
    # A small count stands against the last test, the year's end or September, whichever came last.
    months = np.where(is_small(sheet)[rows], tested(month), month)
    elapsed, whole = (year - since) * 12 + months, (due - since + 1) * 12
    pathed &= elapsed > 0
    set_path(outcome, rows[pathed], (elapsed[pathed], whole[pathed]), sheet, zero_start=True)


def _add_years(sheet: Sheet, figures: Figures, outcome: Outcome, row: int) -> None:
    last = outcome.found[row : row + 1]
    series, since = sheet.series[row : row + 1], int(sheet.since[row])
    year = int(figures.years(last)[0])
    if year - since > _LONGEST:
        outcome.decide(np.array([row]), "cannot-judge", "year-missing", since)
        outcome.actual[row], outcome.actual_exact[row] = np.nan, None
        return
    total = exact(figures.exacts(last)[0]) or Fraction(0)
    for past in range(since, year):
        found = figures.of_year(series, past)
        part = exact(figures.exacts(found)[0]) if found[0] >= 0 else None
        if part is None:
            outcome.decide(np.array([row]), "cannot-judge", "year-missing", past)
            outcome.actual[row], outcome.actual_exact[row] = np.nan, None
            return
        total += part
    outcome.actual[row] = float(total)
    outcome.actual_exact[row] = decimal_text(total)
    outcome.previous[row] = -1
