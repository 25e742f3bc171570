"""Regions, clusters, documents and the heads of plans."""

from typing import Any

from dashboard.register.checking.known import Known, understood
from dashboard.register.faults import listed, nearest, shown
from dashboard.register.gathering import DocumentEntry, Entry, PlanEntry
from dashboard.register.models import Clause, Cluster, Region
from dashboard.register.models.reporting import Reporting
from dashboard.register.quantities import QuantityError, parse_quantity

RESERVED = frozenset(("region", "clusters", "each-cluster", "count", "stretch"))


def check_places(known: Known) -> None:
    """Regions and clusters: parents, lamp rules, partners, and names that mean something else."""
    gathered = known.gathered
    for region in gathered.regions.values():
        if region.model is not None:
            rules = gathered.lamp_rules
            known.refer(
                region, ("parent",), region.model.parent, gathered.regions, "unknown-region"
            )
            known.refer(region, ("lamp_rule",), region.model.lamp_rule, rules, "unknown-lamp-rule")
            for number, earlier in enumerate(region.model.earlier_lamp_rules):
                place = ("earlier_lamp_rules", number, "rule")
                known.refer(region, place, earlier.rule, rules, "unknown-lamp-rule")
            for tolerance in ("about_tolerance", "step_tolerance"):
                _check_tolerance(known, region, tolerance)
            for name, rule in (region.model.reporting or {}).items():
                known.indicator(region, ("reporting", name), name)
                _check_reporting(known, region, ("reporting", name), rule)
    for name, clusters in gathered.clusters.items():
        for cluster in clusters.values():
            lost = name in gathered.unread or "regions" in gathered.closed
            if name not in gathered.regions and not lost:
                # one fault for the key, however many clusters stand under it
                key = ("clusters", name)
                known.faults.add(cluster.source, key, "unknown-region", True, **_near(name, known))
            if cluster.id in RESERVED or cluster.id == name:
                known.faults.add(
                    cluster.source, cluster.place, "reserved-id", True, found=cluster.id
                )
            if cluster.model is not None:
                _check_cluster(known, name, cluster, cluster.model)
    _check_groups(known)


def _check_officials(known: Known, entry: Entry[Cluster], model: Cluster) -> None:
    """A leader's days run forwards, and the clause that assigns them is one."""
    documents = known.gathered.documents
    for number, official in understood(model.officials or ()):
        at = ("officials", number)
        if official.from_day and official.until and official.from_day > official.until:
            found = f"{official.from_day}–{official.until}"
            known.fault(entry, (*at, "until"), "days-backwards", found=found)
        if known.refer(entry, (*at, "document"), official.document, documents, "unknown-document"):
            document = documents[str(official.document)]
            if document.complete:
                place = (*at, "clause")
                known.refer(entry, place, official.clause, document.clauses, "unknown-clause")


def _check_cluster(known: Known, region: str, entry: Entry[Cluster], model: Cluster) -> None:
    for number, partner in enumerate(model.partners):
        known.refer(entry, ("partners", number), partner, known.gathered.regions, "unknown-region")
    known.cluster(entry, ("parent",), model.parent, region)
    for number, recognition in understood(model.recognitions):
        at = ("recognitions", number, "document")
        documents = known.gathered.documents
        known.refer(entry, at, recognition.document, documents, "unknown-document")
    _check_officials(known, entry, model)


def _check_groups(known: Known) -> None:
    """A group's regions, and an id that means nothing else: goals call regions and clusters so."""
    gathered = known.gathered
    if not gathered.groups:
        return
    taken = {name: f"regions {name}" for name in gathered.regions}
    taken |= {name: f"clusters {name}" for each in gathered.clusters.values() for name in each}
    for entry in gathered.groups.values():
        if entry.id in RESERVED:
            known.faults.add(entry.source, entry.place, "reserved-id", True, found=entry.id)
        elif entry.id in taken:
            params = {"found": entry.id, "first": taken[entry.id]}
            known.faults.add(entry.source, entry.place, "duplicate-id", True, **params)
        for number, region in enumerate(entry.model.regions or () if entry.model else ()):
            known.refer(entry, ("regions", number), region, gathered.regions, "unknown-region")


def _check_tolerance(known: Known, region: Entry[Region], key: str) -> None:
    written = getattr(region.model, key)
    if written is None:
        return
    try:
        value = parse_quantity(written, "fraction").value
    except QuantityError as error:
        known.fault(region, (key,), error.code, **{**error.params, "unit": "fraction"})
        return
    if not 0 <= value < 1:
        known.fault(region, (key,), "tolerance-outside", found=written)


def _check_reporting(
    known: Known, entry: Entry[Any], at: tuple[Any, ...], rule: Reporting | None
) -> None:
    """The regions that approve exist."""
    for number, region in understood(rule.through or () if rule else ()):
        at_region = (*at, "through", number)
        known.refer(entry, at_region, region, known.gathered.regions, "unknown-region")


def _near(name: str, known: Known) -> dict[str, str]:
    regions = known.gathered.regions
    return {"found": name, "known": listed(regions), **nearest(name, regions)}


def check_documents(known: Known) -> None:
    """`units_from` leads to a clause, without going round; units have English names."""
    for document in known.gathered.documents.values():
        if document.model is None:
            continue
        clauses = list(understood(document.model.clauses))
        follows = {clause.id: clause.units_from for _, clause in clauses if clause.units_from}
        for number, clause in clauses:
            at = ("clauses", number)
            if document.complete:
                after_it = (*at, "units_from")
                known.refer(
                    document, after_it, clause.units_from, document.clauses, "unknown-clause"
                )
            known.units(document, (*at, "units"), clause.units, document)
        done: set[str] = set()
        for _, clause in clauses:
            trail: dict[str, None] = {}
            here: str | None = clause.id
            while here is not None and here not in trail and here not in done:
                trail[here] = None
                here = follows.get(here)
            if here in trail:
                _cycle(known, document, list(trail)[list(trail).index(str(here)) :], clauses)
            done |= trail.keys()


def _cycle(
    known: Known, document: DocumentEntry, ring: list[str], clauses: list[tuple[int, Clause]]
) -> None:
    """One fault for each link of the ring."""
    places = {clause.id: number for number, clause in clauses}
    for start, name in enumerate(ring):
        found = " → ".join([*ring[start:], *ring[:start], name])
        known.fault(document, ("clauses", places[name], "units_from"), "cycle", found=shown(found))


def check_plan(known: Known, plan: PlanEntry) -> None:
    """A plan's references and its standing beside other plans."""
    model, gathered = plan.model, known.gathered
    if model is None:
        return
    known.refer(plan, ("region",), model.region, gathered.regions, "unknown-region")
    documents = gathered.documents
    if known.refer(plan, ("document",), model.document, documents, "unknown-document"):
        document = documents[model.document]
        if document.complete:
            at = ("base_year_reading",)
            known.refer(plan, at, model.base_year_reading, document.readings, "unknown-reading")
            known.refer(plan, ("officials",), model.officials, document.clauses, "unknown-clause")
    for number, cluster in enumerate(model.clusters or ()):
        known.cluster(plan, ("clusters", number), cluster, model.region)
    end = model.period[1] if model.period else None
    if model.base_year is not None and end is not None and model.base_year > end:
        known.fault(
            plan, ("base_year",), "base-after-due", found=str(model.base_year), due=str(end)
        )
    if model.lapsed_on is not None and plan.sure("status") and model.status != "lapsed":
        known.fault(plan, ("lapsed_on",), "lapsed-on-unused", found=model.lapsed_on)
    _check_reporting(known, plan, ("reporting",), model.reporting)
    _check_supersedes(known, plan)
    _check_serves(known, plan)


def check_successors(known: Known) -> None:
    """A superseded plan has a successor; one that merely ended has lapsed."""
    plans = known.gathered.plans
    if "plans" in known.gathered.closed or known.gathered.unread:
        return
    succeeded = {plan.model.supersedes for plan in plans.values() if plan.model is not None}
    sure = all(plan.model is not None and plan.sure("supersedes") for plan in plans.values())
    for plan in plans.values():
        if plan.model is None or plan.model.status != "superseded" or plan.id in succeeded:
            continue
        if sure:
            known.fault(plan, ("status",), "superseded-by-none", found="superseded", plan=plan.id)


def _check_supersedes(known: Known, plan: PlanEntry) -> None:
    model = plan.valid
    plans = known.gathered.plans
    if not known.refer(plan, ("supersedes",), model.supersedes, plans, "unknown-plan"):
        return
    older = plans[str(model.supersedes)]
    if older.model is None:
        return
    if None not in (older.model.region, model.region) and older.model.region != model.region:
        found = f"{older.id} ({older.model.region})"
        known.fault(plan, ("supersedes",), "supersedes-elsewhere", found=found, region=model.region)
    sure = plan.sure("status") and older.sure("status")
    if sure and model.status != "draft" and older.model.status == "in force":
        raw = older.source.data["plans"][older.id]
        steps = ("status",) if "status" in raw else ()
        known.faults.add(
            older.source,
            (*older.place, *steps),
            "superseded-in-force",
            not steps,
            found=older.model.status,
            newer=plan.id,
        )


def _check_serves(known: Known, plan: PlanEntry) -> None:
    model = plan.valid
    plans = known.gathered.plans
    in_list = isinstance(plan.source.data["plans"][plan.id].get("serves"), list)
    served = [("serves", number) if in_list else ("serves",) for number in range(len(model.serves))]
    for steps, name in zip(served, model.serves, strict=True):
        if known.refer(plan, steps, name, plans, "unknown-plan"):
            _check_served(known, plan, steps, name)


def _check_served(known: Known, plan: PlanEntry, steps: tuple[Any, ...], name: str) -> None:
    model, regions = plan.valid, known.gathered.regions
    served = known.gathered.plans[name].model
    if served is None or served.region is None:
        return
    above: set[str] = set()
    here = regions.get(model.region)
    while here is not None and here.model is not None and here.model.parent is not None:
        if here.model.parent in above:
            break
        above.add(here.model.parent)
        here = regions.get(here.model.parent)
    if here is None or here.model is None or not here.sure("parent"):
        return  # the way up ends where nothing is known
    if served.region not in above:
        found = f"{name} ({served.region})"
        known.fault(plan, steps, "serves-elsewhere", found=found, region=model.region)
