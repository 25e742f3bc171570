"""Invented rows for the drawings' tests and their gallery; none of it is anyone's real figure."""

from collections.abc import Sequence
from typing import Any

from dashboard.judging.tally import Tally
from dashboard.views import board, progress
from dashboard.views.board import TICK_AT, along
from dashboard.views.environment import Markup
from dashboard.views.rows import (
    Clause,
    Column,
    Link,
    Member,
    MiniGroup,
    MiniMember,
    Progress,
    Quotation,
    StatusCount,
    Step,
    Tier,
)

YI = 10**8

NAMES = {
    "zh": ("甲川市", "轻合金", "精细化工", "食品加工", "智能纺织", "金属板材", "新能源及装备制造",
           "新一代信息技术", "新材料", "商用厨具", "肉牛加工", "化纤绳网", "医药健康"),
    "en": ("Jiachuan", "Light alloys", "Fine chemicals", "Food processing", "Smart textiles",
           "Metal sheet", "New energy and equipment", "Next-generation IT", "New materials",
           "Commercial kitchenware", "Beef processing", "Fibre ropes and nets", "Medicine and health"),
}  # fmt: skip

# name index, value, last year's value (亿元), status
MEMBERS = {
    5500: [(1, 4711, 4260, "on-schedule")],
    3000: [(2, 2240, 2105, "behind")],
    2000: [(3, 1720, 1585, "on-schedule"), (4, 1310, 1342, "far-behind")],
    1000: [(5, 905, 821, "on-schedule"), (6, 640, 560, "behind")],
    100: [(7, 96, 80, "on-schedule"), (8, 132, 104, "met-early"), (9, 74, 70, "behind"),
          (10, 88, 79, "on-schedule"), (11, None, None, "no-data"), (12, 61, 62, "far-behind")],
}  # fmt: skip


def tiers(lang: str, reported: bool = True) -> list[Tier]:
    """Five tiers "1122+N" with thresholds in 亿元; `reported=False` leaves every value out."""
    parts = ("1", "1", "2", "2", "N")
    made = []
    for part, (threshold, members) in zip(parts, MEMBERS.items(), strict=True):
        made.append(
            Tier(
                part=part,
                threshold=threshold * YI,
                comparator=">" if threshold == 5500 else ">=",
                level=threshold != 5500,
                due=2027,
                open=part == "N",
                complete=part != "N",
                count_text=None,
                wording="营收过5500亿级轻合金集群1个" if threshold == 5500 else None,
                clause="一(二)",
                members=[
                    Member(
                        name=NAMES[lang][name],
                        value=value * YI if reported and value else None,
                        share=f"{value / threshold:.1%}" if reported and value else None,
                        previous=last * YI if reported and last else None,
                        status=status if reported else "no-data",
                        href="?cluster=" + str(name),
                        period="2025",
                    )
                    for name, value, last, status in members
                ],
            )
        )
    return made


def groups(lang: str) -> list[MiniGroup]:
    """The same tiers as a small board."""
    return [
        MiniGroup(
            tier.part,
            [
                MiniMember(
                    name=m.name,
                    status=m.status,
                    figure=None if m.value is None else str(int(str(m.value)) // YI),
                    goal=str(int(str(tier.threshold)) // YI),
                    filled=along(m.value, tier.threshold)[0],
                    tick=TICK_AT,
                    href=m.href,
                )
                for m in tier.members
            ],
        )
        for tier in tiers(lang)
    ]


COUNTED = Tally(total=101, green=33, yellow=12, red=5, missed=0, none=13, unreported=38)
COUNTS = [
    StatusCount("on-schedule", 33, href="?status=on-schedule"),
    StatusCount("behind", 12),
    StatusCount("far-behind", 5),
    StatusCount("no-data", 38),
    StatusCount("no-due-year", 13),
]

WORDS = {
    "zh": {
        "headline": [("6 个千亿级以上集群", "strong"), "中 ", ("3 个按序时", "on-schedule"),
                     "，", ("2 个滞后", "behind"), "，", ("1 个严重滞后", "far-behind"),
                     "；距2027年还有 1 年 3 个月，最大缺口智能纺织：每年还需增长 23.6%。"],
        "details": ["先进制造业集群", "到2027年", "甲政办字〔2024〕1号"],
        "basis": "营业收入", "period": "2025年全年", "lines": ["最新：2026年1–9月", "6 个千亿级以上集群中 3 个按序时。", "最大缺口：智能纺织 690 亿元。"],
        "columns": ("目标", "原文", "牵头单位", "目标值", "实际", "完成率", "状态"),
        "rows": [("集群内高新技术企业", "全市集群内高新技术企业达850家", "市工业和信息化局", "≥ 850 家 · 2027", "702", "82.6%", "on-schedule"),
                 ("省级以上科技创新载体", "省级以上科技创新载体达到37家", "市科技局", "≥ 37 家 · 2027", "24", "64.9%", "behind"),
                 ("重点技改项目（每年）", "重点技改项目400个以上", "市工业和信息化局", "≥ 400 个/年", "231", "57.8%", "far-behind"),
                 ("规上企业工业互联网覆盖", "工业互联网全覆盖", "市工业和信息化局", "100% · 未定年份", None, None, "no-data")],
        "rule": "按推算路径比较（本产品默认，阈值 0 / −10 个百分点）",
        "steps": [Step("2025 年实际", "4711.0 亿元"), Step("路径应达（4260 × 1.0889）", "4638.7 亿元"),
                  Step("差距", "+1.6 个百分点", "on-schedule"), Step("到 2027 年还需", "年均 +8.1%")],
        "wording": "营收过5500亿级轻合金集群1个",
    },
    "en": {
        "headline": ["Of ", ("6 clusters above 100 billion yuan", "strong"), ", ", ("3 are on schedule", "on-schedule"),
                     ", ", ("2 behind", "behind"), " and ", ("1 far behind", "far-behind"),
                     "; 15 months to the end of 2027. Widest gap: smart textiles, which must grow 23.6% a year."],
        "details": ["Advanced manufacturing clusters", "to 2027", "Jia-Zheng-Ban No. 1 [2024]"],
        "basis": "operating revenue", "period": "2025, full year", "lines": ["Latest: January–September 2026", "3 of 6 clusters above 100 billion yuan on schedule.", "Widest gap: smart textiles, 69 billion yuan."],
        "columns": ("Goal", "Wording", "Lead unit", "Target", "Actual", "Completion", "Status"),
        "rows": [("High-tech firms in clusters", "全市集群内高新技术企业达850家", "Bureau of Industry and IT", "≥ 850 firms · 2027", "702", "82.6%", "on-schedule"),
                 ("Provincial innovation platforms", "省级以上科技创新载体达到37家", "Bureau of Science", "≥ 37 platforms · 2027", "24", "64.9%", "behind"),
                 ("Key renovation projects a year", "重点技改项目400个以上", "Bureau of Industry and IT", "≥ 400 a year", "231", "57.8%", "far-behind"),
                 ("Industrial internet coverage", "工业互联网全覆盖", "Bureau of Industry and IT", "100% · no due year", None, None, "no-data")],
        "rule": "compared with the derived path (this product's default, thresholds 0 / −10 points)",
        "steps": [Step("Actual 2025", "471.1 billion yuan"), Step("Path expects (426.0 × 1.0889)", "463.9 billion yuan"),
                  Step("Gap", "+1.6 percentage points", "on-schedule"), Step("Needed to 2027", "+8.1% a year")],
        "wording": "营收过5500亿级轻合金集群1个",
    },
}  # fmt: skip

COLUMN_KINDS = ("text", "quote", "text", "number", "number", "number", "status")


def columns(lang: str) -> list[Column]:
    labels = WORDS[lang]["columns"]
    return [Column(f"c{n}", str(labels[n]), kind) for n, kind in enumerate(COLUMN_KINDS)]


def table_rows(lang: str) -> list[dict[str, object]]:
    return [{f"c{n}": cell for n, cell in enumerate(row)} for row in WORDS[lang]["rows"]]


CLAUSES = [
    Clause(id="一(二)", heading="发展目标", units=["市工业和信息化局", "市发展改革委"],
           also=["各县(市、区)"], body=[Quotation("营收过5500亿级轻合金集群1个", "一(二)")]),
    Clause(id="二(一)3", heading="培育企业", units=["市科技局"], body=["由此得出 3 项目标。"]),
]  # fmt: skip
NEXT = Link("填报", "entry")


def tier_board(of: Sequence[Tier], lang: str, **stated: Any) -> Markup:
    """A board of rows as the page shows it."""
    return board.tier_board(board.laid_out(of, lang, **stated), lang)


def progress_rows(rows: Sequence[Progress], lang: str) -> Markup:
    """Goals as bars as the page shows them."""
    return progress.progress_rows(progress.laid_out_bars(rows, lang), lang)
