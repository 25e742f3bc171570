"""Growth goals: reported growth less the goal, in percentage points, no completion (rule 5, 17)."""

from __future__ import annotations

import numpy as np

from dashboard.progress.dates import judged_year
from dashboard.progress.exactness import Ints
from dashboard.progress.figures import Figures, moment, moment_of
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Sheet


def measure(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints) -> None:
    """Fill actual and the flat path E = G; the growth shown is the reported one, never computed."""
    series, due = sheet.series[rows], sheet.due[rows]
    annual = sheet.annual[rows]
    year = due.copy()
    year[annual] = judged_year(sheet, figures, rows[annual])
    now = moment_of(sheet.on)
    until = np.where(year > 0, np.minimum(moment(year), now), now)
    found = figures.latest(series, until)
    found = np.where(annual & (figures.years(found) != year), -1, found)
    outcome.found[rows] = found
    outcome.previous[rows] = figures.at(series, figures.whens(found) - 372)
    outcome.actual[rows] = figures.values(found)
    month = figures.months(found)
    outcome.final[rows] = (found >= 0) & (figures.years(found) == year) & (month == 12)
    outcome.partial[rows] = (found >= 0) & (year > 0) & (figures.years(found) < year)
    outcome.num[rows] = np.where(found >= 0, 1, 0)
    outcome.den[rows] = np.where(found >= 0, 1, 0)
    outcome.span[rows] = 1.0
    goal, spelled = sheet.goal_value[rows], sheet.goal_exact[rows]
    outcome.start[rows], outcome.start_exact[rows] = goal, spelled
    outcome.end[rows], outcome.end_exact[rows] = goal, spelled
