"""Stocks, shares and indices: the latest level against the goal (rules 4, 7).

With a base: completion = (v - v0) / (G - v0), schedule = (t - t0) / (T - t0) by months (by days where
the figure is not one of a month's end), or the share of the path where it grows at a constant rate.
Without: completion = v / G, or the share used of a limit, and no schedule. A share may be entered
as two counts: covered / should be covered.
"""

from __future__ import annotations

from fractions import Fraction

from dashboard.progress.figures import YEAR, Figure, Figures, moment
from dashboard.progress.goal import Goal
from dashboard.progress.measures.level import at_figure, path_to, way, way_gone
from dashboard.progress.measures.measured import Coverage, Measured, Refusal
from dashboard.progress.target import Target, shares_of


def measure(goal: Goal, figures: Figures, target: Target, year: int) -> Measured:
    """Measure a level by its latest figure; one due every year by a figure of the `year` judged."""
    series, due = figures.of(goal.series.own), goal.due
    upto = figures.now
    if goal.annual:
        upto = moment(year)
    elif due:
        upto = min(moment(due), upto)
    found = series.latest(upto)
    counted, nothing_to_cover = _coverage(goal, figures, upto)
    if goal.annual:
        found = found if found is not None and found.year == year else None
        counted = counted if counted is not None and counted.covered.year == year else None
    # Two counts of the same or a later moment say more than a share that was typed.
    if counted is not None and (found is None or counted.covered.when >= found.when):
        found = counted.covered
    else:
        counted = None
    path = None if goal.annual else path_to(goal, target)
    if found is None:
        refusal = Refusal("not-applicable", "nothing-to-cover") if nothing_to_cover else None
        return Measured(target, year, path=path, refusal=refusal)
    value = found.value if counted is None else share_of(counted)
    wanted = year if goal.annual else due
    months = Fraction((wanted - found.year) * 12 + 12 - found.month) if wanted else None
    completion, used = shares_of(goal, target, value)
    expected = at_figure(path, found) if path and due else None
    from_base = _from_base(goal, target, found)
    span = None if target.value is None else abs(target.value)
    if from_base:
        completion, used, span = way_gone(target, value), None, way(target)
    return Measured(
        target,
        year,
        found,
        value,
        _previous(goal, figures, found),
        coverage=counted,
        completion=completion,
        used=used,
        from_base=from_base,
        expected=expected,
        span=span,
        path=path,
        final=bool(wanted) and found.when == moment(wanted),
        months_left=months,
        years_left=months / 12 if months is not None and not goal.annual else None,
    )


def share_of(counted: Coverage) -> Fraction:
    """Covered over should-be-covered."""
    return counted.covered.value / counted.of.value


def coverage_at(goal: Goal, figures: Figures, when: int) -> Coverage | None:
    """The two counts of exactly one moment: what a base or the year before has to be."""
    covered = figures.of(goal.series.covered).at(when)
    of = figures.of(goal.series.of).at(when)
    if covered is None or of is None or of.value <= 0:
        return None
    return Coverage(covered, of)


def _coverage(goal: Goal, figures: Figures, upto: int) -> tuple[Coverage | None, bool]:
    """The latest two counts of one moment, and whether there they say that nothing is to be covered."""
    if goal.series.covered is None:
        return None, False
    of_series = figures.of(goal.series.of)
    for covered in reversed(figures.of(goal.series.covered).figures):
        of = of_series.at(covered.when) if covered.when <= upto else None
        if of is not None:
            return (Coverage(covered, of), False) if of.value > 0 else (None, of.value == 0)
    return None, False


def _previous(goal: Goal, figures: Figures, found: Figure) -> Fraction | None:
    before = coverage_at(goal, figures, found.when - YEAR)
    if before is not None:
        return share_of(before)
    entered = figures.of(goal.series.own).at(found.when - YEAR)
    return entered.value if entered else None


def _from_base(goal: Goal, target: Target, found: Figure) -> bool:
    """Whether there is a way from the base to the goal, and the figure is on it."""
    if goal.annual or target.base is None or target.value is None:
        return False
    if not 0 < goal.base_year < goal.due or found.when <= moment(goal.base_year):
        return False
    if goal.constant_growth and not (target.base > 0 and target.value > 0):
        return False
    return (target.value - target.base) * goal.sense > 0
