"""The forecast in words: what it is, how sure, by which method, and where it is no better."""

from __future__ import annotations

from typing import get_args

import pytest

from dashboard.languages import has
from dashboard.progress.forecasting import NoForecast, RunningYear, forecast
from dashboard.progress.forecasting.coverage import COVERAGE, UNSHOWN
from dashboard.progress.forecasting.forecasts import Reason
from dashboard.progress.forecasting.models import METHODS
from dashboard.wording.forecasts import forecast_words

YI = 10**8


def test_the_headline_names_value_and_range_in_three_digits() -> None:
    points = [(2023, 100 * YI), (2024, 110 * YI), (2025, 121 * YI)]
    made = forecast(points, 2026, 140 * YI)
    # 133.1 -> 133; the range of test_worked_forecasts: 133.1 e^±0.019193 = 130.57 and 135.68
    assert forecast_words(made, "zh").headline == (
        "2026年预测约为 133 亿元，有 80% 的可能在 131 亿元至 136 亿元之间。"
    )
    english = forecast_words(made, "en")
    assert "about 13.3 billion yuan" in english.headline
    # A chance of 0.0391 is under one in twenty.
    assert "under 5%" in english.sentences[0]
    assert any("logarithm" in each and "+10%" in each for each in english.sentences)
    assert any("too short" in each for each in english.sentences)
    assert any("3 yearly figures only" in each for each in english.sentences)


def test_nearly_certain_is_never_said_as_certain() -> None:
    points = [(2019 + place, 100.0 * 1.1**place) for place in range(7)]
    assert "在 95% 以上" in forecast_words(forecast(points, 2026, 10), "zh").sentences[0]
    assert "under 5%" in forecast_words(forecast(points, 2026, 1000), "en").sentences[0]


def test_it_says_plainly_where_it_is_no_better_than_naive() -> None:
    broken = [100, 110, 121, 133.1, 135.8, 138.5, 141.2]
    made = forecast([(2019 + place, value) for place, value in enumerate(broken)], 2026, 150)
    assert any("no better than simply" in each for each in forecast_words(made, "en").sentences)
    assert any("并不比简单沿用" in each for each in forecast_words(made, "zh").sentences)


def test_the_running_year_is_called_an_estimate() -> None:
    points = [(2023, 100), (2024, 110), (2025, 121)]
    now = RunningYear(year=2026, month=6, value=70, earlier=[(60.5, 121)])
    words = forecast_words(forecast(points, 2026, 140, running=now, unit="count"), "zh")
    assert any("是估计数，不是填报数" in each and "50%" in each for each in words.sentences)


@pytest.mark.parametrize("reason", get_args(Reason))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_refusal_has_its_sentence(reason: str, lang: str) -> None:
    assert has(f"forecast.no.{reason}", lang)
    refused = NoForecast(reason=reason, points=2, due=2027, last_year=2025, furthest=2026)  # type: ignore[arg-type]  # from get_args
    assert forecast_words(refused, lang).headline


def test_the_refusal_says_how_many_years_it_takes_and_why() -> None:
    words = forecast_words(forecast([(2025, 1)], 2027), "en")
    assert words.headline.startswith("There is no forecast: it takes 3 full years")
    assert words.headline.endswith("there is 1.")


def test_every_method_has_its_measured_coverage_and_words() -> None:
    assert set(COVERAGE) == set(METHODS)
    for method in METHODS:
        assert has(f"forecast.method.{method}", "zh")


def test_a_rate_has_no_date_from_which_it_is_reached() -> None:
    rates = [(2022, 0.10), (2023, 0.12), (2024, 0.14)]
    made = forecast(rates, 2025, 0.13, kind="growth", unit="fraction")
    said = " ".join(forecast_words(made, "en").sentences)
    assert "The chance of meeting the goal of 13% in 2025" in said
    assert "likelier" not in said
    assert "latest figure" not in said


def test_the_coverage_says_on_how_many_shapes_it_rests_and_how_far_ahead_the_worst_lies() -> None:
    held = COVERAGE["growth"]
    said = " ".join(
        forecast_words(forecast([(2023, 100), (2024, 110), (2025, 121)], 2026), "en").sentences
    )
    assert (
        f"generated series of {held.shapes} shapes the 80% ranges that are shown held in {held.usual}%"
        in said
    )
    assert f"in the worst of these shapes, {held.ahead} year ahead, in {held.worst}%" in said


def test_without_a_range_it_says_why_and_what_is_known_of_the_year_before() -> None:
    points = [(2023, 100 * YI), (2024, 110 * YI), (2025, 121 * YI)]
    made = forecast(points, 2027, 140 * YI)
    english, chinese = forecast_words(made, "en"), forecast_words(made, "zh")
    assert english.headline == (
        "Forecast for 2027: about 14.6 billion yuan, if the pace lasts; no range is given."
    )
    assert chinese.headline == "如果走势不变，2027年预测约为 146 亿元；不给出区间。"
    assert english.sentences[0].startswith(
        "For 2027 neither a range nor a chance is given: nothing"
    )
    assert f"in as few as {UNSHOWN['growth']}% of cases" in english.sentences[0]
    assert "也不给出可能性" in chinese.sentences[0]
    assert english.sentences[1] == (
        "For 2026 the range is 13.1 billion yuan to 13.6 billion yuan (80%)."
    )
    assert any("from 2027 on if the pace lasts" in each for each in english.sentences)
    assert not any("one chance in ten" in each for each in english.sentences)


def test_months_and_years_that_contradict_each_other_are_said_to() -> None:
    points = [(2023, 100), (2024, 110), (2025, 121)]
    now = RunningYear(year=2026, month=6, value=110, earlier=[(55, 110), (60.5, 121)])
    made = forecast(points, 2026, 140, running=now)
    english = " ".join(forecast_words(made, "en").sentences)
    assert "what the months of 2026 say and what the years before said lie too far apart" in english
    assert " (" not in english.split("The year 2026 is not over")[1].split("an estimate")[0]
    assert "各月的进度与往年不同" in forecast_words(made, "zh").sentences[0]


def test_what_stands_at_its_bound_is_given_no_range() -> None:
    whole = [(2023, 0.7), (2024, 0.85), (2025, 1.0)]
    made = forecast(whole, 2026, 1.0, kind="share", unit="fraction", limit=1.0)
    assert forecast_words(made, "en").headline == (
        "Forecast for end of 2026: 100%, a bound that it cannot pass; "
        "the whole range of 80% lies there."
    )
    assert "不可逾越的界限" in forecast_words(made, "zh").headline


def test_a_season_is_said_with_the_figure_it_is_taken_off() -> None:
    firms = [(2022, 100), (2023, 110), (2024, 120), (2025, 130)]
    seasons = [(100, 105 / 0.9, 110), (110, 115 / 0.9, 120), (120, 125 / 0.9, 130)]
    now = RunningYear(year=2026, month=6, value=150, seasons=seasons, level=True)
    made = forecast(firms, 2026, 150, kind="stock", unit="count", running=now)
    english = " ".join(forecast_words(made, "en").sentences)
    assert "taken as 135: in 3 earlier years" in english
    assert "by +10% on average" in english
    assert "扣除季节因素后的水平为 135（此前" in " ".join(forecast_words(made, "zh").sentences)
