"""Lamp rules: cited rules that turn an assessment into a colour. Data, not code."""

from typing import Any, Literal

from pydantic import field_validator

from dashboard.register.models.words import Names, Number, Strict, YesNo, described, refused


class Threshold(Strict):
    """A lamp for a band of the quantity; bands are tried in order."""

    at_least: Number | None = described("From this number up.", "-10", "-10 points", default=None)
    above: Number | None = described("Above this number.", "0", "zero", default=None)
    at_most: Number | None = described("Up to this number.", "-10", "red", default=None)
    below: Number | None = described("Below this number.", "-30", "lots", default=None)
    lamp: Literal["green", "yellow", "red", "grey"] = described("The lamp.", "yellow", "amber")
    word: Names | None = described(
        "The source's own word for the band, where it has more bands than there are lamps.",
        "{zh: 中等进展, en: moderate progress}",
        "moderate",
        default=None,
    )


class WithoutTarget(Strict):
    """Bands of the growth a year of a series that has no goal."""

    thresholds: list[Threshold] = described(
        "The bands, in growth a year as a fraction.",
        "[{at_least: 0.01, lamp: green}]",
        "[{at_least: 1 %, lamp: green}]",
        min_length=1,
    )
    damped: YesNo = described(
        "True when the bands narrow near the indicator's natural limit.", "true", "1", default=False
    )


class LampRule(Strict):
    """A rule with its source; a rule of our own says so."""

    name: Names = described("Its name.", "{zh: 默认规则, en: Default rule}", "default")
    source: Names = described(
        "Where it is printed, or whose proposal it is.", "{zh: …, en: …}", "web"
    )
    ours: YesNo = described("True when no authority printed it.", "true", "1", default=False)
    quantity: Literal["gap points", "attainment ratio", "growth ratio", "completion"] = described(
        "What the thresholds are compared with.", "gap points", "rank"
    )
    thresholds: list[Threshold] = described(
        "The bands.", "[{at_least: 0, lamp: green}]", "[green]", min_length=1
    )
    undefined: Names | None = described(
        "What the source leaves undefined.", "{zh: …, en: 0 to 10 points below}", "?", default=None
    )
    without_target: WithoutTarget | None = described(
        "How the source judges a series that has no goal.",
        "{thresholds: [{at_least: 0.01, lamp: green}]}",
        "[0.01, 0]",
        default=None,
    )

    @field_validator("quantity", mode="before")
    @classmethod
    def _of_one_goal(cls, written: Any) -> Any:
        """Say of a rank why no lamp is told from it: it is no quantity of one goal alone."""
        if written == "rank":
            raise refused("rank-is-no-quantity")
        return written
