"""A plan: what a document sets up for a region."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, TypeAdapter, ValidationError, WithJsonSchema

from dashboard.register.models.goal import Goal
from dashboard.register.models.tier import Tier, planned_count
from dashboard.register.models.words import (
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
        planned_count(value)
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
                {"type": "integer", "minimum": 0},
                {"type": "string", "pattern": "^([0-9]+ ?[-–—~] ?[0-9]+|open)$"},
                {
                    "type": "object",
                    "required": ["text", "means"],
                    "additionalProperties": False,
                    "properties": {
                        "text": {"type": ["string", "integer"]},
                        "means": {
                            "type": "object",
                            "required": ["zh", "en"],
                            "additionalProperties": False,
                            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
                        },
                    },
                },
                {
                    "type": "object",
                    "required": ["clusters"],
                    "additionalProperties": False,
                    "properties": {"clusters": {"type": "integer", "minimum": 0}},
                },
            ]
        }
    ),
]


class Code(Strict):
    """The slogan, a display string whose parts are entered by hand: digits are never guessed."""

    text: Printed = described("As printed.", "1122+N", "one-one-two-two")
    parts: list[CodePart] = described(
        "One entry for each part, in printed order.", "[1, 1, 2, 2, open]", "1122"
    )


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
    status: Literal["in force", "superseded", "draft"] = described(
        "Whether it counts.", "in force", "active", default="in force"
    )
    supersedes: Id | None = described(
        "The plan of the same region that it replaces.", "binzhou-2020", "the old one", default=None
    )
    serves: Id | None = described(
        "The plan of a region further up that it carries out.", "hebei-2022", "hebei", default=None
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
