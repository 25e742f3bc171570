"""What it would take: remaining amount, so much a month or a year, so many per cent a year (rule 3).

required growth = (G / v) ^ (1 / years left) - 1, only where both are positive and no share;
required a year = |G - v| / years left, in percentage points for shares;
required a month = |G - v| / months left, where a total runs or less than a year is left; of a limit
not yet used up, what it leaves a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dashboard.progress.goal import Goal
from dashboard.progress.measures.measured import Measured
from dashboard.progress.numbers import ZERO, compare, power, sign
from dashboard.progress.target import NEARLY, NOT_REACHED, OVER, REACHED

NEEDS = ("growth", "year", "month", "room", "rate", "exceed", "amount")
"""How a requirement is put: growth a year, so much a year or a month, what a limit leaves a month,
percentage points of growth, anything beyond the number, or the amount alone."""
_WAITING = ("in-progress", "not-started", "no-due-year")


@dataclass(frozen=True)
class Requirement:
    """What a goal still takes; amounts in base units, None where they do not apply.

    `need` is one of `NEEDS`, None where nothing is asked any more or nothing is known. `times` is
    G / v and `years` what is left of them where growth is asked for.
    """

    remaining: Fraction | None = None
    need: str | None = None
    per_year: Fraction | None = None
    per_month: Fraction | None = None
    times: Fraction | None = None
    years: Fraction | None = None

    @cached_property
    def growth(self) -> Fraction | None:
        """Growth a year still needed, as a fraction, to 80 digits; below zero where it has to fall."""
        if self.times is None or not self.years:
            return None
        return power(self.times, 1 / self.years) - 1


NOTHING = Requirement()


def required(goal: Goal, measured: Measured, open_ended: bool) -> Requirement:
    """Derive what is still needed, in the goal's own direction.

    A goal already reached needs nothing (0 remaining). Only an `open_ended` goal, whose time is not
    up and whose figure can be set against the number, is asked for anything.
    """
    number, value = measured.target.value, measured.actual
    if number is None or value is None:
        return NOTHING
    if goal.subject_kind == "each-cluster" or (
        goal.recognised is not None and not goal.over_members
    ):
        return NOTHING
    if goal.judged_as == "growth":
        below = measured.reach in (NOT_REACHED, NEARLY)
        return Requirement(need=_rate(goal, value, number) if below and open_ended else None)
    if measured.partial:
        return NOTHING
    away = number - value if goal.sense > 0 else value - number
    remaining = abs(away) if goal.kept_level else max(away, ZERO)
    if measured.reach in (REACHED, OVER):
        remaining = ZERO
    months, years = measured.months_left, measured.years_left
    if open_ended and sign(remaining) > 0:
        if years is not None and 0 < years < 1:
            # Growth a year would be that of a time nobody has any more.
            return Requirement(remaining, "month", per_month=remaining / (years * 12))
        if years is not None and sign(years) > 0:
            if sign(number) > 0 and sign(value) > 0 and goal.unit != "fraction":
                return Requirement(remaining, "growth", times=number / value, years=years)
            return Requirement(remaining, "year", per_year=remaining / years)
        if months is not None and sign(months) > 0:
            return Requirement(remaining, "month", per_month=remaining / months)
        return Requirement(remaining, "amount")
    if months is not None and sign(months) > 0 and _limit_in_use(goal, measured, open_ended):
        return Requirement(remaining, "room", per_month=max(number - value, ZERO) / months)
    exactly_there = goal.strict and measured.reach == NOT_REACHED and away == 0
    return Requirement(remaining, "exceed" if exactly_there and open_ended else None)


def is_open(status: str | None, reason: str, measured: Measured) -> bool:
    """Whether something can still be asked: not reached, not over, and not refused."""
    waiting = status is None or status in _WAITING or reason == "year-end-decides"
    return waiting and not measured.final and not measured.spent


def _rate(goal: Goal, value: Fraction, number: Fraction) -> str | None:
    away = compare(value, number) * goal.sense
    if away < 0:
        return "rate"
    return "exceed" if away == 0 and goal.strict else None


def _limit_in_use(goal: Goal, measured: Measured, open_ended: bool) -> bool:
    """A limit on a running total that is neither passed nor safe yet."""
    running = goal.judged_as == "flow" and goal.sense < 0 and measured.reach in (REACHED, OVER)
    return running and open_ended and not measured.final and not measured.partial


def growth_rates(goal: Goal, measured: Measured) -> tuple[Fraction, Fraction] | None:
    """Growth a year so far and growth a year needed, both from the base, to 80 digits.

    Only with a base above zero, a figure above zero at least a year after it, and a goal that lies
    in its own direction from the base; anything else has no such rates (Open SDG, Eurostat).
    """
    number, value, base = measured.target.value, measured.actual, measured.target.base
    years = growth_years(goal, measured)
    if years is None or years < 1 or number is None or value is None or base is None:
        return None
    if (
        goal.judged_as == "growth"
        or measured.partial
        or not (base > 0 and value > 0 and number > 0)
    ):
        return None
    if (number - base) * goal.sense <= 0:
        return None
    whole = Fraction(goal.due - goal.base_year)
    return power(value / base, 1 / years) - 1, power(number / base, 1 / whole) - 1


def growth_years(goal: Goal, measured: Measured) -> Fraction | None:
    """Years from the base to the figure, None without a base year or a year due."""
    if not goal.base_year or measured.years_left is None:
        return None
    return goal.due - goal.base_year - measured.years_left
