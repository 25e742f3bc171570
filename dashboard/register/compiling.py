"""A checked register, turned into columns."""

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from dashboard.languages import LANGUAGES, PRINTED, columns_of, in_each, say
from dashboard.register.checking.codes import plan_clusters, tiers_in_code
from dashboard.register.checking.tiers import members_complete
from dashboard.register.columns import Columns
from dashboard.register.derive import (
    GoalRows,
    about_tolerance,
    accumulates,
    lamp_rule,
    membership,
    name_columns,
    step_tolerance,
    tier_name,
)
from dashboard.register.evaluation_methods import method_body
from dashboard.register.gathering import Entry, Gathered, PlanEntry
from dashboard.register.measurement import WITH_DECIMALS, built_in_multiples, unit_names
from dashboard.register.models import FigureChecks, Indicator
from dashboard.register.models.places import Official
from dashboard.register.models.plan import ClustersPart, Code, MeaningPart
from dashboard.register.models.words import untranslated
from dashboard.register.names import BUILT_IN, TIER_COUNT, tier_count_names
from dashboard.register.quantities import DeclaredUnit, Multiple, exact, parse_quantity


def compile_tables(gathered: Gathered) -> dict[str, pa.Table]:
    """The tables of `columns.NAMES`. The register must have been checked and found without fault."""
    plans = _plans(gathered)
    counted = TIER_COUNT in plans[-1].column("indicator") or any(plans[-1].column("count_subject"))
    filled = [_regions(gathered), _indicators(gathered, counted), _clusters(gathered)]
    filled += [_groups(gathered), _measurement_units(gathered), *_documents(gathered), *plans]
    filled += [_lamp_rules(gathered), _evaluation_methods(gathered), _checks(gathered)]
    return {columns.name: columns.table() for columns in filled}


def _regions(gathered: Gathered) -> Columns:
    columns = Columns("regions")
    for order, (name, entry) in enumerate(gathered.regions.items()):
        model = entry.valid
        columns.add(
            {
                "id": name,
                **name_columns("name", model.name),
                "level": model.level,
                "parent": model.parent,
                "lamp_rule": lamp_rule(gathered, model),
                "about_tolerance": about_tolerance(model),
                "step_tolerance": step_tolerance(model),
                "earlier_lamp_rules": [each.model_dump() for each in model.earlier_lamp_rules],
                "reporting": json.dumps(
                    {
                        of: each.model_dump(exclude_none=True)
                        for of, each in model.reporting.items()
                    },
                    ensure_ascii=False,
                )
                if model.reporting
                else None,
                "order": order,
            }
        )
    return columns


def _indicators(gathered: Gathered, counted: bool) -> Columns:
    columns = Columns("indicators")
    for order, (name, entry) in enumerate(gathered.indicators.items()):
        model = entry.valid
        limit, unit = model.natural_limit, gathered.unit(model.unit)
        columns.add(
            {
                "id": name,
                **name_columns("name", model.name),
                **name_columns("basis", model.basis),
                **name_columns("scope", model.scope),
                # Figures of a declared unit are written with its name, as counts with their word.
                **name_columns("counted", model.counted or _declared_name(gathered, model)),
                "unit": model.unit,
                "kind": model.kind,
                "direction": model.direction,
                "growth_of": model.growth_of,
                "covered": model.covered,
                "of": model.of,
                "natural_limit": exact(parse_quantity(limit, unit).value) if limit else None,
                "accumulates": accumulates(model),
                "may_be_negative": model.may_be_negative,
                "decimals": has_decimals(gathered, model),
                "additive": is_additive(gathered, model),
                "part_of": model.part_of.indicator if model.part_of else None,
                "continued_by": model.continued_by.indicator if model.continued_by else None,
                "continued_since": model.continued_by.since if model.continued_by else None,
                "checks": _checks_stated(model.checks),
                "order": order,
            }
        )
    if counted:
        columns.add(
            {
                "id": TIER_COUNT,
                **columns_of("name", tier_count_names()),
                **columns_of("counted", in_each(_bare_count)),
                "unit": "count",
                "kind": "stock",
                "direction": "up",
                "may_be_negative": False,
                "decimals": False,
                "additive": False,
                "order": len(columns),
            }
        )
    return columns


def _bare_count(lang: str) -> str | None:
    word = say("language.bare-count", lang)
    return None if word == "none" else word


def is_additive(gathered: Gathered, model: Indicator) -> bool:
    """Whether figures of several clusters may be added: no rates, nothing per head or per area."""
    declared = gathered.units.get(model.unit)
    names = declared.valid.name.given() if declared else ()
    ratio = any("/" in name or " per " in name for name in names)
    return model.kind in ("flow", "stock") and not ratio


def _declared_name(gathered: Gathered, model: Indicator) -> Any:
    declared = gathered.units.get(model.unit)
    return declared.valid.name if declared else None


def has_decimals(gathered: Gathered, model: Indicator) -> bool:
    """Whether a figure may have decimals: counts of things have none, unless they make an index."""
    if model.kind in ("index", "growth", "share"):
        return True
    declared = gathered.units.get(model.unit)
    return declared.valid.decimals if declared else model.unit in WITH_DECIMALS


def _groups(gathered: Gathered) -> Columns:
    columns = Columns("groups")
    for order, (name, entry) in enumerate(gathered.groups.items()):
        model = entry.valid
        row = {"id": name, **name_columns("name", model.name), "regions": list(model.regions)}
        columns.add(row | {"order": order})
    return columns


def _measurement_units(gathered: Gathered) -> Columns:
    columns = Columns("measurement_units")
    for name in BUILT_IN:
        own = {
            "id": name,
            **columns_of("name", unit_names(name)),
            "decimals": name in WITH_DECIMALS,
        }
        columns.add(own | {"multiples": _multiples(built_in_multiples(name))})
    for declared, entry in gathered.units.items():
        model, unit = entry.valid, gathered.unit(declared)
        multiples = unit.multiples if isinstance(unit, DeclaredUnit) else ()
        row = {"id": declared, **name_columns("name", model.name), "base": model.base}
        columns.add(row | {"multiples": _multiples(multiples), "decimals": model.decimals})
    return columns


def _multiples(multiples: Iterable[Multiple]) -> list[dict[str, str]]:
    return [
        {**columns_of("name", dict(zip(LANGUAGES, names, strict=True))), "factor": exact(factor)}
        for names, factor in multiples
    ]


def _clusters(gathered: Gathered) -> Columns:
    columns = Columns("clusters")
    for region, clusters in gathered.clusters.items():
        for name, entry in clusters.items():
            model = entry.valid
            columns.add(
                {
                    "region": region,
                    "id": name,
                    **name_columns("name", model.name),
                    "aliases": list(model.aliases),
                    "partners": list(model.partners),
                    "kind": model.kind,
                    "parent": model.parent,
                    "recognitions": [each.model_dump() for each in model.recognitions],
                    "officials": [_official(each) for each in model.officials],
                    "order": len(columns),
                }
            )
    return columns


def _official(model: Official) -> dict[str, Any]:
    return {
        "person": model.person,
        **name_columns("post", model.post),
        "from": model.from_day,
        "until": model.until,
        "document": model.document,
        "clause": model.clause,
    }


def _documents(gathered: Gathered) -> list[Columns]:
    documents, clauses = Columns("documents"), Columns("clauses")
    notes, units = Columns("notes"), Columns("units")
    responsible = _named_by_goals(gathered)
    for name, entry in gathered.documents.items():
        model = entry.valid
        documents.add(
            {
                "id": name,
                **name_columns("title", model.title),
                "number": model.number,
                "number_printed": model.number_printed and model.number is not None,
                **name_columns("issuer", model.issuer),
                "issued": model.issued,
                "sha256": model.text.sha256 if model.text else None,
                "file": model.text.file if model.text else None,
            }
        )
        for order, clause in enumerate(model.clauses):
            clauses.add(
                {
                    "document": name,
                    "id": clause.id,
                    **name_columns("heading", clause.heading),
                    "units": list(clause.units),
                    "units_from": clause.units_from,
                    "also": list(clause.also),
                    "wordings": list(clause.wordings),
                    "order": order,
                }
            )
        for note in model.defects:
            notes.add(_note(name, note.id, "defect", note.text, False))
        for reading in model.readings:
            notes.add(_note(name, reading.id, "reading", reading.text, reading.assumption))
        for number, missing in enumerate(model.missing, start=1):
            notes.add(_note(name, f"missing-{number}", "missing", missing.name, False))
        called = {printed: unit.in_each() for printed, unit in model.units.items()}
        if not entry.names_units:
            named = [unit for clause in model.clauses for unit in (*clause.units, *clause.also)]
            called = {unit: _untranslated(unit) for unit in (*named, *responsible.get(name, ()))}
        for printed, names in called.items():
            # A unit is known by what is printed, whatever the register calls it.
            units.add({"document": name, **columns_of("name", names | {PRINTED: printed})})
    return [documents, clauses, notes, units]


def _untranslated(printed: str) -> dict[str, str]:
    return in_each(lambda lang: untranslated(printed, lang))


def _named_by_goals(gathered: Gathered) -> dict[str, dict[str, None]]:
    """The units that tiers and goals name themselves, by the document of their clause."""
    found: dict[str, dict[str, None]] = {}
    for plan in gathered.plans.values():
        entries: list[Entry[Any]] = [*plan.tiers, *plan.goals]
        for entry in entries:
            document = entry.valid.document or plan.valid.document
            units = dict.fromkeys(entry.valid.responsible or ())
            found.setdefault(document, {}).update(units)
    return found


def _note(document: str, name: str, kind: str, text: Any, assumption: bool) -> dict[str, Any]:
    row = {"document": document, "id": name, "kind": kind, "assumption": assumption}
    return row | name_columns("text", text)


def _plans(gathered: Gathered) -> list[Columns]:
    plans, tiers, goals = Columns("plans"), Columns("tiers"), Columns("goals")
    rows = GoalRows(gathered)
    for order, (name, plan) in enumerate(gathered.plans.items()):
        model = plan.valid
        plans.add(
            {
                "id": name,
                "region": model.region,
                "document": model.document,
                **name_columns("name", model.name),
                "start": model.period[0],
                "end": model.period[1],
                "base_year": model.base_year,
                "base_year_reading": model.base_year_reading,
                "code_text": model.code.text if model.code else None,
                "code_parts": json.dumps(code_parts(model.code), ensure_ascii=False),
                "status": model.status,
                "lapsed_on": model.lapsed_on,
                "supersedes": model.supersedes,
                "serves": list(model.serves),
                "reporting": model.reporting.model_dump_json(exclude_none=True)
                if model.reporting
                else None,
                "checks": _checks_stated(model.checks),
                "officials": model.officials,
                "clusters": plan_clusters(plan),
                "order": order,
            }
        )
        _tiers(tiers, plan, rows)
        of_plan = rows.of_plan(plan)
        for tier in plan.tiers:
            for row in of_plan.from_tier(tier):
                row["order"] = len(goals)
                goals.add(row)
        for goal in plan.goals:
            for row in of_plan.from_goal(goal):
                row["order"] = len(goals)
                goals.add(row)
    return [plans, tiers, goals]


def code_parts(code: Code | None) -> list[Any]:
    """The parts as they go into JSON: 4, "3–5", "open", {"text", "means"}, {"clusters"}."""
    parts: list[Any] = []
    for part in code.parts if code else ():
        if isinstance(part, (MeaningPart, ClustersPart)):
            parts.append(part.model_dump())
        else:
            parts.append(int(part) if part.isdigit() else part)
    return parts


def heads(plan: PlanEntry) -> dict[str, str]:
    """What heads a tier's row on the board: its part of the code, an open part by its letter."""
    code = plan.model.code if plan.model else None
    if code is None:
        return {}
    letters = [letter for letter in code.text if letter.isalpha() and letter.isascii()] or ["N"]
    texts: list[str] = []
    for part in code.parts:
        if isinstance(part, str):
            texts.append(letters.pop(0) if part == "open" and letters else part)
    return {tier.id: text for tier, text in zip(tiers_in_code(plan), texts, strict=False)}


def _tiers(columns: Columns, plan: PlanEntry, rows: GoalRows) -> None:
    parts = heads(plan)
    in_code = {tier.id for tier in tiers_in_code(plan)}
    for entry in plan.tiers:
        tier, target = entry.valid, entry.targets.get("threshold")
        of_indicator = rows.indicator(tier.indicator)["unit"] if tier.indicator else "count"
        unit = rows.gathered.unit(of_indicator)
        value = target.value if target else None
        high = target.value_high if target else None
        columns.add(
            {
                "id": tier.id,
                "plan": plan.id,
                "region": plan.valid.region,
                "document": tier.document or plan.valid.document,
                "indicator": tier.indicator,
                "threshold_comparator": target.comparator if target else None,
                "threshold": None if value is None else exact(value),
                "threshold_high": None if high is None else exact(high),
                "threshold_value": None if value is None else float(value),
                "threshold_text": tier.threshold,
                "due": tier.by if isinstance(tier.by, int) else None,
                "count": tier.count.low if tier.count else None,
                "count_high": tier.count.high if tier.count else None,
                "count_open": tier.count is None,
                "count_comparator": tier.count.comparator if tier.count else None,
                "recognition": tier.recognition,
                "of_kind": tier.of_kind,
                "members": tier.member_ids,
                "members_complete": members_complete(tier),
                "membership": membership(tier.members),
                "level": tier.level or bool(target and target.level),
                "inside": tier.inside,
                "overlaps": list(tier.overlaps),
                "ambition": tier.ambition,
                "clause": tier.clause,
                "wording": tier.wording,
                **{f"name_{k}": v for k, v in tier_name(tier, target, unit).items()},
                "code_part": parts.get(tier.id),
                "in_code": tier.id in in_code,
                "readings": list(tier.readings),
                "order": len(columns),
            }
        )


def _lamp_rules(gathered: Gathered) -> Columns:
    columns = Columns("lamp_rules")
    for name, entry in gathered.lamp_rules.items():
        model = entry.valid
        body = json.dumps(model.model_dump(exclude_none=True), ensure_ascii=False)
        columns.add({"id": name, **name_columns("name", model.name), "json": body})
    return columns


def _evaluation_methods(gathered: Gathered) -> Columns:
    columns = Columns("evaluation_methods")
    for order, (name, entry) in enumerate(gathered.evaluation_methods.items()):
        model = entry.valid
        body = json.dumps(method_body(gathered, model), ensure_ascii=False)
        columns.add(
            {
                "id": name,
                **name_columns("name", model.name),
                "document": model.document,
                "clause": model.clause,
                **name_columns("source", model.source),
                "units": model.units,
                "level": model.level,
                "ours": model.ours,
                "regions": list(model.regions),
                "json": body,
                "order": order,
            }
        )
    return columns


def _checks(gathered: Gathered) -> Columns:
    columns = Columns("checks")
    for name, entry in gathered.checks.items():
        columns.add({"id": name, "json": entry.valid.model_dump_json(exclude_none=True)})
    return columns


def _checks_stated(model: FigureChecks | None) -> str | None:
    """What an indicator or a plan says of checks, as JSON by their keys; None where nothing."""
    return model.model_dump_json(exclude_none=True) if model else None
