"""The back-test, run again in full: the page and the forecast's own words state what it measures."""

from __future__ import annotations

from statistics import fmean

import pytest

from bench import backtest
from bench.backtest_tables import tables
from bench.shapes import SHAPES
from dashboard.progress.forecasting.coverage import COVERAGE, UNSHOWN

Cases = list[backtest.Case]
RATES = ("growth-rates", "rates-break", "rates-swinging", "rates-falling")


@pytest.fixture(scope="module")
def yearly() -> Cases:
    return list(backtest.yearly_cases())


@pytest.fixture(scope="module")
def running() -> Cases:
    return list(backtest.running_cases())


def test_the_page_states_what_a_run_measures(yearly: Cases, running: Cases) -> None:
    written = backtest.PAGE.read_text(encoding="utf-8")
    assert backtest.page(tables(yearly, running)) == written, (
        "Write it anew with: python -m bench.backtest --write"
    )


def test_the_words_state_the_coverage_a_run_measures(yearly: Cases) -> None:
    assert backtest.constants(yearly) == (COVERAGE, UNSHOWN)


def outside(parts: dict[tuple[str, int], Cases]) -> dict[tuple[str, int], int]:
    """Where there are enough ranges to measure, and fewer than 75 or more than 85 of 100 held."""
    enough = {key: part for key, part in parts.items() if len(part) >= backtest.ENOUGH}
    held = {key: round(100 * backtest.coverage(part)) for key, part in enough.items()}
    return {key: share for key, share in held.items() if not 75 <= share <= 85}


def test_on_every_shape_of_series_the_ranges_shown_hold_as_they_say(yearly: Cases) -> None:
    parts: dict[tuple[str, int], Cases] = {}
    for case in backtest.shown(yearly):
        parts.setdefault((case.shape.id, case.ahead), []).append(case)
    assert {shape for shape, ahead in parts if ahead == 1} == {shape.id for shape in SHAPES}
    assert outside(parts) == {}


def test_in_every_season_the_ranges_of_the_running_year_hold_as_they_say(running: Cases) -> None:
    parts: dict[tuple[str, int], Cases] = {}
    for case in backtest.shown(running):
        if case.season is not None:
            parts.setdefault((case.season.id, case.month), []).append(case)
    assert outside(parts) == {}


def test_chances_are_met_as_often_as_they_say(yearly: Cases) -> None:
    judged = [case for case in yearly if case.chance is not None]
    for low in (0.0, 0.3, 0.7):
        mine = [case for case in judged if low <= (case.chance or 0.0) < low + 0.3]
        said = fmean(case.chance or 0.0 for case in mine)
        assert abs(said - fmean(case.met for case in mine)) < 0.05


def test_a_break_is_where_it_loses_to_naive_and_three_years_ahead_no_range_is_shown(
    yearly: Cases,
) -> None:
    broken = [case for case in yearly if case.shape.id == "break"]
    assert backtest.ratio(broken) > 1
    late = [case for case in broken if case.ahead == 3]
    assert backtest.shown(late) == []
    assert backtest.coverage(late) < 0.65


@pytest.mark.parametrize("season", ["usual", "late", "steady", "to-date"])
def test_the_months_of_the_running_year_make_it_nearer(running: Cases, season: str) -> None:
    mine = [case for case in running if case.season and case.season.id == season]
    errors = [
        fmean(case.error for case in mine if case.month == month) for month in (0, *backtest.MONTHS)
    ]
    assert errors == sorted(errors, reverse=True)


def test_money_in_its_usual_season_beats_a_naive_that_sees_the_months(running: Cases) -> None:
    for month in backtest.MONTHS:
        mine = [
            case
            for case in running
            if case.season and case.season.id == "usual" and case.month == month
            if case.shape.unit == "yuan"
        ]
        assert backtest.ratio(mine) < 1


def test_what_is_never_negative_is_never_forecast_below_zero(yearly: Cases) -> None:
    assert {case.shape.id for case in yearly if case.shape.signed} == {"profit"}
    assert {case.shape.id for case in yearly if case.low < 0} <= {"profit", *RATES}
