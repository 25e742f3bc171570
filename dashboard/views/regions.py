"""The regions that have a plan, a line each: in their tree, searched, filtered and sorted.

What they are compared by is status, completion and gap; nothing of different bases is added.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dashboard.addresses.selection import Selection
from dashboard.judging import OwnGoal, Standing, Summary
from dashboard.judging.tally import Tally, tally
from dashboard.languages import names_of

# A wall of cards tells nothing: beyond this many plans their regions are a table.
MOST_CARDS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A region as its line shows it.

    `leading` is the goal its headline completion is of, `worst` that with the widest gap among those
    that are behind or were missed; `revision` is that of its last entry, 0 without any.
    """

    region: str
    counted: Tally
    leading: OwnGoal | None
    worst: Summary | None
    revision: int

    @property
    def completion(self) -> Fraction | None:
        """Actual over target of the leading goal."""
        return self.leading.completion if self.leading else None

    @property
    def gap(self) -> float | None:
        """The widest gap in percentage points, below zero."""
        return self.worst.gap_points if self.worst else None

    @property
    def reported(self) -> float:
        """The share of its goals that are reported."""
        return self.counted.reported / self.counted.total if self.counted.total else 0.0


def are_many(standing: Standing) -> bool:
    """Tell whether there are too many regions for a card each."""
    return len(standing.regions()) > MOST_CARDS


def line(standing: Standing, region: str) -> Line:
    """Return a region's line."""
    summary = standing.summary(region)
    late = [
        goal
        for goal in summary.goals
        if goal.group in ("red", "yellow", "missed") and (goal.gap_points or 0) < 0
    ]
    # What can still be caught up is named before what was missed.
    still = [goal for goal in late if goal.group != "missed"] or late
    last = standing.newest(region)
    return Line(
        region,
        tally(goal.group for goal in summary.goals),
        leading(standing, summary.own),
        min(still, key=lambda goal: goal.gap_points or 0, default=None),
        last["revision"] if last else 0,
    )


def leading(standing: Standing, own: Iterable[OwnGoal]) -> OwnGoal | None:
    """Return the goal a region is known by: its total in money, else whatever it has to complete.

    Of several years the one due next. None where it has no goal with a completion.
    """

    def rank(goal: OwnGoal) -> tuple[bool, bool, tuple[bool, int]]:
        unit = (standing.catalogue.indicator(goal.indicator) or {}).get("unit")
        return unit != "yuan", goal.completion is None, next_due(goal.due, standing.on.year)

    countable = [goal for goal in own if _is_completed(standing, goal)]
    return min(countable, key=rank, default=None)


def _is_completed(standing: Standing, goal: OwnGoal) -> bool:
    # Where less is better, actual over target says nothing of how far one has come.
    known = standing.catalogue.indicator(goal.indicator) or {}
    return known.get("kind") != "growth" and known.get("direction") != "down"


def next_due(due: int | None, year: int) -> tuple[bool, int]:
    """Order years: those to come, the next first, then goals without one, then the past."""
    if due is None:
        return False, 9999
    return due < year, due if due >= year else -due


def chosen_regions(standing: Standing, chosen: Selection) -> tuple[str, ...]:
    """Return the regions that pass the filters of a selection, in its order."""
    planned = set(standing.regions())
    found = [region for region, _ in standing.drawn(tree) if region in planned]
    above = standing.drawn(ancestors)
    known = standing.catalogue.region
    if chosen.within:
        found = [r for r in found if r == chosen.within or chosen.within in above[r]]
    if chosen.level:
        found = [r for r in found if (known(r) or {}).get("level") == chosen.level]
    if chosen.text:
        words = chosen.text.casefold().split()
        names = standing.drawn(_searched)
        found = [r for r in found if all(word in names[r] for word in words)]
    lines = {r: standing.drawn(line, r) for r in found}
    if chosen.status:
        found = [r for r in found if getattr(lines[r].counted, chosen.status, 0)]
    if key := _ORDERS.get(chosen.sort or ""):
        found.sort(key=lambda r: key(lines[r]))
    return tuple(found)


def _last(value: Fraction | float | None) -> tuple[bool, Fraction | float]:
    return value is None, value or 0.0


_ORDERS: Mapping[str, Callable[[Line], Any]] = {
    "late": lambda one: (-one.counted.red, -one.counted.yellow, -one.counted.missed),
    "gap": lambda one: _last(one.gap),
    "completion": lambda one: _last(one.completion),
    "reported": lambda one: one.reported,
    "entry": lambda one: one.revision,
}
"""What needs attention comes first, whatever regions are sorted by."""
SORTS = tuple(_ORDERS)


def tree(standing: Standing) -> tuple[tuple[str, int], ...]:
    """Return the regions that have a plan and those above them, each with its depth, depth first."""
    rows = standing.catalogue.rows("regions")
    above = standing.drawn(ancestors)
    planned = set(standing.regions())
    shown = planned.union(*(above[region] for region in planned)) if planned else set()
    below: dict[str | None, list[str]] = {}
    for row in rows:
        if row["id"] in shown:
            below.setdefault(row["parent"], []).append(row["id"])
    ordered: list[tuple[str, int]] = []

    def walk(parent: str | None, depth: int) -> None:
        for region in below.get(parent, ()):
            ordered.append((region, depth))
            walk(region, depth + 1)

    walk(None, 0)
    return tuple(ordered)


def ancestors(standing: Standing) -> dict[str, tuple[str, ...]]:
    """Return region -> the regions above it, the highest first."""
    parents = {row["id"]: row["parent"] for row in standing.catalogue.rows("regions")}

    def above(region: str) -> tuple[str, ...]:
        parent = parents.get(region)
        return (*above(parent), parent) if parent else ()

    return {region: above(region) for region in parents}


def _searched(standing: Standing) -> dict[str, str]:
    """The words a region is found by: its names and those of the regions above it."""
    rows = {row["id"]: row for row in standing.catalogue.rows("regions")}
    above = standing.drawn(ancestors)
    return {
        region: " ".join(
            " ".join((*names_of(rows[one]).values(), one)) for one in (*above[region], region)
        ).casefold()
        for region in standing.regions()
    }
