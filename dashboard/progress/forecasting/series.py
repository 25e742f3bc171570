"""From a goal and the entered figures to what a forecast needs: full years and the running year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import isfinite
from typing import Any

from dashboard.actuals.periods import LEVEL_KINDS
from dashboard.progress.forecasting.forecasts import Forecast, NoForecast, clean, forecast
from dashboard.progress.forecasting.models import TOTAL, Point, as_number
from dashboard.progress.forecasting.running_year import RunningYear
from dashboard.progress.forecasting.thresholds import TOLERANCE
from dashboard.progress.goal import IN_STEP

Figure = tuple[int, int, str, float]
_MANY = ("each-cluster", "tier")


def goal_forecast(
    goal: Mapping[str, Any],
    observations: Iterable[Mapping[str, Any]],
    on: date,
    *,
    assessment: Mapping[str, Any] | None = None,
    next_threshold: Any = None,
    indicator: Mapping[str, Any] | None = None,
) -> Forecast | NoForecast:
    """Forecast one row of the goals table from the current figures known at `on`. Never raises.

    `observations` are rows with the store's columns (of any series; the goal's own are picked).  The number to
    be reached is the assessment's `goal_value` where given, which has multiples of a base resolved;
    else the goal's `value` if its measure is a plain value.  `next_threshold` is in the base unit.
    `indicator` is the row of the indicators table, with natural_limit and may_be_negative: no value
    outside of what the indicator can be is ever given.
    A yearly goal is forecast for the year of `on`.  Goals of many subjects (each cluster, tier
    counts) have no one series and get no forecast.
    """
    due = _due(goal, on)
    if goal.get("in_force") is False:
        return NoForecast(reason="superseded", due=due)
    if isinstance(goal.get("recognised"), list):
        return NoForecast(reason="conferred", due=due)
    if str(goal.get("subject_kind")) in _MANY or str(goal.get("comparator")) in IN_STEP:
        return NoForecast(reason="not-one-series", due=due)
    kind = str(goal.get("kind"))
    found = _figures(goal, observations, on)
    since = as_number(goal.get("since"))
    starts_anew = str(goal.get("accumulates")) != "start"
    several = isfinite(since) and not (due is not None and due <= since)
    if kind == "flow" and starts_anew and several and str(goal.get("every")) != "year":
        years = clean(_years(found, levels=False))
        missing = _gap(years, int(since))
        if missing is not None and found:
            return NoForecast(reason="year-missing", due=due, points=len(years), last_year=missing)
        points = _summed(years, int(since))
        kind, running = TOTAL, _running_total(found, points)
    elif kind in LEVEL_KINDS or (kind == "flow" and not starts_anew):
        kind = kind if kind in LEVEL_KINDS else TOTAL
        points = clean(_years(found, levels=True))
        running = _running_level(found, points)
    else:
        points = clean(_years(found, levels=False))
        running = _running_months(found, points)
    return forecast(
        points,
        due,
        _target(goal, assessment),
        str(goal.get("comparator")),
        kind=kind,
        unit=str(goal.get("unit")),
        direction=str(goal.get("direction")),
        running=running,
        next_threshold=next_threshold,
        tolerance=_tolerance(goal),
        limit=_limit(goal, indicator),
        may_be_negative=bool((indicator or {}).get("may_be_negative")),
    )


def _limit(goal: Mapping[str, Any], indicator: Mapping[str, Any] | None) -> float | None:
    """The most the indicator can be: its natural limit, else the whole of a share."""
    stated = as_number((indicator or {}).get("natural_limit"))
    if isfinite(stated):
        return stated
    share = str(goal.get("kind")) == "share" and str(goal.get("unit")) == "fraction"
    return 1.0 if share else None


def _due(goal: Mapping[str, Any], on: date) -> int | None:
    due = as_number(goal.get("due"))
    last = int(due) if 1 <= due <= 9999 else None
    if str(goal.get("every")) == "year":
        return on.year if last is None else min(last, on.year)
    return last


def _target(goal: Mapping[str, Any], assessment: Mapping[str, Any] | None) -> float:
    if assessment is not None:
        return as_number(assessment.get("goal_value"))
    plain = goal.get("measure") in (None, "value")
    # What falls into a range is there at its upper end.
    falling = goal.get("comparator") == "range" and goal.get("direction") == "down"
    return as_number(goal.get("value_high" if falling else "value")) if plain else float("nan")


def _tolerance(goal: Mapping[str, Any]) -> float:
    stated = as_number(goal.get("about_tolerance"))
    return stated if stated >= 0 else TOLERANCE


def _figures(
    goal: Mapping[str, Any], observations: Iterable[Mapping[str, Any]], on: date
) -> list[Figure]:
    """(year, month, period kind, value) of the goal's series that had ended by `on`, in time."""
    series = {
        name: goal[name]
        for name in ("region", "subject", "indicator")
        if isinstance(goal.get(name), str)
    }
    following = on + timedelta(days=1)
    ended = (following.year, following.month - 1)
    found: list[tuple[float, Figure]] = []
    for row in observations:
        if any(name in row and row[name] != own for name, own in series.items()):
            continue
        year, month = as_number(row.get("year")), as_number(row.get("month"))
        value = as_number(row.get("value"))
        month = month if 1 <= month <= 12 else 12.0
        gone = row.get("withdrawn") is True
        if gone or not isfinite(value) or not 1 <= year <= 9999:
            continue
        # A month has ended on its last day.
        if (int(year), int(month)) <= ended:
            revision = as_number(row.get("revision"))
            known = (int(year), int(month), str(row.get("period_kind")), value)
            found.append((revision if isfinite(revision) else 0.0, known))
    # Of two revisions of one figure the newer comes last and stands.
    found.sort(key=lambda pair: (pair[1][:2], pair[0]))
    return [known for _, known in found]


def _years(found: Sequence[Figure], *, levels: bool) -> list[Point]:
    return [
        (year, value)
        for year, month, kind, value in found
        if kind == "year" or (levels and month == 12)
    ]


def _running_level(found: Sequence[Figure], points: Sequence[Point]) -> RunningYear | None:
    if not found or not points:
        return None
    year, month, _, value = found[-1]
    if month == 12 or year <= points[-1][0]:
        return None
    readings = {past: known for past, at, _, known in found if at == month}
    seasons = _seasons(points, readings)
    return RunningYear(year=year, month=month, value=value, level=True, seasons=seasons)


def _seasons(
    points: Sequence[Point], readings: Mapping[int, float]
) -> list[tuple[float, float, float]]:
    """(end of the year before, reading in the year, end of the year) of the years that have all."""
    ends = dict(points)
    return [
        (ends[year - 1], reading, ends[year])
        for year, reading in readings.items()
        if year in ends and year - 1 in ends
    ]


def _running_months(found: Sequence[Figure], points: Sequence[Point]) -> RunningYear | None:
    months = {(year, month): value for year, month, kind, value in found if kind == "cumulative"}
    if not months or not points:
        return None
    year, month = max(months)
    if year <= points[-1][0]:
        return None
    earlier = [(months[past, month], whole) for past, whole in points if (past, month) in months]
    return RunningYear(year=year, month=month, value=months[year, month], earlier=earlier)


def _running_total(found: Sequence[Figure], points: Sequence[Point]) -> RunningYear | None:
    now = _running_months(found, points)
    if now is None or now.year != points[-1][0] + 1:
        return None
    months = {year: value for year, month, kind, value in found
              if kind == "cumulative" and month == now.month}  # fmt: skip
    ends = dict(points)
    readings = {year: ends[year - 1] + value for year, value in months.items() if year - 1 in ends}
    total = points[-1][1] + now.value
    seasons = _seasons(points, readings)
    return RunningYear(year=now.year, month=now.month, value=total, level=True, seasons=seasons)


def _gap(years: Sequence[Point], since: int) -> int | None:
    """The first year from `since` to the last reported one that has no figure."""
    known = {year for year, _ in years}
    last = max(known, default=since - 1)
    return next((year for year in range(since, last + 1) if year not in known), None)


def _summed(years: Sequence[Point], since: int) -> list[Point]:
    """The total at each year's end since the start, which was nothing the year before."""
    total, points = 0.0, [(since - 1, 0.0)]
    for year, value in years:
        if year >= since:
            total += value
            points.append((year, total))
    return points
