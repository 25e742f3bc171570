"""All files of a register, read, merged by their keys and checked entry by entry.

Every entry is validated on its own, so that one broken goal hides neither its neighbours nor the
faults that lie across entries.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.register.faults import FaultList, listed, nearest, shown
from dashboard.register.measurement import unit_of
from dashboard.register.model_faults import Validated, validated
from dashboard.register.models import (
    Cluster,
    Document,
    EvaluationMethod,
    FigureCheck,
    FigureChecks,
    Goal,
    Group,
    Indicator,
    LampRule,
    MeasurementUnit,
    Plan,
    PlanHead,
    Region,
    RegisterFile,
    Tier,
)
from dashboard.register.models.plan import Defaults
from dashboard.register.models.register_file import VERSION
from dashboard.register.models.words import is_id, unsigned
from dashboard.register.quantities import Target, Unit, is_per_year
from dashboard.register.reading import Place, Source

Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class Entry(Generic[Model]):
    """One thing of the register and where it stands.

    A broken entry keeps what can be understood: its `model` holds None for what cannot be read (also
    as an item of a list), and `unsure` names the keys whose value is not known. `model` is None when
    nothing can be understood.
    """

    id: str
    source: Source
    place: Place
    model: Model | None
    targets: dict[str, Target] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    def take(self, found: Validated[Model]) -> None:
        """Keep what validation made of it."""
        self.model, self.unsure = found.model, self.unsure | found.unsure

    def sure(self, *keys: str) -> bool:
        """Whether these keys are as the writer meant them: only then may they be held together."""
        return self.unsure.isdisjoint(keys)

    @property
    def valid(self) -> Model:
        """The model of an entry of which something is understood; LookupError for any other."""
        if self.model is None:
            raise LookupError(self.id)
        return self.model


@dataclass(slots=True)
class PlanEntry(Entry[PlanHead]):
    """A plan with its tiers and goals."""

    tiers: list[Entry[Tier]] = field(default_factory=list)
    goals: list[Entry[Goal]] = field(default_factory=list)


@dataclass(slots=True)
class DocumentEntry(Entry[Document]):
    """A document with the ids that may be referred to, known even where the rest is broken."""

    clauses: set[str] = field(default_factory=set)
    readings: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    names_units: bool = True
    complete: bool = True


@dataclass(slots=True)
class Gathered:
    """The whole register, entry by entry.

    `unread` are the keys in files that could not be read, and `closed` the sections that could not:
    what is named there exists, though nothing more is known of it. In sections that are `misnamed`
    something has an id that none can be.
    """

    regions: dict[str, Entry[Region]] = field(default_factory=dict)
    indicators: dict[str, Entry[Indicator]] = field(default_factory=dict)
    clusters: dict[str, dict[str, Entry[Cluster]]] = field(default_factory=dict)
    plans: dict[str, PlanEntry] = field(default_factory=dict)
    lamp_rules: dict[str, Entry[LampRule]] = field(default_factory=dict)
    evaluation_methods: dict[str, Entry[EvaluationMethod]] = field(default_factory=dict)
    units: dict[str, Entry[MeasurementUnit]] = field(default_factory=dict)
    groups: dict[str, Entry[Group]] = field(default_factory=dict)
    checks: dict[str, Entry[FigureCheck]] = field(default_factory=dict)
    documents: dict[str, DocumentEntry] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    misnamed: set[str] = field(default_factory=set)

    def unit(self, name: str | None) -> Unit | None:
        """The unit of that id as the grammar knows it; None where there is none, or it is broken."""
        entry = self.units.get(name or "")
        return unit_of(name, entry.model if entry and not entry.unsure else None)


# From a word's first letter only, and without going back: a word of 20,000 letters is read once.
_KEY = re.compile(r"(?<![a-z0-9-])([a-z0-9]++(?:-[a-z0-9]++)*+)[\"']?[ \t]*+:")
_REFERRED = ("clauses", "readings")
_SECTIONS: dict[str, type[BaseModel]] = {
    "regions": Region,
    "indicators": Indicator,
    "lamp_rules": LampRule,
    "evaluation_methods": EvaluationMethod,
    "units": MeasurementUnit,
    "groups": Group,
}


def gather(registers: list[Source], seeds: list[Source], faults: FaultList) -> Gathered:
    """Merge and validate; every fault goes into `faults`."""
    gathered = Gathered()
    for source in registers:
        faults.add_reading(source)
        if source.broken:
            gathered.unread.update(_KEY.findall(source.text))
        elif source.data is None:
            faults.add(source, (), "empty-file", found="null")
        elif not isinstance(source.data, dict):
            faults.add(source, (), "wrong-type-mapping", found=shown(source.data))
        else:
            _register(source, gathered, faults)
    for source in seeds:
        faults.add_reading(source)
        _document(source, gathered, faults)
    return gathered


def _register(source: Source, gathered: Gathered, faults: FaultList) -> None:
    data: dict[str, Any] = source.data
    known = list(RegisterFile.model_fields)
    for key, value in data.items():
        if key not in known:
            near = nearest(key, known)
            params = {"found": shown(key), "allowed": listed(known), **near}
            faults.add(source, (key,), "unknown-key", True, **params)
            if near or isinstance(value, dict):
                gathered.closed.update(near.values() or known)
    if "version" not in data:
        faults.add(source, (), "missing-key", key="version", found=listed(data))
    elif unsigned(str(data["version"])) != str(VERSION):
        faults.add(source, ("version",), "unknown-version", found=shown(data["version"]))
    for section, model in _SECTIONS.items():
        for key, raw, place in _section(source, section, gathered, faults):
            entry: Entry[Any] = Entry(key, source, place, None)
            entry.take(validated(model, raw, source, place, faults))
            _new(getattr(gathered, section), entry, faults)
    for region, raw_clusters, place in _section(source, "clusters", gathered, faults):
        of_region = gathered.clusters.setdefault(region, {})
        if not isinstance(raw_clusters, dict):
            gathered.closed.add(f"clusters {region}")
        for key, raw, cluster_place in _items(source, raw_clusters, place, faults, gathered):
            cluster: Entry[Cluster] = Entry(key, source, cluster_place, None)
            cluster.take(validated(Cluster, raw, source, cluster_place, faults))
            _new(of_region, cluster, faults)
    if data.get("checks") is not None:
        _checks(source, data["checks"], gathered, faults)
    for key, raw, place in _section(source, "plans", gathered, faults):
        plan = PlanEntry(key, source, place, None)
        _plan(plan, raw, faults)
        _new(gathered.plans, plan, faults)


def _plan(plan: PlanEntry, raw: Any, faults: FaultList) -> None:
    source, place = plan.source, plan.place
    head = raw
    if isinstance(raw, dict):
        head = {key: value for key, value in raw.items() if key not in ("tiers", "goals")}
        defaults = raw.get("defaults")
        given = defaults if isinstance(defaults, dict) else {}
        shared = {key: value for key, value in given.items() if value is not None}
        plan.tiers = _listed(Tier, plan, raw, "tiers", faults, shared)
        plan.goals = _listed(Goal, plan, raw, "goals", faults, shared)
        if isinstance(defaults, dict):
            _idle(plan, raw, faults)
    plan.take(validated(PlanHead, head, source, place, faults, allowed=Plan))


def _checks(source: Source, raw: Any, gathered: Gathered, faults: FaultList) -> None:
    """What holds everywhere, check by check, so that each may stand in one file only."""
    checks = validated(FigureChecks, raw, source, ("checks",), faults).model
    for key in FigureChecks.model_fields:
        stated = getattr(checks, key) if checks is not None else None
        if stated is not None:
            _new(gathered.checks, Entry(key, source, ("checks", key), stated), faults)


def _with_defaults(item: Any, key: str, shared: dict[str, Any]) -> Any:
    """A tier or goal with what its plan says for all of them, where it says nothing itself."""
    if not shared or not isinstance(item, dict):
        return item
    return {name: shared[name] for name in _lacking(item, key) if name in shared} | item


def _refused(shared: dict[str, Any]) -> set[str]:
    """The defaults of a plan whose values cannot be."""
    try:
        Defaults.__pydantic_validator__.validate_python(shared)
    except ValidationError as error:
        return {str(detail["loc"][0]) for detail in error.errors(include_url=False)}
    return set()


def _lacking(item: dict[str, Any], key: str) -> Iterator[str]:
    """What a tier or goal would take from its plan's defaults."""
    for name in Defaults.model_fields:
        every_year = name == "by" and ("every" in item or is_per_year(item.get("target")))
        unmeasured = name == "indicator" and key == "tiers" and "threshold" not in item
        if name not in item and not every_year and not unmeasured:
            yield name


def _idle(plan: PlanEntry, raw: dict[str, Any], faults: FaultList) -> None:
    """Refuse a default that no tier and no goal takes: it would be ignored."""
    listed = [(key, raw[key]) for key in ("tiers", "goals") if key in raw]
    items = [(key, item) for key, some in listed if isinstance(some, list) for item in some]
    known = all(isinstance(some, list) for _, some in listed)
    if not items or not known or not all(isinstance(item, dict) for _, item in items):
        return
    taken = {name for key, item in items for name in _lacking(item, key)}
    for name in Defaults.model_fields:
        if raw["defaults"].get(name) is not None and name not in taken:
            at = (*plan.place, "defaults", name)
            faults.add(plan.source, at, f"default-unused-{name}", True, found=name)


def _listed(
    model: type[Model],
    plan: PlanEntry,
    raw: dict[str, Any],
    key: str,
    faults: FaultList,
    shared: dict[str, Any],
) -> list[Entry[Model]]:
    source, place = plan.source, plan.place
    if key not in raw:
        return []
    items = raw[key]
    if not isinstance(items, list):
        faults.add(source, (*place, key), "wrong-type-list", found=shown(items))
        plan.unsure |= {key}
        return []
    entries = []
    refused = _refused(shared)
    for number, item in enumerate(items):
        at = (*place, key, number)
        own = item.get("id") if isinstance(item, dict) else None
        entry: Entry[Model] = Entry(own if isinstance(own, str) else "", source, at, None)
        # A default that is refused is one fault, not one more in each that takes it.
        told = refused.difference(item) if isinstance(item, dict) else ()
        filled = _with_defaults(item, key, shared)
        entry.take(validated(model, filled, source, at, faults, told=told))
        entries.append(entry)
    return entries


def _document(source: Source, gathered: Gathered, faults: FaultList) -> None:
    name = source.file.rsplit("/", 1)[-1].removesuffix(".yml").removesuffix(".yaml")
    entry = DocumentEntry(name, source, (), None)
    gathered.documents[name] = entry
    if source.broken:
        entry.complete = False
        return
    raw = source.data
    if raw is None:
        faults.add(source, (), "empty-file", found="null")
        entry.complete = False
        return
    entry.take(validated(Document, raw, source, (), faults))
    if not isinstance(raw, dict):
        entry.complete = False
        return
    entry.complete = all(
        all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in raw[key])
        if isinstance(raw.get(key), list)
        else key not in raw and entry.sure(key)
        for key in _REFERRED
    )
    entry.clauses = _ids(source, raw, "clauses", faults)
    entry.readings = _ids(source, raw, "readings", faults)
    _ids(source, raw, "defects", faults)
    units = raw.get("units")
    entry.units = set(units) if isinstance(units, dict) else set()
    entry.names_units = "units" in raw
    own = entry.model.id if entry.model is not None and entry.sure("id") else None
    if own is not None and own != name:
        faults.add(source, ("id",), "document-id", found=own, name=name)


def _ids(source: Source, raw: dict[str, Any], key: str, faults: FaultList) -> set[str]:
    seen: set[str] = set()
    items = raw.get(key)
    for number, item in enumerate(items if isinstance(items, list) else []):
        own = item.get("id") if isinstance(item, dict) else None
        if isinstance(own, str):
            if own in seen:
                faults.add(
                    source, (key, number, "id"), "duplicate-id", found=shown(own), first=shown(own)
                )
            seen.add(own)
    return seen


def _section(
    source: Source, key: str, gathered: Gathered, faults: FaultList
) -> Iterator[tuple[str, Any, Place]]:
    if key in source.data:
        raw = source.data[key]
        if not isinstance(raw, dict):
            gathered.closed.add(key)
        yield from _items(source, raw, (key,), faults, gathered)


def _items(
    source: Source, raw: Any, place: Place, faults: FaultList, gathered: Gathered
) -> Iterator[tuple[str, Any, Place]]:
    if not isinstance(raw, dict):
        faults.add(source, place, "wrong-type-mapping", found=shown(raw))
        return
    for key, value in raw.items():
        at = (*place, key)
        if not is_id(key):
            faults.add(source, at, "bad-id", True, found=shown(key))
            gathered.misnamed.add(str(place[0]))
        yield key, value, at


def _new(known: dict[str, Any], entry: Entry[Any], faults: FaultList) -> None:
    """Take the entry in, unless another file already has one of its id."""
    first = known.get(entry.id)
    if first is None:
        known[entry.id] = entry
        return
    line, _ = first.source.position(first.place, True)
    where = f"{first.source.file}:{line}"
    faults.add(entry.source, entry.place, "id-in-two-files", True, found=entry.id, first=where)
