"""What has been attained, measured in the goal's own direction, and whether the number is reached.

Where more is better, completion = v / G; where it counts from a base, in either direction,
completion = (v - v0) / (G - v0).  Where less is better and nothing counts from a base there is no
completion: v / G is how much of a limit is used.  以上 includes the number, 超过 excludes it, 左右 has
a shown tolerance.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import numpy as np

from dashboard.progress.exactness import Flags, Floats, Ints, exact, signs
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


def is_kept(sheet: Sheet) -> Flags:
    """Indicators to be kept where they are: the tolerance holds on both sides."""
    kept = np.isin(sheet.comparator, (MAINTAIN, EQUAL, AT_LEAST, ABOUT))
    return np.asarray((sheet.direction == KEEP) & kept, dtype=bool)


def attain(sheet: Sheet, outcome: Outcome, rows: Ints, value: Floats) -> None:
    """Fill completion, or the share used of a limit, of rows that count from nothing.

    A goal that is not above zero has neither: a share of it would have no meaning.
    """
    goal, rising = sheet.goal_value[rows], outcome.sense[rows] > 0
    with np.errstate(all="ignore"):
        share = np.where(goal > 0, value / goal, np.nan)
    outcome.completion[rows] = np.where(rising, share, np.nan)
    outcome.used[rows] = np.where(rising, np.nan, share)


def attain_from_base(outcome: Outcome, rows: Ints) -> None:
    """Fill completion of rows whose path counts from a base: the share of the way gone."""
    gone = (outcome.actual[rows] - outcome.base[rows]) * outcome.sense[rows]
    outcome.completion[rows] = gone / outcome.span[rows]
    outcome.used[rows] = np.nan


def shortfalls(sheet: Sheet, outcome: Outcome) -> Floats:
    """How far each figure stands from its goal, in the goal's own direction: less is worse.

    Relative to the goal, so that members with goals of their own compare; growth in points, and
    where the goal is zero in its unit.  What is to be kept is worse the further it strays.
    """
    with np.errstate(all="ignore"):
        distance = (outcome.actual - sheet.goal_value) * outcome.sense
        distance = np.where(is_kept(sheet), -np.abs(distance), distance)
        relative = distance / np.abs(sheet.goal_value)
    plain = sheet.is_kind("growth") | (sheet.goal_value == 0)
    return np.asarray(np.where(plain, distance, relative), dtype=np.float64)


def reach(sheet: Sheet, outcome: Outcome, mine: Flags) -> None:
    """Compare actual and goal exactly and fill `reach` and `tolerated` of the rows of a mask.

    A range is reached at its nearer end and over-fulfilled beyond the far one.  "About" is nearly
    met from (1 - tolerance) G on, in the goal's own direction; "approach" is met there.  "Maintain"
    tolerates nothing in the wrong direction, and for indicators to be kept the tolerance on both
    sides, ends included.
    """
    value, goal = np.where(mine, outcome.actual, np.nan), sheet.goal_value
    sense, actual = outcome.sense, outcome.actual_exact
    against = signs(value, goal, actual, lambda row: sheet.goal_exact[row]) * sense
    beyond = signs(value, sheet.high_value, actual, lambda row: sheet.high_exact[row]) * sense
    comparator = sheet.comparator
    strict = np.isin(comparator, (ABOVE, BELOW))
    result = np.where(np.where(strict, against > 0, against >= 0), REACHED, NOT_REACHED)
    outside = (beyond > 0) & ~np.isnan(sheet.high_value)
    over = ((comparator == RANGE) & outside) | ((comparator == EQUAL) & (against > 0))
    result = np.where((result == REACHED) & over, OVER, result)
    near = _within(sheet, outcome, mine & np.isin(comparator, (ABOUT, APPROACH)), (-1,))
    soft = near & (result == NOT_REACHED)
    result = np.where(soft, np.where(comparator == ABOUT, NEARLY, REACHED), result)
    kept = is_kept(sheet)
    close = _within(sheet, outcome, mine & kept, (-1, 1))
    result = np.where(kept, np.where(close, REACHED, NOT_REACHED), result)
    unknown = np.isnan(value) | np.isnan(goal)
    outcome.tolerated[mine] = ((soft | (close & (against != 0))) & ~unknown)[mine]
    outcome.reach[mine] = np.where(unknown, UNKNOWN, result)[mine]


def _within(sheet: Sheet, outcome: Outcome, mine: Flags, sides: tuple[int, ...]) -> Flags:
    """Actual on the good side of the goal moved by its tolerance, ends included, to the last digit.

    Side -1 is the tolerance against the goal's own direction, 1 the tolerance beyond it.
    """
    result = np.zeros(sheet.size, dtype=bool)
    rows = np.flatnonzero(mine & np.isfinite(sheet.goal_value))
    if not len(rows):
        return result
    result[rows] = True
    room = sheet.tolerance[rows] * np.abs(sheet.goal_value[rows]) * outcome.sense[rows]
    for side in sides:
        bound = np.full(sheet.size, np.nan)
        bound[rows] = sheet.goal_value[rows] + side * room
        limit = partial(_limit, sheet, outcome, side)
        found = signs(outcome.actual, bound, outcome.actual_exact, limit) * outcome.sense
        good = found >= 0 if side < 0 else found <= 0
        result &= good & ~np.isnan(bound)
    return result


def _limit(sheet: Sheet, outcome: Outcome, side: int, row: int) -> Fraction | None:
    goal = exact(sheet.goal_exact[row])
    if goal is None:
        return None
    tolerance: Fraction = sheet.tolerance_exact[row]
    return goal + side * int(outcome.sense[row]) * tolerance * abs(goal)
