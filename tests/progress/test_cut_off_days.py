"""A flow cut off on a day within a month stands against the days gone by, not against months."""

import pytest

from dashboard.wording.explanation import explain
from tests.progress.building import figure, goal, verdict


def test_a_yearly_goal_is_set_against_the_days_of_its_year() -> None:
    promised = goal("400", every="year", target_text=">= 400")
    row = verdict(promised, figure("2026-07-15", "231"), on="2026-07-20")
    # 15 July is day 196 of 365: 53.699 %; 231 / 400 = 57.75 % is 4.051 points ahead.
    assert row["schedule"] == pytest.approx(196 / 365)
    assert row["gap_points"] == pytest.approx(57.75 - 19600 / 365)
    assert row["status"] == "on-schedule"
    steps = dict(explain(row, promised, "en").steps)
    assert steps["Actual, 1 January to 15 July 2026"] == "231"
    assert steps["Schedule of the year"] == "196 ÷ 365 = 53.7%"
    # 5 months and 16 of July's 31 days are left: 169 / (5 + 16/31) = 30.64.
    assert row["required_per_month"] == pytest.approx(169 / (5 + 16 / 31))


def test_a_leap_year_has_a_day_more() -> None:
    row = verdict(goal("400", every="year"), figure("2028-03-10", "80"), on="2028-03-20")
    # 31 + 29 + 10 = day 70 of 366.
    assert row["schedule"] == pytest.approx(70 / 366)


def test_the_last_day_but_one_is_not_the_end_of_the_year() -> None:
    promised = goal("400", every="year", due=2026)
    early = verdict(promised, figure("2026-12-30", "399"), on="2027-01-10")
    assert early["status"] != "overdue" and early["schedule"] == pytest.approx(364 / 365)
    final = verdict(promised, figure("2026-12-30", "399"), figure("2026", "399.5"), on="2027-01-10")
    assert final["status"] == "overdue"


def test_the_month_that_follows_a_cut_off_day_is_the_newer_figure() -> None:
    promised = goal("400", every="year")
    known = figure("2026-06-20", "180"), figure("2026-M06", "200")
    row = verdict(promised, *known, on="2026-07-15")
    assert (row["period"], row["schedule"]) == ("2026-M06", pytest.approx(0.5))


def test_last_year_s_same_day_is_what_it_is_compared_with() -> None:
    known = figure("2025-07-15", "220"), figure("2026-07-15", "231")
    row = verdict(goal("400", every="year"), *known, on="2026-07-20")
    assert row["previous"] == 220


def test_a_small_count_waits_for_its_test_whatever_the_day() -> None:
    # Eight a year are tested at the end of September and of December; 20 September is before both.
    promised = goal("8", every="year")
    row = verdict(promised, figure("2026-09-20", "3"), on="2026-09-25")
    assert row["status"] == "in-progress"


def test_a_total_over_several_years_counts_all_its_days() -> None:
    promised = goal("1000", due=2026, since=2024)
    known = figure("2024", "300"), figure("2025", "350"), figure("2026-03-11", "50")
    row = verdict(promised, *known, on="2026-03-15")
    # 366 + 365 + 70 of 366 + 365 + 365 days; 700 / 1000 = 70 %.
    assert row["schedule"] == pytest.approx(801 / 1096)
    assert row["gap_points"] == pytest.approx(70 - 80100 / 1096)
