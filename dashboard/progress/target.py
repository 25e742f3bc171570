"""The number to be reached: as printed, or made from a base; its tolerance, and whether it is met.

times base: G = k x v0; change from base: G = v0 x (1 + x); average growth: G = v0 x (1 + x) ^ n, n
the years from the base. Without a base above zero such a number is not known: twice a loss is no
goal. A milestone is written in the goal's own measure and made from the base likewise.

以上 includes the number, 超过 excludes it (Civil Code art. 1259). What 左右, 接近 and 保持 tolerate is
taken of the printed number, not of what is made of it: 2 % 左右 a year is met from 1.9 % on.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from dashboard.progress.goal import Goal
from dashboard.progress.numbers import compare, sign

NOT_REACHED, NEARLY, REACHED, OVER = "not reached", "nearly", "reached", "over"
"""How far the number itself has come, whatever the date; None where a number is not known."""
MET = (NEARLY, REACHED, OVER)
_LONGEST = 200
"""Years of compound growth beyond which an exact power would be absurd, not exact."""


class Target(NamedTuple):
    """What is asked of one goal, in the unit of the figure.

    `value` is the number, `far` the other end of a range; `least` and `most` are the ends of what is
    tolerated on the goal's bad and good side, None where nothing is. `base` is the value counted
    from.
    """

    value: Fraction | None
    far: Fraction | None = None
    least: Fraction | None = None
    most: Fraction | None = None
    base: Fraction | None = None


def target_of(goal: Goal, base: Fraction | None, last_year: int) -> Target:
    """Return what a goal asks for, given the value of its base.

    `last_year` is the last whole year reported: average growth without a due year runs to it.
    """
    until = goal.due or last_year
    value, far = (_from_base(goal, number, base, until) for number in (goal.value, goal.far))
    least = most = None
    tolerant = goal.kept_level or goal.comparator in ("about", "approach", "maintain")
    if tolerant and goal.value is not None:
        room = goal.sense * goal.tolerance * abs(goal.value)
        least = _from_base(goal, goal.value - room, base, until)
        if goal.kept_level:
            most = _from_base(goal, goal.value + room, base, until)
    return Target(value, far, least, most, base)


def milestones_of(goal: Goal, base: Fraction | None) -> list[tuple[int, Fraction]]:
    """Year and value of each milestone, made from the base as the goal's own number is."""
    found = []
    for milestone in goal.milestones:
        value = _from_base(goal, milestone.value, base, milestone.year)
        if value is not None:
            found.append((milestone.year, value))
    return found


def _from_base(
    goal: Goal, printed: Fraction | None, base: Fraction | None, until: int
) -> Fraction | None:
    if printed is None or not goal.from_base:
        return printed
    if base is None or base <= 0:
        return None
    if goal.measure == "times base":
        return printed * base
    if goal.measure == "change from base":
        return base * (1 + printed)
    years = until - goal.base_year
    if not 0 <= years <= _LONGEST or printed < -1:
        return None
    return base * (1 + printed) ** years


def reach_of(goal: Goal, target: Target, actual: Fraction | None) -> tuple[str | None, bool]:
    """How far a number has come, and whether only a tolerance says so.

    A range is reached at its nearer end and over-fulfilled beyond the far one. "About" is nearly met
    within its tolerance, "approach" and "maintain" are met there; a level to be kept is met within
    the tolerance on both sides. All ends are included.
    """
    if actual is None or target.value is None:
        return None, False
    beyond = compare(actual, target.value) * goal.sense
    if goal.kept_level:
        assert target.least is not None
        assert target.most is not None
        low, high = sorted((target.least, target.most))
        inside = low <= actual <= high
        return (REACHED if inside else NOT_REACHED), inside and beyond != 0
    if beyond > 0 or (beyond == 0 and not goal.strict):
        past = target.far is not None and compare(actual, target.far) * goal.sense > 0
        over = (goal.comparator == "range" and past) or (goal.comparator == "=" and beyond > 0)
        return (OVER if over else REACHED), False
    if target.least is not None and compare(actual, target.least) * goal.sense >= 0:
        return (NEARLY if goal.comparator == "about" else REACHED), True
    return NOT_REACHED, False


def shares_of(
    goal: Goal, target: Target, value: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """Completion v / G, or of a limit the share used.

    A goal that is not above zero has neither, nor has a level to be kept, which more does not serve.
    """
    if value is None or target.value is None or sign(target.value) <= 0 or goal.kept_level:
        return None, None
    share = value / target.value
    return (share, None) if goal.sense > 0 else (None, share)
