"""The t distribution against its closed forms for one and two degrees of freedom, and tables."""

from math import atan, pi, sqrt

import pytest

from dashboard.progress.forecasting.student import cdf, quantile


@pytest.mark.parametrize("t", [-3.0, -0.5, 0.0, 0.7, 12.0])
def test_one_and_two_degrees_of_freedom_follow_their_closed_forms(t: float) -> None:
    # Cauchy: 1/2 + atan(t)/pi; two degrees: 1/2 + t / (2 sqrt(2 + t^2))
    assert cdf(t, 1) == pytest.approx(0.5 + atan(t) / pi, abs=1e-12)
    assert cdf(t, 2) == pytest.approx(0.5 + t / (2 * sqrt(2 + t * t)), abs=1e-12)


@pytest.mark.parametrize(
    ("df", "printed"),
    # The 90 % column of a printed table of Student's t.
    [(1, 3.078), (2, 1.886), (3, 1.638), (4, 1.533), (5, 1.476), (10, 1.372), (30, 1.310)],
)
def test_the_ninety_per_cent_column_of_the_printed_table(df: int, printed: float) -> None:
    assert quantile(0.9, df) == pytest.approx(printed, abs=5e-4)
    assert quantile(0.1, df) == -quantile(0.9, df)


def test_the_ends_of_the_line_are_certain() -> None:
    assert (cdf(float("-inf"), 5), cdf(float("inf"), 5)) == (0.0, 1.0)
    assert 0.0 <= cdf(-1e200, 7) < 1e-9
    assert cdf(1e200, 8) == pytest.approx(1)
