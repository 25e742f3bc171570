"""The back-test, run again in full: the page and the forecast's own words state what it measures."""

from __future__ import annotations

from statistics import fmean

import pytest

from bench import backtest
from bench.backtest_tables import tables
from dashboard.progress.forecasting.measured import COVERAGE

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
    assert backtest.constants(yearly) == COVERAGE


def test_where_the_world_is_what_the_model_supposes_the_range_holds_as_it_says(
    yearly: Cases,
) -> None:
    # 80 % give or take five points, over one to three years ahead.
    for shape in ("noisy", "growth-rates"):
        mine = [case for case in yearly if case.shape.id == shape]
        assert 0.75 <= backtest.coverage(mine) <= 0.85


def test_a_break_is_where_it_loses_to_naive(yearly: Cases) -> None:
    broken = [case for case in yearly if case.shape.id == "break"]
    assert backtest.ratio(broken) > 1
    assert backtest.coverage([case for case in broken if case.ahead == 3]) < 0.65


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
