"""Which measure a goal is set against its figures by, and what holds for all of them.

What kind of number it is, whose, and over which time choose the measure; a base, a beginning and
what no later figure can undo are looked at here, once for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dashboard.actuals.periods import LEVEL_KINDS
from dashboard.progress.dates import is_awaited, judged_year
from dashboard.progress.figures import Figures, moment
from dashboard.progress.finality import finality
from dashboard.progress.goal import KINDS, Goal
from dashboard.progress.measures import (
    annual,
    each_cluster,
    group,
    growth,
    in_step,
    level,
    running,
    stock,
    tier_count,
)
from dashboard.progress.measures.measured import Measured, Refusal
from dashboard.progress.target import Target, reach_of, target_of


def measure(
    goal: Goal, figures: Figures, members: Sequence[tuple[str, Goal, Measured]] = ()
) -> Measured:
    """Find the figures, the target and the path of one goal; one file a measure."""
    year = judged_year(goal, figures) if goal.annual else goal.due
    if goal.subject_kind == "each-cluster":
        return each_cluster.measure(goal, figures, year, lambda one: measure(one, figures))
    if goal.subject_kind == "tier":
        return tier_count.measure(goal, figures, year, members)
    if goal.subject_kind == "group":
        figures.add(goal.series.own, group.series_of_group(goal, figures))
    if goal.recognised is not None:
        return tier_count.measure(goal, figures, year, ())
    found = _of_kind(goal, figures, year)
    if goal.subject_kind == "group" and not found.parts:
        found = found._replace(regions=group.regions_of(goal, figures, found.figure))
    expected, completion, used = found.expected, found.completion, found.used
    if not found.span:
        # Without a span (a goal of zero) there is nothing a gap could be a share of.
        expected = None
    if goal.since and (found.year if goal.annual else figures.on.year) < goal.since:
        # Figures from before a goal began stay figures: nothing of it can be done or expected.
        expected = completion = used = None
    reach, tolerated = reach_of(goal, found.target, found.actual)
    safe, spent = finality(goal, found, reach)
    if goal.kind == "flow" and found.months_left is None and is_awaited(goal.due, figures.on):
        # A level of a flow is reached anew every year: once its own year is over, that year decides.
        safe = safe and found.final
    refusal = found.refusal
    if goal.from_base and found.figure is not None and found.figure.year <= goal.base_year:
        # The base's own figure, or an earlier one, says nothing of what is to come of it.
        reach, tolerated, safe, spent = None, False, False, False
        refusal = _too_early(goal, found, figures.on)
    return found._replace(
        expected=expected,
        completion=completion,
        used=used,
        reach=reach,
        tolerated=tolerated,
        safe=safe,
        spent=spent,
        refusal=refusal,
    )


def _too_early(goal: Goal, found: Measured, on: date) -> Refusal | None:
    if found.refusal is not None or found.figure is None or found.partial:
        return found.refusal
    if not goal.annual and is_awaited(goal.due, on):
        return Refusal("no-data", "due-figure-missing", goal.due)
    reason = "only-base" if found.figure.year == goal.base_year else "before-base"
    return Refusal("not-due", reason, goal.base_year)


def _of_kind(goal: Goal, figures: Figures, year: int) -> Measured:
    if goal.kind not in KINDS:
        return Measured(Target(goal.value, goal.far), year)
    if goal.in_step:
        return in_step.measure(goal, figures, year)
    if goal.kind == "growth":
        return growth.measure(goal, figures, target_of(goal, None, 0), year)
    target = target_of(goal, base_of(goal, figures), _last_year(goal, figures))
    if goal.kind in LEVEL_KINDS:
        return stock.measure(goal, figures, target, year)
    if goal.running:
        return running.measure(goal, figures, target)
    if goal.annual:
        return annual.measure(goal, figures, target, year)
    inside = figures.of(goal.series.own).latest(moment(goal.due)) if goal.due else None
    if inside is not None and inside.year == goal.due:
        return annual.measure(goal, figures, target, goal.due)
    return level.measure(goal, figures, target)


def base_of(goal: Goal, figures: Figures) -> Fraction | None:
    """The value a goal counts from: as printed, else the figure of the base year.

    Levels take the figure of the year's end, coverages entered as two counts their quotient there,
    flows the figure of the whole year.
    """
    if goal.base_printed or not goal.base_year or goal.kind == "growth":
        return goal.base
    series = figures.of(goal.series.own)
    if goal.kind not in LEVEL_KINDS:
        found = series.of_year(goal.base_year)
        return found.value if found is not None else goal.base
    counted = stock.coverage_at(goal, figures, moment(goal.base_year))
    if counted is not None:
        return stock.share_of(counted)
    found = series.at(moment(goal.base_year))
    return found.value if found is not None else goal.base


def _last_year(goal: Goal, figures: Figures) -> int:
    found = figures.of(goal.series.own).latest_year(figures.on.year) if not goal.due else None
    return found.year if found is not None else 0
