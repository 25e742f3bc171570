"""Periods: eleven monthly points a year, normal codes, and what people write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.actuals.periods import (
    Period,
    PeriodError,
    cumulative,
    period,
    period_before,
)
from dashboard.actuals.written_periods import parse_period


def code(text: str, kind: str | None = "flow") -> str:
    return parse_period(text, kind).code


def refusal(text: str, kind: str | None = "flow") -> str:
    with pytest.raises(PeriodError) as caught:
        parse_period(text, kind)
    assert caught.value.message.text("zh")
    return caught.value.message.code.removeprefix("actuals.period.")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2025", "2025"),
        (" 2025年 ", "2025"),
        ("２０２５年度", "2025"),
        ("2025年全年", "2025"),
        ("2025年1-12月", "2025"),
        ("2025-M12", "2025"),
        ("2025年1-9月", "2025-M09"),
        ("2025年1—9月", "2025-M09"),
        ("2025年1月至9月", "2025-M09"),
        ("2025年 1～9 月", "2025-M09"),
        ("2025.1-9月", "2025-M09"),
        ("2025M9", "2025-M09"),
        ("2025年1–2月", "2025-M02"),
        ("2025年1-2月份", "2025-M02"),
        ("2025年前10个月", "2025-M10"),
        ("2025年上半年", "2025-M06"),
        ("2025H1", "2025-M06"),
        ("2025-h1", "2025-M06"),
        ("2025年一季度", "2025-M03"),
        ("2025-Q1", "2025-M03"),
        ("2025年前三季度", "2025-M09"),
        ("2025年下半年", "2025-H2"),
        ("2025H2", "2025-H2"),
        ("2025-Q3", "2025-Q3"),
        ("2025年三季度(当季)", "2025-Q3"),
        ("2025年第二季度（当季）", "2025-Q2"),
        # From 1 January to a cut-off day; a month's end is the months up to it.
        ("2025-06-20", "2025-06-20"),
        ("2025年6月20日", "2025-06-20"),
        ("2025-06-30", "2025-M06"),
        ("2025-12-31", "2025"),
        # Radicals of a PDF file, a no-break space, invisible signs.
        ("2025年1-6\u2f49", "2025-M06"),
        ("\ufeff2025\xa0年\u200b", "2025"),
        # A first day that is one.
        ("截至2025年6月1日", "2025-06-01"),
        ("until 2025-6-1", "2025-06-01"),
        ("2025-06-01", "2025-06-01"),
    ],
)
def test_a_flow_is_read_as_written_in_reports(text: str, meant: str) -> None:
    assert code(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2025", "2025"),
        ("2025年末", "2025"),
        ("2025-12", "2025"),
        ("2025-09", "2025-M09"),
        ("2025.9", "2025-M09"),
        ("2025/9", "2025-M09"),
        ("2025年9月", "2025-M09"),
        ("截至2025年9月底", "2025-M09"),
        ("2025-M01", "2025-M01"),
        ("2025-Q3", "2025-M09"),
        ("2025H2", "2025"),
        ("2025-06-30", "2025-M06"),
        ("2025年12月31日", "2025"),
        ("2025-06-15", "2025-06-15"),
        ("2025/6/15", "2025-06-15"),
        ("2025.06.15", "2025-06-15"),
    ],
)
def test_a_level_is_read_at_its_moment(text: str, meant: str) -> None:
    assert code(text, "stock") == meant


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("", "flow", "missing"),
        ("1-9月", "flow", "no-year"),
        ("上半年", "flow", "no-year"),
        ("2025-09", "flow", "month-alone"),
        ("2025年9月", "growth", "month-alone"),
        ("2025-09", None, "month-alone"),
        ("2025-01", "flow", "january"),
        ("2025-M01", "flow", "january"),
        ("2025年三季度", "flow", "quarter"),
        ("2025.1", "stock", "dotted"),
        ("2025-06-20", "growth", "day-of-flow"),
        ("2025-01-20", "flow", "january"),
        ("2025/6/1", "flow", "day-or-month"),
        ("2025/12/1", "flow", "day-or-month"),
        ("2025.6.1", "flow", "day-or-month"),
        ("2025年6月1日", "flow", "day-or-month"),
        ("2025-06-01 00:00:00", "flow", "day-or-month"),
        ("2025/6/1", None, "day-or-month"),
        ("2025/6/1", "stock", "day-or-month-end"),
        ("Jun-25", "flow", "named-month"),
        ("25-Jun", "stock", "named-month"),
        ("June 2025", "flow", "named-month"),
        ("6月25日", "flow", "no-year"),
        ("2025-02-30", "stock", "no-such-day"),
        ("1850", "flow", "year-range"),
        ("2025-M13", "flow", "unreadable"),
        ("next year", "flow", "unreadable"),
        ("2025" * 20, "flow", "unreadable"),
    ],
)
def test_what_could_be_two_things_is_refused_with_a_sentence(
    text: str, kind: str | None, why: str
) -> None:
    assert refusal(text, kind) == why


def test_a_period_knows_its_year_month_kind_and_end() -> None:
    known = [
        (each.year, each.month, each.kind, each.end)
        for each in map(Period, ["2024", "2024-M02", "2024-Q2", "2024-H2", "2024-05-31"])
    ]
    assert known == [
        (2024, 12, "year", date(2024, 12, 31)),
        (2024, 2, "cumulative", date(2024, 2, 29)),
        (2024, 6, "quarter", date(2024, 6, 30)),
        (2024, 12, "half", date(2024, 12, 31)),
        (2024, 5, "point", date(2024, 5, 31)),
    ]


def test_the_code_of_the_period_before_is_none_for_what_is_no_period() -> None:
    codes = ["2025", "2024-02-29", "2025-M09", "soon", "1949"]
    assert [period_before(code) for code in codes] == [
        "2024", "2023-02-28", "2024-M09", None, None,
    ]  # fmt: skip


def test_the_same_period_last_year_keeps_its_kind() -> None:
    codes = ["2025", "2025-M09", "2025-Q3", "2025-06-15", "2024-02-29"]
    assert [str(before.code) for each in codes if (before := Period(each).previous_year())] == [
        "2024",
        "2024-M09",
        "2024-Q3",
        "2024-06-15",
        "2023-02-28",
    ]


def test_periods_sort_by_their_end_and_the_year_comes_last() -> None:
    codes = ["2025", "2024", "2025-M11", "2025-H2", "2025-Q4", "2025-M02"]
    ordered = sorted(map(Period, codes), key=lambda each: each.order)
    assert [each.code for each in ordered] == [
        "2024",
        "2025-M02",
        "2025-M11",
        "2025-Q4",
        "2025-H2",
        "2025",
    ]


@pytest.mark.parametrize(
    "wrong", ["2025-M12", "2025-M1", "2025-H1", "2025-Q1", "2025-6-1", "０２０25"]
)
def test_a_code_is_only_a_normal_one(wrong: str) -> None:
    with pytest.raises(PeriodError):
        Period(wrong)


@given(st.text())
def test_any_text_is_a_period_or_a_sentence(text: str) -> None:
    for kind in ("flow", "stock", None):
        try:
            assert period(parse_period(text, kind).code)
        except PeriodError as error:
            assert error.message.text("zh")
            assert error.message.text("en")


@given(st.integers(1949, 2199), st.integers(2, 12), st.sampled_from(["flow", "stock", "growth"]))
def test_a_code_is_read_back_as_itself(year: int, month: int, kind: str) -> None:
    point = cumulative(year, month)
    assert parse_period(point.code, kind) == point


def test_before_the_first_year_there_is_none() -> None:
    assert period("1949-M09").previous_year() is None
