"""Goals in step with another series (与…同步): own growth less the other's, in points.

Reported growth is compared with reported growth of the same period; levels are compared by their
growth over the same period of last year, v / v' - 1, and only where both bases are above zero.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dashboard.progress.exactness import Flags, Ints, exact, float_of
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
    for row, level in zip(rows, levels[rows], strict=True):
        at = outcome.found[row : row + 1]
        if at[0] < 0:
            continue
        when = figures.whens(at)
        other = figures.at(sheet.step_series[row : row + 1], when)
        mine = _growth(figures, sheet.series[row : row + 1], at, bool(level))
        theirs = _growth(figures, sheet.step_series[row : row + 1], other, bool(level))
        if mine is None or theirs is None:
            code = "step-missing" if other[0] < 0 else "step-no-growth"
            outcome.decide(np.array([row]), "cannot-judge", code)
            outcome.den[row] = 0
            # Without a growth rate the level stands as it was entered, in its own unit.
            outcome.as_entered[row] = bool(level)
            continue
        outcome.from_levels[row] = bool(level)
        outcome.actual[row], outcome.actual_exact[row] = float_of(mine), mine
        sheet.goal_value[row], sheet.goal_exact[row] = float_of(theirs), theirs
        for side in ("start", "end"):
            getattr(outcome, side)[row] = float_of(theirs)
            getattr(outcome, f"{side}_exact")[row] = theirs
        outcome.previous[row] = -1


def _growth(figures: Figures, series: Ints, found: Ints, level: bool) -> Fraction | None:
    now = exact(figures.exacts(found)[0])
    if now is None or not level:
        return now
    before = exact(figures.exacts(figures.at(series, figures.whens(found) - 372))[0])
    return now / before - 1 if before is not None and before > 0 else None
