"""Figures, trace by trace, against values worked by hand."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts.basis import basis_panels
from dashboard.charts.behind import table_behind
from dashboard.charts.cumulative import cumulative_months
from dashboard.charts.figure import COLOUR, Figure, painted, plotly_config, wrapped
from dashboard.charts.growth import growth
from dashboard.charts.print_drawing import print_drawing
from dashboard.charts.rows import (
    BasisBar,
    Derived,
    GoalMark,
    MonthPoint,
    PeriodPoint,
    YearPoint,
)
from dashboard.charts.trajectory import trajectory
from dashboard.charts.years import years_bar
from dashboard.wording.chart_headings import Heading
from tests.charts.figures import all_figures
from tests.views.harm import strings
from tests.views.samples import YI

REVENUE = Heading(indicator="营业收入", unit="yuan", basis="规上口径", period="年度",
                  source="甲政〔2024〕1号", subject="轻合金")  # fmt: skip


def words(drawn: Figure) -> list[str]:
    """What stands beside the lines and marks, without its weight."""
    told = (one["text"] for one in drawn["layout"].get("annotations", ()))
    return [re.sub("</?b>", "", text) for text in told if text]


def trace(drawn: Figure, role: str) -> dict[str, Any]:
    found = [one for one in drawn["data"] if one["meta"] == role]
    assert len(found) == 1, [one["meta"] for one in drawn["data"]]
    return dict(found[0])


def roles(drawn: Figure) -> list[str]:
    return [one["meta"] for one in drawn["data"]]


def test_the_trajectory_draws_actuals_goal_milestone_and_named_paths() -> None:
    drawn = trajectory(
        REVENUE, "zh", [YearPoint(2023, 1000 * YI), YearPoint(2024, None), YearPoint(2025, 1150 * YI)],
        GoalMark(year=2026, value=1331 * YI, comparator=">", wording="超1331亿", clause="一(二)"),
        milestones=[GoalMark(year=2025, value=1200 * YI)],
        derived=Derived(
            points=[(2023, 1000 * YI), (2024, 1100 * YI), (2025, 1210 * YI), (2026, 1331 * YI)],
            growth=Fraction(1, 10),
        ),
    )  # fmt: skip
    assert roles(drawn) == ["derived", "milestone", "actual", "goal"]
    actual = trace(drawn, "actual")
    # The year without a value is left out, not drawn as 0.
    assert (actual["x"], actual["y"]) == ([2023, 2025], [1000.0, 1150.0])
    assert "dash" not in actual["line"]
    derived = trace(drawn, "derived")
    assert derived["y"] == pytest.approx([1000, 1100, 1210, 1331])
    assert derived["line"]["dash"] == "dash" and derived["name"] == "推算路径，年均+10%"
    goal = trace(drawn, "goal")
    assert (goal["x"], goal["y"]) == ([2026], [1331.0])
    assert goal["marker"]["symbol"] == "diamond"
    assert goal["customdata"] == [["2026年", "&gt; 1,331 亿元", "<br>“超1331亿” 一(二)"]]
    assert trace(drawn, "milestone")["y"] == [1200.0]
    # Every line and mark has its name beside it, with the number of the newest year and the goal.
    assert set(words(drawn)) == {
        "规划目标 &gt; 1,331", "2025年 1,150", "规划节点 ≥ 1,200", "推算路径，年均+10%"}  # fmt: skip


def test_every_figure_states_indicator_unit_basis_period_and_source() -> None:
    drawn = trajectory(
        REVENUE, "zh", [YearPoint(2025, 1150 * YI)], GoalMark(year=2027, value=1500 * YI)
    )
    title = drawn["layout"]["title"]
    assert title["text"] == "轻合金：营业收入"
    stated = title["subtitle"]["text"].replace("<br>", "")
    assert stated == "亿元 · 口径：规上口径 · 年度 · 目标来源：甲政〔2024〕1号；实际值：填报"


def test_english_axes_count_in_billions() -> None:
    # 1150亿 = 115 billion
    drawn = trajectory(REVENUE, "en", [YearPoint(2025, 1150 * YI)])
    assert trace(drawn, "actual")["y"] == [115.0]
    assert drawn["layout"]["title"]["subtitle"]["text"].startswith("billion yuan")


def test_a_preliminary_value_is_hollow_and_says_so() -> None:
    points = [
        YearPoint(2024, 1000 * YI, vintage="final"),
        YearPoint(2025, 1150 * YI, "月报", vintage="preliminary"),
    ]
    (line,) = (t for t in trajectory(REVENUE, "zh", points)["data"] if t["meta"] == "actual")
    assert line["marker"]["symbol"] == ["circle", "circle-open"]
    assert [said[2] for said in line["customdata"]] == ["<br>最终数", "<br>初步数 · 月报"]


def test_what_is_preliminary_looks_so_in_every_chart_of_actuals() -> None:
    years = [
        YearPoint(2024, 1000 * YI, vintage="revised"),
        YearPoint(2025, 1150 * YI, vintage="preliminary"),
    ]
    months = [
        MonthPoint(8, 700 * YI, vintage="final"),
        MonthPoint(9, 880 * YI, vintage="preliminary"),
    ]
    bars = [
        BasisBar(name="a", value=50 * YI, vintage="final"),
        BasisBar(name="b", value=60 * YI, period="2025", vintage="preliminary"),
    ]
    drawn = {
        "actual": years_bar(REVENUE, "zh", years),
        "current": cumulative_months(REVENUE, "zh", 2026, months),
        "value": basis_panels([(REVENUE, bars)], "zh")[0],
    }
    rates = [YearPoint(2024, 0.1), YearPoint(2025, 0.12, vintage="preliminary")]
    for role, one in [*drawn.items(), ("actual", growth(REVENUE, "zh", rates))]:
        shown = trace(one, role)
        look = shown["marker"]
        if shown["type"] == "bar":
            plain, pale = look["color"]
            assert (pale, look["line"]["width"]) == (f"{plain}2E", [0, 2])
        else:
            assert look["symbol"] == ["circle", "circle-open"]
        assert "初步数" in shown["customdata"][-1][2]
        # The same in the picture for print: the bar is pale and has a rim, the point is hollow.
        picture = print_drawing(one, "")
        assert ('fill-opacity="0.18"' in picture) is (shown["type"] == "bar")
    beside = [PeriodPoint("2025-Q3", 300 * YI, vintage="preliminary")]
    assert trace(years_bar(REVENUE, "zh", [], beside=beside), "single")["customdata"] == [
        ["2025年第3季度（当季）", "300 亿元", "<br>初步数"]
    ]


def test_a_range_goal_is_two_diamonds_and_a_line() -> None:
    heading = Heading(indicator="集群", unit="count", counted="个")
    mark = GoalMark(year=2025, value=3, value_high=5, comparator="range")
    drawn = trajectory(heading, "zh", [], mark)
    goal = trace(drawn, "goal")
    assert goal["y"] == [3.0, 5.0] and "lines" in goal["mode"]
    assert goal["customdata"][0][1] == "3–5 个" and words(drawn) == ["规划目标 3–5"]


def test_a_forecast_is_a_pale_band_behind_the_rest() -> None:
    drawn = trajectory(REVENUE, "zh", [YearPoint(2025, 100 * YI)], forecast=[(2026, 90e8, 120e8)])
    low, high, _ = drawn["data"]
    assert (low["y"], high["y"]) == ([90.0], [120.0]) and high["fill"] == "tonexty"
    assert high["fillcolor"] == "#0000012E" and high["name"] == "预测区间"


def test_a_trajectory_of_nothing_is_still_a_figure() -> None:
    assert trajectory(REVENUE, "zh", [])["data"] == []


def test_the_year_so_far_is_set_against_last_year_and_the_even_schedule() -> None:
    drawn = cumulative_months(
        REVENUE, "zh", 2026, [MonthPoint(9, 880 * YI), MonthPoint(2, 150 * YI)],
        [MonthPoint(2, 140 * YI), MonthPoint(12, 1100 * YI)], goal=1200 * YI,
    )  # fmt: skip
    assert roles(drawn) == ["previous", "schedule", "current", "goal"]
    current = trace(drawn, "current")
    assert (current["x"], current["y"]) == ([2, 9], [150.0, 880.0])
    assert current["name"] == "2026年累计" and current["customdata"][1][0] == "2026年1–9月"
    schedule = trace(drawn, "schedule")
    # 1200 × N / 12 = 100 N, eleven points from January–February on
    assert schedule["x"] == list(range(2, 13))
    assert schedule["y"] == pytest.approx([100.0 * n for n in range(2, 13)])
    assert trace(drawn, "previous")["customdata"][1][0] == "2025年"
    assert trace(drawn, "goal")["y"] == [1200.0]


def test_without_a_goal_there_is_no_schedule() -> None:
    assert roles(cumulative_months(REVENUE, "zh", 2026, [MonthPoint(2, 1)])) == ["current"]


def test_years_are_bars_from_zero() -> None:
    goal = GoalMark(year=2027, value=1500 * YI)
    drawn = years_bar(REVENUE, "zh", [YearPoint(2025, Decimal("115050000000"))], goal)
    # 115,050,000,000 yuan = 1150.5 亿元, so the whole figure shows one decimal
    assert trace(drawn, "actual")["y"] == [1150.5] and trace(drawn, "actual")["type"] == "bar"
    assert trace(drawn, "actual")["text"] == ["1,150.5"]
    assert drawn["layout"]["yaxis"]["range"][0] == 0
    assert words(drawn) == ["规划目标 ≥ 1,500"]


def test_each_basis_has_a_panel_of_its_own() -> None:
    output = Heading(indicator="产值", unit="yuan", basis="产值")
    revenue = Heading(indicator="营业收入", unit="yuan", basis="营业收入")
    bar = BasisBar(name="a", value=50 * YI, goal=100 * YI, status="behind")
    panels = basis_panels([(output, [bar]), (revenue, [bar])], "zh")
    assert len(panels) == 2
    assert all(trace(panel, "value")["x"] == [50.0] for panel in panels)
    assert all("xaxis2" not in panel["layout"] for panel in panels)
    with pytest.raises(ValueError, match="same basis"):
        basis_panels([(output, [bar]), (output, [bar])], "zh")


def test_growth_is_drawn_as_reported_over_floor_and_stretch() -> None:
    heading = Heading(indicator="营业收入增速", unit="fraction", kind="growth")
    drawn = growth(
        heading, "zh", [YearPoint(2022, "0.118"), YearPoint(2023, "0.128")],
        GoalMark(year=2023, value="0.12"), GoalMark(year=2023, value="0.14", comparator=">"),
    )  # fmt: skip
    assert roles(drawn) == ["floor", "stretch", "actual"]
    assert trace(drawn, "actual")["y"] == pytest.approx([11.8, 12.8])
    assert words(drawn) == ["11.8%", "12.8%", "底线 ≥ 12%", "争取 &gt; 14%"]
    assert (
        trace(drawn, "floor")["y"] == [12.0, 12.0] and trace(drawn, "floor")["name"] == "底线 ≥ 12%"
    )
    assert trace(drawn, "stretch")["name"] == "争取 &gt; 14%"


def test_the_table_behind_has_the_same_points_as_raw_text() -> None:
    goal = GoalMark(year=2026, value=1331 * YI, comparator=">", wording="超1331亿", clause="一(二)")
    drawn = trajectory(REVENUE, "zh", [YearPoint(2025, 1150 * YI)], goal)
    columns, rows = table_behind(drawn, "zh")
    # A line per period, a column per series.
    assert columns == ["时期", "实际", "规划目标", "原文或说明"]
    assert rows == [
        ["2025年", "1,150", "", ""],
        ["2026年", "", "> 1,331", "“超1331亿” 一(二)"],
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(all_figures("zh")))
def test_plotly_accepts_every_figure_in_both_languages(name: str, lang: str) -> None:
    drawn = all_figures(lang)[name]
    assert len(go.Figure(drawn).data) == len(drawn["data"])
    assert table_behind(drawn, lang)[1]


@pytest.mark.parametrize("name", sorted(all_figures("zh")))
def test_a_painted_figure_has_real_colours_only(name: str) -> None:
    dark = painted(all_figures("zh")[name], "dark")
    placeholders = {*COLOUR.values(), COLOUR["data"] + "2E"}
    assert placeholders.isdisjoint(strings(dark))
    assert "#4B9BD2" in set(strings(dark)) or name == "trajectory-empty"


def test_the_placeholders_are_the_ones_streamlit_replaces() -> None:
    from streamlit.elements.lib import streamlit_plotly_theme as theirs

    assert list(COLOUR.values()) == [getattr(theirs, f"CATEGORY_{n}") for n in range(10)]


def test_a_subtitle_breaks_at_blanks_and_between_ideographs() -> None:
    assert wrapped("亿元 · 营业收入", 4) == ["亿元 ·", "营业收入"]
    assert wrapped("operating revenue", 6) == ["operating", "revenue"]
    assert wrapped("", 6) == []


def test_chinese_figures_ask_plotly_for_chinese() -> None:
    config = plotly_config("zh")
    assert config["locale"] == "zh-CN" and "zh-CN" in config["locales"]
    assert plotly_config("en")["locale"] == "en" and not config["displaylogo"]


def test_a_figure_credits_the_plan_with_its_goal_and_not_with_entered_figures() -> None:
    known = Heading(indicator="营业收入", unit="yuan", source="甲政〔2024〕1号")
    points = [YearPoint(2024, 10**10), YearPoint(2025, 2 * 10**10)]
    entered = years_bar(known, "zh", points)["layout"]["title"]["subtitle"]["text"]
    assert "实际值：填报" in entered and "甲政" not in entered
    mark = GoalMark(year=2027, value=3 * 10**10)
    both = years_bar(known, "en", points, mark)["layout"]["title"]["subtitle"]["text"]
    assert "goal: 甲政〔2024〕1号; actuals: as entered" in both.replace("<br>", " ")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_months_on_the_axis_keep_a_gap_of_two_so_that_a_phone_can_show_them(lang: str) -> None:
    drawn = cumulative_months(Heading(indicator="x", unit="count"), lang, 2026, [])
    assert drawn["layout"]["xaxis"]["tickvals"] == [2, 4, 6, 8, 10, 12]


def test_no_word_of_a_crowded_trajectory_lies_on_a_line_at_the_width_of_a_phone_or_a_desk() -> None:
    levels = (3000, 3500, 4100, 4800, 5400, 6100, 6900, 7800, 8700)
    actual = [YearPoint(2017 + n, YI * level) for n, level in enumerate(levels)]
    goal = GoalMark(year=2025, value=YI * 10000, comparator=">")
    passed = GoalMark(year=2020, value=YI * 5000, comparator=">", label="Goal of 2020")
    drawn = trajectory(REVENUE, "en", actual, goal, milestones=[passed])
    layout = drawn["layout"]
    (left, right), (low, high) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    lines = [one for one in drawn["data"] if one["meta"] == "actual"]
    told = [one for one in layout["annotations"] if one["text"]]
    assert len(told) == 3
    for width in (272, 520):
        dots = []
        for line in lines:
            places = list(zip(line["x"], line["y"], strict=True))
            for (xa, ya), (xb, yb) in pairwise(places):
                dots += [(xa + (xb - xa) * n / 99, ya + (yb - ya) * n / 99) for n in range(100)]
        for one in told:
            # In px from the lower left corner of the plot, which is 240 px high.
            x = (one["x"] - left) / (right - left) * width + one["xshift"]
            y = (one["y"] - low) / (high - low) * 240 + one["yshift"]
            wide = 0.5 * 12.5 * len(re.sub("</?b>|&[a-z]+;", "", one["text"]))
            on = [
                (dx, dy)
                for dx, dy in (
                    ((a - left) / (right - left) * width, (b - low) / (high - low) * 240)
                    for a, b in dots
                )
                if x < dx < x + wide and y + 3 < dy < y + 14
            ]
            assert not on, (one["text"], width)
