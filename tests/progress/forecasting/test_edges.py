"""Where there is no forecast, and why; limits, falling goals, goals already met."""

import subprocess
import sys

import pytest

from dashboard.progress.forecasting import Forecast, NoForecast, RunningYear, forecast
from tests.progress.forecasting.test_worked_forecasts import GROWING, made


@pytest.mark.parametrize(
    ("points", "due", "reason"),
    [
        ([], 2027, "too-few-points"),
        (GROWING[:2], 2027, "too-few-points"),
        (GROWING, None, "no-due"),
        (GROWING, 0, "no-due"),
        (GROWING, "soon", "no-due"),
        (GROWING, 2025, "due-known"),
        (GROWING, 2020, "due-known"),
        # 2023-2025 are two years behind, so 2027 is the furthest ahead.
        (GROWING, 2028, "too-far"),
        ([(2023, 0), (2024, 0), (2025, 0)], 2026, "all-zero"),
        ([(2023, 1), (2024, 1e6), (2025, 1)], 2026, "too-wide"),
        ([(2023, 1e-90), (2024, 1e90), (2025, 1e99)], 2027, "too-wide"),
        ([(2023, float("nan")), (2024, None), (2025, "no figure")], 2026, "too-few-points"),
    ],
)
def test_there_is_no_forecast_and_the_reason_is_named(
    points: list[tuple[int, object]], due: object, reason: str
) -> None:
    given = forecast(points, due, 100)
    assert isinstance(given, NoForecast)
    assert given.reason == reason


def test_too_far_names_the_furthest_year() -> None:
    given = forecast(GROWING, 2030, 200)
    assert isinstance(given, NoForecast)
    assert given.furthest == 2027


def test_equal_figures_do_not_make_the_next_one_certain() -> None:
    given = made([(2023, 100), (2024, 100), (2025, 100)], 2026, 100)
    assert given.value == pytest.approx(100)
    assert given.low < 100 < given.high
    assert given.chance == pytest.approx(0.5)


def test_losses_and_zeros_are_forecast_by_a_line() -> None:
    given = made([(2023, "-30"), (2024, "0"), (2025, "30")], 2026, 50)
    # It rises by 30 a year: 30 + 30 = 60.
    assert given.method == "line"
    assert given.value == pytest.approx(60)


def test_a_share_stops_at_its_whole_and_over_it_is_impossible() -> None:
    shares = [(2023, 0.8), (2024, 0.9), (2025, 1.0)]
    how = {"kind": "share", "unit": "fraction", "limit": 1}
    given = made(shares, 2026, 1, **how)
    assert (given.value, given.high) == (1.0, 1.0)
    assert given.already
    assert made(shares, 2026, 1, ">", **how).chance == 0.0
    assert made(shares, 2026, "1.2", **how).chance == 0.0
    assert made(shares, 2026, 1, "<=", **how).chance == 1.0


def test_a_count_never_falls_below_zero() -> None:
    given = made([(2023, 30), (2024, 20), (2025, 10)], 2026, 0, "<=", kind="stock", unit="count")
    assert (given.low, given.value) == (0.0, 0.0)
    assert made([(2023, 5), (2024, 4), (2025, 6)], 2026, 0, unit="count").chance == 1.0


def test_a_total_that_runs_on_never_falls() -> None:
    given = made([(2023, 40), (2024, 41), (2025, 100)], 2026, 100, kind="total", unit="count")
    assert given.low == 100
    assert given.chance == 1.0


@pytest.mark.parametrize(("comparator", "direction"), [("<=", "up"), ("<", "keep"), (">=", "down")])
def test_a_falling_goal_is_met_from_above(comparator: str, direction: str) -> None:
    falling = [(2023, 100), (2024, 90), (2025, 81)]
    # A tenth less each year: 72.9 in 2026, under 75 with more than even chance.
    given = made(falling, 2026, 75, comparator, direction=direction)
    assert given.chance is not None
    assert given.chance > 0.5
    assert given.goal_reached is not None
    assert not given.already
    assert given.goal_reached.even is not None
    assert given.goal_reached.even.year == 2026


def test_a_goal_already_met_keeps_a_chance_of_being_lost() -> None:
    given = made([(2023, 120), (2024, 110), (2025, 100)], 2026, 99)
    assert given.already
    assert given.chance is not None
    # It falls by about a tenth, to 91: more likely lost than kept.
    assert given.chance < 0.5


def test_what_is_to_be_kept_may_stray_by_the_tolerance_either_way() -> None:
    steady = [(2023, 100), (2024, 100), (2025, 100)]
    kept = made(steady, 2026, 100, "maintain", direction="keep", kind="index", unit="count")
    above = made(steady, 2026, 105, "<=", kind="index", unit="fraction")
    below = made(steady, 2026, 95, "<=", kind="index", unit="fraction")
    assert kept.chance == pytest.approx((above.chance or 0) - (below.chance or 0))


def test_approach_is_reached_within_its_tolerance() -> None:
    # 接近 100 with 5 % tolerance is reached at 95.
    near = made(GROWING, 2026, 140, "approach")
    assert near.chance == made(GROWING, 2026, 133, ">=").chance


def test_in_step_compares_with_no_number() -> None:
    assert made(GROWING, 2026, 140, "in step").chance is None


def test_months_without_an_earlier_year_change_nothing() -> None:
    alone = RunningYear(year=2026, month=6, value=70)
    assert made(GROWING, 2027, 140, running=alone) == made(GROWING, 2027, 140)
    old = RunningYear(year=2025, month=6, value=70, earlier=[(50, 100)])
    assert made(GROWING, 2027, 140, running=old) == made(GROWING, 2027, 140)
    # More in January to June than in the whole year: a correction, and no share.
    odd = RunningYear(year=2026, month=6, value=70, earlier=[(120, 100)])
    assert made(GROWING, 2027, 140, running=odd) == made(GROWING, 2027, 140)


def test_the_months_narrow_the_range() -> None:
    before = made(GROWING, 2026, 140)
    widths = []
    for month in (3, 6, 9, 11):
        now = RunningYear(year=2026, month=month, value=133.1 * month / 12, earlier=[(month, 12)])
        given = made(GROWING, 2026, 140, running=now)
        widths.append(given.high - given.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] < before.high - before.low


def test_raising_the_last_year_alone_can_lower_the_chance() -> None:
    # A jump says that anything may happen, a fall as well.
    calm = made([(2023, 100), (2024, 100), (2025, 110)], 2026, 85)
    wild = made([(2023, 100), (2024, 100), (2025, 150)], 2026, 85)
    assert calm.chance is not None
    assert wild.chance is not None
    assert wild.chance < calm.chance


def test_an_unusual_last_year_is_marked() -> None:
    steady = [(2019 + place, 100 * 1.1**place) for place in range(6)]
    assert not made([*steady, (2025, 100 * 1.1**6)], 2027).unusual_last
    assert made([*steady, (2025, 120)], 2027).unusual_last


def test_the_own_past_says_whether_naive_was_beaten() -> None:
    # The errors of the last growth keep swinging to the other side; the mean hardly errs.
    swing = [100, 120, 126, 151, 159, 190, 200]
    given = made([(2019 + place, value) for place, value in enumerate(swing)], 2026)
    assert given.against_naive == "better"
    # 10 % for three years, then 2 %: the last growth is right again from the second year on.
    broken = [100, 110, 121, 133.1, 135.8, 138.5, 141.2]
    given = made([(2019 + place, value) for place, value in enumerate(broken)], 2026)
    assert given.against_naive == "no-better"
    assert made(GROWING, 2027).against_naive == "untested"
    assert isinstance(made(GROWING, 2027), Forecast)


def test_two_years_ahead_a_steady_series_has_a_centre_but_no_range_and_no_chance() -> None:
    given = made(GROWING, 2027, 140)
    assert (given.low, given.high, given.chance, given.range_until) == (None, None, None, 2026)
    assert [year for year, _, _ in given.band] == [2025, 2026]
    assert [year for year, _ in given.centre] == [2025, 2026, 2027]
    # 146.41 in 2027 is over 140: likelier than not, and no more is said of that year.
    assert given.goal_reached is not None
    assert given.goal_reached.even is not None
    assert given.goal_reached.latest is None


def test_months_that_contradict_the_years_before_leave_no_range() -> None:
    steady = [(2022, 100), (2023, 110), (2024, 121), (2025, 133.1)]
    # Half of the year was done by June; 80 would make 160 of the 146 expected, with half a point of
    # scatter: the year has broken with the past, or its season has moved.
    now = {"year": 2026, "month": 6, "earlier": [(55, 110), (60.5, 121), (66.55, 133.1)]}
    apart = made(steady, 2026, 150, running=RunningYear(value=100, **now))
    assert apart.running is not None
    assert apart.running.contradicted
    assert (apart.low, apart.chance, apart.range_until) == (None, None, 2025)
    near = made(steady, 2026, 150, running=RunningYear(value=74, **now))
    assert near.running is not None
    assert not near.running.contradicted
    assert near.low is not None


def test_where_one_end_lies_at_a_bound_the_other_is_missed_once_in_five() -> None:
    shares = [(2023, 0.80), (2024, 0.88), (2025, 0.94)]
    how = {"kind": "share", "unit": "fraction"}
    open_ended = made(shares, 2026, **how)
    capped = made(shares, 2026, limit=1, **how)
    assert open_ended.high is not None
    assert open_ended.low is not None
    assert capped.low is not None
    assert open_ended.high > 1 == capped.high
    # One degree of freedom: the 20 % quantile lies tan(0.3 pi) = 1.376382 from the middle, the 10 %
    # quantile tan(0.4 pi) = 3.077684.
    middle = open_ended.value
    assert (middle - capped.low) / (middle - open_ended.low) == pytest.approx(1.376382 / 3.077684)


def test_statistics_are_not_loaded_before_a_forecast_is_asked_for() -> None:
    code = (
        "import sys, dashboard.views.outlook, dashboard.progress.forecasting as f\n"
        "f.what_if(100, 2025, 0.1, [121]); assert 'scipy' not in sys.modules\n"
        "f.forecast([(2023, 1), (2024, 2), (2025, 3)], 2026); assert 'scipy.special' in sys.modules\n"
        "assert 'scipy.stats' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
