"""Which year a goal is judged for, when it begins, and what is said once its time has passed."""

from __future__ import annotations

import pytest

from dashboard.wording.explanation import explain
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, verdict, why

LONG_PAST = ("2026-11-27", "2030-01-31")
SHAPES = {
    "flow": (goal("400", every="year", due=2025), figure("2025-M02", "70")),
    "1-11 months": (goal("400", every="year", due=2025), figure("2025-M11", "390")),
    "growth": (
        goal("0.1", kind="growth", unit="fraction", every="year", due=2025),
        figure("2025-M06", "0.12"),
    ),
    "limit": (
        goal("100", every="year", due=2025, comparator="<=", direction="down"),
        figure("2025-M06", "40"),
    ),
    "share": (
        goal("0.9", kind="share", unit="fraction", every="year", due=2025),
        figure("2025-M06", "0.95"),
    ),
    "kept level": (
        goal("10", kind="stock", due=2025, comparator="maintain"),
        figure("2025-M06", "10"),
    ),
}


@pytest.mark.parametrize("on", LONG_PAST)
@pytest.mark.parametrize("shape", list(SHAPES))
def test_a_year_long_past_without_its_final_figure_is_no_data(shape: str, on: str) -> None:
    # The figure of 2025 should be there by the end of February 2026.
    promised, known = SHAPES[shape]
    row = verdict(promised, known, on=on)
    assert (row["status"], why(row)) == ("no-data", "due-figure-missing")
    assert "the final figure of 2025 is missing" in reason_text(row, "en")


def test_before_the_final_figure_is_due_the_yearly_goal_is_still_on_its_way() -> None:
    # January 2026: 390 of 400 by November = 97.5 % against 91.7 %.
    promised, known = SHAPES["1-11 months"]
    assert verdict(promised, known, on="2026-01-31")["status"] == "on-schedule"


def test_a_number_reached_for_good_before_the_year_ended_stays_reached() -> None:
    # 410 of 400 by November 2025: a total that only grows cannot fall below 400 again.
    row = verdict(goal("400", every="year", due=2025), figure("2025-M11", "410"), on="2026-11-27")
    assert row["status"] == "met-early"


@pytest.mark.parametrize(
    ("promised", "known"),
    [
        (goal("1000", since=2027, every="year"), figure("2026-M06", "40")),
        (goal("1000", since=2027, due=2028), figure("2025", "40")),
        (goal("1000", since=2027, due=2027), figure("2025", "40")),
        (goal("1000", since=2027, due=2028, accumulates="start"), figure("2026-M06", "40")),
        (goal("1000", since=2027, every="year"), None),
        (goal("1000", since=2027, due=2028), None),
        (goal("0.9", since=2027, due=2028, kind="share", unit="fraction"), figure("2025", "0.5")),
    ],
)
def test_a_goal_that_begins_later_is_not_due_whatever_was_entered_before(
    promised: dict[str, object], known: dict[str, object] | None
) -> None:
    row = verdict(promised, *([known] if known else []), on="2026-07-15")
    assert (row["status"], why(row)) == ("not-due", "not-begun")
    assert reason_text(row, "en") == "The goal begins in 2027."
    assert explain(row, promised, "en").need == ""


def test_once_begun_only_figures_since_the_start_count() -> None:
    promised = goal("1000", since=2027, due=2028)
    row = verdict(promised, figure("2025", "400"), on="2027-06-15")
    assert (row["status"], why(row)) == ("no-data", "no-figure-since")
    # 300 of 1000 by June 2027: 30 % against 6 of 24 months = 25 %.
    begun = verdict(promised, figure("2026", "900"), figure("2027-M06", "300"), on="2027-07-15")
    assert (begun["actual"], begun["status"]) == ("300", "on-schedule")


def test_a_figure_before_the_base_year_is_not_called_that_of_the_base_year() -> None:
    promised = goal("300", kind="stock", due=2027, base_year=2023, base_value="100")
    row = verdict(promised, figure("2022", "90"), on="2024-06-01")
    assert (row["status"], why(row)) == ("not-due", "before-base")
    told = reason_text(row, "en")
    assert "90 for end of 2022, is from before the base year 2023" in told


def test_single_quarters_are_told_from_no_figure_at_all() -> None:
    row = verdict(goal("400", every="year"), figure("2026-Q3", "90"), on="2026-11-15")
    assert (row["status"], why(row)) == ("no-data", "only-single-quarters")
    assert "single quarters" in reason_text(row, "en")
    withdrawn = figure("2026-Q3", "90", withdrawn=True)
    assert why(verdict(goal("400", every="year"), withdrawn, on="2026-11-15")) == (
        "no-figure-this-year"
    )


@pytest.mark.parametrize(
    ("columns", "label"),
    [
        ({"every": "year"}, "Goal (every year)"),
        ({"every": "year", "due": 2027}, "Goal (every year to 2027)"),
        ({"due": 2027}, "Goal (2027)"),
        ({}, "Goal (no due year)"),
    ],
)
def test_the_goal_says_when_it_is_due(columns: dict[str, object], label: str) -> None:
    promised = goal("400", **columns)
    assert label in dict(
        explain(verdict(promised, figure("2026-M06", "231")), promised, "en").steps
    )


def test_a_small_count_over_years_is_tested_at_each_september_and_year_s_end() -> None:
    promised = goal("11", since=2024, due=2026)
    two = [figure("2024", "1"), figure("2025", "1")]
    # End of 2025: 2 of 11 = 18.2 % against 24 of 36 months = 66.7 %: -48.5 points.
    late = verdict(promised, *two, on="2026-02-15")
    assert (late["status"], late["gap_points"]) == ("far-behind", pytest.approx(-1600 / 33))
    # June 2026: the last test was that of the year's end.
    june = verdict(promised, *two, figure("2026-M06", "6"), on="2026-07-15")
    assert (june["status"], june["schedule"]) == ("on-schedule", pytest.approx(2 / 3))
    # September 2026: 33 of 36 months; 8 of 11 = 72.7 % against 91.7 %.
    september = verdict(promised, *two, figure("2026-M09", "6"), on="2026-10-15")
    assert (september["status"], september["schedule"]) == ("far-behind", pytest.approx(33 / 36))
    # Before the first September nothing is tested.
    first = verdict(promised, figure("2024-M06", "0"), on="2024-07-15")
    assert first["status"] == "not-started"


def test_a_small_limit_is_within_itself_until_the_first_test() -> None:
    promised = goal("8", every="year", comparator="<=", direction="down")
    row = verdict(promised, figure("2026-M06", "5"))
    assert (row["status"], why(row)) == ("on-schedule", "kept-so-far")
    assert "so far within the limit of 8" in reason_text(row, "en")
    # September: 7 of 8 = 87.5 % used against 9/12 = 75 %: -12.5 points.
    tested = verdict(promised, figure("2026-M09", "7"), on="2026-10-15")
    assert (tested["status"], tested["gap_points"]) == ("far-behind", pytest.approx(-12.5))
    assert verdict(promised, figure("2026-M06", "9"))["status"] == "overdue"


def test_the_year_before_a_leap_day_is_explained() -> None:
    # 29 February has no day a year before; month ends answer month ends.
    promised = goal("100", kind="stock", due=2027)
    row = verdict(promised, figure("2023-02-28", "50"), figure("2024-02-29", "60"), on="2024-03-15")
    assert row["previous"] == 50
    # 60 / 50 - 1 = 20 %.
    moved = explain(row, promised, "en").moved
    assert moved == "A year before (28 February 2023) it was 50, a change of +20%."
