"""The back-test, run again in full: the page and the forecast's own words state what it measures."""

from __future__ import annotations

import pytest

from bench import backtest
from dashboard.progress.forecasting.measured import COVERAGE

Cases = list[backtest.Case]


@pytest.fixture(scope="module")
def yearly() -> Cases:
    return list(backtest.yearly_cases())


@pytest.fixture(scope="module")
def running() -> Cases:
    return list(backtest.running_cases())


def test_the_page_states_what_a_run_measures(yearly: Cases, running: Cases) -> None:
    written = backtest.PAGE.read_text(encoding="utf-8")
    assert backtest.page(backtest.tables(yearly, running)) == written, (
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
    assert backtest.coverage(broken) < 0.75


def test_the_months_of_the_running_year_make_it_nearer(running: Cases) -> None:
    ratios = [
        backtest.ratio([case for case in running if case.month == month])
        for month in (0, *backtest.MONTHS)
    ]
    assert ratios == sorted(ratios, reverse=True)
