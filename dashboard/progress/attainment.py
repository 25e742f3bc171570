"""Has the number been reached?  以上 includes it, 超过 excludes it, 左右 has a shown tolerance."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from dashboard.progress.exactness import Flags, Ints, exact, signs
from dashboard.progress.outcome import NEARLY, NOT_REACHED, OVER, REACHED, UNKNOWN, Outcome
from dashboard.progress.sheet import (
    ABOUT,
    ABOVE,
    APPROACH,
    AT_LEAST,
    AT_MOST,
    BELOW,
    DOWN,
    EQUAL,
    KEEP,
    MAINTAIN,
    RANGE,
    Sheet,
)


def sense_of(sheet: Sheet) -> Ints:
    """1 where more is better, -1 where less is: falling indicators and "at most" goals."""
    capped = np.isin(sheet.comparator, (AT_MOST, BELOW))
    return np.where((sheet.direction == DOWN) | capped, -1, 1).astype(np.int64)


def reach(sheet: Sheet, outcome: Outcome) -> None:
    """Compare actual and goal exactly and fill `reach`.

    A range is not met below, met inside and over-fulfilled above.  "About" is nearly met from
    (1 - tolerance) G on; "approach" is met there.  "Maintain" tolerates nothing in the wrong
    direction, and for indicators to be kept the tolerance on both sides.
    """
    value, goal = outcome.actual, sheet.goal_value
    sense = outcome.sense

    actual = outcome.actual_exact
    against = signs(value, goal, actual, lambda row: sheet.goal_exact[row]) * sense
    top = signs(value, sheet.high_value, actual, lambda row: sheet.high_exact[row])
    near = _within_tolerance(sheet, outcome, actual)
    comparator = sheet.comparator
    strict = np.isin(comparator, (ABOVE, BELOW))
    result = np.where(np.where(strict, against > 0, against >= 0), REACHED, NOT_REACHED)
    bottom = against * sense
    inside = (bottom >= 0) & ((top <= 0) | np.isnan(sheet.high_value))
    past = np.where(sense > 0, bottom >= 0, bottom < 0)
    ranged = np.where(inside, REACHED, np.where(past, OVER, NOT_REACHED))
    result = np.where(comparator == RANGE, ranged, result)
    result = np.where((comparator == EQUAL) & (against > 0), OVER, result)
    soft = np.isin(comparator, (ABOUT, APPROACH)) & (result == NOT_REACHED) & near
    result = np.where(soft, np.where(comparator == ABOUT, NEARLY, REACHED), result)
    kept = (sheet.direction == KEEP) & np.isin(comparator, (MAINTAIN, EQUAL, AT_LEAST, ABOUT))
    result = np.where(kept, np.where(_close(sheet, outcome), REACHED, NOT_REACHED), result)
    unknown = np.isnan(value) | np.isnan(goal)
    outcome.reach = np.where(unknown, UNKNOWN, result).astype(np.int64)


def _within_tolerance(sheet: Sheet, outcome: Outcome, actual: Callable[[int], object]) -> Flags:
    """Actual on the good side of the goal less its tolerance, end included, ties exact."""
    result = np.zeros(sheet.size, dtype=bool)
    rows = np.flatnonzero(np.isin(sheet.comparator, (ABOUT, APPROACH)))
    if not len(rows):
        return result
    tolerance, sense, goal = Fraction(str(sheet.tolerance)), outcome.sense, sheet.goal_value
    bound = np.full(sheet.size, np.nan)
    bound[rows] = goal[rows] - float(tolerance) * np.abs(goal[rows]) * sense[rows]

    def limit(row: int) -> Fraction | None:
        number = exact(sheet.goal_exact[row])
        return None if number is None else number - tolerance * abs(number) * int(sense[row])

    found = signs(outcome.actual, bound, actual, limit)
    result[rows] = (found[rows] * sense[rows] >= 0) & ~np.isnan(bound[rows])
    return result


def _close(sheet: Sheet, outcome: Outcome) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.abs(outcome.actual - sheet.goal_value) <= sheet.tolerance * np.abs(
            sheet.goal_value
        )
