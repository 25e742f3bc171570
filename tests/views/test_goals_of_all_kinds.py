"""Pages over goals that fall, keep step, hold for each cluster, or have no printed wording."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.addresses.selection import Selection
from dashboard.judging import Judging, Standing
from dashboard.register import load_register
from dashboard.views import boards, explanation, region, sources
from dashboard.views.distances import distances
from dashboard.views.inputs import inputs
from dashboard.views.verdict import lamp_rules, told, verdict
from dashboard.wording import naming

HARBOUR = Path(__file__).parent / "harbour"
ON = date(2026, 7, 20)
YI = "00000000"
FIGURES = [
    ("harbour", "steel", "growth", "2026-M06", "0.12"),
    ("harbour", "textiles", "growth", "2026-M06", "0.11"),
    ("harbour", "ships", "growth", "2026-M06", "0.05"),
    ("harbour", "harbour", "accidents", "2026-M06", "60"),
    ("harbour", "harbour", "revenue", "2025-M06", "100" + YI),
    ("harbour", "harbour", "revenue", "2026-M06", "105" + YI),
    ("south", "south", "gdp", "2025-M06", "2000" + YI),
    ("south", "south", "gdp", "2026-M06", "2060" + YI),
    ("harbour", "harbour", "firms", "2025", "600"),
    ("harbour", "textiles", "revenue", "2025", "130" + YI),
]
Stand = Callable[[], Standing]
NO_VIEW = Selection(page="region", region="harbour")


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def harbour(sqlite_url: str) -> Standing:
    register = load_register(HARBOUR / "targets.yaml", HARBOUR / "seeds")
    store = Store.open(sqlite_url)
    store.write([Entry(*one[:4], Decimal(one[4])) for one in FIGURES], "Li")
    return Judging(store).standing(register, ON)


def row_of(standing: Standing, goal: str) -> dict[str, object]:
    row = standing.row(f"harbour-2024.{goal}")
    assert row is not None
    return row


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_region_whose_plan_prints_no_wordings_has_all_its_pages(
    harbour: Standing, lang: str
) -> None:
    for goal in ("each-growth", "accidents", "in-step", "firms", "t100.textiles", "t100.count"):
        shown = plain(verdict(harbour, f"harbour-2024.{goal}", lang, NO_VIEW))
        # Without a wording the clause and its document stand alone.
        assert "港市产业集群规划" in shown or "Plan for the industrial clusters" in shown
        assert explanation.explanation(harbour, f"harbour-2024.{goal}", [], lang, NO_VIEW)
    assert region.goal_groups(harbour, "harbour", "clause", lang, NO_VIEW)
    assert boards.boards(harbour, "harbour", lang, NO_VIEW)
    assert sources.clauses(harbour, "harbour", "harbour", lang, NO_VIEW)


def test_a_goal_for_each_cluster_shows_a_count_and_never_its_own_unit(harbour: Standing) -> None:
    row = row_of(harbour, "each-growth")
    assert naming.actual_text(harbour, row, "en") == "2 of 3"
    steps = dict(told(harbour, row, "zh").steps)
    assert "3 个集群中 2 个达到" in steps.values()
    assert "船舶" in told(harbour, row, "zh").headline


def test_growth_in_step_is_told_in_per_cent_with_both_series_and_their_figures(
    harbour: Standing,
) -> None:
    row = row_of(harbour, "in-step")
    # 105/100 - 1 = 5 %, 2060/2000 - 1 = 3 %.
    assert naming.actual_text(harbour, row, "en") == "5%"
    steps = dict(told(harbour, row, "en").steps)
    assert steps["Growth of GDP, South Province (derived)"] == (
        "206 billion yuan ÷ 200 billion yuan − 1 = 3%"
    )
    used = {(one["region"], one["indicator"], one["period"]) for one in inputs(harbour, row)}
    assert {("south", "gdp", "2026-M06"), ("south", "gdp", "2025-M06")} <= used
    assert {("harbour", "revenue", "2026-M06"), ("harbour", "revenue", "2025-M06")} <= used


@pytest.mark.parametrize(
    ("goal", "zh", "en"),
    [
        # A limit of 100, 60 used by June: 40 for six months.
        ("accidents", "每月不能超过 6.67 起", "at most 6.67 accidents a month"),
        # 600 to 850 firms over two years: (850/600)^(1/2) - 1 = 19.02 %, without any base.
        ("firms", "每年还需增长 19%", "19% growth a year still needed"),
        ("each-growth", None, None),
        # 130 of 100 亿: reached.
        ("t100.textiles", None, None),
    ],
)
def test_what_it_takes_is_said_in_the_goal_s_direction(
    harbour: Standing, goal: str, zh: str | None, en: str | None
) -> None:
    row = row_of(harbour, goal)
    assert naming.need_text(harbour, row, "zh") == zh
    assert naming.need_text(harbour, row, "en") == en


def test_the_tolerance_of_the_region_is_printed_where_it_decides(harbour: Standing) -> None:
    steps = dict(told(harbour, row_of(harbour, "firms"), "en").steps)
    assert steps["Tolerance (a setting of the register)"].startswith("3%, which is ")
    assert "within 3% short of it nearly met" in plain(sources.method(harbour, "en"))
    assert "差距在 3% 以内为基本完成" in plain(sources.method(harbour, "zh"))


def test_the_next_level_stands_in_the_explanation_and_beside_the_cluster(
    harbour: Standing,
) -> None:
    row = row_of(harbour, "t100.textiles")
    # From 130 亿 to the next threshold of 1000 亿: 870 亿.
    assert dict(told(harbour, row, "zh").steps)["更高一级"] == "1,000 亿元，还差870 亿元"
    beside = plain(
        distances(harbour, "harbour", "textiles", "revenue", "harbour-2024.t100.textiles", "zh")
    )
    assert "870 亿元" in beside


def test_the_rules_side_by_side_show_their_own_numbers(harbour: Standing) -> None:
    shown = plain(explanation.rules_table(harbour, row_of(harbour, "accidents"), "en"))
    assert "−10.0 percentage points" in shown
    assert set(lamp_rules(harbour)) == {"default"}
