"""What it would take: remaining amount, so much a month or a year, so many per cent a year (rule 3).

required growth = (G / v) ^ (1 / years left) - 1, only where both are positive and no share;
required a year = |G - v| / years left, in percentage points for shares;
required a month = |G - v| / months left; of a limit not yet used up, what it leaves a month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.progress.attainment import is_kept
from dashboard.progress.columns import codes
from dashboard.progress.exactness import CLOSE, Flags, Floats, Ints, exact, float_of, signs
from dashboard.progress.outcome import NOT_REACHED, REACHED, Outcome
from dashboard.progress.sheet import ABOVE, BELOW, Sheet
from dashboard.progress.statuses import CODE

NEEDS = ("growth", "year", "month", "room", "rate", "exceed", "amount")
"""How a requirement is put: growth a year, so much a year or a month, what a limit leaves a month,
percentage points of growth, anything beyond the number, or the amount alone."""
GROWTH, YEAR, MONTH, ROOM, RATE, EXCEED, AMOUNT = range(len(NEEDS))


@dataclass(frozen=True)
class Requirement:
    """Per goal, NaN where it does not apply: base units, and growth as a fraction per year.

    `need` is the place in `NEEDS`, -1 where nothing is asked any more or nothing is known.
    """

    remaining: Floats
    growth: Floats
    per_year: Floats
    per_month: Floats
    need: Ints


def require(sheet: Sheet, outcome: Outcome) -> Requirement:
    """Derive what is still needed, in the goal's own direction.

    A goal already reached needs nothing (0 remaining).  Only goals whose time is not up and whose
    figure can be set against the number are asked for anything.
    """
    goal, value = sheet.goal_value, outcome.actual
    known = ~outcome.partial & ~sheet.is_kind("growth") & ~sheet.is_about("each-cluster")
    open_ended = asked(outcome)
    shares = codes(sheet.frame, "unit", ("fraction",)) == 0
    with np.errstate(all="ignore"):
        distance = (goal - value) * outcome.sense
        distance = np.where(is_kept(sheet), np.abs(distance), np.maximum(distance, 0.0))
        remaining = np.where(outcome.reach >= REACHED, 0.0, distance)
        remaining = _told_apart(outcome, sheet, np.where(known, remaining, np.nan))
        short = known & open_ended & (remaining > 0)
        years = short & (outcome.years_left > 0)
        rates = years & (goal > 0) & (value > 0) & ~shares
        growth = np.where(rates, (goal / value) ** (1 / outcome.years_left) - 1, np.nan)
        per_year = np.where(years & ~rates, remaining / outcome.years_left, np.nan)
        months = short & ~years & (outcome.months_left > 0)
        room = _limits_in_use(sheet, outcome) & (outcome.months_left > 0)
        left = np.where(room, np.maximum(goal - value, 0.0), remaining)
        per_month = np.where(months | room, left / outcome.months_left, np.nan)
    beyond = _exactly_there(sheet, outcome) & open_ended
    unmet = (outcome.reach >= NOT_REACHED) & (outcome.reach < REACHED)
    below = sheet.is_kind("growth") & open_ended & (outcome.gap < 0) & unmet
    need = np.select(
        [rates, years, months, room, below, beyond, short],
        [GROWTH, YEAR, MONTH, ROOM, RATE, EXCEED, AMOUNT],
        default=-1,
    )
    return Requirement(_finite(remaining), _finite(growth), _finite(per_year), _finite(per_month),
                       need.astype(np.int64))  # fmt: skip


def compare_growth(sheet: Sheet, outcome: Outcome) -> None:
    """Fill `growth_ratio`: growth a year so far over growth a year needed, in the goal's direction.

    Only with a base above zero, a figure above zero at least a year after it, and a goal that lies
    in its own direction from the base; anything else has no such ratio (Open SDG, Eurostat).
    """
    goal, value, base = sheet.goal_value, outcome.actual, sheet.base_value
    with np.errstate(all="ignore"):
        years = sheet.due - sheet.base_year - outcome.years_left
        needed = (goal / base) ** (1 / (sheet.due - sheet.base_year)) - 1
        so_far = (value / base) ** (1 / years) - 1
        usable = (sheet.base_year > 0) & (years >= 1) & (base > 0) & (value > 0) & ~outcome.partial
        usable &= ~sheet.is_kind("growth") & (needed * outcome.sense > 0)
        outcome.growth_ratio = _finite(np.where(usable, so_far / needed, np.nan))
        outcome.growth_years = _finite(np.where(sheet.base_year > 0, years, np.nan))


def asked(outcome: Outcome) -> Flags:
    """Goals of which something can still be asked: not reached, not over, and not refused."""
    waiting = [CODE[word] for word in ("in-progress", "not-started", "no-due-year")]
    open_ended = (outcome.status < 0) | np.isin(outcome.status, waiting)
    open_ended |= outcome.because("year-end-decides")
    return np.asarray(open_ended & ~outcome.final & ~outcome.spent, dtype=bool)


def _limits_in_use(sheet: Sheet, outcome: Outcome) -> Flags:
    """Limits on a running total that are not passed and not yet safe."""
    running = sheet.is_kind("flow") & (outcome.sense < 0) & (outcome.reach >= REACHED)
    going = (outcome.status < 0) | (outcome.status == CODE["on-schedule"])
    return np.asarray(running & going & ~outcome.final & ~outcome.partial, dtype=bool)


def _exactly_there(sheet: Sheet, outcome: Outcome) -> Flags:
    """Exactly at a number that has to be exceeded."""
    strict = np.isin(sheet.comparator, (ABOVE, BELOW))
    missed = strict & (outcome.reach == NOT_REACHED)
    value = np.where(missed, outcome.actual, np.nan)
    side = signs(value, sheet.goal_value, outcome.actual_exact, lambda row: sheet.goal_exact[row])
    return np.asarray(missed & (side == 0) & np.isfinite(value), dtype=bool)


def _told_apart(outcome: Outcome, sheet: Sheet, remaining: Floats) -> Floats:
    """Remaining amounts to the last digit where floats all but take two numbers for one."""
    unmet = (outcome.reach >= NOT_REACHED) & (outcome.reach < REACHED)
    with np.errstate(invalid="ignore"):
        close = remaining <= CLOSE * np.maximum(1.0, np.abs(sheet.goal_value))
    for row in np.flatnonzero(close & unmet):
        value, goal = exact(outcome.actual_exact(int(row))), exact(sheet.goal_exact[row])
        if value is not None and goal is not None:
            remaining[row] = abs(float_of(goal - value))
    return remaining


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)
