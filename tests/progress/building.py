"""Goals and figures in a few words, for tests that read as arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from dashboard.actuals.periods import period
from dashboard.progress.table import assess_table

GOAL = {
    "region": "somewhere",
    "plan": "plan",
    "subject": "somewhere",
    "subject_kind": "region",
    "indicator": "thing",
    "unit": "count",
    "kind": "flow",
    "direction": "up",
    "comparator": ">=",
    "measure": "value",
    "path": None,
    "due": None,
    "every": None,
    "since": None,
    "base_year": 0,
    "base_value": None,
    "base_printed": False,
    "stretch_of": None,
    "value_high": None,
    "value_high_float": None,
    "milestones": [],
    "tier": None,
    "in_force": True,
    "accumulates": "year",
    "lamp_rule": "default",
    "members": [],
}


def goal(value: str | None, /, id: str = "goal", **columns: Any) -> dict[str, Any]:
    """One row of the goals table; `value` as an exact decimal in the base unit."""
    row = GOAL | {"id": id, "value": value} | columns
    row["value_float"] = None if value is None else float(Decimal(value))
    if row["base_value"] is not None:
        row["base_printed"] = True
    if row["value_high"] is not None:
        row["value_high_float"] = float(Decimal(row["value_high"]))
    return row


def figure(code: str, value: str, /, revision: int = 1, **columns: Any) -> dict[str, Any]:
    """One current figure of the default series, for the period `code`."""
    read = period(code)
    row = {
        "region": "somewhere",
        "subject": "somewhere",
        "indicator": "thing",
        "period": read.code,
        "year": read.year,
        "month": read.month,
        "period_kind": read.kind,
        "value": value,
        "value_float": float(Decimal(value)),
        "revision": revision,
        "withdrawn": False,
    }
    return row | columns


def observed(*figures: dict[str, Any]) -> pd.DataFrame:
    """Figures as a frame; without any, a frame that still has the store's columns."""
    frame = pd.DataFrame(list(figures))
    return frame if len(frame) else pd.DataFrame([figure("2000", "1")]).iloc[:0]


def verdict(
    promised: dict[str, Any] | list[dict[str, Any]],
    *figures: dict[str, Any],
    on: str = "2026-07-15",
    **options: Any,
) -> Any:
    """The assessment of one goal (the first, when several stand together) as a row."""
    return verdicts(promised, *figures, on=on, **options).iloc[0]


def verdicts(
    promised: dict[str, Any] | list[dict[str, Any]],
    *figures: dict[str, Any],
    on: str = "2026-07-15",
    **options: Any,
) -> pd.DataFrame:
    """The assessments of several goals, indexed by goal id."""
    rows = promised if isinstance(promised, list) else [promised]
    result = assess_table(pd.DataFrame(rows), observed(*figures), date.fromisoformat(on), **options)
    return result.set_index("goal", drop=False)


def compared(
    promised: dict[str, Any], *figures: dict[str, Any], on: str, rules: dict[str, Any]
) -> pd.DataFrame:
    """The verdict of every rule on one goal, indexed by rule: lamp, status, own and the class's words."""
    from dashboard.progress.comparison import compare_rules
    from dashboard.progress.lamp_rules import rules_of
    from dashboard.wording.lamp_rules import word_of

    found = verdict(promised, *figures, on=on, rules=rules)["assessment"]
    rows = [
        {
            "rule": one.rule.id, "lamp": one.lamp, "status": one.status, "assessment": one,
            "own": one.rule.id == found.rule.id,
            **{f"word_{lang}": word_of(one.rule, one.band, lang) for lang in ("zh", "en")},
        }
        for one in compare_rules(found, rules_of(rules))
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("rule")


def why(row: Any) -> str:
    """The reason's code."""
    import json

    return str(json.loads(row["status_reason"])["code"])
