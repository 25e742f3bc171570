"""Lamps, cards, tables, verdicts, notices."""

import re

import pytest

from dashboard.judging.tally import tally
from dashboard.progress.status import STATUSES
from dashboard.views.cards import grid
from dashboard.views.clauses import clause_list
from dashboard.views.lamps import lamp
from dashboard.views.notices import demo_ribbon, empty_state, notice
from dashboard.views.prose import headline
from dashboard.views.region_card import region_card
from dashboard.views.rows import (
    Cell,
    Clause,
    Column,
    Link,
    MiniGroup,
    MiniPanel,
    Progress,
    Quotation,
    StatusCount,
    Step,
)
from dashboard.views.tables import goal_table
from dashboard.views.tally import strip_card
from dashboard.views.verdict import verdict_card
from dashboard.wording.states import lamp_word
from tests.views.harm import judged
from tests.views.samples import progress_rows


def words(html: str) -> str:
    return " ".join("".join(judged(html).words).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("status", [*STATUSES, "green", "yellow", "red", "grey", "none"])
def test_every_status_has_a_word_and_a_shape(status: str, lang: str) -> None:
    html = lamp(status, lang)
    assert words(html) == lamp_word(status, lang) != ""
    assert 'class="ct-shape ct-shape-' in html


def test_a_lamp_without_its_word_still_says_it() -> None:
    judge = judged(lamp("far-behind", "zh", word=False))
    assert ("role", "img") in judge.attributes and ("aria-label", "严重滞后") in judge.attributes


def test_the_four_lamps_are_four_shapes() -> None:
    shapes = {
        re.findall(r"ct-shape-(\w+)", lamp(s, "zh"))[0]
        for s in ("met", "behind", "overdue", "no-data")
    }
    assert shapes == {"green", "yellow", "red", "grey"}


def test_the_headline_is_a_title_a_code_and_a_sentence() -> None:
    html = headline(
        "滨州市",
        ["其中 ", ("3 个按序时", "on-schedule")],
        "zh",
        "1122+N",
        details=["到 2027 年", "x"],
    )
    assert words(html) == "滨州市1122+N到 2027 年 · x其中 3 个按序时"
    assert (
        '<strong class="ct-green"><span class="ct-whole">3 个</span>按序时</strong>' in html
        and "<h1>" in html
    )


def test_the_strip_is_as_long_as_all_goals_and_names_every_part() -> None:
    # 33 + 12 + 5 + 1 + 50 goals: one part each, as long as its number.
    groups = ["green"] * 33 + ["yellow"] * 12 + ["red"] * 5 + ["missed"] + ["unreported"] * 50
    counts = [StatusCount("behind", 12, "滞后", "goals?status=yellow")]
    html = strip_card(tally(groups), counts, "zh", label="已报送目标")
    parts = re.findall(r'<i class="ct-strip-(\w+)" style="--ct-n:(\d+)">', html)
    assert parts == [
        ("green", "33"), ("yellow", "12"), ("red", "5"), ("missed", "1"), ("unreported", "50")
    ]  # fmt: skip
    assert "51 / 101" in words(html) and 'href="goals?status=yellow"' in html
    said = "按序时或已完成 33、滞后 12、严重滞后 5、到期未完成 1、未报送 50"
    assert ("aria-label", said) in judged(html).attributes


def test_a_strip_of_five_digits_groups_them() -> None:
    html = strip_card(tally(["green"] * 12345), [], "en", label="Goals reported")
    assert "12,345 / 12,345" in words(html)
    assert ("aria-label", "On schedule or met 12,345") in judged(html).attributes


def test_a_table_heads_its_rows_and_labels_its_cells_for_a_phone() -> None:
    columns = [
        Column("goal", "目标"),
        Column("done", "完成率", "number"),
        Column("status", "状态", "status"),
    ]
    rows = [{"goal": Cell("高新技术企业", sub="二(一)3", href="goals?goal=x"), "done": "82.6%", "status": "behind"},
            {"goal": "b", "done": None, "status": ("no-data", "未报送")}]  # fmt: skip
    html = goal_table(rows, columns, "zh", caption="注")
    assert html.count('<th scope="row"') == 2 and html.count('<th scope="col"') == 3
    assert '<td class="ct-kind-number" data-label="完成率"><span>82.6%</span></td>' in html
    assert '<td class="ct-kind-number ct-blank" data-label="完成率"><span>–</span></td>' in html
    assert '<a href="goals?goal=x">高新技术企业</a><span class="ct-second">二(一)3</span>' in html
    assert "滞后" in words(html)


def test_an_empty_table_says_so() -> None:
    assert words(goal_table([], [Column("a", "A")], "en")) == "No goal matches."


def test_a_verdict_gives_rule_steps_need_and_the_clauses_own_words() -> None:
    html = verdict_card("on-schedule", "zh", "按推算路径", [Step("差距", "+1.6 个百分点", "on-schedule")],
                        [Quotation("营收过5500亿级集群1个", "一(二)", "甲政〔2024〕1号")], need="还需 8.1%")  # fmt: skip
    assert words(html) == (
        "为什么是按序时按推算路径差距+1.6 个百分点还需 8.1%"
        "“营收过5500亿级集群1个”甲政〔2024〕1号 · 一(二)"
    )
    assert "<blockquote" in html and '<dd class="ct-green">' in html


def test_clauses_put_the_lead_unit_first() -> None:
    html = clause_list(
        [Clause(id="一", heading="目标", units=["甲局", "乙局"], also=["各县"])], "zh"
    )
    assert words(html) == "一目标牵头：甲局 ·乙局 ·会同：各县"


def test_a_progress_row_puts_a_tick_at_the_goal_and_one_at_its_schedule() -> None:
    def row(share: float, schedule: float | None = None) -> str:
        one = Progress(
            name="企业",
            target="≥ 850 家",
            status="on-schedule",
            said="82.6%",
            share=share,
            schedule=schedule,
        )
        return progress_rows([one], "zh")

    html = row(0.826, 0.75)
    # The goal stands at 86 % of the track: 0.826 × 86 = 71.036, 0.75 × 86 = 64.5
    assert re.findall(r"--ct-(\w+):([0-9.]+)", html) == [
        ("value", "71.04"), ("at", "64.50"), ("at", "86.00")]  # fmt: skip
    assert words(html) == "企业 ≥ 850 家82.6%按序时"
    # 1.1 × 86 = 94.6; 1.2 × 86 = 103.2 is cut at the end of the track
    assert "--ct-value:94.60" in row(1.1)
    assert "--ct-value:100.00" in row(1.2)


def test_notices_and_the_ribbon_are_announced() -> None:
    assert ("role", "alert") in judged(notice("fault", "en", items=["a: b"])).attributes
    assert ("role", "status") in judged(notice("info", "en")).attributes
    assert "演示数据" in words(demo_ribbon("en")) and "Demo data" in words(demo_ribbon("zh"))
    with pytest.raises(ValueError, match="info, warn, fault"):
        notice("loud", "en")


def test_an_empty_state_says_what_to_do_next() -> None:
    html = empty_state("尚未报送", "先填报一个数。", "zh", Link("去填报", "entry?region=x"))
    assert '<a class="ct-action" href="entry?region=x">去填报</a>' in html


def test_a_region_card_and_a_grid_are_well_formed() -> None:
    one = region_card(
        "滨州市",
        "1122+N",
        "zh",
        panels=[MiniPanel(basis="营业收入", groups=[MiniGroup("N")])],
        counts=[StatusCount("met", 3)],
    )
    assert "规划未列名" in words(grid([one, one])) and "已完成 3" in words(one)
