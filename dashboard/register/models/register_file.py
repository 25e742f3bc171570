"""A register file: data/targets.yaml, or one of a folder of such files."""

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from dashboard.register.models.evaluation import EvaluationMethod
from dashboard.register.models.figure_check import FigureChecks
from dashboard.register.models.lamp_rule import LampRule
from dashboard.register.models.places import Cluster, Group, Indicator, Region
from dashboard.register.models.plan import Plan
from dashboard.register.models.units import MeasurementUnit
from dashboard.register.models.words import (
    Id,
    Strict,
    close_mappings,
    described,
    unsigned_pattern,
    whole_number,
)

VERSION = 1
Version = Annotated[
    int,
    BeforeValidator(whole_number),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": VERSION},
                {"type": "string", "pattern": unsigned_pattern(str(VERSION))},
            ]
        }
    ),
]


class RegisterFile(Strict):
    """Every top-level key; files of a folder are merged key by key."""

    version: Version = described("The version of this shape, in every file of a folder.", "1", "v1")
    units: dict[Id, MeasurementUnit] = described(
        "By id; yuan, count and fraction are built in.",
        "vehicles: {name: {zh: 辆, en: vehicles}, base: count}",
        "辆: …",
        default_factory=dict,
    )
    regions: dict[Id, Region] = described(
        "By id.", "binzhou: {name: …, level: prefecture}", "滨州: …", default_factory=dict
    )
    indicators: dict[Id, Indicator] = described(
        "By id.", "revenue: {name: …, unit: yuan, …}", "营收: …", default_factory=dict
    )
    clusters: dict[Id, dict[Id, Cluster]] = described(
        "By region and id.",
        "binzhou: {high-end-aluminium: {name: …}}",
        "铝业: …",
        default_factory=dict,
    )
    groups: dict[Id, Group] = described(
        "By id: regions spoken of together.",
        "yuxi: {name: …, regions: [yongchuan]}",
        "渝西: …",
        default_factory=dict,
    )
    plans: dict[Id, Plan] = described(
        "By id.", "binzhou-2024: {region: …}", "plan 1", default_factory=dict
    )
    lamp_rules: dict[Id, LampRule] = described(
        "By id.", "default: {name: …}", "red", default_factory=dict
    )
    evaluation_methods: dict[Id, EvaluationMethod] = described(
        "By id.", "competitiveness: {name: …}", "综合评价", default_factory=dict
    )
    checks: FigureChecks | None = described(
        "What is asked of figures everywhere.",
        "{cumulative_falls: {severity: error}}",
        "strict",
        default=None,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a register file, for editors; kept at data/targets.schema.json."""
    found = RegisterFile.model_json_schema()
    close_mappings(found)
    plan = found["$defs"]["Plan"]
    plan["allOf"] = [_needed(key, needed, among) for key, needed, among in _DEFAULTED]
    for model, keys in {"Tier": ("clause",), "Goal": ("clause", "indicator")}.items():
        part = found["$defs"][model]
        part["required"] = [key for key in part["required"] if key not in keys]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Register of cluster goals",
        **found,
    }


# What tiers and goals may leave to their plan's `defaults`, and who needs it otherwise.
_DEFAULTED = (
    ("clause", "clause", ("tiers", "goals")),
    ("indicator", "indicator", ("goals",)),
)


def _needed(key: str, needed: str, among: tuple[str, ...]) -> dict[str, Any]:
    """Without the default `key`, every item has the key `needed` itself."""
    stated = {"type": "object", "required": [key], "properties": {key: {"not": {"type": "null"}}}}
    has_default = {"required": ["defaults"], "properties": {"defaults": stated}}
    each = {"items": {"required": [needed]}}
    return {"if": {"not": has_default}, "then": {"properties": dict.fromkeys(among, each)}}
