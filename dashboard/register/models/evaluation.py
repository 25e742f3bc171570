"""Evaluation methods (综合评价办法): how units are scored, ranked and classed. Data, not code."""

from typing import Literal

from dashboard.register.models.words import (
    Id,
    Names,
    Number,
    PositiveNumber,
    Printed,
    Strict,
    Text,
    WholeNumber,
    YesNo,
    described,
)


class EvaluationIndicator(Strict):
    """An indicator of a method: its weight, and how its figures become points."""

    indicator: Id = described("Its id.", "revenue", "营业收入")
    weight: PositiveNumber = described(
        "Its weight; all weights of a method make the whole.", "40", "40 %"
    )
    measure: Literal["value", "growth"] = described(
        "The figure itself, or its growth over the same period a year before.",
        "growth",
        "同比",
        default="value",
    )
    direction: Literal["up", "down"] | None = described(
        "Which way is better; without it, the indicator's own direction.",
        "down",
        "less",
        default=None,
    )
    normalisation: Literal["min-max", "target share", "z-score"] = described(
        "min-max: between the worst and the best; target share: figure over target; z-score: "
        "standard deviations from the mean.",
        "min-max",
        "ranking",
    )
    least: Number | None = described(
        "The fewest points (min-max, target share); without it 0.", "60", "D", default=None
    )
    most: Number | None = described(
        "The most points (min-max, target share); without it 100.", "120", "A", default=None
    )
    worst: Printed | None = described(
        "A fixed lower end of min-max instead of the worst figure.", "0 亿元", "bad", default=None
    )
    best: Printed | None = described(
        "A fixed upper end of min-max instead of the best figure.",
        "5000 亿元",
        "5000",
        default=None,
    )
    target: Printed | None = described(
        "One target for all (target share); without it, each one's own goal of this indicator.",
        "1000 亿元",
        "1000",
        default=None,
    )
    centre: Number | None = described(
        "The points of the mean (z-score); without it 50.", "75", "mean", default=None
    )
    step: PositiveNumber | None = described(
        "The points of one standard deviation (z-score); without it 10.", "10", "sd", default=None
    )


class EvaluationClass(Strict):
    """A class, the best first: the first whose bound is met counts; one without a bound is the rest."""

    name: Text = described("What it is called.", "A", "")
    at_least: Number | None = described("From this score up.", "90", "90 分", default=None)
    top: Number | None = described(
        "So much of those ranked, from the top, in percent.", "20", "20 %", default=None
    )


class EvaluationMethod(Strict):
    """A method with its source; a method of our own says so."""

    name: Names = described("Its name.", "{zh: 集群综合竞争力评价办法, en: …}", "method")
    ours: YesNo = described("True when no authority printed it.", "true", "1", default=False)
    document: Id | None = described(
        "The document that prescribes it.", "binzhou-2025", "the circular", default=None
    )
    clause: Printed | None = described("Its clause there.", "三(二)", "§3", default=None)
    source: Names | None = described(
        "Where it is printed, if not in a document of the register.",
        "{zh: …, en: …}",
        "web",
        default=None,
    )
    units: Literal["clusters", "regions"] = described(
        "Who is evaluated: the region's clusters, or the regions right below it.",
        "clusters",
        "firms",
        default="clusters",
    )
    level: Literal[
        "cluster", "chain", "zone", "park", "firm", "province", "prefecture", "county", "town"
    ] = described(
        "The kind of cluster, or the level of region: no other is compared.",
        "county",
        "district",
        default="cluster",
    )
    regions: list[Id] = described(
        "For which regions it is; without it, for all.", "[binzhou]", "滨州", default_factory=list
    )
    indicators: list[EvaluationIndicator] = described(
        "What is evaluated.",
        "[{indicator: revenue, weight: 60, normalisation: min-max}]",
        "[revenue]",
        min_length=1,
    )
    missing: Literal["leave out", "spread weight"] = described(
        "Without a figure: the unit is left out, or the weight is spread over its other "
        "indicators in proportion. It is never counted as 0.",
        "spread weight",
        "0",
    )
    least_weight: Number | None = described(
        "With `spread weight`: who has figures for less of the weight is left out.",
        "60",
        "most of it",
        default=None,
    )
    decimals: WholeNumber = described(
        "Decimals of a score, rounded half up; ranks and classes go by the rounded score.",
        "2",
        "0.01",
        default=2,
    )
    ties: Id = described(
        "`shared`: equal scores share a rank and the next is skipped; `unrounded`: the unrounded "
        "scores decide; or the id of the indicator whose figure decides.",
        "shared",
        "alphabet",
        default="shared",
    )
    classes: list[EvaluationClass] = described(
        "The classes, the best first.",
        "[{name: A, at_least: 90}, {name: B}]",
        "[A, B]",
        default_factory=list,
    )
