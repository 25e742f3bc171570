"""Why a verdict is another than before: goal, rule, figure, member, revision, base or a later date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard.languages import say
from dashboard.progress.reasons import reason_values
from dashboard.progress.statuses import STATUSES

CAUSES = ("same", "goal", "rule", "figure", "member", "revision", "base", "date")
_OVER_MEMBERS = ("each-cluster", "tier")
_GOAL = ("goal_exact", "goal_far", "comparator", "due")


def cause(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The first thing in which two assessments of one goal differ (`CAUSES`)."""
    # What a goal in step is measured by is another series: its growth is no changed goal.
    in_step = now.get("comparator") == "in step"
    if _differs(before, now, ("comparator", "due") if in_step else _GOAL):
        return "goal"
    if _differs(before, now, ("rule",)):
        return "rule"
    if _differs(before, now, ("period",)):
        return "figure"
    if now.get("subject_kind") in _OVER_MEMBERS and _differs(before, now, ("reported_count",)):
        return "member"
    if _differs(before, now, ("actual",)):
        return "revision"
    if _differs(before, now, ("base_value",)):
        return "base"
    return "date" if before["status"] != now["status"] else "same"


def move_text(
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    lang: str,
    rules: Mapping[str, str] | None = None,
) -> str:
    """What the verdict was and why it moved, as one sentence; empty if nothing moved.

    `rules` gives names of lamp rules by id.
    """
    found = cause(before, now)
    if found == "same":
        return ""
    old, new = reason_values(before, lang), reason_values(now, lang)
    return say(
        f"progress.move.{found}", lang,
        was=say(STATUSES[str(before["status"])].key, lang), old=old["actual"],
        old_period=old["period"], new=new["actual"], new_period=new["period"],
        old_goal=old["goal"], new_goal=new["goal"],
        old_rule=_named(before, rules), new_rule=_named(now, rules),
        reported=new["reported"], members=new["members"], met=new["met"],
        base_year=now.get("base_year") or "",
    )  # fmt: skip


def moves(
    chain: Sequence[Mapping[str, Any]], lang: str, rules: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Why a verdict became the last of `chain` (oldest first): a sentence per step that moved it."""
    said = (
        move_text(before, after, lang, rules)
        for before, after in pairwise(chain)
        if _plain(before["actual"]) is not None
    )
    return tuple(one for one in said if one)


def _differs(before: Mapping[str, Any], now: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(_plain(before.get(name)) != _plain(now.get(name)) for name in names)


def _named(row: Mapping[str, Any], rules: Mapping[str, str] | None) -> str:
    rule = str(row.get("rule") or "")
    return (rules or {}).get(rule, rule)


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and value - value != 0 else value
