"""A plan: what a document sets up for a region."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, TypeAdapter, ValidationError, WithJsonSchema

from dashboard.languages import LANGUAGES
from dashboard.register.models.figure_check import FigureChecks
from dashboard.register.models.goal import Goal
from dashboard.register.models.reporting import Reporting
from dashboard.register.models.tier import PLAIN_COUNT_SCHEMA, Tier, plain_count
from dashboard.register.models.words import (
    ID_SCHEMA,
    SCALAR_SCHEMA,
    WHOLE_SCHEMA,
    Date,
    Due,
    Id,
    Names,
    Period,
    Printed,
    Strict,
    WholeNumber,
    Year,
    described,
    refused,
)


class MeaningPart(Strict):
    """A part of the code that is not a tier count: a batch, a rate, a product."""

    text: Printed = described("As printed in the code.", "33", "")
    means: Names = described("What it says.", "{zh: 三项行动, en: three actions}", "actions")


class ClustersPart(Strict):
    """A part of the code that counts all clusters of the plan."""

    clusters: WholeNumber = described("How many.", "13", "all")


_PART_MODELS: dict[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(MeaningPart),
    "clusters": TypeAdapter(ClustersPart),
}


def _part(value: Any) -> Any:
    """A count, a range or `open` as text; a mapping as its model."""
    if not isinstance(value, dict):
        plain_count(value)
        return str(value)
    for key, model in _PART_MODELS.items():
        if key in value:
            try:
                return model.validate_python(value)
            except ValidationError as error:
                raise refused("bad-code-part") from error
    raise refused("bad-code-part")


CodePart = Annotated[
    Any,
    BeforeValidator(_part),
    WithJsonSchema(
        {
            "anyOf": [
                PLAIN_COUNT_SCHEMA,
                {
                    "type": "object",
                    "required": ["text", "means"],
                    "additionalProperties": False,
                    "properties": {
                        "text": SCALAR_SCHEMA,
                        "means": {
                            "type": "object",
                            "minProperties": 1,
                            "additionalProperties": False,
                            "properties": dict.fromkeys(LANGUAGES, SCALAR_SCHEMA),
                        },
                    },
                },
                {
                    "type": "object",
                    "required": ["clusters"],
                    "additionalProperties": False,
                    "properties": {"clusters": WHOLE_SCHEMA},
                },
            ]
        }
    ),
]


class Code(Strict):
    """The slogan, a display string whose parts are entered by hand: digits are never guessed."""

    text: Printed = described("As printed.", "1122+N", "one-one-two-two")
    parts: list[CodePart] = described(
        "One entry for each part, in printed order: a count, a range, `open`, "
        "`{text: …, means: …}` for what counts nothing, or `{clusters: 13}` for all of them.",
        "[1, 1, 2, 2, open]",
        "1122",
    )


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


ServedPlans = Annotated[
    list[Id],
    BeforeValidator(_one_or_many),
    WithJsonSchema({"anyOf": [ID_SCHEMA, {"type": "array", "items": ID_SCHEMA}]}),
]


class Defaults(Strict):
    """What the plan's tiers and goals share: each that does not say otherwise takes it from here."""

    indicator: Id | None = described("Their indicator.", "revenue", "营业收入", default=None)
    by: Due | None = described("The year they are due.", "2027", "十四五末", default=None)
    clause: Printed | None = described("Their clause.", "一(二)", "section 1", default=None)


class PlanHead(Strict):
    """A plan without its tiers and goals."""

    region: Id = described("Whose plan it is.", "binzhou", "滨州")
    document: Id = described("The record seeds/<document>.yaml.", "binzhou-2024", "the plan")
    name: Names = described("A short name.", "{zh: 滨州集群实施意见, en: Binzhou plan}", "plan")
    period: Period = described("First and last year.", "2024–2027", "14th five-year plan")
    base_year: Year | None = described(
        "The year a derived path starts from.", "2023", "last year", default=None
    )
    base_year_reading: Id | None = described(
        "The reading that settles a base year that is not printed.",
        "base-2023",
        "assumed",
        default=None,
    )
    code: Code | None = described(
        "The tier code.", "{text: 2+2+4, parts: [2, 2, 4]}", "2+2+4", default=None
    )
    status: Literal["in force", "superseded", "lapsed", "draft"] = described(
        "Whether it counts; lapsed: it ended without a successor.",
        "in force",
        "active",
        default="in force",
    )
    lapsed_on: Date | None = described(
        "The day it lapsed: looked back to from before, it was in force.",
        "2025-12-31",
        "last year",
        default=None,
    )
    supersedes: Id | None = described(
        "The plan of the same region that it replaces.", "binzhou-2020", "the old one", default=None
    )
    serves: ServedPlans = described(
        "The plan, or the plans, of regions further up that it carries out.",
        "hebei-2022",
        "hebei",
        default_factory=list,
    )
    defaults: Defaults | None = described(
        "What its tiers and goals share.", "{clause: 一(二)}", "一(二)", default=None
    )
    reporting: Reporting | None = described(
        "Who reports its figures, how often, by when and through whom.",
        "{every: month, day: 10, through: [xinle]}",
        "monthly",
        default=None,
    )
    checks: FigureChecks | None = described(
        "What is asked of the figures that its goals need, where not as everywhere.",
        "{outlier: {severity: error}}",
        "strict",
        default=None,
    )
    officials: Printed | None = described(
        "The clause that asks for a leader assigned to each cluster (包联).",
        "一(三)",
        "yes",
        default=None,
    )
    clusters: list[Id] | None = described(
        "Its clusters; by default those its tiers name.",
        "[high-end-aluminium]",
        "all",
        default=None,
    )


class Plan(PlanHead):
    """A plan with its tiers and goals."""

    tiers: list[Tier] = described(
        "Its size classes.", "[{id: t5500, …}]", "t5500", default_factory=list
    )
    goals: list[Goal] = described(
        "Its goals.", "[{id: patents, …}]", "patents", default_factory=list
    )
