"""The words a verdict can be, and the ladder that gives every goal exactly one of them.

A status never means two colours: the lamp and the shape belong to the word, so that a verdict can
be read in greyscale and by a screen reader.

The order of the rungs matters: what cannot be judged comes first, then what is not asked yet, then
the result, and only what is still open goes to the lamp rule. Each rung says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.actuals.periods import LEVEL_KINDS
from dashboard.languages import PRINTED
from dashboard.progress.dates import is_awaited
from dashboard.progress.figures import Figure, Figures
from dashboard.progress.goal import COMPARATORS, KINDS, Goal
from dashboard.progress.lamp_rules import ATTAINMENT, COMPLETION, GROWTH_RATIO, LampRule
from dashboard.progress.measures.measured import Measured, Refusal
from dashboard.progress.required import growth_years
from dashboard.progress.target import MET, NEARLY, NOT_REACHED, OVER, REACHED

GREEN, YELLOW, RED, GREY, NONE = "green", "yellow", "red", "grey", "none"
SHAPES = {
    GREEN: ("circle", "●"),
    YELLOW: ("triangle", "▲"),
    RED: ("square", "■"),
    GREY: ("ring", "○"),
    NONE: ("ring", "○"),
}


@dataclass(frozen=True)
class Status:
    """One verdict word: stable id, lamp (green, yellow, red, grey, none), shape and its sign."""

    id: str
    lamp: str

    @property
    def shape(self) -> str:
        """circle, triangle, square or ring."""
        return SHAPES[self.lamp][0]

    @property
    def sign(self) -> str:
        """The shape as one character: ● ▲ ■ ○."""
        return SHAPES[self.lamp][1]

    @property
    def key(self) -> str:
        """Key of the word in the message catalogue."""
        # progress.status.*
        return f"progress.status.{self.id}"


_LAMPS = {
    "on-schedule": GREEN,
    "behind": YELLOW,
    "far-behind": RED,
    "met": GREEN,
    "met-early": GREEN,
    "over-fulfilled": GREEN,
    "nearly-met": GREEN,
    "floor-met": GREEN,
    "stretch-met": GREEN,
    "stretch-missed": YELLOW,
    "overdue": RED,
    "below-floor": RED,
    "not-started": NONE,
    "in-progress": NONE,
    "done": GREEN,
    "no-goal": GREY,
    "no-data": GREY,
    "not-due": GREY,
    "not-applicable": GREY,
    "no-due-year": NONE,
    "cannot-judge": NONE,
    "undefined-by-rule": NONE,
    # For readers who may not see all figures; see `dashboard.judging`.
    "unpublished": GREY,
    "withheld": GREY,
}
STATUSES: dict[str, Status] = {name: Status(name, lamp) for name, lamp in _LAMPS.items()}
STATUS_IDS: tuple[str, ...] = tuple(STATUSES)
ATTAINED = frozenset(
    {"met", "met-early", "over-fulfilled", "nearly-met", "floor-met", "stretch-met", "done"}
)
"""Statuses that mean the goal's number has been reached (nearly-met by its own tolerance)."""
FOUR_GREYS = ("no-goal", "no-data", "not-due", "not-applicable")


def status_of_lamp(lamp: str) -> str:
    """The schedule word for the colour a lamp rule gives; an undefined band has its own word."""
    return {GREEN: "on-schedule", YELLOW: "behind", RED: "far-behind"}.get(
        lamp, "undefined-by-rule"
    )


class Verdict(NamedTuple):
    """A status, the code of its reason, and the year the reason names, or 0."""

    status: str
    reason: str
    year: int = 0


def settled(goal: Goal, measured: Measured, figures: Figures) -> Verdict | None:
    """The status of a goal that no lamp rule decides; None where one has to."""
    return next(_rungs(goal, measured, figures), None)


def _rungs(goal: Goal, measured: Measured, figures: Figures) -> Iterator[Verdict]:
    yield from _out_of_force(goal, figures)
    yield from _unreadable(goal, measured)
    yield from _not_begun(goal, measured, figures)
    if measured.refusal is not None:
        refusal: Refusal = measured.refusal
        yield Verdict(refusal.status, refusal.reason, refusal.year)
    if goal.over_members:
        yield from _over_members(goal, measured, figures)
        return
    yield from _changed_basis(goal, measured, figures)
    yield from _without_figure(goal, measured, figures)
    yield from _undated(goal, measured)
    yield from _early_figure(goal, measured, figures)
    if _is_small(goal, measured) and measured.reach == REACHED:
        yield Verdict("done", "small-done")
    yield from _reached_later(goal, measured, figures)
    yield from _result(goal, measured, figures)
    yield from _small_count(goal, measured)


def _out_of_force(goal: Goal, figures: Figures) -> Iterator[Verdict]:
    if goal.in_force:
        if not goal.over_members and any(
            member.id == goal.subject and not member.on(figures.on) for member in goal.members
        ):
            yield Verdict("not-applicable", "not-a-member")
        return
    known = goal.row.get("plan_status")
    if known in ("not issued", "draft", "lapsed"):
        yield Verdict("not-applicable", str(known).replace(" ", "-"))
    successor = isinstance(goal.row.get(f"successor_{PRINTED}"), str)
    yield Verdict("not-applicable", "superseded-by" if successor else "superseded")


def _unreadable(goal: Goal, measured: Measured) -> Iterator[Verdict]:
    """What cannot be judged whatever the figures say."""
    if goal.due_unreadable:
        yield Verdict("cannot-judge", "year-out-of-range")
    if goal.kind not in KINDS:
        yield Verdict("cannot-judge", "kind-unknown")
    each = goal.subject_kind == "each-cluster"
    # What each cluster is to reach is known cluster by cluster, from its own base.
    if goal.from_base and measured.target.value is None and not each:
        base, year = measured.target.base, goal.base_year
        if not year:
            yield Verdict("cannot-judge", "goal-needs-base-year")
        elif base is not None and base <= 0:
            yield Verdict("cannot-judge", "goal-base-not-positive", year)
        elif base is None:
            yield Verdict("cannot-judge", "goal-needs-base", year)
    if goal.value is None and not goal.in_step:
        yield Verdict("cannot-judge", "goal-no-number")
    if goal.comparator not in COMPARATORS:
        yield Verdict("cannot-judge", "comparator-unknown")


def _not_begun(goal: Goal, measured: Measured, figures: Figures) -> Iterator[Verdict]:
    """Goals that begin later, whatever figures of earlier years exist."""
    now = measured.year if goal.annual else figures.on.year
    if goal.since and now < goal.since:
        yield Verdict("not-due", "not-begun", goal.since)


def _over_members(goal: Goal, measured: Measured, figures: Figures) -> Iterator[Verdict]:
    """No schedule is drawn over members, only how many are there."""
    tally, reach = measured.tally, measured.reach
    assert tally is not None
    met = reach in MET
    if not goal.annual and not goal.due:
        reached = reach in (REACHED, OVER)
        yield Verdict("no-due-year", "members-no-due-reached" if reached else "members-no-due")
    late = is_awaited(measured.year, figures.on)
    if met:
        if reach == NEARLY and measured.final:
            yield Verdict("nearly-met", "members-met")
        if reach == OVER and (measured.final or measured.safe):
            yield Verdict("over-fulfilled", "members-over")
        if measured.final or (measured.safe and late):
            yield Verdict("met", "members-met")
        if measured.safe:
            yield Verdict("met-early", "members-met-early")
        yield Verdict(
            *(("no-data", "members-incomplete") if late else ("on-schedule", "members-so-far"))
        )
    if measured.final:
        yield Verdict("overdue", "members-passed" if measured.spent else "members-missed")
    if late and tally.known < tally.reported == tally.named:
        yield Verdict("cannot-judge", "members-without-base")
    if late:
        yield Verdict("no-data", "members-incomplete")
    if measured.actual:
        silent = tally.known == tally.meeting and tally.entered is None
        yield Verdict("in-progress", "members-waiting" if silent else "members-some")
    begun = tally.begun or (goal.subject_kind == "tier" and tally.entered is None)
    yield Verdict("in-progress" if begun else "not-started", "members-none")


def _changed_basis(goal: Goal, measured: Measured, figures: Figures) -> Iterator[Verdict]:
    """Figures of another basis never answer a goal: it cannot be judged once the old ones end."""
    if not goal.changed or measured.reach in (REACHED, OVER):
        return
    now = figures.on.year
    judged = measured.year if goal.annual and measured.year else goal.due or now
    figure = measured.figure
    if goal.changed <= min(judged, now) and (figure is None or figure.year < goal.changed):
        yield Verdict("cannot-judge", "basis-changed", goal.changed)


def _without_figure(goal: Goal, measured: Measured, figures: Figures) -> Iterator[Verdict]:
    if measured.figure is not None or measured.actual is not None:
        return
    series, year = figures.of(goal.series.own), measured.year
    asked_for = year if goal.annual or goal.due else figures.on.year
    if min(asked_for, figures.on.year) in series.alone:
        yield Verdict("no-data", "only-single-quarters")
    if goal.annual and year:
        yield Verdict("no-data", "no-figure-this-year", year)
    if _later_figure(goal, figures) is not None:
        yield Verdict("no-data", "only-later", goal.due)
    if goal.since and figures.latest(goal.series.own) is not None:
        yield Verdict("no-data", "no-figure-since", goal.since)
    yield Verdict("no-data", "no-figure")


def _later_figure(goal: Goal, figures: Figures) -> Figure | None:
    """A figure of a year after the one due: a level's latest, a flow's last whole year."""
    if not goal.due or goal.annual:
        return None
    series = figures.of(goal.series.own)
    level = goal.judged_as in LEVEL_KINDS
    later = series.latest(figures.now) if level else series.latest_year(figures.on.year)
    return later if later is not None and later.year > goal.due else None


def _undated(goal: Goal, measured: Measured) -> Iterator[Verdict]:
    if goal.annual or goal.due:
        return
    if measured.reach in MET and not measured.partial:
        yield Verdict("no-due-year", "no-due-reached")
    yield Verdict("no-due-year", "no-due")


def _early_figure(goal: Goal, measured: Measured, figures: Figures) -> Iterator[Verdict]:
    """A figure that cannot be set against the number yet (rule 16)."""
    if not measured.partial:
        return
    if not goal.annual and is_awaited(goal.due, figures.on):
        yield Verdict("no-data", "due-figure-missing", goal.due)
    if goal.judged_as == "growth":
        yield Verdict("not-due", "growth-later", goal.due)
    yield Verdict("not-due", "no-full-year")


def _reached_later(goal: Goal, measured: Measured, figures: Figures) -> Iterator[Verdict]:
    """A goal missed at its due date and reached after all: still missed, but the reader has to know.

    Counts that start again each January say nothing later about the year that was due.
    """
    missed = measured.final and measured.reach == NOT_REACHED and goal.due and not goal.annual
    starts_again = goal.judged_as == "flow" and goal.unit == "count"
    if not missed or goal.judged_as == "growth" or starts_again:
        return
    number, later = measured.target.value, _later_figure(goal, figures)
    if number is None or later is None:
        return
    away = (later.value - number) * goal.sense
    if away > 0 or (away == 0 and not goal.strict):
        yield Verdict("overdue", "missed-reached-later", later.year)


def _result(goal: Goal, measured: Measured, figures: Figures) -> Iterator[Verdict]:
    reach, safe, final = measured.reach, measured.safe, measured.final
    flow, growth = goal.judged_as == "flow", goal.judged_as == "growth"
    in_year = flow and measured.months_left is not None
    late = is_awaited(measured.year, figures.on)
    if safe:
        if reach == OVER:
            yield Verdict("over-fulfilled", "over")
        if reach == REACHED:
            if final:
                yield Verdict("met", "reached")
            since_january = in_year and not goal.since
            yield Verdict("met-early", "reached-early-year" if since_january else "reached-early")
        if reach == NEARLY:
            yield Verdict("nearly-met", "nearly")
    if reach == NOT_REACHED and final:
        yield Verdict("overdue", "missed")
    if reach == NOT_REACHED and measured.spent:
        yield Verdict("overdue", "cap-passed")
    if late:
        yield Verdict("no-data", "due-figure-missing", measured.year)
    # A limit that runs against a schedule is left to the lamp rule, which sees more than "so far".
    by_schedule = growth or (in_year and goal.sense < 0 and measured.expected is not None)
    if reach in (REACHED, OVER) and (not by_schedule or (growth and measured.tolerated)):
        yield Verdict("on-schedule", "over-so-far" if reach == OVER else "kept-so-far")
    if goal.annual and not flow and not growth and reach is not None:
        yield Verdict("not-due", "year-end-decides")


def _small_count(goal: Goal, measured: Measured) -> Iterator[Verdict]:
    """Counts below one a month before their first test: not started, in progress (rule 6)."""
    if _is_small(goal, measured) and measured.figure is not None and measured.expected is None:
        started = measured.actual is not None and measured.actual > 0
        if started:
            yield Verdict("in-progress", "small-started")
        yield Verdict("not-started", "small-not-started")


def _is_small(goal: Goal, measured: Measured) -> bool:
    small = goal.is_small(measured.target.value)
    return small and goal.sense > 0 and measured.months_left is not None


def by_lamp(goal: Goal, measured: Measured, rule: LampRule, band: int) -> Verdict:
    """The status of a goal that a band of a lamp rule decides."""
    lamp = rule.thresholds[band].lamp if band >= 0 else "undefined"
    word = status_of_lamp(lamp)
    if word == "undefined-by-rule":
        return Verdict(word, "rule-undefined")
    if goal.judged_as == "growth":
        return Verdict(word, "schedule-growth")
    # Only a schedule from nothing waits for its tests; on a path a small number stands like any other.
    expected = measured.expected
    tested = expected is not None and expected.name in ("year to date", "since start")
    small = tested and goal.is_small(measured.target.value)
    return Verdict(word, "schedule-small" if small else "schedule")


def without_quantity(goal: Goal, measured: Measured, rule: LampRule, schedule: bool) -> Verdict:
    """Why a goal has not the number a rule looks at; `schedule`: its path expects more than nothing."""
    return next(iter(_lacking(goal, measured, rule, schedule)))


def _lacking(goal: Goal, measured: Measured, rule: LampRule, schedule: bool) -> Iterable[Verdict]:
    growth = goal.judged_as == "growth"
    if measured.expected is not None or (rule.quantity == COMPLETION and not growth):
        if rule.quantity == ATTAINMENT:
            if growth:
                yield Verdict("cannot-judge", "no-ratio-of-growth")
            if goal.sense < 0 and measured.completion is None:
                yield Verdict("cannot-judge", "no-ratio-of-limit")
            if not schedule:
                yield Verdict("cannot-judge", "no-ratio-yet")
        if rule.quantity == GROWTH_RATIO:
            if growth:
                yield Verdict("cannot-judge", "no-growth-ratio-of-growth")
            if measured.years_left is None:
                yield Verdict("cannot-judge", "no-growth-ratio-in-year")
            years = growth_years(goal, measured)
            if years is not None and years < 1:
                yield Verdict("cannot-judge", "no-growth-ratio-first-year")
            yield Verdict("cannot-judge", "no-growth-ratio")
        yield Verdict("cannot-judge", "rule-has-no-quantity")
    yield from _without_path(goal, measured)


def _without_path(goal: Goal, measured: Measured) -> Iterator[Verdict]:
    """Why there is no path to stand on or behind."""
    flow, year = goal.judged_as == "flow", goal.base_year
    number, base = measured.target.value, measured.target.base
    # What is there already has no way to go: it is held, or it is not.
    if goal.to_be_kept or goal.kept_level or goal.comparator == "maintain":
        yield Verdict("not-due", "not-kept-so-far")
    if flow and not goal.since and goal.from_start:
        yield Verdict("not-due", "no-start")
    if number == 0:
        yield Verdict("not-due", "goal-zero")
    if flow and measured.months_left is not None and number is not None and number < 0:
        yield Verdict("not-due", "goal-negative")
    if not year:
        yield Verdict("not-due", "no-base-year")
    if base is None or number is None:
        yield Verdict("not-due", "no-base", year)
        return
    figure = measured.figure
    if figure is not None and figure.year < year:
        yield Verdict("not-due", "before-base", year)
    if figure is not None and figure.year == year:
        yield Verdict("not-due", "only-base", year)
    if goal.constant_growth and not (base > 0 and number > 0):
        yield Verdict("not-due", "base-not-positive", year)
    if base == number:
        yield Verdict("not-due", "base-equals-goal", year)
    if (number - base) * goal.sense < 0:
        yield Verdict("not-due", "base-past-goal", year)
    yield Verdict("not-due", "no-path")


def paired(top: bool, bottom: bool) -> tuple[Verdict, Verdict]:
    """The common word of a floor and its stretch (rule 5), in that order.

    `top` and `bottom` tell whether the stretch and the floor are reached.
    """
    if top:
        return Verdict("stretch-met", "stretch"), Verdict("stretch-met", "stretch")
    if bottom:
        # The stretch itself was not reached, and one floor must not be counted green twice.
        return Verdict("floor-met", "floor"), Verdict("stretch-missed", "floor")
    return Verdict("below-floor", "below-floor"), Verdict("below-floor", "below-floor")


PAIRABLE = frozenset({"met", "met-early", "over-fulfilled", "overdue", "nearly-met"})
"""Statuses of a floor or a stretch from which the common word is made."""
