"""Ranks among peers: same level, indicator, basis, scope and period, or none at all (rule 18)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

PEERS = ("level", "indicator", "basis", "scope", "period")


@dataclass(frozen=True)
class Ranking:
    """`frame`: the rows with `rank` (missing values unranked); `units`: how many were asked;
    `missing`: the units without a value; `refused`: the columns in which they differ, if any."""

    frame: pd.DataFrame
    units: int
    missing: tuple[str, ...]
    refused: tuple[str, ...] = ()


def rank(units: pd.DataFrame, falling: bool = False) -> Ranking:
    """Rank units by `value`, the largest first (the smallest where `falling` is better).

    `units`: columns unit, value (float) and level, indicator, basis, scope, period.  Ties share a
    rank and the next rank is skipped.  Units that differ in any of the last five are not ranked
    and `refused` names the columns.
    """
    differing = tuple(
        name for name in PEERS if name in units and units[name].nunique(dropna=False) > 1
    )
    value = pd.to_numeric(units["value"], errors="coerce").astype("float64")
    value = value.where(np.isfinite(value))
    frame = units.copy()
    frame["rank"] = (
        np.nan if differing else value.rank(method="min", ascending=falling, na_option="keep")
    )
    order = frame.assign(_value=value if falling else -value)
    frame = order.sort_values(["_value", "unit"], kind="stable", ignore_index=True)
    return Ranking(
        frame=frame.drop(columns="_value"),
        units=len(units),
        missing=tuple(str(unit) for unit in units.loc[value.isna(), "unit"]),
        refused=differing,
    )
