"""The year that is not over: what its months so far say, and how far that can be trusted.

A flow's 1-N月 is divided by the share of the year that was done by month N in earlier years
(按上年同期进度, the seasonal alternative to N/12).  The share wanders from year to year, so the
result has a spread of its own: `SHARE_SCATTER` (1 - N/12) as the imagined part, mixed with what the
earlier shares show.  That estimate and the forecast for the year are averaged by their precision.
The share of a year that brought a loss is that of its loss.
A level (stock, share, index) read at the end of month N is simply where the series stands then,
unless earlier years show a season: in each of them the reading lay off the straight line between the
two year ends, and on average clearly to one side.  Then that much is taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log, sqrt

from dashboard.progress.forecasting.models import LARGEST, LINE, LOGS, RATES, Model, quantile

SHARE_SCATTER = 0.10
"""How far, relatively, the share done by January would be off; it falls to nothing by December."""
RATE_SCATTER = 0.07
"""How far, in growth, the rate so far would be off in January."""
LEAST_SEASON, CLEAR_SEASON = 0.005, 2.0
"""A season is believed from half a hundredth of the level on that is twice its standard error."""
SEASON_SCATTER = 0.03
"""How far, relatively, one imagined year's season would be off."""
MOST_SEASON = 0.9
"""A level is never taken to be all season."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningYear:
    """Figure of the months of a year that is not over.

    `value` is January to `month` for a flow or a rate, the end of `month` for a level.  `earlier`
    are the flow's pairs (January to the same month, whole year) of earlier years, `seasons` the
    level's triples (end of the year before, same month, end of the year).
    """

    year: int
    month: int
    value: float
    earlier: Sequence[tuple[float, float]] = ()
    seasons: Sequence[tuple[float, float, float]] = ()
    level: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the running year comes to: an estimate, never an entered figure.

    `from_months` is what the months alone say, `value` with `low` to `high` (80 %) what they and
    the years before say together; `share` of the year was done by `month` in `earlier_years`, and of
    a level `season` is what is taken off, relatively.
    """

    year: int
    month: int
    entered: float
    share: float | None
    earlier_years: int
    from_months: float
    value: float
    low: float
    high: float
    season: float | None = None


def usable(running: RunningYear | None, last_year: int, method: str) -> RunningYear | None:
    """The running year if it can be used: after the last full year, and its season is known."""
    if running is None or running.year <= last_year or not 1 <= running.month <= 11:
        return None
    # Written so that NaN fails it too.
    if not abs(running.value) < LARGEST or (method == LOGS and running.value <= 0):
        return None
    if running.level or method == RATES:
        return running
    signed = method == LINE and any(whole < 0 for _, whole in running.earlier)
    return running if _shares(running.earlier) and (signed or running.value >= 0) else None


def stand_in(fitted: Model, running: RunningYear) -> tuple[Model, Estimate]:
    """The model standing in the running year, and the estimate it stands on."""
    if running.level:
        return _level(fitted, running)
    rest = 1 - running.month / 12
    shares: list[float] = []
    if fitted.method == RATES:
        now, squared = running.value, (RATE_SCATTER * rest) ** 2
    else:
        shares = _shares(running.earlier)
        logs = [log(share) for share in shares]
        middle = sum(logs) / len(logs)
        squares = sum((each - middle) ** 2 for each in logs)
        squared = ((SHARE_SCATTER * rest) ** 2 + squares) / len(logs) * (1 + 1 / len(logs))
        share = sum(abs(part) for part, _ in running.earlier) / sum(
            abs(whole) for _, whole in running.earlier
        )
        now = fitted.scale(running.value / share)
        if fitted.method != LOGS:
            # The spread is a share of the level; the figure itself stays out of it, so that a
            # higher figure can only raise the forecast.
            squared = max(squared * fitted.level**2, 0.25)
    ahead, doubt = fitted.at(running.year)
    trust = doubt / (doubt + squared) if doubt + squared > 0 else 1.0
    moved = fitted.standing(running.year, ahead + trust * (now - ahead), trust * squared)
    known = sum(shares) / len(shares) if shares else None
    return moved, _estimate(running, fitted.value(now), moved, known, len(shares))


def _level(fitted: Model, running: RunningYear) -> tuple[Model, Estimate]:
    """Where a level stands at the month's end, its season taken off where earlier years show one."""
    gone = running.month / 12
    time, stands = running.year - 1 + gone, fitted.scale(running.value)
    off = _seasons(fitted, running.seasons, gone)
    mean = sum(off) / len(off) if off else 0.0
    squares = sum((each - mean) ** 2 for each in off)
    error = sqrt(squares / (len(off) - 1) / len(off)) if len(off) > 1 else float("inf")
    if abs(mean) < max(LEAST_SEASON, CLEAR_SEASON * error):
        moved = fitted.standing(time, stands, 0.0)
        return moved, _estimate(running, running.value, moved, None, 0)
    # The figure itself stays out of the spread, so that a higher one can only raise the forecast.
    squared = (squares + SEASON_SCATTER**2) / len(off) * (1 + 1 / len(off))
    if fitted.method != LOGS:
        squared *= fitted.level**2
        mean = max(-MOST_SEASON, min(MOST_SEASON, mean))
    start = stands - (mean if fitted.method == LOGS else mean * abs(running.value))
    moved = fitted.standing(time, start, squared)
    return moved, replace(
        _estimate(running, fitted.value(start), moved, None, len(off)), season=mean
    )


def _seasons(
    fitted: Model, seasons: Sequence[tuple[float, float, float]], gone: float
) -> list[float]:
    """How far, relatively, each earlier reading lay off the line between its year ends."""
    off = []
    for begin, reading, end in seasons:
        if (fitted.method == LOGS and min(begin, reading, end) <= 0) or reading == 0:
            return []
        first, now, last = (fitted.scale(value) for value in (begin, reading, end))
        size = 1.0 if fitted.method == LOGS else abs(reading)
        off.append((now - (first + (last - first) * gone)) / size)
    return off


def _estimate(
    running: RunningYear, alone: float, moved: Model, share: float | None, years: int
) -> Estimate:
    spread = sqrt(moved.doubt) * quantile(0.9, moved.df)
    return Estimate(
        year=running.year,
        month=running.month,
        entered=running.value,
        share=share,
        earlier_years=years,
        from_months=alone,
        value=moved.value(moved.start),
        low=moved.value(moved.start - spread),
        high=moved.value(moved.start + spread),
    )


def _shares(earlier: Sequence[tuple[float, float]]) -> list[float]:
    """Shares of earlier years; none at all if one of them makes no sense (corrections, reversals)."""
    usable_pairs = all(
        0 < part <= whole < LARGEST or -LARGEST < whole <= part < 0 for part, whole in earlier
    )
    return [part / whole for part, whole in earlier] if usable_pairs else []
