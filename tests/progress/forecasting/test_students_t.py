"""Student's t against printed tables and what is exact."""

from math import inf

import pytest

from dashboard.progress.forecasting.students_t import chance_below, quantile

SHARES = (0.9, 0.95, 0.975, 0.99, 0.995)


@pytest.mark.parametrize(
    ("df", "printed"),
    [
        # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
        (1, (3.078, 6.314, 12.706, 31.821, 63.657)),
        (2, (1.886, 2.920, 4.303, 6.965, 9.925)),
        (3, (1.638, 2.353, 3.182, 4.541, 5.841)),
        (4, (1.533, 2.132, 2.776, 3.747, 4.604)),
        (5, (1.476, 2.015, 2.571, 3.365, 4.032)),
        (10, (1.372, 1.812, 2.228, 2.764, 3.169)),
        (30, (1.310, 1.697, 2.042, 2.457, 2.750)),
        (99, (1.290, 1.660, 1.984, 2.365, 2.626)),
    ],
)
def test_quantiles_are_those_of_the_printed_table(df: int, printed: tuple[float, ...]) -> None:
    for share, value in zip(SHARES, printed, strict=True):
        assert quantile(share, df) == pytest.approx(value, abs=0.0005)
        assert quantile(1 - share, df) == pytest.approx(-quantile(share, df), rel=1e-12)
        assert chance_below(quantile(share, df), df) == pytest.approx(share, abs=1e-14)


def test_chances_that_are_known_exactly() -> None:
    # df 1: 1/2 + atan(t)/pi. df 2: 1/2 + t / (2 sqrt(2 + t^2)).
    assert chance_below(1.0, 1) == pytest.approx(0.75, abs=1e-15)
    assert chance_below(1.0, 2) == pytest.approx(0.5 + 1 / (2 * 3**0.5), abs=1e-15)
    assert [chance_below(t, 7) for t in (-inf, 0.0, inf)] == [0.0, 0.5, 1.0]
