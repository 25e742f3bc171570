"""No input gives an exception, and what the page claims of chances holds for any figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.progress.forecasting import (
    Forecast,
    NoForecast,
    RunningYear,
    forecast,
    goal_forecast,
    what_if,
)
from dashboard.wording.forecasts import forecast_words, what_if_words
from tests.progress.building import figure, goal

ANY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6),
    st.decimals(), st.sampled_from(["1e400", "-0", "１２", 1e-320, 1e308]),
)  # fmt: skip
YEARS = st.integers(2000, 2030) | ANY
KINDS = st.sampled_from(["flow", "stock", "share", "index", "growth", "total", "else"])
UNITS = st.sampled_from(["yuan", "count", "fraction", "else"])
COMPARATORS = st.sampled_from(
    [">=", ">", "<=", "<", "=", "about", "range", "approach", "maintain", "in step", "?"]
)
DIRECTIONS = st.sampled_from(["up", "down", "keep", "?"])
AMOUNT = st.floats(50, 300)


@st.composite
def money(draw: st.DrawFn) -> list[tuple[int, float]]:
    # Changes of up to a half up or down: wilder ones are refused as too wide.
    values = draw(st.lists(st.floats(100, 150), min_size=3, max_size=8))
    return [(2025 - len(values) + 1 + place, value) for place, value in enumerate(values)]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(YEARS, ANY | st.floats(-1e6, 1e6)), max_size=10),
    YEARS, ANY | AMOUNT, COMPARATORS, KINDS, UNITS, DIRECTIONS, ANY,
    st.none() | st.builds(
        RunningYear, year=st.integers(2000, 2031), month=st.integers(0, 13), value=st.floats(),
        earlier=st.lists(st.tuples(st.floats(), st.floats()), max_size=3), level=st.booleans(),
    ),
    st.none() | st.floats(),
)  # fmt: skip
def test_no_input_gives_an_exception(
    points: Any, due: Any, target: Any, comparator: str, kind: str, unit: str, direction: str,
    following: Any, running: RunningYear | None, limit: float | None,
) -> None:  # fmt: skip
    made = forecast(
        points, due, target, comparator, kind=kind, unit=unit, direction=direction,
        running=running, next_threshold=following, limit=limit,
    )  # fmt: skip
    for lang in ("zh", "en"):
        assert forecast_words(made, lang).headline
    if isinstance(made, Forecast):
        ranged = made.due <= made.range_until
        assert made.chance is None or (ranged and 0 <= made.chance <= 1)
        assert made.band[0] == (made.last_year, made.last_value, made.last_value)
        assert all(low <= high for _, low, high in made.band)
        assert made.band[-1][0] <= made.range_until
        if ranged:
            assert made.low is not None
            assert made.high is not None
            assert made.low <= made.value <= made.high
            assert made.band[-1] == (made.due, made.low, made.high)
        else:
            assert (made.low, made.high) == (None, None)
    else:
        assert isinstance(made, NoForecast)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.floats(0, 1000), min_size=3, max_size=8), UNITS, st.floats(0, 500),
    st.integers(1, 11), st.booleans(), st.sampled_from(["flow", "stock", "share", "total"]),
)  # fmt: skip
def test_what_is_never_negative_is_never_forecast_below_zero(
    values: list[float], unit: str, now: float, month: int, level: bool, kind: str
) -> None:
    points = [(2025 - len(values) + 1 + place, value) for place, value in enumerate(values)]
    running = RunningYear(
        year=2026, month=month, value=now, earlier=[(40, 80), (50, 90)], level=level,
        seasons=[(90, 120, 100), (100, 130, 110), (110, 140, 120)],
    )  # fmt: skip
    made = forecast(points, 2027, 10, kind=kind, unit=unit, running=running)
    if isinstance(made, Forecast):
        assert min(low for _, low, _ in made.band) >= 0
        assert min(value for _, value in made.centre) >= 0
        assert made.running is None or made.running.low >= 0


@settings(max_examples=150, deadline=None)
@given(ANY | AMOUNT, YEARS, ANY | st.floats(-1, 2), st.lists(ANY, max_size=3), COMPARATORS)
def test_no_supposition_gives_an_exception(
    value: Any, year: Any, growth: Any, thresholds: list[Any], comparator: str
) -> None:
    made = what_if(value, year, growth, thresholds, comparator=comparator)
    for lang in ("zh", "en"):
        assert what_if_words(made, "yuan", lang).headline


CODES = st.sampled_from(
    [f"{year}{part}" for year in range(2019, 2027) for part in ("", "-M03", "-M06", "-M09")]
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(CODES, st.decimals(-1000, 1000, places=2).map(str)), max_size=25),
    KINDS, UNITS, COMPARATORS, DIRECTIONS, st.sampled_from(["year", "start"]),
    st.sampled_from([None, 2019, 2022]), st.sampled_from([None, "year"]),
    st.sampled_from([None, 2026, 2027]), st.none() | st.decimals(-500, 500, places=1).map(str),
)  # fmt: skip
def test_no_goal_and_no_figures_give_an_exception(
    entered: list[tuple[str, str]], kind: str, unit: str, comparator: str, direction: str,
    accumulates: str, since: int | None, every: str | None, due: int | None, value: str | None,
) -> None:  # fmt: skip
    promised = goal(
        value, kind=kind, unit=unit, comparator=comparator, direction=direction,
        accumulates=accumulates, since=since, every=every, due=due,
    )  # fmt: skip
    seen = [figure(code, number) for code, number in entered]
    made = goal_forecast(promised, seen, date(2026, 10, 15), next_threshold="700")
    assert forecast_words(made, "zh").headline


def chance_of(made: Forecast | NoForecast) -> float:
    assume(isinstance(made, Forecast))
    assert isinstance(made, Forecast)
    # Where months and years contradict each other there is none.
    assume(made.chance is not None)
    assert made.chance is not None
    return made.chance


@settings(max_examples=150, deadline=None)
@given(money(), AMOUNT, AMOUNT, KINDS, UNITS)
def test_a_higher_goal_never_has_a_higher_chance(
    points: list[tuple[int, float]], one: float, other: float, kind: str, unit: str
) -> None:
    low, high = sorted((one, other))
    easy = chance_of(forecast(points, 2026, low, kind=kind, unit=unit))
    assert chance_of(forecast(points, 2026, high, kind=kind, unit=unit)) <= easy + 1e-12


@settings(max_examples=150, deadline=None)
@given(money(), AMOUNT, st.floats(1, 3))
def test_raising_every_figure_by_one_factor_never_lowers_the_chance(
    points: list[tuple[int, float]], target: float, factor: float
) -> None:
    raised = [(year, value * factor) for year, value in points]
    before = chance_of(forecast(points, 2026, target))
    assert chance_of(forecast(raised, 2026, target)) >= before - 1e-9


# Shares of what the years lead to. Far off, months and years mostly contradict each other, and there is
# no chance to compare: those are drawn more rarely, or most examples would be for nothing.
NEAR, ANYWHERE = st.floats(0.9, 1.6), st.floats(0.5, 5.5)
SHARE = st.one_of(NEAR, NEAR, NEAR, ANYWHERE)


@settings(max_examples=150, deadline=None)
@given(money(), AMOUNT, SHARE, SHARE, st.integers(2, 11), UNITS, KINDS, st.booleans())
def test_a_higher_figure_of_the_running_year_never_lowers_the_chance(
    points: list[tuple[int, float]], target: float, one: float, other: float, month: int,
    unit: str, kind: str, level: bool,
) -> None:  # fmt: skip
    chances = []
    for share in sorted((one, other)):
        value = share * (100 if level else 55)
        running = RunningYear(
            year=2026, month=month, value=value, earlier=[(40, 80), (50, 90)], level=level
        )
        made = forecast(points, 2026, target, kind=kind, unit=unit, running=running)
        chances.append(chance_of(made))
    assert chances[1] >= chances[0] - 1e-12


@settings(max_examples=100, deadline=None)
@given(money(), st.randoms())
def test_the_order_of_the_points_does_not_matter(points: list[tuple[int, float]], mix: Any) -> None:
    mixed = list(points)
    mix.shuffle(mixed)
    assert forecast(mixed, 2027, 100) == forecast(points, 2027, 100)
