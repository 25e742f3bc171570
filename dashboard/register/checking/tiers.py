"""Tiers: members, counts, nesting, thresholds."""

from dashboard.register.checking.codes import count_text
from dashboard.register.checking.known import Known
from dashboard.register.faults import shown
from dashboard.register.gathering import Entry, PlanEntry
from dashboard.register.models import Tier


def members_complete(tier: Tier) -> bool:
    """Whether the members named are all there are."""
    if tier.members_complete is not None:
        return tier.members_complete
    return bool(tier.members) and tier.count is not None


def check_tier(known: Known, plan: PlanEntry, entry: Entry[Tier]) -> None:
    """References of a tier, and its count against its members (open tiers excepted)."""
    model = entry.model
    if model is None or plan.model is None:
        return
    known.clause(entry, plan)
    known.year(entry, ("by",), model.by, plan)
    for number, member in enumerate(model.members):
        at = ("members", number)
        if known.cluster(entry, at, member, plan.model.region):
            if member in model.members[:number]:
                known.fault(entry, at, "member-twice", found=member)
            elif (
                plan.sure("clusters")
                and plan.model.clusters is not None
                and member not in plan.model.clusters
            ):
                known.fault(entry, at, "member-not-in-plan", found=member, plan=plan.id)
    others = [tier.id for tier in plan.tiers if tier is not entry]
    if all(others):
        known.refer(entry, ("inside",), model.inside, others, "unknown-tier")
        for number, other in enumerate(model.overlaps):
            known.refer(entry, ("overlaps", number), other, others, "unknown-tier")
    _check_count(known, entry, model)
    _check_threshold(known, entry, model)


def _check_count(known: Known, entry: Entry[Tier], model: Tier) -> None:
    if model.count is None or not entry.sure("count", "members"):
        return
    low, high = model.count
    named = len(model.members)
    params = {"found": count_text(model.count), "named": str(named)}
    if named > (high or low):
        known.fault(entry, ("count",), "count-below-members", **params)
    elif entry.sure("members_complete") and members_complete(model) and named < low:
        known.fault(entry, ("count",), "count-above-members", **params)


def _check_threshold(known: Known, entry: Entry[Tier], model: Tier) -> None:
    if model.indicator is None:
        if model.threshold is not None and entry.sure("indicator"):
            found = shown(model.threshold)
            known.fault(entry, ("threshold",), "threshold-without-indicator", found=found)
        return
    indicator = known.indicator(entry, ("indicator",), model.indicator)
    if indicator is not None and model.threshold is not None:
        target = known.target(entry, ("threshold",), model.threshold, indicator)
        if target is not None:
            if target.value is None:
                found = shown(model.threshold)
                known.fault(entry, ("threshold",), "threshold-without-value", found=found)
            entry.targets["threshold"] = target
