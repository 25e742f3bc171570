"""Goals in rows: those written, and those that a tier implies.

A tier states its threshold (or the level of recognition), count, year and members once. From it
follow, with its clause, wording and units: each named member reaches it
(`<plan>.<tier>.<cluster>`), and so many stand there (`<plan>.<tier>.count`). Where the members are not
all named, how many stand there is a figure of its own, of the subject `<plan>.<tier>`. A stretch is a
goal of its own (`<plan>.<goal>.stretch`).
"""

from functools import lru_cache
from typing import Any

from dashboard.languages import LANGUAGES, columns_of, in_columns, in_each, say
from dashboard.register.answerable import Answerable
from dashboard.register.checking.codes import count_text, plan_clusters
from dashboard.register.checking.tiers import members_complete
from dashboard.register.gathering import Entry, Gathered, PlanEntry
from dashboard.register.models import Goal, Indicator, Region, Tier
from dashboard.register.models.tier import MemberSpell, Planned
from dashboard.register.models.words import Names
from dashboard.register.names import (
    ABOUT_TOLERANCE,
    RECOGNITION_ORDER,
    STEP_TOLERANCE,
    TIER_COUNT,
    all_clusters,
    each_cluster,
    kind_names,
    recognition_names,
    tier_count_names,
)
from dashboard.register.quantities import Target, exact, parse_quantity
from dashboard.register.quantity_texts import describe

Row = dict[str, Any]


# What a count goal repeats of the built-in indicator it is entered under.
_COUNT: Row = {
    "indicator": TIER_COUNT,
    **columns_of("indicator_name", tier_count_names()),
    "unit": "count",
    "kind": "stock",
    "direction": "up",
    "accumulates": None,
}


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
                **columns_of("indicator_name", model.name.in_each()),
                "unit": model.unit,
                "kind": model.kind,
                "direction": model.direction,
                **name_columns("basis", model.basis),
                **name_columns("scope", model.scope),
                "accumulates": accumulates(model),
                **columns_of("name", model.name.in_each()),
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
            "plan_status": self.head.status,
            "kept": False,
            "membership": [],
        }

    def from_tier(self, entry: Entry[Tier]) -> list[Row]:
        """What a tier implies; nothing when it promises neither a size nor a number."""
        tier, target = entry.valid, entry.targets.get("threshold")
        facts = self._source(tier) | {
            "tier": tier.id,
            "due": tier.by if isinstance(tier.by, int) else None,
            "derived": True,
            "members_complete": members_complete(tier),
        }
        measured = target is not None and tier.indicator is not None
        rows: list[Row] = []
        if target is not None and tier.indicator is not None:
            rows = self._reaching(tier, target, facts)
        elif tier.recognition is not None:
            rows = self._recognised(tier, facts)
        if tier.count is not None and (rows or measured or not members_complete(tier)):
            rows.append(self._count(tier, target, tier.count, facts))
        return rows

    def _reaching(self, tier: Tier, target: Target, facts: Row) -> list[Row]:
        """Each member reaches the threshold."""
        indicator = self.rows.indicator(str(tier.indicator))
        name = tier_name(tier, target, self._unit(str(tier.indicator)))
        shared = facts | indicator | _numbers(target, indicator["direction"]) | {
            "target_text": tier.threshold,
            "level": tier.level or target.level,
            "next_level": self._next_level(tier, target),
            "path": _path(indicator),
            **columns_of("name", name),
        }  # fmt: skip
        return [shared | self._member(tier, member) for member in tier.member_ids]

    def _recognised(self, tier: Tier, facts: Row) -> list[Row]:
        """Each member is recognised at the level, or above: the register alone can tell."""
        name = tier_name(tier, None, "count")
        shared = facts | _COUNT | _counted(Planned(1)) | {
            "target_text": name[LANGUAGES[0]],
            "path": "straight",
            **columns_of("name", name),
        }  # fmt: skip
        return [
            shared
            | self._member(tier, member)
            | {"recognised": self._reached(tier.recognition, [member])}
            for member in tier.member_ids
        ]

    def _member(self, tier: Tier, member: str) -> Row:
        spells = [spell for spell in tier.members if spell.id == member]
        return self._subject(member) | {
            "id": f"{self.plan.id}.{tier.id}.{member}",
            "members": [member],
            "membership": membership(spells),
        }

    def _count(self, tier: Tier, target: Target | None, count: Planned, facts: Row) -> Row:
        """So many stand there; entered as a figure where the members cannot tell."""
        name = tier_name(tier, target, self._unit(tier.indicator) if tier.indicator else "count")
        indicator = self.rows.indicator(tier.indicator) if target and tier.indicator else _COUNT
        row = facts | indicator | _COUNT | {
            "id": f"{self.plan.id}.{tier.id}.count",
            "indicator": indicator["indicator"],
            **{name: indicator[name] for name in in_columns("indicator_name_*")},
            "subject": tier.id,
            "subject_kind": "tier",
            **columns_of("subject_name", name),
            **_counted(count),
            "target_text": count_text(count),
            "members": tier.member_ids,
            "membership": membership(tier.members),
            "path": "straight",
            **columns_of("name", _count_names(tier, target, name)),
        }  # fmt: skip
        if tier.recognition is not None:
            return row | {"recognised": self._reached(tier.recognition, self._candidates(tier))}
        if not members_complete(tier):
            row["count_subject"] = f"{self.plan.id}.{tier.id}"
        return row

    def _candidates(self, tier: Tier) -> list[str]:
        """Who may reach a level: the members named, and all of their kind where not all are."""
        others = [name for name, entry in self.clusters.items() if entry.valid.kind == tier.of_kind]
        named = tier.member_ids
        return named if members_complete(tier) else list(dict.fromkeys([*named, *others]))

    def _reached(self, level: str | None, members: list[str]) -> list[Row]:
        """Those that reached a level or a higher one, with the first day they did."""
        enough = RECOGNITION_ORDER[RECOGNITION_ORDER.index(level or RECOGNITION_ORDER[0]) :]
        days = {
            member: min(
                (each.on for each in self.clusters[member].valid.recognitions
                 if each.level in enough),
                default=None,
            )
            for member in members
        }  # fmt: skip
        return [{"member": member, "on": day} for member, day in days.items() if day is not None]

    def _title(self, document: str | None) -> Names | None:
        return self.rows.gathered.documents[document].valid.title if document else None

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
                {
                    "year": milestone.by,
                    "document": milestone.document,
                    "clause": milestone.clause,
                    **name_columns("document_title", self._title(milestone.document)),
                    **_milestone(entry.targets[f"milestone {number}"], indicator["direction"]),
                }
                for number, milestone in enumerate(goal.milestones)
            ],
        }
        if goal.name is not None:
            row |= columns_of("name", goal.name.in_each())
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
        if target.comparator == "basically in step":
            row["step_tolerance"] = step_tolerance(self.region)
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
        return self.rows.gathered.unit(self.rows.indicator(indicator)["unit"])

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
            names, members = self.region.name.in_each(), members or []
        elif of in ("clusters", "each-cluster"):
            subject, kind = of, of
            names = all_clusters() if of == "clusters" else each_cluster()
            members = self.members if members is None else members
        elif of not in self.clusters:
            group = self.rows.gathered.groups[of].valid
            subject, kind, members = of, "group", list(group.regions)
            names = group.name.in_each()
        else:
            cluster = self.clusters[of].valid
            subject, kind, members = of, "cluster", [of]
            names = cluster.name.in_each()
        return {
            "subject": subject,
            "subject_kind": kind,
            **columns_of("subject_name", names),
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


def step_tolerance(region: Region) -> str:
    """What 基本同步 tolerates in a region, as an exact fraction (points of growth)."""
    written = region.step_tolerance
    return exact(parse_quantity(written, "fraction").value) if written else STEP_TOLERANCE


def accumulates(model: Indicator) -> str | None:
    """Since when a flow is counted: from 1 January unless said; null for what is no flow."""
    return model.accumulates or ("year" if model.kind == "flow" else None)


def tier_name(tier: Tier, target: Target | None, unit: Any) -> dict[str, str]:
    """The tier's own name, else its threshold in words, else what it counts."""
    if tier.name is not None:
        return tier.name.in_each()
    if tier.recognition is not None:
        return recognition_names(tier.recognition)
    if target is None:
        return {lang: name.capitalize() for lang, name in kind_names(tier.of_kind).items()}
    return describe(target, unit, tier.level)


def _count_names(tier: Tier, target: Target | None, name: dict[str, str]) -> dict[str, str]:
    """What the number of those in a tier is called; `name` is the tier's."""
    key = "names.tier.number-at"
    if tier.name is not None:
        key = "names.tier.number-named"
    elif target is None and tier.recognition is None:
        key = "names.tier.number"
    kind = kind_names(tier.of_kind)
    return in_each(lambda lang: say(key, lang, kind=kind[lang], tier=name[lang]))


def name_columns(key: str, names: Names | None) -> Row:
    """A name as columns; null in every language where there is none."""
    return columns_of(key, names.in_each() if names else dict.fromkeys(LANGUAGES))


def _path(indicator: Row, measure: str = "value") -> str:
    constant = indicator["unit"] == "yuan" or measure == "average growth"
    return "constant growth" if constant else "straight"


def membership(spells: list[MemberSpell]) -> list[Row]:
    """Who was a member from when until when; empty where nothing is dated."""
    if not any(spell.from_day or spell.until or spell.document for spell in spells):
        return []
    return [
        {
            "member": spell.id,
            "from": spell.from_day,
            "until": spell.until,
            "document": spell.document,
        }
        for spell in spells
    ]


def _counted(count: Planned) -> Row:
    low, high = count.low, count.high
    return {
        "comparator": count.comparator,
        "value": str(low),
        "value_high": None if high is None else str(high),
        "value_float": float(low),
        "value_high_float": None if high is None else float(high),
    }


def _milestone(target: Target, direction: str) -> Row:
    numbers = _numbers(target, direction)
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
        "kept": target.kept or target.comparator == "maintain" or direction == "keep",
    }
