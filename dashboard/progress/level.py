"""Flows that must reach a level in a later year: judged by full years only (rules 3, 11, 16).

The last full year is set against the goal and, where a base is known, against the path of that
year; 1-N月 is never compared with a full-year goal as if it were due.
completion = v / G, schedule = E / G, gap = completion - schedule.  What falls, and a goal that is
not above zero, counts from its base: completion = (v - v0) / (G - v0), as stocks do (rule 14).
"""

from __future__ import annotations

import numpy as np

from dashboard.progress.annual import set_path
from dashboard.progress.attainment import attain, attain_from_base
from dashboard.progress.exactness import Ints
from dashboard.progress.figures import Figures, moment_of
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Sheet
from dashboard.progress.waypoints import lay_waypoints


def measure(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints) -> None:
    """Fill actual, completion and, with a base, the path of level goals."""
    series, due = sheet.series[rows], sheet.due[rows]
    full = figures.latest_year(series, np.where(due > 0, due, sheet.on.year))
    full = np.where(figures.years(full) < sheet.since[rows], -1, full)
    latest = figures.latest(series, moment_of(sheet.on))
    latest = np.where(figures.years(latest) < sheet.since[rows], -1, latest)
    found = np.where(full >= 0, full, latest)
    outcome.found[rows] = found
    year, goal = figures.years(full), sheet.goal_value[rows]
    previous = figures.of_year(series, year - 1)
    early = np.flatnonzero((full < 0) & (found >= 0))
    previous[early] = figures.at(series[early], figures.whens(found[early]) - 372)
    outcome.previous[rows] = previous
    outcome.actual[rows] = figures.values(found)
    value = figures.values(full)
    outcome.final[rows] = (full >= 0) & (year == due)
    outcome.partial[rows] = (full < 0) & (found >= 0)
    attain(sheet, outcome, rows, value)
    outcome.years_left[rows] = np.where((full >= 0) & (due > 0), due - year, np.nan)
    base_year, base = sheet.base_year[rows], sheet.base_value[rows]
    straight = ~sheet.power_path[rows]
    pathed = (full >= 0) & (due > base_year) & (base_year > 0) & (year > base_year)
    # A base that is the goal, or better, leaves no way to go.
    pathed &= (goal - base) * outcome.sense[rows] > 0
    pathed &= straight | ((base > 0) & (goal > 0))
    chosen = rows[pathed]
    set_path(
        outcome, chosen, (year[pathed] - base_year[pathed], due[pathed] - base_year[pathed]), sheet
    )
    outcome.by_rate[chosen] = sheet.power_path[chosen]
    turned = chosen[(outcome.sense[chosen] < 0) | (sheet.goal_value[chosen] <= 0)]
    outcome.base[turned], outcome.base_exact[turned] = (
        sheet.base_value[turned],
        sheet.base_exact[turned],
    )
    outcome.span[turned] = np.abs(sheet.goal_value[turned] - sheet.base_value[turned])
    outcome.from_base[turned] = True
    attain_from_base(outcome, turned)
    going = (full >= 0) & (due > 0)
    lay_waypoints(sheet, outcome, rows[going], year[going], np.asarray)
