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
    for clusters in gathered.clusters.values():
        _check(known, clusters, ("parent",), lambda model: model.parent)
    for plan in gathered.plans.values():
        tiers = {tier.id: tier for tier in plan.tiers}
        _check(known, tiers, ("inside",), lambda model: model.inside)


def _check(
    known: Known, entries: Mapping[str, Entry[Any]], steps: tuple[str, ...], parents_of: Any
) -> None:
    parents = {
        name: above if isinstance(above, list) else [above]
        for name, entry in entries.items()
        if entry.model is not None and (above := parents_of(entry.model))
    }
    done: set[str] = set()
    for name, above in parents.items():
        # Depth first without recursion: a chain may be as long as the register.
        trail, left = [name], [list(above)]
        standing = {name}
        while trail and name not in done:
            if not left[-1]:
                left.pop()
                finished = trail.pop()
                standing.discard(finished)
                done.add(finished)
                continue
            here = left[-1].pop(0)
            if here in standing:
                ring = trail[trail.index(here) :]
                known.fault(entries[ring[0]], steps, "cycle", found=" → ".join([*ring, here]))
            elif here not in done and here in parents:
                trail.append(here)
                standing.add(here)
                left.append(list(parents[here]))
