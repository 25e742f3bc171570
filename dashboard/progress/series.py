"""Which series goals ask about: their own, the two counts of a coverage, a companion series."""

from __future__ import annotations

import pandas as pd

from dashboard.progress.columns import texts

KEYS = ("region", "subject", "indicator")


def asked_series(goals: pd.DataFrame, indicators: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Key frames (region, subject, indicator) by use: own, and where any goal has them covered,
    of, step.

    A step series without region or subject is that of the goal's own region or subject.
    """
    asked = {"own": pd.DataFrame({name: _column(goals, name) for name in KEYS})}
    for name in ("covered", "of"):
        if indicators is not None and name in indicators and indicators[name].notna().any():
            known = dict(zip(indicators["id"], texts(indicators, name), strict=True))
            counts = [known.get(id) for id in asked["own"]["indicator"]]
            asked[name] = asked["own"].assign(indicator=pd.array(counts, dtype="str"))
    if "step_indicator" in goals and goals["step_indicator"].notna().any():
        asked["step"] = pd.DataFrame(
            {
                name: _column(goals, f"step_{name}", otherwise)
                for name, otherwise in zip(
                    KEYS, (asked["own"]["region"], asked["own"]["subject"], None), strict=True
                )
            }
        )
    return asked


def _column(goals: pd.DataFrame, name: str, otherwise: pd.Series | None = None) -> pd.Series:
    column = goals.get(name)
    if column is None or not isinstance(column.dtype, pd.StringDtype):
        column = pd.Series(pd.array(texts(goals, name), dtype="str"), index=goals.index)
    return column if otherwise is None else column.fillna(otherwise)
