"""Forecasts worked by hand, one per method, and the year that is not over."""

from math import atan, exp, log, pi, sqrt, tan

import pytest

from dashboard.progress.forecasting import Forecast, RunningYear, forecast
from dashboard.progress.forecasting.thresholds import When

GROWING = [(2023, 100), (2024, 110), (2025, 121)]
T1 = 1 / tan(pi * 0.1)
"""Student's t with one degree of freedom, which is Cauchy's: its 90 % quantile, 3.077684."""


def above(t: float) -> float:
    """The chance above t with one degree of freedom: 1/2 - atan(t) / pi."""
    return 0.5 - atan(t) / pi


def made(*args: object, **how: object) -> Forecast:
    given = forecast(*args, **how)  # type: ignore[arg-type]  # any input is the point of some tests
    assert isinstance(given, Forecast)
    return given


def test_money_growing_by_a_tenth_goes_on_by_a_tenth() -> None:
    given = made(GROWING, 2027, 140)
    # 121 * 1.1 = 133.1, * 1.1 = 146.41
    assert given.method == "growth"
    assert given.growth == pytest.approx(0.1)
    assert given.value == pytest.approx(146.41)
    assert [year for year, _ in given.centre] == [2025, 2026, 2027]
    assert given.centre[1][1] == pytest.approx(133.1)


def test_the_range_of_a_steady_series_is_that_of_the_least_scatter() -> None:
    given = made(GROWING, 2026, 140)
    # Both changes equal, so half a point of scatter: s = 0.005 with 2 changes - 1 = 1 degree of freedom.
    # Weights 0.5 and 1: T = 1.5^2 / (0.25 + 1) = 2.25 / 1.25; spread = s sqrt(1 + 1/T).
    spread = 0.005 * sqrt(1 + 1.25 / 2.25)
    assert pytest.approx(3.077684, abs=1e-6) == T1
    assert given.high == pytest.approx(133.1 * exp(T1 * spread), rel=1e-9)
    assert given.low == pytest.approx(133.1 * exp(-T1 * spread), rel=1e-9)
    # t = ln(140 / 133.1) / 0.0062361 = 8.1063; chance above = 1/2 - atan(t) / pi = 0.0391
    assert given.chance == pytest.approx(above(log(140 / 133.1) / spread), abs=1e-9)
    assert given.chance == pytest.approx(0.0391, abs=1e-4)


def test_the_scatter_is_the_sample_deviation_of_the_changes() -> None:
    # Steps 10 and 30: deviation sqrt((10^2 + 10^2) / 1) = 14.142136 round their mean of 20, one degree
    # of freedom; drift (5 + 30) / 1.5 = 23.3333; spread 14.142136 sqrt(1 + 1.25 / 2.25) = 17.638342.
    given = made([(2023, 100), (2024, 110), (2025, 140)], 2026, kind="stock", unit="count")
    assert given.value == pytest.approx(140 + 70 / 3)
    assert given.high == pytest.approx(140 + 70 / 3 + T1 * 17.638342, abs=1e-5)


def test_what_is_counted_anew_each_year_follows_a_line() -> None:
    given = made([(2022, 20), (2023, 26), (2024, 26), (2025, 32)], 2026, unit="count")
    # Least squares with weights 0.343, 0.49, 0.7, 1 at -3, -2, -1, 0: W = 2.533, Wt = -2.709,
    # Wtt = 5.747, Wx = 69.8, Wtx = -64.26 (from 6.86 + 12.74 + 18.2 + 32 and -20.58 - 25.48 - 18.2).
    slope = (2.533 * -64.26 + 2.709 * 69.8) / (2.533 * 5.747 - 2.709**2)
    level = (69.8 + 2.709 * slope) / 2.533
    assert given.method == "line"
    assert given.growth == pytest.approx(slope)
    assert given.value == pytest.approx(level + slope)


def test_a_surprise_of_the_running_year_moves_a_line_by_what_is_no_noise() -> None:
    line = [(2022, 40), (2023, 60), (2024, 80), (2025, 100)]
    now = RunningYear(year=2026, month=6, value=70, earlier=[(40, 80), (50, 100)])
    given = made(line, 2027, unit="count", running=now)
    assert given.running is not None
    # The line says 120, the months 140: the surprise e = estimate - 120 lifts the level by 0.51 e and
    # the slope of 20 by 0.09 e, so that 2027 comes to 140 + 0.6 e.
    surprise = given.running.value - 120
    assert 0 < surprise < 20
    assert given.value == pytest.approx(140 + 0.6 * surprise)


def test_a_year_not_reported_counts_by_the_length_of_its_gap() -> None:
    # 100 -> 121 in two years and 133.1 the year after: a tenth a year throughout.
    given = made([(2022, 100), (2024, 121), (2025, 133.1)], 2026)
    assert given.value == pytest.approx(146.41)
    assert given.chance is None


def test_counts_go_on_by_their_step_and_are_reached_half_a_unit_early() -> None:
    given = made([(2023, 10), (2024, 20), (2025, 30)], 2026, 40, kind="stock", unit="count")
    # 30 + 10 = 40; the edge is 39.5, under the centre, so the chance is a little over one half.
    assert given.method == "steps"
    assert given.value == pytest.approx(40)
    # The least scatter of a count is half a unit: spread = 0.5 sqrt(1 + 1.25/2.25) = 0.623610;
    # t = 0.5 / 0.623610 = 0.801784; 1/2 + atan(t) / pi = 0.715123
    assert given.chance == pytest.approx(0.7151, abs=1e-4)


def test_rates_are_expected_at_their_mean_however_far_ahead() -> None:
    rates = [(2022, 0.10), (2023, 0.12), (2024, 0.14)]
    # Weights 0.25, 0.5 and 1: (0.025 + 0.06 + 0.14) / 1.75 = 9/70 = 0.128571
    given = made(rates, 2025, 9 / 70, kind="growth", unit="fraction")
    assert given.method == "mean"
    assert given.value == pytest.approx(9 / 70)
    assert given.chance == pytest.approx(0.5)
    # Sample deviation of 10, 12 and 14 %: 0.02, two degrees of freedom, t = 0.8 sqrt(2 / 0.36) = 1.885618;
    # T = 1.75^2 / (0.0625 + 0.25 + 1) = 7/3; squared spread 0.0004 * (1 + 3/7)
    assert given.high == pytest.approx(9 / 70 + 1.885618 * sqrt(0.0004 * 10 / 7), abs=1e-6)
    later = made(rates, 2026, 9 / 70, kind="growth", unit="fraction")
    assert (later.value, later.low) == (given.value, None)


def test_the_threshold_is_reached_when_the_chance_is_even() -> None:
    given = made(GROWING, 2027, 140, next_threshold=170)
    # 133.1 in 2026 lies below 140, 146.41 in 2027 above; 170 is over the centre of 2027.
    assert given.goal_reached is not None
    assert given.goal_reached.even == When(2027)
    assert given.goal_reached.until == When(2027)
    assert given.next_reached is not None
    assert given.next_reached.even is None


def test_a_level_is_reached_in_a_month() -> None:
    firms = [(2022, 100), (2023, 220), (2024, 340), (2025, 460)]
    given = made(firms, 2027, 520, kind="stock", unit="count")
    # 120 a year are 10 a month: 460 + 6 * 10 = 520 at the end of June 2026; 519.5 is passed there.
    assert given.goal_reached is not None
    assert given.goal_reached.even == When(2026, 6)


def test_the_months_so_far_are_scaled_by_the_share_of_earlier_years() -> None:
    now = RunningYear(year=2026, month=6, value=70, earlier=[(55, 110), (60.5, 121)])
    given = made(GROWING, 2026, 140, running=now)
    assert given.running is not None
    # Half of the year was done by June in both years: 70 / 0.5 = 140.
    assert given.running.share == pytest.approx(0.5)
    assert given.running.from_months == pytest.approx(140)
    # Their squared spread: weights 0.5 and 1, T = 1.8; (0.10 * (1 - 6/12))^2 / 2 * (1 + 1/1.8)
    # = 0.00125 * 14/9 = 0.001944444; that of the years: 0.005^2 * 14/9 = 0.0000388889;
    # trust in the months 0.0000388889 / 0.0019833333 = 0.019607843
    expected = exp(log(133.1) + 0.019607843 * log(140 / 133.1))
    assert given.value == pytest.approx(expected, rel=1e-6)
    # Two earlier years of months: two degrees of freedom.
    spread = sqrt(0.019607843 * 0.001944444)
    assert given.high == pytest.approx(expected * exp(1.885618 * spread), rel=1e-6)


def test_a_level_read_during_the_year_is_where_the_forecast_starts() -> None:
    firms = [(2023, 100), (2024, 110), (2025, 120)]
    now = RunningYear(year=2026, month=6, value=140, level=True)
    given = made(firms, 2026, 150, kind="stock", unit="count", running=now)
    # 140 at the end of June and half a year's step of 10: 145.
    assert given.value == pytest.approx(145)
    assert given.band[0] == (2025, 120, 120)


def test_of_two_figures_for_one_year_the_later_stands_and_the_order_does_not_matter() -> None:
    assert made([(2025, 121), (2023, 100), (2024, 9), (2024, "110")], 2027) == made(GROWING, 2027)


def test_a_loss_of_the_running_year_is_scaled_by_the_share_of_earlier_losses() -> None:
    losses = [(2023, -100), (2024, -80), (2025, -60)]
    now = RunningYear(year=2026, month=6, value=-20, earlier=[(-40, -80), (-30, -60)])
    given = made(losses, 2026, -50, running=now, may_be_negative=True)
    assert given.running is not None
    # Half of each year's loss was there by June: -20 / 0.5 = -40.
    assert given.running.from_months == pytest.approx(-40)
    # A loss by June that the year's end had turned into a profit is no share of anything.
    odd = RunningYear(year=2026, month=6, value=-20, earlier=[(-40, 80), (-30, -60)])
    assert made(losses, 2026, -50, running=odd, may_be_negative=True).running is None


def test_a_season_of_a_level_is_taken_off_before_it_goes_on() -> None:
    firms = [(2022, 100), (2023, 110), (2024, 120), (2025, 130)]
    # At the end of June the line between the year ends stood at 105, 115 and 125; the readings lay
    # a tenth of themselves above it: 105 / 0.9 = 116.667, 127.778 and 138.889.
    seasons = [(100, 105 / 0.9, 110), (110, 115 / 0.9, 120), (120, 125 / 0.9, 130)]
    now = RunningYear(year=2026, month=6, value=150, seasons=seasons, level=True)
    given = made(firms, 2026, 150, kind="stock", unit="count", running=now)
    assert given.running is not None
    # 150 less a tenth of it is 135, and half a year's step of 10 makes 140.
    assert given.running.season == pytest.approx(0.1)
    assert given.running.from_months == pytest.approx(135)
    assert given.value == pytest.approx(140)
    one = RunningYear(year=2026, month=6, value=150, seasons=seasons[:1], level=True)
    alone = made(firms, 2026, 150, kind="stock", unit="count", running=one)
    assert alone.running is not None
    assert alone.running.season is None


@pytest.mark.parametrize("signed", [False, True])
def test_only_what_may_be_negative_is_forecast_below_zero(signed: bool) -> None:
    # 1000, 400 and 0 亿: the line falls far below zero in 2026.
    income = [(2023, 1e11), (2024, 4e10), (2025, 0)]
    given = made(income, 2026, 5e10, may_be_negative=signed)
    assert given.method == "line"
    assert given.low is not None
    assert (given.value < 0, given.low < 0) == (signed, signed)
    assert signed or min(low for _, low, _ in given.band) == 0
