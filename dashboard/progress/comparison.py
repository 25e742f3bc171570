"""All lamp rules side by side, so that nobody can choose the flattering one unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.languages import LANGUAGES
from dashboard.progress.assessing import TOLERANCE, assess
from dashboard.progress.rule_words import word_of
from dashboard.progress.rules import rules_of

COMPARISON_COLUMNS = (
    "goal", "rule", "own", "status", "lamp", "word_zh", "word_en", "status_reason",
    "quantity_kind", "quantity", "quantity_told",
)  # fmt: skip


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

    `own` marks the rule that the goal's region has chosen.  `word_zh` and `word_en` are the rule's
    own word for its class, empty where it has none or did not decide.  Results that no rule decides
    (met, not met, no data, ...) are the same under all.  Arguments as in `assess`.
    """
    chosen = assess(
        goals, observations, on, rules, indicators=indicators, tolerance=tolerance
    ).set_index("goal")["rule"]
    frames = []
    for id, known in rules_of(rules).items():
        verdicts = assess(
            goals, observations, on, rules, indicators=indicators, tolerance=tolerance, rule=id
        )
        words = {
            f"word_{lang}": [word_of(known, band, lang) for band in verdicts["band"]]
            for lang in LANGUAGES
        }
        frames.append(verdicts.assign(own=verdicts["goal"].map(chosen) == id, **words))
    return pd.concat(frames, ignore_index=True)[list(COMPARISON_COLUMNS)]
