"""The year that is not over: what its months so far say, and how far that can be trusted.

Earlier years show how far the same months lay off the whole year, each year counting `FADING` of the
one after it, since a season may move:

* a flow's 1-N月 is divided by the share of the year that was done by month N in earlier years
  (按上年同期进度, the seasonal alternative to N/12).  The share of a year that brought a loss is that of
  its loss;
* of a rate so far, what it was too high by then is taken off;
* a level (stock, share, index) read at the end of month N is where the series stands then, unless
  earlier readings clearly lay to one side of the straight line between the two year ends.  Then that
  much is taken off.

What was off wanders from year to year: the sample variance with one imagined year that was off by
`SHARE_SCATTER`, `RATE_SCATTER` or `SEASON_SCATTER` times the rest of the year.  Of flows and rates, this estimate and
the forecast for the year are averaged by their precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt

import numpy as np

from dashboard.progress.forecasting.models import (
    FADING,
    LARGEST,
    LINE,
    LOGS,
    RATES,
    Model,
    quantile,
)

SHARE_SCATTER = 0.10
"""How far, relatively, the share done by January would be off; it falls to nothing by December."""
RATE_SCATTER = 0.05
"""How far, in growth, the rate so far would be off in January."""
LEAST_ROUNDING = 0.3
"""A whole number is off by its rounding: the standard deviation of what is cut off."""
LEAST_SEASON, CLEAR_SEASON = 0.005, 2.0
"""A season is believed from half a hundredth of the level on that is twice its standard error."""
SEASON_SCATTER = 0.06
"""How far, relatively, one imagined year's season would be off in January."""
MOST_SEASON = 0.9
"""A level is never taken to be all season."""
CONTRADICTION = 2.5
"""So many standard deviations between what the months say and what the years before said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningYear:
    """Figure of the months of a year that is not over.

    `value` is January to `month` for a flow or a rate, the end of `month` for a level.  `earlier`
    are the pairs (January to the same month, whole year) of earlier years of a flow or rate,
    `seasons` the triples (end of the year before, same month, end of the year) of a level; both
    with the newest year last.
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
    a level `season` is what is taken off, relatively.  `contradicted`: months and years before lie
    further apart than `CONTRADICTION` standard deviations of their difference, so that either the
    year has broken with the past or its months come at another time than they used to; which of the
    two, nothing tells, and `low` to `high` are not to be shown.
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
    contradicted: bool = False


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
    share = None
    if fitted.method == RATES:
        off = [part - whole for part, whole in running.earlier if abs(part - whole) < LARGEST]
        mean, squared = _off(off, RATE_SCATTER * rest)
        now = running.value - mean
    else:
        shares = _shares(running.earlier)
        mean, squared = _off([log(each) for each in shares], SHARE_SCATTER * rest)
        share = exp(mean)
        now = fitted.scale(running.value / share)
        if fitted.method != LOGS:
            # The spread is a share of the level; the figure itself stays out of it, so that a
            # higher figure can only raise the forecast.
            squared = max(squared * fitted.level**2, LEAST_ROUNDING**2)
    ahead, doubt = fitted.at(running.year)
    apart = abs(now - ahead) > CONTRADICTION * sqrt(doubt + squared)
    trust = doubt / (doubt + squared) if doubt + squared > 0 else 1.0
    moved = fitted.standing(running.year, ahead + trust * (now - ahead), trust * squared)
    # What the months are off by has been seen in so many years and one imagined.
    moved = replace(moved, df=max(fitted.df, len(running.earlier)))
    estimate = _estimate(running, fitted.value(now), moved, share, len(shares))
    return moved, replace(estimate, contradicted=apart)


def _off(off: Sequence[float], imagined: float) -> tuple[float, float]:
    """How far the months of this year will be off: mean, and squared spread of what remains."""
    if not off:
        return 0.0, imagined**2
    weights = FADING ** np.arange(len(off) - 1, -1, -1.0)
    squares = float(np.var(off)) * len(off)
    scatter = (squares + imagined**2) / len(off)
    seen = float(np.sum(weights) ** 2 / np.sum(weights**2))
    return float(np.average(off, weights=weights)), scatter * (1 + 1 / seen)


def _level(fitted: Model, running: RunningYear) -> tuple[Model, Estimate]:
    """Where a level stands at the month's end, its season taken off where earlier years show one."""
    gone = running.month / 12
    time, stands = running.year - 1 + gone, fitted.scale(running.value)
    off = _seasons(fitted, running.seasons, gone)
    mean, squared = _off(off, SEASON_SCATTER * (1 - gone))
    error = sqrt(float(np.var(off, ddof=1)) / len(off)) if len(off) > 1 else float("inf")
    if abs(mean) < max(LEAST_SEASON, CLEAR_SEASON * error):
        moved = fitted.standing(time, stands, 0.0)
        apart = _apart(fitted, time, stands, 0.0)
        return moved, replace(_estimate(running, running.value, moved, None, 0), contradicted=apart)
    # The figure itself stays out of the spread, so that a higher one can only raise the forecast.
    squared *= 1.0 if fitted.method == LOGS else fitted.level**2
    if fitted.method != LOGS:
        mean = max(-MOST_SEASON, min(MOST_SEASON, mean))
    start = stands - (mean if fitted.method == LOGS else mean * abs(running.value))
    moved = fitted.standing(time, start, squared)
    estimate = _estimate(running, fitted.value(start), moved, None, len(off))
    apart = _apart(fitted, time, start, squared)
    return moved, replace(estimate, season=mean, contradicted=apart)


def _apart(fitted: Model, time: float, stands: float, doubt: float) -> bool:
    expected, spread = fitted.at(time)
    return abs(stands - expected) > CONTRADICTION * sqrt(spread + doubt)


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
