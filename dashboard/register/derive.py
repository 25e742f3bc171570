"""Goals in rows: those written, and those that a tier implies.

A tier states its threshold, count, year and members once. From it follow, with its clause, wording
and units: each named member reaches the threshold (`<plan>.<tier>.<cluster>`), and so many stand
there (`<plan>.<tier>.count`). A stretch is a goal of its own (`<plan>.<goal>.stretch`).
"""

from functools import lru_cache
from typing import Any

from dashboard.register.answerable import Answerable
from dashboard.register.checking.codes import plan_clusters
from dashboard.register.gathering import Entry, Gathered, PlanEntry
from dashboard.register.models import Goal, Indicator, Region, Tier
from dashboard.register.names import ABOUT_TOLERANCE, ALL_CLUSTERS, EACH_CLUSTER, KINDS
from dashboard.register.quantities import Target, exact, parse_quantity
from dashboard.register.quantity_texts import describe

Row = dict[str, Any]


class GoalRows:
    """Makes the rows of the `goals` table for one plan after another."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.answerable = Answerable(gathered)
        self._indicators: dict[str, Row] = {}

    def of_plan(self, plan: PlanEntry) -> "PlanRows":
        """Start on a plan."""
        return PlanRows(self, plan)

    def indicator(self, name: str) -> Row:
        """What every goal repeats of its indicator."""
        row = self._indicators.get(name)
        if row is None:
            model = self.gathered.indicators[name].valid
            row = {
                "indicator": name,
                "indicator_name_zh": model.name.zh,
                "indicator_name_en": model.name.en,
                "unit": model.unit,
                "kind": model.kind,
                "direction": model.direction,
                "basis_zh": model.basis.zh if model.basis else None,
                "basis_en": model.basis.en if model.basis else None,
                "scope_zh": model.scope.zh if model.scope else None,
                "scope_en": model.scope.en if model.scope else None,
                "accumulates": accumulates(model),
                "name_zh": model.name.zh,
                "name_en": model.name.en,
            }
            self._indicators[name] = row
        return row


class PlanRows:
    """The goal rows of one plan, in the order written: tiers first."""

    def __init__(self, rows: GoalRows, plan: PlanEntry) -> None:
        self.rows, self.plan, self.head = rows, plan, plan.valid
        self.clusters = rows.gathered.clusters.get(self.head.region, {})
        self.members = plan_clusters(plan)
        self.region = rows.gathered.regions[self.head.region].valid
        self.common: Row = {
            "plan": plan.id,
            "region": self.head.region,
            "in_force": self.head.status == "in force",
            "lamp_rule": lamp_rule(rows.gathered, self.region),
            "about_tolerance": about_tolerance(self.region),
            "base_year": self.head.base_year,
            "base_printed": False,
            "derived": False,
            "level": False,
            "measure": "value",
        }

    def from_tier(self, entry: Entry[Tier]) -> list[Row]:
        """What a tier implies; nothing when it has no threshold."""
        tier, target = entry.valid, entry.targets.get("threshold")
        if target is None or tier.indicator is None:
            return []
        facts = self._source(tier)
        facts |= {
            "tier": tier.id,
            "due": tier.by if isinstance(tier.by, int) else None,
            "derived": True,
        }
        name = tier_name(tier, target, self._unit(tier.indicator))
        indicator = self.rows.indicator(tier.indicator)
        rows = [
            facts
            | indicator
            | _numbers(target, indicator["direction"])
            | self._subject(member)
            | {
                "id": f"{self.plan.id}.{tier.id}.{member}",
                "target_text": tier.threshold,
                "members": [member],
                "level": tier.level or target.level,
                "next_level": self._next_level(tier, target),
                "path": _path(indicator),
                "name_zh": name["zh"],
                "name_en": name["en"],
            }
            for member in tier.members
        ]
        if tier.count is not None:
            low, high = tier.count
            kind = KINDS[tier.of_kind] if tier.name is None else {"zh": "", "en": "members"}
            rows.append(
                facts
                | indicator
                | {
                    "id": f"{self.plan.id}.{tier.id}.count",
                    "subject": tier.id,
                    "subject_kind": "tier",
                    "subject_name_zh": name["zh"],
                    "subject_name_en": name["en"],
                    "unit": "count",
                    "kind": "stock",
                    "direction": "up",
                    "accumulates": None,
                    "comparator": ">=" if high is None else "range",
                    "value": str(low),
                    "value_high": None if high is None else str(high),
                    "value_float": float(low),
                    "value_high_float": None if high is None else float(high),
                    "target_text": str(low) if high is None else f"{low}–{high}",
                    "members": list(tier.members),
                    "path": "straight",
                    "name_zh": f"{name['zh']}{kind['zh']}个数",
                    "name_en": f"Number of {kind['en']}: {name['en']}",
                }
            )
        return rows

    def from_goal(self, entry: Entry[Goal]) -> list[Row]:
        """The goal, and its stretch as a second goal."""
        goal, target = entry.valid, entry.targets["target"]
        indicator = self.rows.indicator(goal.indicator)
        row = self._source(goal) | indicator | self._subject(goal.of, goal.members)
        per_year = target.per_year and goal.measure == "value"
        base = entry.targets.get("base")
        row |= {
            "id": f"{self.plan.id}.{goal.id}",
            "target_text": goal.target,
            "measure": goal.measure,
            "path": goal.path or _path(indicator, goal.measure),
            "due": goal.by if isinstance(goal.by, int) else None,
            "every": goal.every or ("year" if per_year else None),
            "since": goal.since,
            "milestones": [
                {"year": milestone.by, **_milestone(entry.targets[f"milestone {number}"])}
                for number, milestone in enumerate(goal.milestones)
            ],
        }
        if goal.name is not None:
            row["name_zh"], row["name_en"] = goal.name.zh, goal.name.en
        if goal.base is not None:
            row["base_year"] = goal.base.year
        if base is not None and base.value is not None:
            row |= {"base_value": exact(base.value), "base_printed": True}
        if goal.step_with is not None:
            step, region = goal.step_with, goal.step_with.region or self.head.region
            row |= {
                "step_region": region,
                "step_subject": region if step.subject == "region" else step.subject,
                "step_indicator": step.indicator,
            }
        if target.comparator == "maintain" and target.value is None and base is not None:
            target = Target("maintain", base.value)
        rows = [row | _numbers(target, indicator["direction"])]
        stretch = entry.targets.get("stretch")
        if stretch is not None:
            rows.append(
                row
                | _numbers(stretch, indicator["direction"])
                | {
                    "id": f"{self.plan.id}.{goal.id}.stretch",
                    "stretch_of": f"{self.plan.id}.{goal.id}",
                    "target_text": goal.stretch,
                    "milestones": [],
                    "ambition": goal.stretch_ambition or goal.ambition,
                    "wording": goal.stretch_wording or goal.wording,
                }
            )
        return rows

    def _next_level(self, tier: Tier, own: Target) -> str | None:
        """The nearest larger threshold among the plan's tiers on the same indicator, if any."""
        larger = [
            target.value
            for entry in self.plan.tiers
            if entry.model is not None and entry.model.indicator == tier.indicator
            and (target := entry.targets.get("threshold")) is not None
            and target.value is not None and own.value is not None and target.value > own.value
        ]  # fmt: skip
        return exact(min(larger)) if larger else None

    def _unit(self, indicator: str) -> Any:
        return self.rows.indicator(indicator)["unit"]

    def _source(self, model: Tier | Goal) -> Row:
        document = model.document or self.head.document
        units, also = self.rows.answerable.units(document, model.clause)
        if model.responsible is not None:
            units = list(model.responsible)
            also = [unit for unit in also if unit not in units]
        return self.common | {
            "document": document,
            "clause": model.clause,
            "wording": model.wording,
            "ambition": model.ambition,
            "readings": list(model.readings),
            "responsible": [*units, *also],
            "lead": units[0] if units else None,
            "also": also,
            "milestones": [],
        }

    def _subject(self, of: str, members: list[str] | None = None) -> Row:
        if of == "region":
            subject, kind = self.head.region, "region"
            names, members = {"zh": self.region.name.zh, "en": self.region.name.en}, members or []
        elif of in ("clusters", "each-cluster"):
            subject, kind = of, of
            names = ALL_CLUSTERS if of == "clusters" else EACH_CLUSTER
            members = self.members if members is None else members
        else:
            cluster = self.clusters[of].valid
            subject, kind, members = of, "cluster", [of]
            names = {"zh": cluster.name.zh, "en": cluster.name.en}
        return {
            "subject": subject,
            "subject_kind": kind,
            "subject_name_zh": names["zh"],
            "subject_name_en": names["en"],
            "cluster": subject if kind == "cluster" else None,
            "members": list(members),
        }


def lamp_rule(gathered: Gathered, region: Region) -> str | None:
    """The region's rule, else the one called `default`, else none."""
    return region.lamp_rule or ("default" if "default" in gathered.lamp_rules else None)


def about_tolerance(region: Region) -> str:
    """What 左右 tolerates in a region, as an exact fraction."""
    written = region.about_tolerance
    return exact(parse_quantity(written, "fraction").value) if written else ABOUT_TOLERANCE


def accumulates(model: Indicator) -> str | None:
    """Since when a flow is counted: from 1 January unless said; null for what is no flow."""
    return model.accumulates or ("year" if model.kind == "flow" else None)


def tier_name(tier: Tier, target: Target | None, unit: Any) -> dict[str, str]:
    """The tier's own name, else its threshold in words, else what it counts."""
    if tier.name is not None:
        return {"zh": tier.name.zh, "en": tier.name.en}
    if target is None:
        return {"zh": KINDS[tier.of_kind]["zh"], "en": KINDS[tier.of_kind]["en"].capitalize()}
    return describe(target, unit, tier.level)


def _path(indicator: Row, measure: str = "value") -> str:
    constant = indicator["unit"] == "yuan" or measure == "average growth"
    return "constant growth" if constant else "straight"


def _milestone(target: Target) -> Row:
    numbers = _numbers(target, "up")
    return {key: numbers[key] for key in ("comparator", "value", "value_high")}


@lru_cache(maxsize=8192)
def _numbers(target: Target, direction: str) -> Row:
    # Plans repeat their numbers; the row is shared and only ever merged into others.
    value, high = target.value, target.value_high
    falling = target.bare and direction == "down" and target.comparator == ">="
    return {
        "comparator": "<=" if falling else target.comparator,
        "value": None if value is None else exact(value),
        "value_high": None if high is None else exact(high),
        "value_float": None if value is None else float(value),
        "value_high_float": None if high is None else float(high),
    }
