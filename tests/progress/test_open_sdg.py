"""The Open SDG measure where the published series are silent: bases, ties, limits."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest

from dashboard.progress.open_sdg import measure


def progress(**columns: float | None) -> dict[str, object]:
    row = {
        "base_value": 100.0, "base_year": 2020, "current_value": 100.0, "current_year": 2021,
        "target": None, "target_year": 2030, "direction": 1, "limit": None,
    } | columns  # fmt: skip
    return measure(pd.DataFrame([row])).iloc[0].to_dict()


def test_a_base_of_zero_counts_as_a_thousandth() -> None:
    # (2 / 0.001) - 1 = 1999 against (4 / 0.001)^(1/10) - 1 = 4000^0.1 - 1 = 1.29194.
    found = progress(base_value=0.0, current_value=2.0, target=4.0)
    assert found["value"] == pytest.approx(1999 / (4000**0.1 - 1))
    assert (found["status"], found["score"]) == ("substantial_progress", 5)


def test_a_negative_base_that_moves_up_is_progress() -> None:
    # s = -1: -100 -> -90 is a CAGR of 0.9 - 1 = -0.1, times -1 = +0.1 wanted upwards.
    found = progress(base_value=-100.0, current_value=-90.0)
    assert found["value"] == pytest.approx(0.1)
    assert found["status"] == "substantial_progress"


def test_opposite_signs_are_not_available() -> None:
    found = progress(base_value=-100.0, current_value=10.0)
    assert found["status"] == "not_available"
    assert isnan(found["value"])
    assert isnan(found["score"])


def test_less_than_a_year_is_not_available() -> None:
    assert progress(current_year=2020)["status"] == "not_available"


@pytest.mark.parametrize(
    ("current", "status"),
    [
        # Base 100, target 200 in one year needs 100 %: R is the growth itself.
        (195.0, "substantial_progress"),  # exactly 0.95, included
        (194.0, "moderate_progress"),
        (160.0, "moderate_progress"),  # exactly 0.6, included
        (159.0, "limited_progress"),
        (100.0, "limited_progress"),  # exactly 0, included
        (99.0, "deterioration"),
        (200.0, "target_achieved"),
    ],
)
def test_ties_on_the_thresholds_with_a_target_are_included(current: float, status: str) -> None:
    assert progress(current_value=current, target=200.0, target_year=2021)["status"] == status


def test_a_target_reached_scores_five_even_when_the_trend_worsens() -> None:
    found = progress(base_value=150.0, current_value=120.0, target=110.0)
    assert (found["status"], found["score"]) == ("target_achieved", 5)


def test_the_two_branches_of_the_target_score_meet_near_zero() -> None:
    # R = 0.6: 7.1429 x 0.6 - 4.2857 = 0.00004; R = 0: 4.1667 x 0 - 2.5 = -2.5.
    at = progress(current_value=160.0, target=200.0, target_year=2021)
    assert at["score"] == pytest.approx(0.00004, abs=1e-9)
    none = progress(current_value=100.0, target=200.0, target_year=2021)
    assert none["score"] == -2.5


@pytest.mark.parametrize(
    ("current", "status", "score"),
    [
        (101.5, "substantial_progress", 2.5),  # 1.5 %: 500 x 0.015 - 5
        (100.5, "moderate_progress", 0.0),  # 0.5 %: 250 x 0.005 - 1.25
        (100.0, "limited_progress", -2.5),
        (99.0, "deterioration", -3.75),  # -1 %: 125 x -0.01 - 2.5
    ],
)
def test_without_a_target_growth_itself_is_judged(
    current: float, status: str, score: float
) -> None:
    # 101.5/100 - 1 in floats is just above or below 1.5 %; the score tells the band.
    found = progress(current_value=current + 1e-9)
    assert found["status"] == status
    assert found["score"] == pytest.approx(score, abs=1e-5)


def test_near_a_natural_limit_the_thresholds_shrink() -> None:
    # Base 90 of 100: C = 1 - 0.9^4.44 = 1 - 0.62637 = 0.37363; moderate starts at 0.187 %.
    found = progress(base_value=90.0, current_value=90.2, limit=100.0)
    assert found["damping"] == pytest.approx(1 - 0.9**4.44)
    assert found["status"] == "moderate_progress"
    # Far above the limit (an index over twice its floor) nothing is damped.
    assert progress(base_value=200.0, current_value=201.0, limit=100.0)["damping"] == 1
    # Between: b = 150, L = 100: C = 1 - 0.5^4.44 = 0.95393.
    between = progress(base_value=150.0, current_value=151.0, limit=100.0)
    assert between["damping"] == pytest.approx(1 - 0.5**4.44)


def test_at_the_limit_holding_it_scores_five() -> None:
    found = progress(base_value=100.0, current_value=100.0, limit=100.0)
    assert (found["damping"], found["score"]) == (0, 5)
