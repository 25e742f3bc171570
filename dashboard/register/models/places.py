"""Regions, clusters, groups and indicators: what can be measured, and where."""

from typing import Literal

from dashboard.register.models.figure_check import FigureChecks
from dashboard.register.models.reporting import Reporting
from dashboard.register.models.words import (
    Date,
    Id,
    Kind,
    Names,
    Printed,
    Recognition,
    Strict,
    Text,
    Year,
    YesNo,
    described,
)


class EarlierRule(Strict):
    """A lamp rule that a region used before, with its last day."""

    rule: Id = described("Its id.", "default", "green")
    until: Date = described("The last day it was used.", "2026-09-30", "last autumn")


class Region(Strict):
    """A province, prefecture, county or town; `parent` makes the tree."""

    name: Names = described("Its name.", "{zh: 滨州市, en: Binzhou}", "滨州市")
    level: Literal["nation", "province", "prefecture", "county", "town"] = described(
        "Its level of government.", "prefecture", "city"
    )
    parent: Id | None = described("The region above it.", "shandong", "Shandong", default=None)
    lamp_rule: Id | None = described(
        "The lamp rule used here; without it, `default`.", "default", "green", default=None
    )
    earlier_lamp_rules: list[EarlierRule] = described(
        "The lamp rules used here before: a day looked back to is judged by its own.",
        "[{rule: default, until: 2026-09-30}]",
        "default",
        default_factory=list,
    )
    step_tolerance: Printed | None = described(
        "What 基本同步 tolerates here, in points of growth; without it, 0.5 %.",
        "1 %",
        "0.5",
        default=None,
    )
    about_tolerance: Printed | None = described(
        "What 左右, 接近 and 保持 tolerate here, of the number; without it, 5 %.",
        "3 %",
        "0.03",
        default=None,
    )
    reporting: dict[Id, Reporting] = described(
        "By indicator: who reports its figures here, how often, by when and through whom.",
        "{revenue: {every: month, day: 8}}",
        "monthly",
        default_factory=dict,
    )


class PartOf(Strict):
    """The larger indicator that this one can never exceed."""

    indicator: Id = described("Its id.", "enterprises", "企业")


class ContinuedBy(Strict):
    """Where a series goes on after its basis changed; the two are shown, never equated."""

    indicator: Id = described("The indicator on the new basis.", "revenue-2019", "营业收入")
    since: Year = described("The first year on the new basis.", "2019", "last year")


class Indicator(Strict):
    """What is measured, in which unit, in which direction, on which basis."""

    name: Names = described("Its name.", "{zh: 营业收入, en: Operating revenue}", "营收")
    unit: Id = described(
        "The unit figures are kept in: yuan, count, fraction, or one of `units`.", "yuan", "亿元"
    )
    kind: Literal["flow", "stock", "growth", "share", "index"] = described(
        "flow: starts again each year; stock: a level at a date; growth and share: fractions; "
        "index: a composed number with decimals, read at a date.",
        "flow",
        "yearly",
    )
    direction: Literal["up", "down", "keep"] = described(
        "Which way is better; keep: it is there already and is to stay.", "up", "higher"
    )
    basis: Names | None = described(
        "The statistical basis; different bases never share an axis.",
        "{zh: 营业收入, en: operating revenue}",
        "revenue",
        default=None,
    )
    scope: Names | None = described(
        "Which firms and activities count.",
        "{zh: 规模以上, en: above designated size}",
        "规上",
        default=None,
    )
    counted: Names | None = described(
        "The measure word of a count; one of another kind of thing (人 of firms) is refused.",
        "{zh: 家, en: firms}",
        "家",
        default=None,
    )
    growth_of: Id | None = described(
        "The indicator whose growth this is.", "revenue", "营业收入", default=None
    )
    covered: Id | None = described(
        "The numerator of a share.", "iiot-covered", "covered firms", default=None
    )
    of: Id | None = described(
        "The denominator of a share.", "iiot-eligible", "all firms", default=None
    )
    natural_limit: Printed | None = described(
        "A number it cannot pass.", "100 %", "1.0", default=None
    )
    accumulates: Literal["year", "start"] | None = described(
        "A flow counted from 1 January, or from the goal's `since`.", "start", "yes", default=None
    )
    may_be_negative: YesNo = described(
        "True when a figure below zero can be meant (profit).", "true", "minus", default=False
    )
    part_of: PartOf | None = described(
        "The whole that it is a part of.", "{indicator: enterprises}", "enterprises", default=None
    )
    continued_by: ContinuedBy | None = described(
        "What is reported instead since the basis changed.",
        "{indicator: revenue-2019, since: 2019}",
        "revenue-2019",
        default=None,
    )
    checks: FigureChecks | None = described(
        "What is asked of its figures, where not as everywhere.",
        "{same_as_before: {severity: off}}",
        "none",
        default=None,
    )


class RecognitionRecord(Strict):
    """A level (市级, 省级, 国家级, 世界级) that a cluster was recognised at, and the day."""

    level: Recognition = described("The level.", "national", "国家级")
    on: Date = described("The day of recognition.", "2022-11-30", "November")
    document: Id | None = described(
        "The document that recognised it.", "miit-2022", "the list", default=None
    )


class Official(Strict):
    """A leader assigned to a cluster (包联), from when to when, and who said so."""

    person: Text = described("The name, as printed.", "王明", "the deputy mayor")
    post: Names | None = described(
        "The post held.", "{zh: 副市长, en: Deputy mayor}", "副市长", default=None
    )
    from_day: Date | None = described(
        "The first day; without it, from the beginning.",
        "2025-03-01",
        "spring",
        default=None,
        alias="from",
    )
    until: Date | None = described(
        "The last day; without it, to this day.", "2026-12-31", "2026", default=None
    )
    document: Id | None = described(
        "The document that assigns them.", "binzhou-2025", "a list", default=None
    )
    clause: Printed | None = described("Its clause there.", "二(一)", "§2", default=None)


class Cluster(Strict):
    """The thing tracked; its region leads, partner regions take part."""

    name: Names = described("Its name.", "{zh: 高端铝业, en: High-end aluminium}", "高端铝业")
    aliases: list[Text] = described(
        "Other printed names.", "[汽车及零部件]", "汽车及零部件", default_factory=list
    )
    partners: list[Id] = described(
        "Regions that build it together with this one.", "[guangzhou]", "广州", default_factory=list
    )
    kind: Kind = described(
        "What it is: a chain is not a cluster.", "chain", "产业链", default="cluster"
    )
    parent: Id | None = described(
        "The cluster of the same region that it lies in.",
        "high-end-aluminium",
        "高端铝业",
        default=None,
    )
    recognitions: list[RecognitionRecord] = described(
        "The levels it was recognised at.",
        "[{level: national, on: 2022-11-30}]",
        "national",
        default_factory=list,
    )
    officials: list[Official] = described(
        "The leaders assigned to it (包联), one after the other or together.",
        "[{person: 王明, post: {zh: 副市长, en: Deputy mayor}, from: 2025-03-01}]",
        "王明",
        default_factory=list,
    )


class Group(Strict):
    """Regions spoken of together that are no region themselves (渝西, 广佛)."""

    name: Names = described("Its name.", "{zh: 渝西, en: Western Chongqing}", "渝西")
    regions: list[Id] = described(
        "The regions that belong to it.", "[yongchuan, rongchang]", "永川", min_length=1
    )
