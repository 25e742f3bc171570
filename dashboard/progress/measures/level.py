"""A flow that must reach a level in a later year: judged by whole years only (rules 3, 11, 16).

The last whole year is set against the goal and, where a base is known, against the path of that
year; 1-N月 is never compared with a whole year's goal as if it were due. completion = v / G,
schedule = E / G, gap = completion - schedule. What falls, a goal that is not above zero, and a base
below zero count from the base: completion = (v - v0) / (G - v0), as stocks do (rule 14).
"""

from __future__ import annotations

from fractions import Fraction

from dashboard.progress.figures import YEAR, Figure, Figures, days_to, moment
from dashboard.progress.goal import Goal
from dashboard.progress.measures.measured import Measured
from dashboard.progress.numbers import compare, sign
from dashboard.progress.path import Expected, Path, path_of
from dashboard.progress.target import Target, milestones_of, shares_of


def measure(goal: Goal, figures: Figures, target: Target) -> Measured:
    """Measure a flow by its last whole year up to the year due."""
    series, due = figures.of(goal.series.own), goal.due
    full = series.latest_year(due or figures.on.year)
    if full is not None and full.year < goal.since:
        full = None
    path = path_to(goal, target)
    if full is None:
        early = series.latest(figures.now)
        if early is None or early.year < goal.since:
            return Measured(target, due, path=path)
        before = series.at(early.when - YEAR)
        return Measured(
            target,
            due,
            early,
            early.value,
            before.value if before else None,
            path=path,
            partial=True,
        )
    value, before = full.value, series.of_year(full.year - 1)
    newest = series.latest(figures.now)
    later = newest is not None and newest.when > full.when and full.year != due
    expected = path.at(full.year, lambda year: year) if path and due else None
    completion, used = shares_of(goal, target, value)
    span = None if target.value is None else abs(target.value)
    from_base = expected is not None and counts_from_base(goal, target)
    if from_base:
        completion, used, span = way_gone(target, value), None, way(target)
    return Measured(
        target,
        due,
        full,
        value,
        before.value if before else None,
        newer=newest if later else None,
        completion=completion,
        used=used,
        from_base=from_base,
        expected=expected,
        span=span,
        path=path,
        final=full.year == due,
        years_left=Fraction(due - full.year) if due else None,
    )


def path_to(goal: Goal, target: Target) -> Path | None:
    """The path from the base through the milestones to the goal, None without two points.

    A base that is the goal, or better, leaves no way to go; a path of constant growth runs only
    between numbers above zero.
    """
    if target.value is None or not goal.due:
        return None
    base = None
    if goal.base_year and target.base is not None and goal.base_year < goal.due:
        base = (goal.base_year, target.base)
    milestones = milestones_of(goal, target.base)
    by_rate = goal.constant_growth
    path = path_of(base, milestones, (goal.due, target.value), by_rate)
    if len(path.points) == 2 and base is not None:
        if compare(target.value, base[1]) * goal.sense <= 0:
            return None
        if by_rate and not (sign(base[1]) > 0 and sign(target.value) > 0):
            return None
    return path if len(path.points) > 1 else None


def at_figure(path: Path, found: Figure) -> Expected | None:
    """Where a path stands at the time of a figure: in months, by days for a cut-off day."""
    # Month ends are written as day 31, so that two of four years are exactly half of the way.
    if not found.cut_off:
        return path.at(found.when // 31, lambda year: moment(year) // 31)
    return path.at(days_to(found.when), lambda year: days_to(moment(year)))


def counts_from_base(goal: Goal, target: Target) -> bool:
    """Whether a level's completion is the share of the way from its base."""
    if target.base is None or target.value is None or not goal.base_year:
        return False
    if compare(target.value, target.base) * goal.sense <= 0:
        return False
    return goal.sense < 0 or sign(target.value) <= 0 or sign(target.base) < 0


def way(target: Target) -> Fraction:
    """How far it is from the base to the goal, above zero."""
    assert target.value is not None
    assert target.base is not None
    return abs(target.value - target.base)


def way_gone(target: Target, value: Fraction) -> Fraction:
    """The share of the way from base to goal that has been gone."""
    assert target.value is not None
    assert target.base is not None
    return (value - target.base) / (target.value - target.base)
