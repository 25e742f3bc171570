"""Which series goals ask about: their own, the two counts of a coverage, a companion series."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.progress.columns import codes, texts
from dashboard.progress.exactness import Ints
from dashboard.progress.lookup import SeriesIndex

KEYS = ("region", "subject", "indicator")


def asked_series(goals: pd.DataFrame, indicators: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Key frames (region, subject, indicator) by use: own, and where any goal has them covered,
    of, heir (the series that goes on after a change of basis), step.

    A step series without region or subject is that of the goal's own region or subject.
    """
    asked = {"own": pd.DataFrame({name: _column(goals, name) for name in KEYS})}
    ids = [] if indicators is None else texts(indicators, "id", "").tolist()
    held = codes(asked["own"], "indicator", ids)
    for use, name in (("covered", "covered"), ("of", "of"), ("heir", "continued_by")):
        if indicators is not None and name in indicators and indicators[name].notna().any():
            known = pd.array([*texts(indicators, name), None], dtype="str")
            asked[use] = asked["own"].assign(indicator=known.take(held))
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


def numbered(keys: dict[str, pd.DataFrame]) -> tuple[SeriesIndex, dict[str, Ints]]:
    """An index of all series of `asked_series`, and the number of each row's by use, -1 for none."""
    asking = {use: np.flatnonzero(frame["indicator"].notna()) for use, frame in keys.items()}
    frames = [frame.iloc[asking[use]] for use, frame in keys.items()]
    index, numbers = SeriesIndex.of(pd.concat(frames, ignore_index=True))
    series, begin = {}, 0
    for use, rows in asking.items():
        series[use] = np.full(len(keys[use]), -1, dtype=np.int64)
        series[use][rows] = numbers[begin : begin + len(rows)]
        begin += len(rows)
    return index, series


def with_heirs(goals: pd.DataFrame, indicators: pd.DataFrame | None) -> pd.DataFrame:
    """The goals with heir_since, heir_zh and heir_en where their indicator changed its basis."""
    if indicators is None or "continued_by" not in indicators:
        return goals
    changed = indicators[indicators["continued_by"].notna()]
    if changed.empty:
        return goals
    names = indicators.set_index("id")
    own = goals["indicator"]
    since = dict(zip(changed["id"], changed["continued_since"], strict=True))
    heir = dict(zip(changed["id"], changed["continued_by"], strict=True))
    told = {"heir_since": own.map(since)}
    for lang in ("zh", "en"):
        name = names[f"name_{lang}"]
        told[f"heir_{lang}"] = own.map({id: name.get(heir[id]) for id in heir})
    return goals.assign(**told)


def with_steps(goals: pd.DataFrame, indicators: pd.DataFrame | None) -> pd.DataFrame:
    """The goals with step_zh, step_en and step_unit where they keep in step with another series."""
    if indicators is None or "step_indicator" not in goals:
        return goals
    steps = goals["step_indicator"]
    if not steps.notna().any():
        return goals
    known = indicators.drop_duplicates("id").set_index("id")
    told = {"step_zh": "name_zh", "step_en": "name_en", "step_unit": "unit"}
    return goals.assign(
        **{
            name: steps.map(known[column].to_dict())
            for name, column in told.items()
            if column in known
        }
    )


def _column(goals: pd.DataFrame, name: str, otherwise: pd.Series | None = None) -> pd.Series:
    column = goals.get(name)
    if column is None and otherwise is not None:
        return otherwise
    if column is None or not isinstance(column.dtype, pd.StringDtype):
        column = pd.Series(pd.array(texts(goals, name), dtype="str"), index=goals.index)
    return column if otherwise is None else column.fillna(otherwise)
