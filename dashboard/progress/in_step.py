"""Goals in step with another series (与…同步): own growth less the other's, in points.

Reported growth is compared with reported growth of the same period; levels are compared by their
growth over the same period of last year, v / v' - 1, and only where both bases are above zero.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from dashboard.progress.exactness import Flags, Floats, Ints, Objects, Recipe
from dashboard.progress.figures import Figures
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import IN_STEP, Sheet


def is_in_step(sheet: Sheet) -> Flags:
    """Goals whose number is another series."""
    return np.asarray((sheet.comparator == IN_STEP) | (sheet.measure == 4), dtype=bool)


def set_goals(sheet: Sheet, figures: Figures, outcome: Outcome, rows: Ints, levels: Flags) -> None:
    """Turn levels into growth and set the other's growth of the same period as the goal.

    Rows whose other series (or a base of either) is missing are settled as not judgeable.
    """
    rows = rows[outcome.found[rows] >= 0]
    at, level = outcome.found[rows], levels[rows]
    other = figures.at(sheet.step_series[rows], figures.whens(at))
    mine, mine_exact = _growth(figures, sheet.series[rows], at, level)
    theirs, theirs_exact = _growth(figures, sheet.step_series[rows], other, level)
    lost = np.isnan(mine) | np.isnan(theirs)
    outcome.decide(rows[lost & (other < 0)], "cannot-judge", "step-missing")
    outcome.decide(rows[lost], "cannot-judge", "step-no-growth")
    outcome.den[rows[lost]] = 0
    # Without a growth rate the level stands as it was entered, in its own unit.
    outcome.as_entered[rows[lost]] = level[lost]
    rows, mine, theirs = rows[~lost], mine[~lost], theirs[~lost]
    outcome.from_levels[rows] = level[~lost]
    outcome.actual[rows], outcome.worked_out[rows] = mine, mine_exact[~lost]
    sheet.goal_value[rows], sheet.goal_exact[rows] = theirs, theirs_exact[~lost]
    for side in ("start", "end"):
        getattr(outcome, side)[rows] = theirs
        getattr(outcome, f"{side}_exact")[rows] = theirs_exact[~lost]
    outcome.previous[rows] = -1


def _growth(figures: Figures, series: Ints, found: Ints, level: Flags) -> tuple[Floats, Objects]:
    """Growth since the same period a year before, NaN without a base above zero."""
    now, spelled = figures.values(found), figures.exacts(found)
    if not level.any():
        return now, spelled
    earlier = figures.at(series, figures.whens(found) - 372)
    before, before_spelled = figures.values(earlier), figures.exacts(earlier)
    with np.errstate(all="ignore"):
        grown = np.where(before > 0, now / before - 1, np.nan)
    for row in np.flatnonzero(level & np.isfinite(grown)):
        spelled[row] = Recipe(_rate, (spelled[row], before_spelled[row]), quotient=True)
    return np.where(level, np.where(np.isfinite(grown), grown, np.nan), now), spelled


def _rate(now: Decimal, before: Decimal) -> tuple[Decimal, Decimal]:
    return now - before, before
