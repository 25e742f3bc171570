"""The Open SDG measure where the published series are silent: bases, ties, limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dashboard.progress.numbers import exact
from dashboard.progress.open_sdg import Progress, Series, measure

START = Series(exact("100"), 2020, exact("100"), 2021, 1, target_year=2030)


def progress(**columns: str | int) -> Progress:
    changes: dict[str, Any] = {
        name: value if isinstance(value, int) else exact(value) for name, value in columns.items()
    }
    return measure(START._replace(**changes))


def test_a_base_of_zero_counts_as_a_thousandth() -> None:
    # (2 / 0.001) - 1 = 1999 against (4 / 0.001)^(1/10) - 1 = 4000^0.1 - 1 = 1.29194.
    found = progress(base_value="0", current_value="2", target="4")
    assert found.value == pytest.approx(1999 / (4000**0.1 - 1))
    assert (found.status, found.score) == ("substantial_progress", 5)


def test_a_negative_base_that_moves_up_is_progress() -> None:
    # s = -1: -100 -> -90 is a CAGR of 0.9 - 1 = -0.1, times -1 = +0.1 wanted upwards.
    found = progress(base_value="-100", current_value="-90")
    assert found.value == Fraction(1, 10)
    assert found.status == "substantial_progress"


def test_opposite_signs_are_not_available() -> None:
    found = progress(base_value="-100", current_value="10")
    assert found.status == "not_available"
    assert (found.value, found.score) == (None, None)


def test_less_than_a_year_is_not_available() -> None:
    assert progress(current_year=2020).status == "not_available"


@pytest.mark.parametrize(
    ("current", "status"),
    [
        # Base 100, target 200 in one year needs 100 %: R is the growth itself.
        ("195", "substantial_progress"),  # exactly 0.95, included
        ("194", "moderate_progress"),
        ("160", "moderate_progress"),  # exactly 0.6, included
        ("159", "limited_progress"),
        ("100", "limited_progress"),  # exactly 0, included
        ("99", "deterioration"),
        ("200", "target_achieved"),
    ],
)
def test_ties_on_the_thresholds_with_a_target_are_included(current: str, status: str) -> None:
    assert progress(current_value=current, target="200", target_year=2021).status == status


def test_a_target_reached_scores_five_even_when_the_trend_worsens() -> None:
    found = progress(base_value="150", current_value="120", target="110")
    assert (found.status, found.score) == ("target_achieved", 5)


def test_the_two_branches_of_the_target_score_meet_near_zero() -> None:
    # R = 0.6: 7.1429 x 0.6 - 4.2857 = 0.00004; R = 0: 4.1667 x 0 - 2.5 = -2.5.
    at = progress(current_value="160", target="200", target_year=2021)
    assert at.score == Fraction("0.00004")
    none = progress(current_value="100", target="200", target_year=2021)
    assert none.score == -2.5


@pytest.mark.parametrize(
    ("current", "status", "score"),
    [
        # As floats 101.5 / 100 - 1 is just below 1.5 %: only a fraction stands on the threshold.
        ("101.5", "substantial_progress", "2.5"),  # 1.5 %: 500 x 0.015 - 5
        ("100.5", "moderate_progress", "0"),  # 0.5 %: 250 x 0.005 - 1.25
        ("100", "limited_progress", "-2.5"),
        ("99", "deterioration", "-3.75"),  # -1 %: 125 x -0.01 - 2.5
    ],
)
def test_without_a_target_growth_itself_is_judged(current: str, status: str, score: str) -> None:
    found = progress(current_value=current)
    assert (found.status, found.score) == (status, Fraction(score))


def test_a_root_that_is_a_threshold_stands_on_it() -> None:
    # 1.015^7 = 1.109844912937078125...: seven years of exactly 1.5 % are substantial, a digit of
    # 10^-40 less is not.
    grown = Fraction("1.015") ** 7 * 100
    assert measure(START._replace(current_value=grown, current_year=2027)).status == (
        "substantial_progress"
    )
    less = grown - Fraction(1, 10**40)
    found = measure(START._replace(current_value=less, current_year=2027))
    assert found.status == "moderate_progress"


def test_near_a_natural_limit_the_thresholds_shrink() -> None:
    # Base 90 of 100: C = 1 - 0.9^4.44 = 1 - 0.62637 = 0.37363; moderate starts at 0.187 %.
    found = progress(base_value="90", current_value="90.2", limit="100")
    assert found.damping == pytest.approx(1 - 0.9**4.44)
    assert found.status == "moderate_progress"
    # Far above the limit (an index over twice its floor) nothing is damped.
    assert progress(base_value="200", current_value="201", limit="100").damping == 1
    # Between: b = 150, L = 100: C = 1 - 0.5^4.44 = 0.95393.
    between = progress(base_value="150", current_value="151", limit="100")
    assert between.damping == pytest.approx(1 - 0.5**4.44)


def test_at_the_limit_holding_it_scores_five() -> None:
    found = progress(base_value="100", current_value="100", limit="100")
    assert (found.damping, found.score) == (0, 5)
