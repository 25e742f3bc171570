"""All lamp rules side by side, so that nobody can choose the flattering one unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.progress.assessing import TOLERANCE, assess
from dashboard.progress.rules import rules_of

COMPARISON_COLUMNS = ("goal", "rule", "own", "status", "lamp", "status_reason")


def compare_rules(
    goals: pd.DataFrame,
    observations: pd.DataFrame,
    on: date,
    rules: Mapping[str, Mapping[str, Any] | str] | None = None,
    *,
    indicators: pd.DataFrame | None = None,
    tolerance: float = TOLERANCE,
) -> pd.DataFrame:
    """The verdict of every rule on every goal: one row per goal and rule, `COMPARISON_COLUMNS`.

    `own` marks the rule that the goal's region has chosen.  Results that no rule decides (met,
    not met, no data, ...) are the same under all.  Arguments as in `assess`.
    """
    chosen = assess(
        goals, observations, on, rules, indicators=indicators, tolerance=tolerance
    ).set_index("goal")["rule"]
    frames = []
    for id in rules_of(rules):
        verdicts = assess(
            goals, observations, on, rules, indicators=indicators, tolerance=tolerance, rule=id
        )
        frames.append(verdicts.assign(own=verdicts["goal"].map(chosen) == id))
    return pd.concat(frames, ignore_index=True)[list(COMPARISON_COLUMNS)]
