"""A goal for each member: met only if every member meets it; the worst one is named (rule 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from dashboard.progress.dates import is_awaited
from dashboard.progress.figures import Figure, Figures
from dashboard.progress.goal import Goal
from dashboard.progress.measures.measured import Measured, Refusal, Tally
from dashboard.progress.target import MET, NOT_REACHED, REACHED, Target


def measure(
    goal: Goal, figures: Figures, year: int, measured: Callable[[Goal], Measured]
) -> Measured:
    """Measure every member of the day by `measured` and count those that meet the goal."""
    members = [
        (member.id, one)
        for member, one in zip(goal.members, goal.of_members, strict=True)
        if member.on(figures.on)
    ]
    asked = [(name, one, measured(one)) for name, one in members]
    # Where there is nothing to be covered nothing is asked, and nothing awaited.
    found = [one for one in asked if one[2].refusal not in _EXEMPT]
    if asked and not found:
        return asked[0][2]._replace(target=Target(goal.value, goal.far), tally=tally((), False))
    counted = tally(found, is_awaited(year, figures.on))
    every = 0 < counted.named == counted.meeting
    reach = None if not counted.reported else REACHED if every else NOT_REACHED
    result = over_members(Target(goal.value, goal.far), year, counted, counted.named, newest(found))
    return result._replace(
        reach=reach,
        final=counted.named > 0 and (counted.final == counted.named or counted.failed > 0),
        safe=every and counted.safe == counted.named,
        # Nothing but limits passed early has failed so far: the time itself is not up.
        spent=counted.failed > 0 and counted.spent == counted.failed,
    )


_EXEMPT = (Refusal("not-applicable", "nothing-to-cover"),)


def tally(members: Sequence[tuple[str, Goal, Measured]], late: bool) -> Tally:
    """Count members by what their own measure says.

    Once it is `late`, the final figures being awaited, an earlier one is no report: only what it has
    settled for good still counts.
    """
    given = [one for one in members if one[2].figure is not None and not one[2].partial]
    if late:
        given = [one for one in given if one[2].final or one[2].safe or one[2].spent]
    usable = [one for one in given if one[2].reach is not None]
    meeting = [one for one in usable if one[2].reach in MET]
    behind = [one for one in usable if one[2].reach not in MET]
    failed = [one for one in behind if one[2].final or one[2].spent]
    worst = min(behind, key=lambda one: (distance(one[1], one[2]), one[0]), default=None)
    return Tally(
        named=len(members),
        reported=len(given),
        known=len(usable),
        meeting=len(meeting),
        final=sum(one[2].final for one in usable),
        settled=sum(one[2].final for one in meeting),
        safe=sum(one[2].safe for one in meeting),
        failed=len(failed),
        spent=sum(one[2].spent and not one[2].final for one in failed),
        begun=any(one[2].actual != 0 or one[1].sense < 0 for one in usable),
        worst=worst[0] if worst else None,
    )


def distance(goal: Goal, measured: Measured) -> Fraction:
    """How far a member stands from its goal, in the goal's own direction: less is worse.

    Relative to the goal, so that members with numbers of their own compare; growth in points, and
    where the goal is zero in its unit. What is to be kept is worse the further it strays.
    """
    value, actual = measured.target.value, measured.actual
    assert value is not None
    assert actual is not None
    away = (actual - value) * goal.sense
    if goal.kept_level:
        away = -abs(away)
    return away if goal.judged_as == "growth" or value == 0 else away / abs(value)


def newest(members: Sequence[tuple[str, Goal, Measured]]) -> Figure | None:
    """The latest figure of the members that can be judged."""
    figures = [one.figure for _, _, one in members if one.figure is not None and one.reach is not None
               and not one.partial]  # fmt: skip
    return max(figures, key=lambda figure: (figure.when, figure.revision), default=None)


def over_members(
    target: Target, year: int, counted: Tally, needed: Fraction | int, figure: Figure | None
) -> Measured:
    """What is told of any goal over members: nothing reported is no count at all, never 0 (rule 13)."""
    silent = counted.known == 0 and counted.entered is None
    actual = None if silent else Fraction(counted.meeting)
    refusal = None
    if counted.entered is None:
        if not counted.named:
            refusal = Refusal("cannot-judge", "members-unnamed")
        elif not counted.reported:
            # Where there are earlier figures only, it is the final ones that are missing.
            refusal = Refusal("no-data", "members-no-figure") if figure is None else None
        elif silent:
            refusal = Refusal("cannot-judge", "members-no-number")
    return Measured(
        target,
        year,
        figure,
        actual,
        completion=None if actual is None or not needed else actual / needed,
        tally=counted,
        refusal=refusal,
    )
