"""Tiers: members, counts, nesting, thresholds."""

from typing import Any

from dashboard.register.checking.codes import count_text
from dashboard.register.checking.known import Known, understood
from dashboard.register.faults import shown
from dashboard.register.gathering import Entry, PlanEntry
from dashboard.register.models import Tier
from dashboard.register.models.tier import MemberSpell


def members_complete(tier: Tier) -> bool:
    """Whether the members named are all there are."""
    if tier.members_complete is not None:
        return tier.members_complete
    return bool(tier.members) and tier.count is not None and not tier.count.more


def check_tier(known: Known, plan: PlanEntry, entry: Entry[Tier]) -> None:
    """References of a tier, and its count against its members (open tiers excepted)."""
    model = entry.model
    if model is None or plan.model is None:
        return
    known.clause(entry, plan)
    known.year(entry, ("by",), model.by, plan)
    _check_members(known, plan, entry, model)
    _check_others(known, plan, entry, model)
    _check_count(known, entry, model)
    _check_threshold(known, entry, model)


def _check_others(known: Known, plan: PlanEntry, entry: Entry[Tier], model: Tier) -> None:
    named: list[tuple[tuple[str | int, ...], str]] = []
    if model.inside is not None:
        named.append((("inside",), model.inside))
    named += [(("overlaps", number), other) for number, other in enumerate(model.overlaps)]
    if not named or not all(tier.id for tier in plan.tiers):
        return
    others = [tier.id for tier in plan.tiers if tier is not entry]
    for steps, other in named:
        if steps == ("inside",) and other == entry.id:
            continue  # a ring, and told as one
        known.refer(entry, steps, other, others, "unknown-tier")


def _check_members(known: Known, plan: PlanEntry, entry: Entry[Tier], model: Tier) -> None:
    earlier: dict[str, list[MemberSpell]] = {}
    listed = set(plan.valid.clusters or ()) if plan.sure("clusters") else set()
    clusters = known.clusters_of(plan.valid.region) or {}
    for number, spell in understood(model.members):
        at: tuple[Any, ...] = ("members", number)
        if known.cluster(entry, at, spell.id, plan.valid.region):
            if any(_meet(spell, other) for other in earlier.get(spell.id, ())):
                known.fault(entry, at, "member-twice", found=spell.id)
            elif listed and spell.id not in listed:
                known.fault(entry, at, "member-not-in-plan", found=spell.id, plan=plan.id)
            cluster = clusters[spell.id]
            kind = cluster.model.kind if cluster.model and cluster.sure("kind") else None
            if kind is not None and entry.sure("of_kind") and kind != model.of_kind:
                params = {"found": spell.id, "kind": kind, "of_kind": model.of_kind}
                known.fault(entry, at, "member-of-another-kind", **params)
        earlier.setdefault(spell.id, []).append(spell)
        if spell.from_day and spell.until and spell.from_day > spell.until:
            found = f"{spell.from_day}–{spell.until}"
            known.fault(entry, (*at, "until"), "days-backwards", found=found)
        documents = known.gathered.documents
        known.refer(entry, (*at, "document"), spell.document, documents, "unknown-document")


def _meet(one: MemberSpell, other: MemberSpell) -> bool:
    """Whether two spells of one member share a day."""
    ends = ((one, other), (other, one))
    return all((a.from_day or "") <= (b.until or "9999") for a, b in ends)


def _check_count(known: Known, entry: Entry[Tier], model: Tier) -> None:
    if model.count is None or not entry.sure("count", "members"):
        return
    low, high = model.count.low, model.count.high
    # Who has left makes room for who came, and was there once.
    named = sum(spell.until is None for _, spell in understood(model.members))
    ever = len(model.members)
    params = {"found": count_text(model.count), "named": str(named)}
    if named > (high or low) and not model.count.more:
        known.fault(entry, ("count",), "count-below-members", **params)
    elif (
        entry.sure("members_complete")
        and members_complete(model)
        and ever < low
        and not model.count.more
    ):
        known.fault(entry, ("count",), "count-above-members", **params)


def _check_threshold(known: Known, entry: Entry[Tier], model: Tier) -> None:
    if model.recognition is not None and model.threshold is not None:
        known.fault(entry, ("recognition",), "recognition-and-threshold", found=model.recognition)
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
