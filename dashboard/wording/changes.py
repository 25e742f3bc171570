"""Why a verdict is another than before: goal, rule, figure, member, revision, base, companion or date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard.languages import say
from dashboard.progress.assess import Assessment
from dashboard.progress.status import STATUSES
from dashboard.wording.formulas import companion_name
from dashboard.wording.reasons import reason_values

CAUSES = (
    "same", "goal", "rule", "count", "figure", "member", "revision", "companion", "base", "date",
)  # fmt: skip
Row = Mapping[str, Any]


def cause(before: Row, now: Row) -> str:
    """The first thing in which two verdicts on one goal differ (`CAUSES`)."""
    old: Assessment = before["assessment"]
    new: Assessment = now["assessment"]
    # What a goal in step is measured by is another series: its growth is no changed goal.
    asked = [
        (
            one.goal.comparator,
            one.goal.due,
            None if one.goal.in_step else (one.number, one.goal.far),
        )
        for one in (old, new)
    ]
    if asked[0] != asked[1]:
        return "goal"
    if old.rule.id != new.rule.id:
        return "rule"
    if _counted(old) != _counted(new):
        return "count"
    if _period(old) != _period(new):
        return "figure"
    if _reported(old) != _reported(new):
        return "member"
    if _own(old) != _own(new):
        return "revision"
    if new.goal.in_step and old.number != new.number:
        return "companion"
    if old.actual != new.actual:
        return "revision"
    if old.base != new.base:
        return "base"
    return "date" if old.status != new.status else "same"


def change_text(before: Row, now: Row, lang: str, rules: Mapping[str, str] | None = None) -> str:
    """What the verdict was and why it moved, as one sentence; empty if nothing moved.

    `rules` gives names of lamp rules by id.
    """
    found = cause(before, now)
    if found == "same":
        return ""
    was: Assessment = before["assessment"]
    is_now: Assessment = now["assessment"]
    if found == "count" and not _counted(is_now):
        found = "count-withdrawn"
    if found == "companion" and was.number is None:
        found = "companion-first"
    old, new = reason_values(before, lang), reason_values(now, lang)
    return say(
        # progress.move.*
        f"progress.move.{found}", lang,
        was=say(STATUSES[was.status].key, lang), old=old["actual"],
        old_period=old["period"], new=new["actual"], new_period=new["period"],
        old_goal=old["goal"], new_goal=new["goal"],
        old_rule=_named(was, rules), new_rule=_named(is_now, rules),
        reported=new["reported"], members=new["members"], met=new["met"],
        base_year=is_now.goal.base_year or "", series=companion_name(is_now, lang, None),
    )  # fmt: skip


def changes(
    chain: Sequence[Row], lang: str, rules: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Why a verdict became the last of `chain` (oldest first): a sentence per step that moved it."""
    said = (
        change_text(before, after, lang, rules)
        for before, after in pairwise(chain)
        if before["assessment"].actual is not None
    )
    return tuple(one for one in said if one)


def _period(found: Assessment) -> str | None:
    figure = found.measured.figure
    return figure.period if figure else None


def _own(found: Assessment) -> str | None:
    figure = found.measured.figure
    return figure.text if figure and not found.measured.tally else None


def _counted(found: Assessment) -> bool:
    """Whether how many there are was entered, and not counted by the members' own figures."""
    tally = found.measured.tally
    return tally is not None and tally.entered is not None


def _reported(found: Assessment) -> int | None:
    tally = found.measured.tally
    return tally.reported if tally else None


def _named(found: Assessment, rules: Mapping[str, str] | None) -> str:
    return (rules or {}).get(found.rule.id, found.rule.id)
