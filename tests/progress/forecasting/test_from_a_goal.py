"""From a row of the goals table and the entered figures to a forecast."""

from datetime import date

import pytest

from dashboard.progress.forecasting import Forecast, NoForecast, goal_forecast
from tests.progress.building import figure, goal

ON = date(2026, 7, 15)
YEARS = [figure("2023", "100"), figure("2024", "110"), figure("2025", "121")]


def made(promised: dict[str, object], *figures: dict[str, object], **how: object) -> Forecast:
    given = goal_forecast(promised, figures, ON, **how)  # type: ignore[arg-type]  # rows are loose
    assert isinstance(given, Forecast)
    return given


def test_full_years_of_the_goals_own_series_are_used() -> None:
    foreign = [figure(str(year), "7", subject="elsewhere") for year in range(2015, 2026)]
    given = made(goal("140", unit="yuan", due=2027), *YEARS, *foreign)
    assert (given.points, given.first_year, given.last_year) == (3, 2023, 2025)
    # 121 * 1.1 * 1.1
    assert given.value == pytest.approx(146.41)


def test_the_months_of_the_running_year_are_set_against_the_same_months_before() -> None:
    months = [figure("2025-M06", "60.5"), figure("2026-M06", "70")]
    given = made(goal("140", unit="yuan", due=2027), *YEARS, *months)
    assert given.running is not None
    # 60.5 of 121 is one half: 70 / 0.5 = 140.
    assert given.running.from_months == pytest.approx(140)


def test_what_was_not_over_on_the_day_is_not_known() -> None:
    later = [figure("2025-M09", "90"), figure("2026-M09", "120"), figure("2026", "150")]
    given = made(goal("140", unit="yuan", due=2027), *YEARS, *later)
    assert given.running is None
    assert given.last_year == 2025


def test_a_withdrawn_figure_is_left_out_and_the_newest_revision_stands() -> None:
    gone = figure("2025", "999", revision=9, withdrawn=True)
    revised = figure("2025", "121", revision=8)
    wrong = figure("2025", "300", revision=2)
    given = made(goal("140", unit="yuan", due=2027), *YEARS[:2], revised, wrong, gone)
    assert given.last_value == 121


def test_a_level_starts_from_its_latest_month() -> None:
    now = figure("2026-M06", "140")
    given = made(goal("150", kind="stock", due=2026), *YEARS, now)
    assert given.running is not None
    # Steps 10 and 11, weights 0.5 and 1: (5 + 11) / 1.5 = 10.666667 a year; half of it on 140.
    assert given.value == pytest.approx(140 + 16 / 1.5 / 2)


def test_what_falls_into_a_range_is_there_at_its_upper_end() -> None:
    # Falling 100, 90, 80: the range 60-70 is entered at 70.
    falling = [figure("2023", "100"), figure("2024", "90"), figure("2025", "80")]
    ranged = goal(
        "60", value_high="70", comparator="range", direction="down", kind="index", due=2027
    )
    given = made(ranged, *falling)
    assert given.goal_reached is not None
    assert given.goal_reached.threshold == 70


def test_approaching_counts_with_the_tolerance_of_the_region() -> None:
    # 接近 140 within 10 % is 126, within nothing 140.
    near = goal("140", unit="yuan", due=2027, comparator="approach", about_tolerance="0.1")
    strict = near | {"about_tolerance": "0"}
    thresholds = [made(one, *YEARS).goal_reached for one in (near, strict)]
    assert [round(one.threshold, 6) for one in thresholds if one] == [126, 140]


def test_a_yearly_goal_is_forecast_for_the_year_of_the_day() -> None:
    assert made(goal("130", every="year", due=2027), *YEARS).due == 2026


def test_years_since_the_start_are_added_up() -> None:
    figures = [figure("2023", "10"), figure("2024", "12"), figure("2025", "11")]
    given = made(goal("60", since=2023, due=2027), *figures, figure("2026-M06", "5"))
    # 0, 10, 22, 33 at the ends of 2022 to 2025, and 33 + 5 = 38 at the end of June 2026.
    assert (given.first_year, given.last_value, given.kind) == (2022, 33, "total")
    assert given.running is not None
    assert given.running.value == 38
    assert given.band[-1][1] >= 38


def test_a_missing_year_refuses_the_sum() -> None:
    figures = [figure("2022", "10"), figure("2024", "12"), figure("2025", "11")]
    given = goal_forecast(goal("60", since=2022, due=2027), figures, ON)
    assert isinstance(given, NoForecast)
    assert (given.reason, given.last_year) == ("year-missing", 2023)


def test_the_number_to_reach_may_come_from_the_assessment() -> None:
    doubled = goal("2", unit="yuan", measure="times base", due=2027)
    given = made(doubled, *YEARS, assessment={"goal_value": 200.0})
    assert given.goal_reached is not None
    assert given.goal_reached.threshold == 200
    assert made(doubled, *YEARS).chance is None


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"subject_kind": "each-cluster"}, "not-one-series"),
        ({"subject_kind": "tier"}, "not-one-series"),
        ({"comparator": "in step"}, "not-one-series"),
        ({"recognised": [{"member": "a", "on": "2024-05-01"}]}, "conferred"),
        ({"in_force": False}, "superseded"),
        ({"due": None}, "no-due"),
    ],
)
def test_some_goals_have_no_forecast(columns: dict[str, object], reason: str) -> None:
    given = goal_forecast(goal("140", **({"due": 2027} | columns)), YEARS, ON)
    assert isinstance(given, NoForecast)
    assert given.reason == reason
