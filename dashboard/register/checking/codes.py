"""The tier code against its own text and against the tiers."""

import re

from dashboard.register.checking.known import Known
from dashboard.register.faults import shown
from dashboard.register.gathering import Entry, PlanEntry
from dashboard.register.models import Tier
from dashboard.register.models.plan import ClustersPart, Code, MeaningPart
from dashboard.register.models.tier import Planned, plain_count

_JOINTS = re.compile(r"[\s+＋·、\-–—~“”\"]")


def has_tier_parts(code: Code | None) -> bool:
    """Whether any part of the code counts a tier."""
    return code is not None and any(isinstance(part, str) for part in code.parts)


def tiers_in_code(plan: PlanEntry) -> list[Entry[Tier]]:
    """The tiers that the code's parts count, in order."""
    code = plan.model.code if plan.model else None
    by_default = has_tier_parts(code)
    return [
        tier
        for tier in plan.tiers
        if tier.model is not None
        and (by_default if tier.model.in_code is None else tier.model.in_code)
    ]


def count_text(count: Planned | None) -> str:
    """A planned count as a tier writes it: 4, 3–5, 20 左右, open."""
    if count is None:
        return "open"
    about = " 左右" if count.comparator == "about" else ""
    return f"{count.low}{about}" if count.high is None else f"{count.low}–{count.high}"


def check_code(known: Known, plan: PlanEntry) -> None:
    """Parts spell the text, counts equal the tiers' counts, `clusters` equals the plan's."""
    if plan.model is None or plan.model.code is None:
        return
    code = plan.model.code
    if code.text is None or code.parts is None or not plan.sure("code", "tiers"):
        return
    _check_text(known, plan, code)
    if all(tier.model is not None and tier.sure("in_code") for tier in plan.tiers):
        _check_counts(known, plan, code)
    if not plan.sure("clusters") or not all(tier.sure("members") for tier in plan.tiers):
        return
    named = plan_clusters(plan)
    for number, part in enumerate(code.parts):
        if isinstance(part, ClustersPart) and part.clusters != len(named):
            known.fault(
                plan,
                ("code", "parts", number),
                "code-contradicts-clusters",
                found=str(part.clusters),
                count=str(len(named)),
            )


def _check_counts(known: Known, plan: PlanEntry, code: Code) -> None:
    tiers = tiers_in_code(plan)
    counting = [(n, part) for n, part in enumerate(code.parts) if isinstance(part, str)]
    if len(counting) != len(tiers):
        parts = ", ".join(part for _, part in counting) or "—"
        ids = ", ".join(tier.id for tier in tiers) or "—"
        known.fault(plan, ("code", "parts"), "code-part-count", found=parts, tiers=ids)
    for (number, part), tier in zip(counting, tiers, strict=False):
        if tier.sure("count") and _numbers(plain_count(part)) != _numbers(tier.valid.count):
            known.fault(
                plan,
                ("code", "parts", number),
                "code-contradicts-tier",
                found=part,
                tier=tier.id,
                count=count_text(tier.valid.count),
            )


def _numbers(count: Planned | None) -> tuple[int, int | None] | None:
    # A slogan has no room for 左右.
    return None if count is None else (count.low, count.high)


def plan_clusters(plan: PlanEntry) -> list[str]:
    """The plan's clusters: as listed, else those its tiers name, in printed order."""
    if plan.model is not None and plan.model.clusters is not None:
        return list(plan.model.clusters)
    members = (m for tier in plan.tiers if tier.model for m in tier.model.member_ids)
    return list(dict.fromkeys(members))


def _check_text(known: Known, plan: PlanEntry, code: Code) -> None:
    pattern = ""
    for part in code.parts:
        if isinstance(part, MeaningPart):
            pattern += re.escape(_JOINTS.sub("", part.text))
        elif isinstance(part, ClustersPart):
            pattern += str(part.clusters)
        else:
            pattern += "[A-Za-z多]" if part == "open" else _JOINTS.sub("", part)
    text = _JOINTS.sub("", code.text)
    if not re.fullmatch(pattern, text):
        parts = ", ".join(
            part if isinstance(part, str) else getattr(part, "text", None) or str(part.clusters)
            for part in code.parts
        )
        known.fault(plan, ("code", "parts"), "code-text", found=shown(parts), text=shown(code.text))
