"""The year that is not over: what its months so far say, and how far that can be trusted.

A flow's 1-N月 is divided by the share of the year that was done by month N in earlier years
(按上年同期进度, the seasonal alternative to N/12).  The share wanders from year to year, so the
result has a spread of its own: `SHARE_SCATTER` (1 - N/12) as the imagined part, mixed with what the
earlier shares show.  That estimate and the forecast for the year are averaged by their precision.
A level (stock, share, index) read at the end of month N is simply where the series stands then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from dashboard.progress.forecasting.fitting import LARGEST, LEVELS, LOGS, RATES, Fitted
from dashboard.progress.forecasting.student import quantile

SHARE_SCATTER = 0.10
"""How far, relatively, the share done by January would be off; it falls to nothing by December."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningYear:
    """Figure of the months of a year that is not over.

    `value` is January to `month` for a flow or a rate, the end of `month` for a level.  `earlier`
    are the flow's pairs (January to the same month, whole year) of earlier years.
    """

    year: int
    month: int
    value: float
    earlier: Sequence[tuple[float, float]] = ()
    level: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the running year comes to: an estimate, never an entered figure.

    `from_months` is what the months alone say, `value` with `low` to `high` (80 %) what they and
    the years before say together; `share` of the year was done by `month` in `earlier_years`.
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


def usable(running: RunningYear | None, last_year: int, method: str) -> RunningYear | None:
    """The running year if it can be used: after the last full year, and its season is known."""
    if running is None or running.year <= last_year or not 1 <= running.month <= 11:
        return None
    # Written so that NaN fails it too.
    if not abs(running.value) < LARGEST or (method == LOGS and running.value <= 0):
        return None
    if running.level or method == RATES:
        return running
    return running if _shares(running.earlier) and running.value >= 0 else None


def stand_in(fitted: Fitted, running: RunningYear) -> tuple[Fitted, Estimate]:
    """The model standing in the running year, and the estimate it stands on."""
    if running.level:
        time = running.year - 1 + running.month / 12
        moved = fitted.standing(time, fitted.scale(running.value), 0.0)
        return moved, _estimate(running, running.value, moved, None, 0)
    rest = 1 - running.month / 12
    shares: list[float] = []
    if fitted.method == RATES:
        now, squared = running.value, (SHARE_SCATTER * rest) ** 2
    else:
        shares = _shares(running.earlier)
        logs = [log(share) for share in shares]
        middle = sum(logs) / len(logs)
        squares = sum((each - middle) ** 2 for each in logs)
        squared = ((SHARE_SCATTER * rest) ** 2 + squares) / len(logs) * (1 + 1 / len(logs))
        share = sum(part for part, _ in running.earlier) / sum(
            whole for _, whole in running.earlier
        )
        now = fitted.scale(running.value / share)
        if fitted.method == LEVELS:
            # The spread is a share of the level; the figure itself stays out of it, so that a
            # higher figure can only raise the forecast.
            squared = max(squared * fitted.level**2, 0.25)
    ahead, doubt = fitted.at(running.year)
    trust = doubt / (doubt + squared) if doubt + squared > 0 else 1.0
    moved = fitted.standing(running.year, ahead + trust * (now - ahead), trust * squared)
    known = sum(shares) / len(shares) if shares else None
    return moved, _estimate(running, fitted.value(now), moved, known, len(shares))


def _estimate(
    running: RunningYear, alone: float, moved: Fitted, share: float | None, years: int
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
    usable_pairs = all(0 < part <= whole < LARGEST for part, whole in earlier)
    return [part / whole for part, whole in earlier] if usable_pairs else []
