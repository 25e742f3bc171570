"""A goal: subject, indicator, target, year and the clause that made it."""

from typing import Literal

from dashboard.register.models.words import (
    Due,
    Id,
    Names,
    Printed,
    Strict,
    Text,
    Wording,
    Year,
    described,
)


class Base(Strict):
    """A printed base: the year and, if printed, the value a goal is counted from."""

    year: Year = described("The base year.", "2020", "last year")
    value: Printed | None = described("The printed base value.", "8 万亿元", "8", default=None)


class Milestone(Strict):
    """A printed step on the way."""

    by: Year = described("Its year.", "2025", "halfway")
    target: Printed = described(
        "What is to be reached by then, in the goal's own measure.", ">= 30", "more"
    )
    document: Id | None = described(
        "The later document that set it, when it is not the goal's.",
        "xinle-2024",
        "the conference",
        default=None,
    )
    clause: Printed | None = described(
        "Its clause, when it is not the goal's.", "二(一)3", "page 3", default=None
    )


class StepWith(Strict):
    """The series whose growth a goal is to keep in step with."""

    region: Id | None = described("Its region, when not the plan's.", "hebei", "河北", default=None)
    subject: Id = described("`region`, `clusters` or a cluster.", "region", "the city")
    indicator: Id = described("Its indicator.", "gdp-growth", "GDP")


class Goal(Strict):
    """One quantified promise."""

    id: Id = described("Its id within the plan.", "high-tech-firms", "高企")
    name: Names | None = described(
        "A name of its own; without it, the indicator's.",
        "{zh: 新增小巨人, en: New little giants}",
        "小巨人",
        default=None,
    )
    of: Id = described(
        "The subject: `region`, `clusters` together, `each-cluster`, one cluster, or a group.",
        "each-cluster",
        "all",
    )
    members: list[Id] | None = described(
        "The clusters that `clusters` or `each-cluster` means, when not all of the plan's.",
        "[fine-chemicals]",
        "精细化工",
        default=None,
    )
    indicator: Id = described("What is measured.", "high-tech-firms", "高新技术企业")
    target: Printed = described("What is to be reached.", ">= 850", "many")
    stretch: Printed | None = described(
        "A higher target beside the floor: a goal of its own.", "> 14 %", "more", default=None
    )
    measure: Literal[
        "value", "times base", "change from base", "average growth", "in step with"
    ] = described("What the number is.", "times base", "double", default="value")
    by: Due | None = described(
        "The year it is due, or that none is printed; not needed with `every`.",
        "2027",
        "十四五末",
        default=None,
    )
    every: Literal["year"] | None = described("Due again every year.", "year", "2024", default=None)
    since: Year | None = described(
        "First year of a running count (新增, 累计).", "2024", "start", default=None
    )
    base: Base | None = described(
        "The printed base.", "{year: 2020, value: 8 万亿元}", "2020", default=None
    )
    milestones: list[Milestone] = described(
        "Printed steps on the way.", "[{by: 2025, target: '>= 30'}]", "[2025]", default_factory=list
    )
    step_with: StepWith | None = described(
        "The series to keep in step with.",
        "{subject: region, indicator: gdp-growth}",
        "GDP",
        default=None,
    )
    path: Literal["constant growth", "straight"] | None = described(
        "How a derived path runs; money grows constantly unless said.",
        "straight",
        "linear",
        default=None,
    )
    ambition: Text | None = described("The printed word.", "确保", "sure", default=None)
    stretch_ambition: Text | None = described(
        "The printed word of the stretch.", "奋力争取", "try", default=None
    )
    clause: Printed = described("The clause that made it.", "二(一)3", "page 3")
    document: Id | None = described(
        "The document of the clause, when a later one set the goal.",
        "xinle-2024",
        "the new one",
        default=None,
    )
    wording: Wording | None = described(
        "At most 25 printed characters.",
        "全市集群内高新技术企业达850家",
        "(a paragraph)",
        default=None,
    )
    stretch_wording: Wording | None = described(
        "The same for the stretch.", "突破14%", "(a paragraph)", default=None
    )
    responsible: list[Text] | None = described(
        "Units in printed order, lead first, when not those of the clause.",
        "[市科技局]",
        "science office",
        default=None,
    )
    readings: list[Id] = described(
        "Settled readings of the document that it rests on.",
        "[no-year]",
        "无年份",
        default_factory=list,
    )
