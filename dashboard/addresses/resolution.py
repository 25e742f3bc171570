"""Resolving a selection against what the register knows, with a note for the reader of a link."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Protocol

from dashboard.addresses.selection import Note, Selection, note, shown

# What is offered instead of something unknown: no more than is read at a glance, and what is like it.
_MOST_MEANT, _ALIKE = 3, 0.6


class Register(Protocol):
    """What resolving a selection asks of the compiled register."""

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]: ...
    def region(self, id: str) -> Mapping[str, Any] | None: ...
    def cluster(self, region: str, id: str) -> Mapping[str, Any] | None: ...
    def indicator(self, id: str) -> Mapping[str, Any] | None: ...
    def goal(self, id: str) -> Mapping[str, Any] | None: ...
    def goals_of(self, region: str) -> Sequence[Mapping[str, Any]]: ...
    @property
    def planned_regions(self) -> Sequence[str]: ...
    @property
    def responsible_units(self) -> Collection[str]: ...


def resolved(chosen: Selection, register: Register, today: date) -> tuple[Selection, list[Note]]:
    """Lead every id that the register does not know to the nearest sensible view, with a note."""
    notes: list[Note] = []
    chosen = _named_regions(chosen, register)
    goal = register.goal(chosen.goal) if chosen.goal else None
    if chosen.goal and goal is None:
        plan = chosen.goal.partition(".")[0]
        of_plan = next((p["region"] for p in register.rows("plans") if p["id"] == plan), None)
        home = chosen.region or of_plan
        own = [row["id"] for row in register.goals_of(home or "")]
        near = get_close_matches(chosen.goal, own, n=_MOST_MEANT, cutoff=_ALIKE)
        meant = tuple(chosen.changed(goal=one, region=home) for one in near)
        notes.append(note("unknown-goal", meant, asked=shown(chosen.goal)))
        chosen = chosen.changed(goal=None, region=home)
    if goal and chosen.region is None:
        chosen = chosen.changed(region=goal["region"])
    chosen = _settle_region(chosen, register, notes)
    if goal and goal["region"] != chosen.region:
        notes.append(note("goal-elsewhere", asked=shown(goal["id"])))
        chosen = chosen.changed(goal=None)
    chosen = _settle_cluster(chosen, register, notes)
    if chosen.unit and chosen.unit not in register.responsible_units:
        notes.append(note("unknown-unit", asked=shown(chosen.unit)))
        chosen = chosen.changed(unit=None)
    if chosen.within and register.region(chosen.within) is None:
        like = _regions_like(
            chosen.within, [row["id"] for row in register.rows("regions")], register
        )
        meant = tuple(chosen.changed(within=one, part=None) for one in like)
        notes.append(note("unknown-region", meant, asked=shown(chosen.within)))
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
    known = register.planned_regions
    if chosen.region is None or chosen.region in known:
        return chosen
    if register.region(chosen.region) is not None:
        below = _below(chosen.region, register)
        meant = _at(chosen, [one for one in known if one in below])
        notes.append(note("region-without-plan", meant, asked=shown(chosen.region)))
        return chosen.changed(region=None, cluster=None)
    near = _nearest(chosen.region, known)
    if near is None and chosen.cluster:
        homes = [c["region"] for c in register.rows("clusters") if c["id"] == chosen.cluster]
        near = homes[0] if len(homes) == 1 else None
    key = "nearest-region" if near else "unknown-region"
    # The one that is shown by its name, too: of many regions several are as near.
    like = dict.fromkeys([*filter(None, [near]), *_regions_like(chosen.region, known, register)])
    notes.append(note(key, _at(chosen, list(like)), asked=shown(chosen.region)))
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
    like = get_close_matches(chosen.cluster, own, n=_MOST_MEANT, cutoff=_ALIKE)
    meant = tuple(chosen.changed(cluster=one) for one in like)
    notes.append(note(key, meant, asked=shown(chosen.cluster)))
    return chosen.changed(cluster=near)


def _at_home(chosen: Selection, register: Register) -> bool:
    known = chosen.region and chosen.cluster and register.cluster(chosen.region, chosen.cluster)
    return bool(known)


def _at(chosen: Selection, regions: Sequence[str]) -> tuple[Selection, ...]:
    """The view asked for, of other regions; where a page has no region of its own, their pages."""
    page = chosen.page if "region" in chosen.changed(region="-").query() else "region"
    return tuple(
        chosen.changed(page=page, region=one, cluster=None, goal=None)
        for one in regions[:_MOST_MEANT]
    )


def _below(above: str, register: Register) -> set[str]:
    """Return the regions below another, at any depth."""
    parents = {row["id"]: row["parent"] for row in register.rows("regions")}
    found = {above}
    # As deep as the tree is; none is deeper than it has regions.
    for _ in parents:
        more = {one for one, parent in parents.items() if parent in found} - found
        if not more:
            break
        found |= more
    return found - {above}


def _regions_like(asked: str, known: Sequence[str], register: Register) -> list[str]:
    """Return the regions whose id, or name in any language, is most like what was asked for."""
    of_words: dict[str, str] = {}
    for row in register.rows("regions"):
        if row["id"] in known:
            names = [row[key] for key in row if key.startswith("name_") and row[key]]
            of_words |= {word.lower(): row["id"] for word in (row["id"], *names)}
    near = get_close_matches(asked.lower(), of_words, n=2 * _MOST_MEANT, cutoff=_ALIKE)
    return list(dict.fromkeys(of_words[word] for word in near))[:_MOST_MEANT]


def _nearest(asked: str, known: Iterable[str]) -> str | None:
    found = get_close_matches(asked, list(known), n=1, cutoff=0.75)
    return found[0] if found else None
