"""The forecast of one goal, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from typing import Any, Literal

from dashboard.actuals.periods import LEVEL_KINDS
from dashboard.progress.forecasting.models import (
    LARGEST,
    LOGS,
    RATES,
    TOTAL,
    Model,
    Point,
    as_number,
    fit,
    method_of,
)
from dashboard.progress.forecasting.naive import UNTESTED, own_past
from dashboard.progress.forecasting.running_year import Estimate, RunningYear, stand_in, usable
from dashboard.progress.forecasting.thresholds import (
    TOLERANCE,
    Limits,
    Line,
    Reaching,
    chance,
    line_of,
    reaching,
)

LEAST_POINTS = 3
"""Two changes are the fewest that show both how fast a series moves and how much that varies."""
MOST_POINTS = 12
"""Older years belong to another time."""
WIDEST = 10.0
"""A range whose ends differ tenfold (money), or by ten times the level, tells nobody anything."""
LOW, HIGH = 0.1, 0.9
RANGE_YEARS = 1
"""How many years after the last full one have a range.  Nothing in a series tells whether its pace will
last longer: a steady one that will break looks like one that will not, and in the back-test the range
two and three years ahead held in as few as a third of the cases."""
SIGNED = ("growth", "index")
"""Kinds that may lie below zero whatever the register says."""
LEVELS_AND_TOTALS = (*LEVEL_KINDS, TOTAL)

Reason = Literal[
    "no-due", "too-few-points", "too-far", "due-known", "no-number", "all-zero", "too-wide",
    "not-one-series", "conferred", "year-missing", "superseded",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NoForecast:
    """There is no forecast, and why: a code of `Reason` with what its sentence needs."""

    reason: Reason
    points: int = 0
    due: int | None = None
    last_year: int | None = None
    furthest: int | None = None
    what: Literal["no-forecast"] = "no-forecast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A forecast at the end of the year `due`, in the indicator's base unit.

    `value` lies above and below with equal chance, `low` to `high` holds with 80 %; `chance` (0 to
    1) is that of meeting the goal, None without one.  All three are None where `due` lies after
    `range_until`, the last year that has a range.  `band` is (year, low, high) up to there and
    `centre` (year, value) up to `due`, both from the last figure on.  `running` is the estimate of
    the year that is not over.  `growth` is the rate (money), step or mean the method assumes a
    year.  `against_naive` is what the series' own past says: better, no-better or untested.
    `at_limit`: the whole range lies at a bound that the indicator cannot pass.
    """

    method: str
    due: int
    points: int
    first_year: int
    last_year: int
    last_value: float
    growth: float
    value: float
    low: float | None
    high: float | None
    chance: float | None
    range_until: int
    already: bool
    band: tuple[tuple[int, float, float], ...]
    centre: tuple[tuple[int, float], ...]
    goal_reached: Reaching | None
    next_reached: Reaching | None
    running: Estimate | None
    against_naive: str
    at_limit: bool
    unusual_last: bool
    unit: str
    kind: str
    what: Literal["forecast"] = "forecast"


def forecast(
    points: Iterable[tuple[Any, Any]],
    due: Any,
    goal: Any = None,
    comparator: str = ">=",
    *,
    kind: str = "flow",
    unit: str = "yuan",
    direction: str = "up",
    running: RunningYear | None = None,
    next_threshold: Any = None,
    limit: float | None = None,
    may_be_negative: bool = False,
    tolerance: float = TOLERANCE,
    judged: bool = True,
) -> Forecast | NoForecast:
    """Forecast a series of full years (year, value in the base unit) to the end of the year `due`.

    `kind`, `unit`, `direction` and `comparator` are the goals table's words; `kind` may also be
    "total", a sum that runs on from a start.  `limit` is the most the series can be (a share's 1);
    below zero it can only be if it `may_be_negative`, is a rate of growth or an index.
    Whether its own past is `judged` against naive costs a fit for each year.
    Numbers may be int, float, Decimal or text; what is no finite number is left out, and of two
    figures for one year the later in `points` stands.  At least `LEAST_POINTS` years are needed,
    and no more years ahead than those seen behind.  Never raises.
    """
    known = clean(points)[-MOST_POINTS:]
    last_due = as_number(due)
    # 0 is how the goals' frames write "no year".
    year_due = int(last_due) if 1 <= last_due <= 9999 else None
    refused = _refusal(known, year_due)
    if refused is not None or year_due is None:
        return refused or NoForecast(reason="no-due", points=len(known))
    values = [value for _, value in known]
    method = method_of(kind, unit, values)
    signed = may_be_negative or kind in SIGNED
    limits = _limits(kind, values, limit, signed=signed)
    fitted = fit(known, method, unit)
    now = usable(running, known[-1][0], method)
    estimate = None
    standing = fitted
    if now is not None and now.year <= year_due:
        standing, estimate = stand_in(fitted, now)
        estimate = replace(
            estimate,
            from_months=limits.within(estimate.from_months),
            value=limits.within(estimate.value),
            low=limits.within(estimate.low),
            high=limits.within(estimate.high),
        )
    contradicted = estimate is not None and estimate.contradicted
    range_until = known[-1][0] + (0 if contradicted else RANGE_YEARS)
    ranged = year_due <= range_until
    band, centre = _band(standing, limits, known[-1], year_due, range_until)
    if _too_wide(standing, band) or not isfinite(centre[-1][1]):
        return NoForecast(
            reason="too-wide", points=len(known), due=band[-1][0], last_year=known[-1][0]
        )
    low, high = band[-1][1:] if ranged else (None, None)
    target = as_number(goal)
    line = line_of(target, comparator, direction, unit, tolerance) if isfinite(target) else None
    monthly = kind in LEVELS_AND_TOTALS
    last = (
        estimate.entered if estimate is not None and now is not None and now.level else values[-1]
    )

    def reached(threshold: Line | None) -> Reaching | None:
        if threshold is None:
            return None
        return reaching(
            standing, threshold, limits, last=last, until=furthest(known),
            sure_until=range_until, monthly=monthly,
        )  # fmt: skip

    following = as_number(next_threshold)
    step = line_of(following, ">=", direction, unit) if isfinite(following) else None
    reach = reached(line)
    return Forecast(
        method=method,
        due=year_due,
        points=len(known),
        first_year=known[0][0],
        last_year=known[-1][0],
        last_value=values[-1],
        growth=_assumed(standing),
        value=centre[-1][1],
        low=low,
        high=high,
        chance=chance(standing, float(year_due), line, limits) if line and ranged else None,
        range_until=range_until,
        already=reach is not None and reach.already,
        band=band,
        centre=centre,
        goal_reached=reach,
        next_reached=reached(step),
        running=estimate,
        against_naive=own_past(known, method, unit) if judged else UNTESTED,
        at_limit=ranged and low == high,
        unusual_last=_unusual(known, method, unit),
        unit=unit,
        kind=kind,
    )


def _assumed(model: Model) -> float:
    """What the method assumes a year: the rate of growth, the step, or the mean of the rates."""
    if model.method == RATES:
        return model.base
    return model.value(model.drift) - 1 if model.method == LOGS else model.drift


def clean(points: Iterable[tuple[Any, Any]]) -> list[Point]:
    """Years with a finite value, rising; of two figures for one year the later one given stands."""
    found: dict[int, float] = {}
    for year, value in points:
        when, number = as_number(year), as_number(value)
        if isfinite(when) and isfinite(number) and 1 <= when <= 9999 and abs(number) < LARGEST:
            found[int(when)] = number
    return sorted(found.items())


def furthest(points: Sequence[Point]) -> int:
    """The last year that can be forecast: as far ahead as the years seen lie behind."""
    return 2 * points[-1][0] - points[0][0]


def _refusal(known: Sequence[Point], due: int | None) -> NoForecast | None:
    count = len(known)
    last = known[-1][0] if known else None
    if due is None:
        return NoForecast(reason="no-due", points=count, last_year=last)
    if last is not None and due <= last:
        return NoForecast(reason="due-known", points=count, due=due, last_year=last)
    if count < LEAST_POINTS:
        return NoForecast(reason="too-few-points", points=count, due=due, last_year=last)
    if due > furthest(known):
        return NoForecast(
            reason="too-far", points=count, due=due, last_year=last, furthest=furthest(known)
        )
    if all(value == 0 for _, value in known):
        return NoForecast(reason="all-zero", points=count, due=due, last_year=last)
    return None


def _limits(kind: str, values: Sequence[float], limit: float | None, *, signed: bool) -> Limits:
    """Zero below what is never negative, the natural limit above; neither where a figure was past it.

    A running total that never fell does not fall below where it stands.
    """
    if kind == TOTAL and all(before <= after for before, after in pairwise(values)):
        return Limits(values[-1], None)
    floor = 0.0 if not signed and min(values) >= 0 else None
    whole = as_number(limit)
    ceiling = whole if isfinite(whole) and max(values) <= whole else None
    return Limits(floor, ceiling)


def _band(
    model: Model, limits: Limits, last: Point, due: int, range_until: int
) -> tuple[tuple[tuple[int, float, float], ...], tuple[tuple[int, float], ...]]:
    """Ranges and centres from the last full year, which is certain, to the year due."""
    band, centre = [(last[0], last[1], last[1])], [last]
    for year in range(last[0] + 1, due + 1):
        if year < model.time:
            continue
        centre.append((year, limits.within(model.quantile(year, 0.5))))
        if year <= range_until:
            band.append((year, *likely_range(model, limits, year)))
    return tuple(band), tuple(centre)


def likely_range(model: Model, limits: Limits, year: int) -> tuple[float, float]:
    """The range that holds with 80 %: a tenth on either side, or a fifth on one where the other end
    lies at a bound that the series cannot pass, and where it therefore cannot be missed."""
    low, high = model.quantile(year, LOW), model.quantile(year, HIGH)
    if limits.high is not None and high >= limits.high:
        low = model.quantile(year, 2 * LOW)
    elif limits.low is not None and low <= limits.low:
        high = model.quantile(year, 1 - 2 * LOW)
    return limits.within(low), limits.within(high)


def _too_wide(model: Model, band: Sequence[tuple[int, float, float]]) -> bool:
    """Whether the last range there is says nothing."""
    _, low, high = band[-1]
    if not (isfinite(low) and isfinite(high)):
        return True
    if low == high:
        return False
    if model.method == LOGS:
        return low <= 0 or high / low > WIDEST
    return high - low > WIDEST * max(model.level, abs(model.value(model.start)))


def _unusual(known: Sequence[Point], method: str, unit: str) -> bool:
    """Whether the last figure lay outside the 80 % range that the years before it gave."""
    if len(known) <= LEAST_POINTS:
        return False
    before = fit(known[:-1], method, unit)
    year, value = known[-1]
    return not before.quantile(year, LOW) <= value <= before.quantile(year, HIGH)
