"""A free group of regions (渝西, 广佛): its own figure, else the sum of its regions' totals.

A sum stands only where every region of the group has reported the same period, and only of what
adds up: flows and stocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from dashboard.progress.figures import Figure, Figures, Series
from dashboard.progress.goal import Goal
from dashboard.progress.numbers import decimal_text

Part = TypeVar("Part")


def series_of_group(goal: Goal, figures: Figures) -> Series:
    """The series that a goal of a group is judged by: entered figures before added ones."""
    own = figures.of(goal.series.own)
    if goal.judged_as not in ("flow", "stock") or not goal.series.members:
        return own
    parts = [figures.of(member.own) for member in goal.series.members]
    by_period = [{one.period: one for one in part.figures} for part in parts]
    entered = {one.when for one in own.figures}
    added = [_sum(figures) for figures in shared(by_period) if figures[0].when not in entered]
    return own.with_figures(added)


def shared(parts: Sequence[Mapping[str, Part]]) -> Iterator[list[Part]]:
    """What all parts have of one period, for every period that all have; each part is by period."""
    for code in set.intersection(*(set(part) for part in parts)):
        yield [part[code] for part in parts]


def regions_of(
    goal: Goal, figures: Figures, judged: Figure | None
) -> tuple[tuple[str, Figure], ...]:
    """The regions' figures that a group's was added up from; none where it was entered itself."""
    found: list[tuple[str, Figure]] = []
    if judged is None:
        return ()
    for member in goal.series.members:
        figure = figures.of(member.own).at(judged.when)
        if member.own is None or figure is None:
            return ()
        found.append((member.own[0], figure))
    added = _sum([figure for _, figure in found]) if found else None
    return tuple(found) if added == judged else ()


def _sum(figures: list[Figure]) -> Figure:
    total = sum((figure.value for figure in figures), Fraction(0))
    first = figures[0]
    newest = max(figure.revision for figure in figures)
    return Figure(first.when, first.whole, decimal_text(total) or "0", newest, first.period)
