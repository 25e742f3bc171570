"""Why a verdict is another than before: new figure, revision, goal, rule or just a later date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.languages import say
from dashboard.progress.reasons import reason_values
from dashboard.progress.statuses import STATUSES

CAUSES = ("same", "goal", "rule", "figure", "revision", "date")


def cause(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The first thing in which two assessments of one goal differ (`CAUSES`)."""
    if _differs(before, now, ("goal_exact", "comparator", "due")):
        return "goal"
    if _differs(before, now, ("rule",)):
        return "rule"
    if _differs(before, now, ("period",)):
        return "figure"
    if _differs(before, now, ("actual", "revision", "base_value")):
        return "revision"
    return "date" if before["status"] != now["status"] else "same"


def move_text(before: Mapping[str, Any], now: Mapping[str, Any], lang: str) -> str:
    """What the verdict was and why it moved, as one sentence; empty if nothing moved."""
    found = cause(before, now)
    if found == "same":
        return ""
    old, new = reason_values(before, lang), reason_values(now, lang)
    return say(
        f"progress.move.{found}", lang,
        was=say(STATUSES[str(before["status"])].key, lang), old=old["actual"],
        old_period=old["period"], new=new["actual"], new_period=new["period"],
        old_goal=old["goal"], new_goal=new["goal"],
    )  # fmt: skip


def _differs(before: Mapping[str, Any], now: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(_plain(before.get(name)) != _plain(now.get(name)) for name in names)


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and value - value != 0 else value
