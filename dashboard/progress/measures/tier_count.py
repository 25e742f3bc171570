"""So many members stand at a tier's level: the tier's own members count, nobody else (rules 9, 11).

The count is compared like any number, and decided once enough members meet it by final figures, or
too few are left that could. Where not all members are named the count can be entered as a figure;
without it the named ones decide only what they can: enough of them is enough, too few is not few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from dashboard.progress.dates import is_awaited
from dashboard.progress.figures import Figure, Figures, moment
from dashboard.progress.goal import Goal
from dashboard.progress.measures.each_cluster import newest, over_members, tally
from dashboard.progress.measures.measured import Measured, Refusal, Tally
from dashboard.progress.target import OVER, REACHED, Target, reach_of, target_of


def measure(
    goal: Goal, figures: Figures, year: int, members: Sequence[tuple[str, Goal, Measured]]
) -> Measured:
    """Count the members of the day that meet the tier's level; `members` are already measured."""
    target = target_of(goal, None, 0)
    today = {member.id for member in goal.members if member.on(figures.on)}
    if goal.recognised is not None:
        return _recognised(goal, figures, target, _candidates(goal, today))
    named = [one for one in members if one[0] in today] if goal.members else list(members)
    counted = tally(named, is_awaited(year, figures.on))
    needed = goal.value or Fraction(0)
    entered = _entered(goal, figures)
    if entered is not None:
        return _by_figure(goal, target, year, counted, entered)
    if not goal.members_complete:
        counted = replace(counted, unnamed=max(int(needed) - counted.named, 0))
    result = over_members(target, year, counted, needed, newest(named))
    reach, tolerated = reach_of(goal, target, result.actual)
    if not goal.members_complete:
        return _partly_named(result, counted, needed, reach)
    enough, short = counted.settled >= needed, counted.named - counted.failed < needed
    return result._replace(
        reach=reach,
        tolerated=tolerated,
        final=counted.named > 0 and (counted.final == counted.named or short or enough),
        safe=counted.safe >= needed,
    )


def _partly_named(
    result: Measured, counted: Tally, needed: Fraction, reach: str | None
) -> Measured:
    """What the named members tell of all: that there are enough, or nothing."""
    if counted.meeting >= needed > 0:
        # More may stand there than are named, so nobody can say that a range is passed.
        reach = REACHED if reach == OVER else reach
        return result._replace(
            reach=reach, final=counted.settled >= needed, safe=counted.safe >= needed
        )
    refusal = Refusal("no-data", "members-not-named")
    return result._replace(completion=None, reach=None, refusal=refusal)


def _entered(goal: Goal, figures: Figures) -> Figure | None:
    if goal.series.count is None:
        return None
    upto = min(moment(goal.due), figures.now) if goal.due else figures.now
    return figures.of(goal.series.count).latest(upto)


def _by_figure(goal: Goal, target: Target, year: int, counted: Tally, entered: Figure) -> Measured:
    """The count as it was entered; the named members beside it, as far as they are known."""
    value = entered.value
    counted = replace(counted, entered=entered, begun=value > 0)
    reach, tolerated = reach_of(goal, target, value)
    final = bool(goal.due) and entered.when == moment(goal.due)
    return Measured(
        target,
        year,
        entered,
        value,
        completion=value / target.value if target.value else None,
        final=final,
        reach=reach,
        tolerated=tolerated,
        safe=final and reach is not None and value >= (goal.value or 0),
        tally=counted,
    )


def _candidates(goal: Goal, today: set[str]) -> set[str]:
    """Who may have a level: the members of the day, and others where not all members are named."""
    assert goal.recognised is not None
    named = {member.id for member in goal.members}
    if goal.members_complete and named:
        return today
    return today | (goal.recognised.keys() - named)


def _recognised(goal: Goal, figures: Figures, target: Target, candidates: set[str]) -> Measured:
    """A level that is conferred: the register itself says who has it since when."""
    assert goal.recognised is not None
    until = min(date(goal.due, 12, 31), figures.on) if goal.due else figures.on
    have = {name for name, day in goal.recognised.items() if name in candidates and day <= until}
    over = bool(goal.due) and figures.on > date(goal.due, 12, 31)
    count = Fraction(len(have))
    wanted = target.value if goal.subject_kind == "tier" else Fraction(1)
    target = target._replace(value=wanted)
    reach, tolerated = reach_of(goal, target, count)
    known = len(candidates)
    having = tuple(name for name in goal.recognised if name in have)
    counted = Tally(known, known, known, len(have), begun=bool(have), having=having)
    met = reach is not None and wanted is not None and count >= wanted
    return Measured(
        target,
        goal.due,
        actual=count,
        completion=count / wanted if wanted else None,
        final=over,
        reach=reach,
        tolerated=tolerated,
        safe=met,
        tally=counted,
    )
