"""Figures as people write them. One 亿 is 10^8 yuan, one 万亿 is 10^12, one billion is 10^9."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.languages.numbers import (
    amount,
    change,
    count,
    date_text,
    digits,
    exact,
    in_full,
    moment_text,
    money,
    money_unit,
    percent,
    period_text,
    points,
    quantity,
)


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        # 500亿 = 500 * 10^8 = 50 * 10^9: fifty billion, never "500 million"
        ("50000000000", "500 亿元", "50 billion yuan"),
        ("550000000000", "5,500 亿元", "550 billion yuan"),
        # 11.5 * 10^12
        ("11500000000000", "11.5 万亿元", "11.5 trillion yuan"),
        ("1140000000000", "1.14 万亿元", "1.14 trillion yuan"),
        # 500万元 = 5 * 10^6
        ("5000000", "500 万元", "5 million yuan"),
        ("12", "12 元", "12 yuan"),
        ("0", "0 元", "0 yuan"),
        ("-1230000000", "−12.3 亿元", "−1.23 billion yuan"),
    ],
)
def test_money_is_named_in_each_languages_own_units(yuan: str, zh: str, en: str) -> None:
    assert money(yuan, "zh") == zh
    assert money(yuan, "en") == en


def test_a_table_has_one_unit_that_shows_its_smallest_value() -> None:
    # 500亿 is 0.05 万亿, under a tenth: the table stays in 亿元, where 8 万亿 is 80,000.
    values = ["50000000000", "550000000000", "8000000000000"]
    unit = money_unit(values, "zh")
    assert unit.label == "亿元"
    assert [amount(value, "zh", unit) for value in values] == ["500", "5,500", "80,000"]


def test_a_table_of_large_values_is_in_the_large_unit_with_equal_decimals() -> None:
    values = ["8000000000000", "11500000000000"]
    unit = money_unit(values, "zh")
    assert [amount(value, "zh", unit) for value in values] == ["8.0", "11.5"]
    assert unit.label == "万亿元"
    assert unit.factor == 10**12


def test_the_unit_of_an_empty_table_is_the_one_clusters_use() -> None:
    assert money_unit([], "zh").label == "亿元"
    assert money_unit([None], "en").label == "billion yuan"


def test_rounding_is_half_up_and_only_at_display() -> None:
    # Half-even would give 0.12, 2 and 12.2.
    assert digits("0.125", "en", 2) == "0.13"
    assert digits("2.5", "en", 0) == "3"
    assert percent("0.1225", "en") == "12.3%"
    assert digits("-2.5", "en", 0) == "−3"


def test_a_float_is_taken_as_it_prints() -> None:
    # 0.1 + 0.2 prints 0.30000000000000004
    assert exact(0.1 + 0.2) == Decimal("0.30000000000000004")
    assert percent(0.1 + 0.2, "zh") == "30%"
    assert exact(float("nan")) is None


def test_fractions_are_percentages_and_their_differences_points() -> None:
    assert percent("0.12", "zh") == "12%"
    assert percent("0.12", "zh", fixed=True) == "12.0%"
    assert percent("0.075", "en", signed=True) == "+7.5%"
    assert points("-0.183", "zh") == "−18.3 个百分点"
    assert points("0.01", "en") == "+1 percentage point"
    assert points("0.015", "en") == "+1.5 percentage points"


def test_growth_in_words_tells_up_down_and_unchanged() -> None:
    assert [change(v, "zh") for v in ("0.075", "-0.004", "0")] == ["增长 7.5%", "下降 0.4%", "持平"]
    # 0.0004 is 0.04 %, which rounds to nothing at one decimal.
    assert change("0.0004", "en") == "unchanged"


def test_counts_carry_their_word() -> None:
    assert count(850, "zh", "家") == "850 家"
    assert count(80000, "en", "people") == "80,000 people"


def test_what_is_not_known_is_a_dash() -> None:
    shown = [money(None, "zh"), count(None, "en"), percent(None, "zh"), points(None, "en")]
    assert shown == ["—"] * 4
    assert [date_text(None, "zh"), quantity(None, "yuan", "en")] == ["—"] * 2


def test_a_value_in_full_keeps_its_last_digit() -> None:
    # 12.3亿
    assert in_full("1230000000", "yuan", "zh") == "1,230,000,000 元"
    assert in_full("1230000000.05", "yuan", "en") == "1,230,000,000.05 yuan"
    assert in_full("0.12345", "fraction", "zh") == "12.345%"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=10**15))
def test_a_value_in_full_reads_back_as_itself(value: Decimal) -> None:
    shown = in_full(value, "yuan", "en").removesuffix(" yuan")
    assert Decimal(shown.replace(",", "")) == value


def test_days_and_moments_are_on_chinas_clock() -> None:
    assert date_text("2024-05-31", "zh") == "2024年5月31日"
    assert date_text(date(2024, 5, 31), "en") == "31 May 2024"
    # 16:30 in London's winter is half past midnight of the next day in China.
    assert moment_text("2026-10-31T16:30:00+00:00", "zh") == "2026年11月1日 00:30"
    assert moment_text("2026-10-31T16:30:00", "en") == "1 November 2026, 00:30"


@pytest.mark.parametrize(
    ("code", "kind", "zh", "en"),
    [
        ("2025", "flow", "2025年", "2025"),
        ("2025", "stock", "2025年末", "end of 2025"),
        ("2025-M02", "flow", "2025年1–2月", "January–February 2025"),
        ("2025-M09", "growth", "2025年1–9月", "January–September 2025"),
        ("2025-M09", "stock", "2025年9月末", "end of September 2025"),
        ("2025-M09", "share", "2025年9月末", "end of September 2025"),
        ("2025-H2", "flow", "2025年下半年（当期）", "second half of 2025 alone"),
        ("2025-Q3", "flow", "2025年第3季度（当季）", "quarter 3 of 2025 alone"),
        ("2025-06-30", "stock", "2025年6月30日", "30 June 2025"),
        ("2025-06-20", "flow", "2025年1月1日至6月20日", "1 January to 20 June 2025"),
        ("2025-06-20", "running", "截至2025年6月20日", "to 20 June 2025"),
    ],
)
def test_periods_are_named_as_bulletins_name_them(code: str, kind: str, zh: str, en: str) -> None:
    assert period_text(code, kind, "zh") == zh
    assert period_text(code, kind, "en") == en


def test_a_figure_longer_than_a_machine_word_is_written_to_its_last_digit() -> None:
    assert in_full("12345678901234567890123456789.125", "yuan", "en") == (
        "12,345,678,901,234,567,890,123,456,789.125 yuan"
    )
