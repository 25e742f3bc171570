"""Resolving a selection against what the register knows, with a note for the reader of a link."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Protocol

from dashboard.addresses.selection import Note, Selection, note, shown


class Register(Protocol):
    """What resolving a selection asks of the compiled register."""

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]: ...
    def region(self, id: str) -> Mapping[str, Any] | None: ...
    def cluster(self, region: str, id: str) -> Mapping[str, Any] | None: ...
    def indicator(self, id: str) -> Mapping[str, Any] | None: ...
    def goal(self, id: str) -> Mapping[str, Any] | None: ...


def resolved(chosen: Selection, register: Register, today: date) -> tuple[Selection, list[Note]]:
    """Lead every id that the register does not know to the nearest sensible view, with a note."""
    notes: list[Note] = []
    chosen = _named_regions(chosen, register)
    goal = register.goal(chosen.goal) if chosen.goal else None
    if chosen.goal and goal is None:
        notes.append(note("unknown-goal", asked=shown(chosen.goal)))
        plan = chosen.goal.partition(".")[0]
        of_plan = next((p["region"] for p in register.rows("plans") if p["id"] == plan), None)
        chosen = chosen.changed(goal=None, region=chosen.region or of_plan)
    if goal and chosen.region is None:
        chosen = chosen.changed(region=goal["region"])
    chosen = _settle_region(chosen, register, notes)
    if goal and goal["region"] != chosen.region:
        notes.append(note("goal-elsewhere", asked=shown(goal["id"])))
        chosen = chosen.changed(goal=None)
    chosen = _settle_cluster(chosen, register, notes)
    if chosen.unit and all(chosen.unit not in g["responsible"] for g in register.rows("goals")):
        notes.append(note("unknown-unit", asked=shown(chosen.unit)))
        chosen = chosen.changed(unit=None)
    if chosen.within and register.region(chosen.within) is None:
        notes.append(note("unknown-region", asked=shown(chosen.within)))
        chosen = chosen.changed(within=None)
    if chosen.indicator and register.indicator(chosen.indicator) is None:
        notes.append(note("unknown-indicator", asked=shown(chosen.indicator)))
        chosen = chosen.changed(indicator=None)
    if chosen.method and all(
        row["id"] != chosen.method for row in register.rows("evaluation_methods")
    ):
        notes.append(note("unknown-method", asked=shown(chosen.method)))
        chosen = chosen.changed(method=None)
    if chosen.as_of and chosen.as_of > today:
        notes.append(note("future-day", asked=chosen.as_of.isoformat()))
        chosen = chosen.changed(as_of=None)
    if chosen.compare and chosen.compare >= (chosen.as_of or today):
        notes.append(note("no-earlier-day", asked=chosen.compare.isoformat()))
        chosen = chosen.changed(compare=None)
    return chosen, notes


def planned_regions(register: Register) -> list[str]:
    """Return the ids of the regions that have a plan, in the register's order."""
    with_plan = {plan["region"] for plan in register.rows("plans")}
    return [region["id"] for region in register.rows("regions") if region["id"] in with_plan]


def _named_regions(chosen: Selection, register: Register) -> Selection:
    """Put the ids of regions in the place of their names, where a name is one region's alone."""
    found: dict[str, str] = {}
    for field in ("region", "within"):
        asked = getattr(chosen, field)
        if asked is not None and register.region(asked) is None:
            named = [
                row["id"]
                for row in register.rows("regions")
                # Also without its last sign: 佛山 of 佛山市.
                if any(
                    key.startswith("name_") and row[key] and asked in (row[key], row[key][:-1])
                    for key in row
                )
            ]
            found |= {field: named[0]} if len(named) == 1 else {}
    return chosen.changed(**found) if found else chosen


def _settle_region(chosen: Selection, register: Register, notes: list[Note]) -> Selection:
    known = planned_regions(register)
    if chosen.region is None or chosen.region in known:
        return chosen
    if register.region(chosen.region) is not None:
        notes.append(note("region-without-plan", asked=shown(chosen.region)))
        return chosen.changed(region=None, cluster=None)
    near = _nearest(chosen.region, known)
    if near is None and chosen.cluster:
        homes = [c["region"] for c in register.rows("clusters") if c["id"] == chosen.cluster]
        near = homes[0] if len(homes) == 1 else None
    key = "nearest-region" if near else "unknown-region"
    notes.append(note(key, asked=shown(chosen.region)))
    kept = chosen.cluster if near and register.cluster(near, chosen.cluster or "") else None
    return chosen.changed(region=near, cluster=kept)


def _settle_cluster(chosen: Selection, register: Register, notes: list[Note]) -> Selection:
    if chosen.cluster is None or _at_home(chosen, register):
        return chosen
    homes = [c["region"] for c in register.rows("clusters") if c["id"] == chosen.cluster]
    if chosen.region is None and len(homes) == 1:
        return chosen.changed(region=homes[0])
    if chosen.region is None:
        key = "ambiguous-cluster" if len(homes) > 1 else "unknown-cluster"
        notes.append(note(key, asked=shown(chosen.cluster)))
        return chosen.changed(cluster=None)
    own = [c["id"] for c in register.rows("clusters") if c["region"] == chosen.region]
    near = _nearest(chosen.cluster, own)
    key = "nearest-cluster" if near else "unknown-cluster"
    notes.append(note(key, asked=shown(chosen.cluster)))
    return chosen.changed(cluster=near)


def _at_home(chosen: Selection, register: Register) -> bool:
    known = chosen.region and chosen.cluster and register.cluster(chosen.region, chosen.cluster)
    return bool(known)


def _nearest(asked: str, known: Iterable[str]) -> str | None:
    found = get_close_matches(asked, list(known), n=1, cutoff=0.75)
    return found[0] if found else None
