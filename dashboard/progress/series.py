"""Which series goals ask about: their own, the two counts of a coverage, a companion series."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.progress.columns import texts
from dashboard.progress.exactness import Objects

KEYS = ("region", "subject", "indicator")


def asked_series(goals: pd.DataFrame, indicators: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Key frames (region, subject, indicator) by use: own, covered, of, step; missing is null.

    A step series without region or subject is that of the goal's own region or subject.
    """
    region, subject = texts(goals, "region", ""), texts(goals, "subject", "")
    indicator = texts(goals, "indicator", "")
    covered = _mapped(goals, indicators, indicator, "covered")
    of = _mapped(goals, indicators, indicator, "of")
    step = texts(goals, "step_indicator")
    return {
        "own": _keys(region, subject, indicator),
        "covered": _keys(region, subject, covered),
        "of": _keys(region, subject, of),
        "step": _keys(
            _else(texts(goals, "step_region"), region),
            _else(texts(goals, "step_subject"), subject),
            step,
        ),
    }


def _mapped(
    goals: pd.DataFrame, indicators: pd.DataFrame | None, indicator: Objects, name: str
) -> Objects:
    if indicators is None or name not in indicators:
        return np.full(len(goals), None, dtype=object)
    known = dict(zip(indicators["id"], texts(indicators, name), strict=True))
    return np.array([known.get(id) for id in indicator], dtype=object)


def _else(values: Objects, otherwise: Objects) -> Objects:
    missing = np.array([value is None for value in values], dtype=bool)
    return np.where(missing, otherwise, values)


def _keys(region: Objects, subject: Objects, indicator: Objects) -> pd.DataFrame:
    return pd.DataFrame({"region": region, "subject": subject, "indicator": indicator}, dtype="str")
