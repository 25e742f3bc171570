"""Stocks, shares and indices: the latest level against the goal (rules 4, 7).

With a base: completion = (v - v0) / (G - v0), schedule = (t - t0) / (T - t0) by months (by days
where the figure is not one of a month's end), or the share of the path where it grows at a constant
rate.  Without: completion = v / G, or the share used of a limit, and no schedule.
"""

from __future__ import annotations

import numpy as np

from dashboard.progress import coverage
from dashboard.progress.annual import set_path
from dashboard.progress.attainment import attain, attain_from_base
from dashboard.progress.dates import days, judged_year
from dashboard.progress.exactness import Ints
from dashboard.progress.figures import Figures, moment, moment_of
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Sheet
from dashboard.progress.waypoints import lay_waypoints


def measure(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints) -> None:
    """Fill actual, completion and, with a base, the path of level-kind goals."""
    series, due = sheet.series[rows], sheet.due[rows]
    annual = sheet.annual[rows]
    year = due.copy()
    year[annual] = judged_year(sheet, figures, rows[annual])
    now = moment_of(sheet.on)
    until = np.where(annual, moment(year), np.where(due > 0, np.minimum(moment(due), now), now))
    found = figures.latest(series, until)
    found = np.where(annual & (figures.years(found) != year), -1, found)
    value = figures.values(found)
    counted = coverage.derive(sheet, figures, rows, until)
    # Two counts of the same or a later moment say more than a share that was typed.
    better = np.isfinite(counted.share) & (figures.whens(counted.found) >= figures.whens(found))
    better &= ~annual | (figures.years(counted.found) == year)
    found = np.where(better, counted.found, found)
    value = np.where(better, counted.share, value)
    outcome.denominator[rows] = np.where(better, counted.denominator, np.nan)
    empty = rows[(found < 0) & (counted.denominator == 0)]
    outcome.decide(empty, "not-applicable", "nothing-to-cover")
    outcome.found[rows] = found
    before = figures.whens(found) - 372
    outcome.previous[rows] = figures.at(series, before)
    outcome.previous_share[rows] = coverage.at(sheet, figures, rows, before).share
    outcome.actual[rows] = value
    outcome.worked_out[rows[better]] = counted.share_exact[better]
    target_year = np.where(annual, year, due)
    outcome.final[rows] = (found >= 0) & (figures.whens(found) == moment(target_year))
    months = (target_year - figures.years(found)) * 12 + 12 - figures.months(found)
    ahead = (found >= 0) & (target_year > 0)
    outcome.months_left[rows] = np.where(ahead, months, np.nan)
    outcome.years_left[rows] = np.where(ahead & ~annual, months / 12, np.nan)
    attain(sheet, outcome, rows, value)
    _lay_path(sheet, figures, outcome, rows[(found >= 0) & ~annual & (due > 0)])


def _month(when: Ints) -> Ints:
    # Month ends are written as day 31, so that two of four years are exactly half of the way.
    return np.asarray(when // 31, dtype=np.int64)


def _last_month(year: Ints) -> Ints:
    return _month(moment(year))


def _last_day(year: Ints) -> Ints:
    return days(moment(year))


def _lay_path(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints) -> None:
    base, goal = sheet.base_value[rows], sheet.goal_value[rows]
    base_year, due = sheet.base_year[rows], sheet.due[rows]
    when = figures.whens(outcome.found[rows])
    span = (goal - base) * outcome.sense[rows]
    with np.errstate(invalid="ignore"):
        fits = (base_year > 0) & (due > base_year) & (when > moment(base_year)) & (span > 0)
        fits &= ~sheet.power_path[rows] | ((base > 0) & (goal > 0))
    chosen = rows[fits]
    at, begin, end = when[fits], moment(base_year[fits]), moment(due[fits])
    month_end = at % 31 == 0
    elapsed = np.where(month_end, _month(at) - _month(begin), days(at) - days(begin))
    whole = np.where(month_end, _month(end) - _month(begin), days(end) - days(begin))
    share = (elapsed, whole)
    set_path(outcome, chosen, share, sheet)
    outcome.by_rate[chosen] = sheet.power_path[chosen]
    outcome.span[chosen] = span[fits]
    outcome.base[chosen], outcome.base_exact[chosen] = base[fits], sheet.base_exact[chosen]
    outcome.from_base[chosen] = True
    by_month = when % 31 == 0
    lay_waypoints(sheet, outcome, rows[by_month], _month(when[by_month]), _last_month)
    lay_waypoints(sheet, outcome, rows[~by_month], days(when[~by_month]), _last_day)
    attain_from_base(outcome, chosen)
