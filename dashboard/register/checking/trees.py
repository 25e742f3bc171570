"""What must be a tree: regions, tiers inside tiers, plans served and superseded, growth, parts."""

from collections.abc import Mapping
from typing import Any

from dashboard.register.checking.known import Known
from dashboard.register.gathering import Entry


def check_trees(known: Known) -> None:
    """One fault for each cycle, at the first of its links in the file."""
    gathered = known.gathered
    _check(known, gathered.regions, ("parent",), lambda model: model.parent)
    _check(known, gathered.plans, ("supersedes",), lambda model: model.supersedes)
    _check(known, gathered.plans, ("serves",), lambda model: model.serves)
    _check(known, gathered.indicators, ("growth_of",), lambda model: model.growth_of)
    _check(
        known,
        gathered.indicators,
        ("part_of", "indicator"),
        lambda model: model.part_of.indicator if model.part_of else None,
    )
    for plan in gathered.plans.values():
        tiers = {tier.id: tier for tier in plan.tiers}
        _check(known, tiers, ("inside",), lambda model: model.inside)


def _check(
    known: Known, entries: Mapping[str, Entry[Any]], steps: tuple[str, ...], parent_of: Any
) -> None:
    parents = {
        name: parent
        for name, entry in entries.items()
        if entry.model is not None and (parent := parent_of(entry.model)) is not None
    }
    done: set[str] = set()
    for name in parents:
        trail: list[str] = []
        here: str | None = name
        while here is not None and here not in done and here not in trail:
            trail.append(here)
            here = parents.get(here)
        if here is not None and here in trail:
            ring = trail[trail.index(here) :]
            known.fault(entries[ring[0]], steps, "cycle", found=" → ".join([*ring, here]))
        done.update(trail)
