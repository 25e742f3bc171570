"""The verdict on one goal at one day, with every step that led to it.

    assess(goal, figures, rule) -> Assessment

Measure (which figure, which target, which path), compare, look at what is certain, settle what no
rule decides, and ask the lamp rule the rest: the numbers are fractions all the way. Pages, charts,
explanations and exports print what an assessment carries; nobody computes it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from dashboard.progress.figures import Figure, Figures
from dashboard.progress.goal import Goal
from dashboard.progress.lamp_rules import (
    ATTAINMENT,
    COMPLETION,
    GAP_POINTS,
    GROWTH_RATIO,
    LampRule,
)
from dashboard.progress.measures.measured import Measured
from dashboard.progress.measures.of_goal import measure
from dashboard.progress.numbers import ROOT_TIE, ZERO, compare, sign
from dashboard.progress.required import Requirement, growth_rates, growth_years, is_open, required
from dashboard.progress.status import (
    PAIRABLE,
    STATUSES,
    by_lamp,
    paired,
    settled,
    without_quantity,
)
from dashboard.progress.target import OVER, REACHED


@dataclass(frozen=True)
class Assessment:
    """The verdict on one goal and the steps it took. Numbers are exact, None where there are none.

    `measured` has the figures looked at, the target, the path and what is certain; `requirement`
    what it would take; `band` is the number of the rule's band that decided, -1 where none did;
    `reason` is a code, `reason_year` the year it names or 0; `settled` is what no lamp rule decides.
    """

    goal: Goal
    on: date
    rule: LampRule
    measured: Measured
    requirement: Requirement
    status: str
    reason: str
    reason_year: int = 0
    band: int = -1
    settled: bool = False
    heir: Figure | None = None
    beside: tuple[Fraction, ...] = ()
    """Of a floor the numbers of its stretches, of a stretch that of its floor."""

    @property
    def lamp(self) -> str:
        """green, yellow, red, grey or none; always the status's own."""
        return STATUSES[self.status].lamp

    @property
    def actual(self) -> Fraction | None:
        """The figure judged, or what was worked out of several; of members how many meet it."""
        return self.measured.actual

    @property
    def number(self) -> Fraction | None:
        """The number to be reached, a multiple of a base resolved."""
        return self.measured.target.value

    @property
    def done(self) -> Fraction | None:
        """Actual over target, 完成率, which a reader can check; not the share of the way from a base.

        What has to fall, or starts or ends below zero, has none: 110 of a goal of 100 that is to be
        reached from 120 is not done by 110 %, and a loss of 6 is not three times one of 2.
        """
        measured = self.measured
        if not measured.from_base:
            return measured.completion
        base, number = self.base, self.number
        if measured.actual is None or base is None or number is None or number <= 0:
            return None
        return measured.actual / number if self.goal.sense > 0 and base >= 0 else None

    @property
    def base(self) -> Fraction | None:
        """The value of the base, printed or entered."""
        return self.measured.target.base

    @cached_property
    def schedule(self) -> Fraction | None:
        """The share of the goal, of the way from the base, or of a limit that the path expects."""
        measured = self.measured
        if measured.expected is None or (measured.completion is None and measured.used is None):
            return None
        return _share(measured, measured.expected.value)

    @property
    def schedule_done(self) -> Fraction | None:
        """What the path expects over the target: the schedule on the scale of `done`, to draw both."""
        measured = self.measured
        if not measured.from_base:
            return self.schedule
        if measured.expected is None or not self.number or self.done is None:
            return None
        return measured.expected.value / self.number

    @cached_property
    def gap(self) -> Fraction | None:
        """Completion - schedule, schedule - used, or growth less its goal, in the goal's direction.

        A fraction: minus ten percentage points is -1/10. gap = sense x (v - E) / D, D being the
        goal, the way from the base, or 1 for growth (domain practice, rules 1, 3, 4, 5, 14).
        """
        measured = self.measured
        if measured.expected is None or measured.actual is None or not measured.span:
            return None
        return self.goal.sense * (measured.actual - measured.expected.value) / measured.span

    @property
    def ratio(self) -> Fraction | None:
        """Completion over schedule, where something is expected."""
        measured, schedule = self.measured, self.schedule
        if measured.completion is None or schedule is None or schedule <= 0:
            return None
        return measured.completion / schedule

    @cached_property
    def growth_rates(self) -> tuple[Fraction, Fraction] | None:
        """Growth a year so far and still needed, both counted from the base."""
        return growth_rates(self.goal, self.measured)

    @property
    def growth_years(self) -> Fraction | None:
        """Years from the base to the figure."""
        return growth_years(self.goal, self.measured)

    @property
    def quantity(self) -> Fraction | None:
        """The number its lamp rule looks at: a gap as a fraction, or a ratio."""
        return quantity(self, self.rule)

    def side(self, bound: Fraction, what: str) -> int:
        """Sign of a quantity less a bound, to the last digit. `what` is one of `QUANTITIES`."""
        return side_of(self, bound, what)

    @property
    def worsening(self) -> bool:
        """Whether the goal is reached, but the figure is worse than a year before."""
        measured = self.measured
        if measured.reach not in (REACHED, OVER) or measured.previous is None:
            return False
        return measured.actual is not None and (
            (measured.actual - measured.previous) * self.goal.sense < 0
        )


def quantity(assessment: Assessment, rule: LampRule) -> Fraction | None:
    """The number a lamp rule looks at, None where the goal has none.

    Completion over schedule exists only where both do and something is expected: a limit has no
    completion, and over a schedule that is not above zero the worse figure would have the larger
    ratio.
    """
    if rule.quantity == GAP_POINTS:
        return assessment.gap
    if rule.quantity == ATTAINMENT:
        return assessment.ratio
    if rule.quantity == COMPLETION:
        return assessment.measured.completion
    rates = assessment.growth_rates if rule.quantity == GROWTH_RATIO else None
    return rates[0] / rates[1] if rates else None


def side_of(assessment: Assessment, bound: Fraction, what: str) -> int:
    """Sign of a quantity less a bound; on a path of constant growth compared by powers."""
    measured, sense = assessment.measured, assessment.goal.sense
    if what == COMPLETION:
        assert measured.completion is not None
        return compare(measured.completion, bound)
    if what == GROWTH_RATIO:
        rates = assessment.growth_rates
        assert rates is not None
        away = rates[0] / rates[1] - bound
        return 0 if abs(away) < ROOT_TIE else sign(away)
    actual, expected, span = measured.actual, measured.expected, measured.span
    assert actual is not None
    assert expected is not None
    assert span is not None
    if what == GAP_POINTS:
        # sense x (v - E) / D against t is v - sense x t x D against E, turned by the sense.
        away = sense * bound * span if bound else ZERO
        return sense * expected.side(actual - away if away else actual)
    # (v - b) / (E - b) against t, the schedule being above zero.
    base = measured.target.base if measured.from_base else None
    start = ZERO if base is None else base
    if bound == 0:
        return sense * compare(actual, start)
    return sense * sign(bound) * expected.side((actual - start * (1 - bound)) / bound)


def assess(
    goal: Goal,
    figures: Figures,
    rule: LampRule,
    measured: Measured | None = None,
    members: Sequence[tuple[str, Goal, Measured]] = (),
) -> Assessment:
    """Judge one goal by the figures known on their day.

    `measured` is what `measure` found, if it has been asked already; `members` are the member goals
    of a tier's count, measured. Whatever the figures, the answer is a status with a reason.
    """
    found = measure(goal, figures, members) if measured is None else measured
    verdict = settled(goal, found, figures)
    status, reason = (verdict.status, verdict.reason) if verdict else (None, "")
    result = Assessment(
        goal,
        figures.on,
        rule,
        found,
        required(goal, found, is_open(status, reason, found)),
        status=status or "cannot-judge",
        reason=reason,
        reason_year=verdict.year if verdict else 0,
        settled=verdict is not None,
        heir=figures.latest(goal.series.heir),
    )
    return result if result.settled else by_rule(result, rule)


def by_rule(found: Assessment, rule: LampRule) -> Assessment:
    """The same assessment by another lamp rule; what no rule decides is the same under all."""
    if found.settled:
        return replace(found, rule=rule)
    if not _has(found, rule):
        due = without_quantity(found.goal, found.measured, rule, (found.schedule or 0) > 0)
        return replace(
            found, rule=rule, status=due.status, reason=due.reason, reason_year=due.year, band=-1
        )
    band = rule.band(lambda bound: side_of(found, bound, rule.quantity))
    word = by_lamp(found.goal, found.measured, rule, band)
    return replace(
        found, rule=rule, status=word.status, reason=word.reason, reason_year=0, band=band
    )


def _has(assessment: Assessment, rule: LampRule) -> bool:
    """Whether the goal has the number a rule looks at; a gap without working out a root for it."""
    measured = assessment.measured
    if rule.quantity == GAP_POINTS:
        return measured.expected is not None and measured.actual is not None
    return quantity(assessment, rule) is not None


def assess_all(
    goals: Iterable[Goal],
    figures: Figures,
    rules: Mapping[str, LampRule],
    rule: str | None = None,
) -> list[Assessment]:
    """Judge goals that stand together, in their order.

    A tier's count needs the tier's member goals among them, a stretch its floor. `rule` applies one
    lamp rule to all instead of each goal's own; an unknown one is the default.
    """
    goals = list(goals)
    members: dict[tuple[str, str], list[tuple[str, Goal, Measured]]] = defaultdict(list)
    measures: list[Measured | None] = []
    for goal in goals:
        found = None if goal.subject_kind == "tier" else measure(goal, figures)
        measures.append(found)
        if (
            found is not None
            and goal.subject_kind == "cluster"
            and goal.tier
            and not goal.stretch_of
        ):
            members[goal.plan, goal.tier].append((goal.subject, goal, found))
    judged = [
        assess(
            goal,
            figures,
            rules.get(rule or goal.lamp_rule) or rules["default"],
            found,
            members.get((goal.plan, goal.tier), ()) if found is None else (),
        )
        for goal, found in zip(goals, measures, strict=True)
    ]
    return _with_pairs(judged)


def _with_pairs(judged: list[Assessment]) -> list[Assessment]:
    """Give a floor and its stretch, once the final figure is there, one common word (rule 5)."""
    if not any(one.goal.stretch_of for one in judged):
        return judged
    places = {one.goal.id: place for place, one in enumerate(judged)}
    # The stretch that was met comes last, so that of two of one floor it gives the floor its word.
    order = sorted(
        (place for place, one in enumerate(judged) if one.goal.stretch_of in places),
        key=lambda place: judged[place].measured.reach in (REACHED, OVER),
    )
    told = list(judged)
    for place in order:
        stretch = judged[place]
        at = places[stretch.goal.stretch_of]
        floor = judged[at]
        for which, other in ((at, stretch), (place, floor)):
            if other.number is not None:
                beside = (*told[which].beside, other.number)
                told[which] = replace(told[which], beside=beside)
        if not _pairable(floor, stretch):
            continue
        top = stretch.measured.reach in (REACHED, OVER)
        bottom = floor.measured.reach in (REACHED, OVER)
        words = paired(top, bottom)
        for which, word in zip((at, place), words, strict=True):
            told[which] = replace(
                told[which], status=word.status, reason=word.reason, reason_year=0
            )
    return told


def _pairable(floor: Assessment, stretch: Assessment) -> bool:
    """Before the last figure either can still go both ways, so the lamp rule looks at each."""
    found = floor.measured
    ready = found.figure is not None and not found.partial and found.final
    return ready and floor.status in PAIRABLE and stretch.status in PAIRABLE


def _share(measured: Measured, value: Fraction) -> Fraction | None:
    number, base = measured.target.value, measured.target.base
    if number is None or not measured.span:
        return None
    if measured.from_base and base is not None:
        return (value - base) / (number - base)
    return value / measured.span
