"""What is due when on China's calendar, worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.actuals.due_dates import (
    Due,
    codes_of,
    due_day,
    is_reported_for,
    owed_codes,
    standing,
)
from dashboard.register.reporting import ReportingRule

RULE = ReportingRule("市统计局", {"en": "Statistics"}, "month", 10, "next-working-day", ("here",))


def test_a_year_has_eleven_months_as_january_and_february_are_one() -> None:
    assert codes_of("month", 2026) == [*(f"2026-M{month:02d}" for month in range(2, 12)), "2026"]


@pytest.mark.parametrize(
    ("every", "codes"),
    [
        ("quarter", ["2026-M03", "2026-M06", "2026-M09", "2026"]),
        ("half-year", ["2026-M06", "2026"]),
        ("year", ["2026"]),
    ],
)
def test_quarters_halves_and_years_are_cumulative(every: str, codes: list[str]) -> None:
    assert codes_of(every, 2026) == codes


def test_a_quarterly_figure_is_not_owed_in_between_but_a_single_quarter_is_refused_to_nobody() -> (
    None
):
    assert is_reported_for("quarter", "2026-M09")
    assert not is_reported_for("quarter", "2026-M08")
    assert is_reported_for("year", "2026")
    assert not is_reported_for("year", "2026-M06")
    assert is_reported_for("month", "2026-M02")
    assert not is_reported_for("month", "2026-M01")
    assert is_reported_for("year", "2026-Q3")


@pytest.mark.parametrize(
    ("code", "day"),
    [
        # 10 March 2026 is a Tuesday; the year is owed in January of the next one.
        ("2026-M02", date(2026, 3, 10)),
        ("2025", date(2026, 1, 12)),  # the 10th is a Saturday
        ("2026-M09", date(2026, 10, 12)),  # the 10th is a Saturday
        ("2026-M04", date(2026, 5, 11)),  # the 10th is a Sunday
    ],
)
def test_a_period_is_owed_by_the_day_of_the_next_month_and_a_weekend_moves_on(
    code: str, day: date
) -> None:
    assert due_day(code, RULE) == day


def test_a_weekend_moves_back_or_stays_where_the_register_says_so() -> None:
    before = replace(RULE, weekend="previous-working-day")
    assert due_day("2026-M09", before) == date(2026, 10, 9)
    assert due_day("2026-M04", before) == date(2026, 5, 8)
    assert due_day("2026-M04", replace(RULE, weekend="same-day")) == date(2026, 5, 10)


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    rule = replace(RULE, day=31, weekend="same-day")
    assert due_day("2026-M08", rule) == date(2026, 9, 30)
    # 1 to 31 January is owed in February where a level is asked for it.
    assert due_day("2027-M01", rule) == date(2027, 2, 28)


def test_what_has_ended_is_owed_and_what_runs_is_not() -> None:
    assert owed_codes(["quarter", "half-year"], date(2025, 10, 1), date(2026, 7, 1)) == [
        "2025",
        "2026-M03",
        "2026-M06",
    ]
    # On its last day a period has not ended.
    assert owed_codes(["quarter"], date(2026, 4, 1), date(2026, 6, 30)) == []


@pytest.mark.parametrize(
    ("on", "reported", "returned", "expected"),
    [
        (date(2026, 9, 30), None, False, Due.AHEAD),
        (date(2026, 10, 1), None, False, Due.DUE),
        (date(2026, 10, 12), None, False, Due.DUE),
        (date(2026, 10, 13), None, False, Due.MISSING),
        (date(2026, 10, 13), date(2026, 10, 12), False, Due.REPORTED),
        (date(2026, 10, 20), date(2026, 10, 13), False, Due.LATE),
        (date(2026, 10, 20), date(2026, 10, 12), True, Due.RETURNED),
    ],
)
def test_a_period_stands_by_its_day_and_by_when_it_was_reported(
    on: date, reported: date | None, returned: bool, expected: Due
) -> None:
    assert standing("2026-M09", date(2026, 10, 12), on, reported, returned) is expected
