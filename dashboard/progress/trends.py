"""Series without a goal, judged by their own growth: what Eurostat and Open SDG do without a target.

growth = s d CAGR(current, base); thresholds in growth a year, times C near a natural limit where
the rule damps them (see `open_sdg`).  A region whose rule has no such thresholds gives no colour.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

from dashboard.progress.lamp_rules import LampRule, Threshold
from dashboard.progress.open_sdg import Flags, Floats, floats, measure
from dashboard.progress.status import NONE

TREND_COLUMNS = ("growth", "damping", "lamp", "band")
_TIE = 1e-12
"""Growth rates nearer to a threshold than this are on it: they are roots taken in floats."""


def trends(series: pd.DataFrame, rule: LampRule) -> pd.DataFrame:
    """Colour of many series without a goal: `TREND_COLUMNS`, one row per row of `series`.

    `series`: base_value, base_year, current_value, current_year, direction (1 or -1), limit.
    growth is a fraction a year in the wanted direction, NaN where signs differ or less than a year
    lies between; band numbers the rule's threshold, -1 for none; lamp is green, yellow, red,
    undefined, or none where nothing can be judged.
    """
    nothing = np.full(len(series), np.nan)
    measured = measure(series.assign(target=nothing, target_year=nothing))
    growth = floats(measured, "value")
    damping = floats(measured, "damping") if rule.damped else np.ones(len(series))
    lamps = np.full(len(series), NONE, dtype=object)
    bands = np.full(len(series), -1, dtype=np.int64)
    if rule.trend_thresholds:
        undecided = np.isfinite(growth)
        lamps[undecided] = "undefined"
        for place, band in enumerate(rule.trend_thresholds):
            inside = undecided & _inside(growth, damping, band)
            lamps[inside] = band.lamp
            bands[inside] = place
            undecided &= ~inside
    columns = {"growth": growth, "damping": damping, "lamp": lamps, "band": bands}
    return pd.DataFrame(columns, index=series.index)


def _inside(growth: Floats, damping: Floats, band: Threshold) -> Flags:
    inside = np.isfinite(growth)
    for bound, excluded, wanted in (
        (band.lower, band.lower_excluded, 1),
        (band.upper, band.upper_excluded, -1),
    ):
        if bound is None:
            continue
        distance = growth - float(Decimal(bound)) * damping
        side = np.where(np.abs(distance) <= _TIE, 0, np.sign(distance))
        inside &= (side == wanted) if excluded else (side == wanted) | (side == 0)
    return inside
