"""The tier board: the parts of the code head the rows, every bar against its own threshold."""

import re
from decimal import Decimal

import pytest

from dashboard.views.board import along
from dashboard.views.rows import Member, Tier
from tests.views.harm import judged
from tests.views.samples import YI, tier_board, tiers


def words(html: str) -> str:
    return " ".join("".join(judged(html).words).split())


def test_a_bar_is_measured_against_its_own_threshold() -> None:
    # 4711 / 5500 = 0.856545…; the tick stands at 86 %: 0.856545 × 86 = 73.66
    place, over = along(4711 * YI, 5500 * YI)
    assert place == pytest.approx(73.66, abs=0.005) and not over


def test_a_member_past_its_threshold_is_cut_at_the_end_and_says_so() -> None:
    # 132 / 100 × 86 = 113.52, past the 100 % of the track
    assert along(132, 100) == (100.0, True)
    # 110 / 100 × 86 = 94.6: past the tick, still on the track
    assert along(110, 100) == (pytest.approx(94.6), False)


def test_a_missing_or_negative_value_has_no_length() -> None:
    assert along(None, 100) == (None, False)
    assert along(-5, 100) == (0.0, False)
    assert along(5, None) == (None, False)


def test_the_parts_of_the_code_head_the_rows_in_order() -> None:
    html = tier_board(tiers("zh"), "zh")
    assert re.findall(r'class="ct-part">([^<]+)<', html) == ["1", "1", "2", "2", "N"]


def test_a_row_says_figure_threshold_share_and_status() -> None:
    html = tier_board(tiers("zh")[:1], "zh", basis="营业收入", period="2025年全年")
    said = words(html)
    assert "亿元 · 营业收入 · 2025年全年" in said
    assert "> 5,500 亿元" in said and "2027年到期" in said
    # 4711 / 5500 = 85.65…% -> 85.7%
    assert "轻合金按序时4,711 / 5,50085.7%" in said


def test_a_preliminary_figure_looks_so_and_says_so() -> None:
    members = [
        Member(name=each, value=50, period="2025", vintage=each)
        for each in ("preliminary", "final", "revised")
    ]
    html = tier_board([Tier(part="1", threshold=100, members=members)], "zh")
    assert re.findall('class="ct-fill( ct-preliminary)?"', html) == [" ct-preliminary", "", ""]
    assert re.findall('title="([^"]+)"', html) == [
        "2025年\u00a0· 初步数", "2025年\u00a0· 最终数", "2025年\u00a0· 修订数",
    ]  # fmt: skip
    said = words(html)
    assert ("50 / 100初步数" in said, "最终数" in said, "50 / 100修订数" in said) == (
        True,
        False,
        True,
    )


def test_where_periods_are_mixed_each_row_names_its_own() -> None:
    full = Member(name="a", value=50, share="50.0%", period="2025")
    # Ten months say nothing of a level of a later year: there is no completion.
    part = Member(name="b", value=40, period="2026-M10")
    said = words(tier_board([Tier(part="1", threshold=100, members=[full, part])], "zh"))
    assert "50 / 1002025年50.0%" in said and said.endswith("40 / 1002026年1–10月")
    alike = words(tier_board([Tier(part="1", threshold=100, members=[full, full])], "zh"))
    assert "2025" not in alike
    # A level is read at a moment, in the hover as well.
    stock = tier_board([Tier(part="1", threshold=100, members=[part])], "zh", kind="stock")
    assert 'title="2026年10月末"' in stock


def test_english_counts_in_billions() -> None:
    # 5500亿 = 550 billion; 4711亿 = 471.1 billion
    said = words(tier_board(tiers("en")[:1], "en"))
    assert "> 550 billion yuan" in said and "471.1 / 550" in said


def test_last_years_value_is_a_tick_and_a_fall_stands_beyond_the_bar() -> None:
    rising = Tier(part="1", threshold=100, members=[Member(name="a", value=50, previous=40)])
    falling = Tier(part="1", threshold=100, members=[Member(name="a", value=40, previous=50)])
    # 40 / 100 × 86 = 34.4 and 50 / 100 × 86 = 43.0
    assert '<i class="ct-last" style="--ct-previous:34.40">' in tier_board([rising], "zh")
    assert '<i class="ct-last ct-beyond" style="--ct-previous:43.00">' in tier_board(
        [falling], "zh"
    )


def test_figures_of_several_periods_leave_room_for_the_longest_period_under_them() -> None:
    member = Member(name="a", value=50 * YI, period="2026-M11")
    other = Member(name="b", value=50 * YI, period="2025")
    html = tier_board([Tier(part="2", threshold=100 * YI, members=[member, other])], "en")
    # "January–November 2026": 21 signs of 0.54 em, at 0.8 of the figure's size.
    assert "<small>January–November 2026</small>" in html and "--ct-figure:9.1em" in html


def test_an_open_tier_says_how_many_are_named_and_that_the_list_is_not_complete() -> None:
    assert "已列名 6 个，名单未完" in words(tier_board(tiers("zh")[4:], "zh"))
    assert "6 named, list incomplete" in words(tier_board(tiers("en")[4:], "en"))


def test_with_nothing_reported_the_promise_is_still_drawn() -> None:
    html = tier_board(tiers("zh", reported=False), "zh")
    said = words(html)
    assert "尚未报送" in said and "2027年到期" in said and "– / 5,500" in said
    assert html.count('class="ct-goal"') == 12 and "ct-fill" not in html
    assert "%" not in said


def test_a_tier_without_named_members_says_so() -> None:
    assert "规划未列名" in words(tier_board([Tier(part="X", threshold=100 * YI)], "zh"))


def test_members_link_to_their_own_page() -> None:
    member = Member(name="a", value=1, href="cluster?region=x&cluster=y")
    html = tier_board([Tier(part="1", threshold=Decimal(2), members=[member])], "zh", unit="count")
    assert 'href="cluster?region=x&amp;cluster=y"' in html


def test_all_amounts_of_a_board_are_written_in_one_unit() -> None:
    # 3000亿 and 1.2万亿 on one board: both in 亿元, as 3000亿 would be 0.3 万亿 with two decimals
    # at most only if the smallest fills a tenth; 100亿 = 0.01 万亿 does not, so the unit is 亿元.
    big = Tier(part="1", threshold=12000 * YI, members=[Member(name="a", value=11000 * YI)])
    small = Tier(part="N", threshold=100 * YI, members=[Member(name="b", value=96 * YI)])
    said = words(tier_board([big, small], "zh"))
    assert "11,000 / 12,000" in said and "96 / 100" in said
