"""`cluster-dashboard assess`: where every goal stands."""

import argparse
from typing import Any

from dashboard.actuals.periods import label_kind
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault, Wording
from dashboard.commands.judging import earlier, judged
from dashboard.commands.promises import chosen_goals, give
from dashboard.exchange.representations import (
    GOAL_FIELDS,
    VERDICT_FIELDS,
    plain,
    to_table,
    verdict_rows,
)
from dashboard.exchange.target_texts import target_text
from dashboard.languages import say
from dashboard.settings import Settings

_ROUNDED = ("completion", "gap_points", "gap_told")


def assess(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List every goal in force with its verdict, as JSON, CSV or a table; or explain one."""
    found = judged(settings, arguments.on)
    catalogue, by_goal = found.catalogue, found.verdicts
    if found.filled_in_later:
        console.complain_of("cli.filled-in-later", day=arguments.on.isoformat())
    if arguments.explain is not None:
        goal = catalogue.goal(arguments.explain)
        if goal is None:
            raise CommandFault(
                "cli.fault.no-such", what=Wording("cli.what.goal"), id=arguments.explain
            )
        before = earlier(settings, found, goal, arguments.on or settings.on())
        console.write(found.explained(goal, console.lang, before))
        return 0
    goals = [goal for goal in chosen_goals(catalogue, arguments) if goal["in_force"]]
    members = {
        row["id"]: found.members(row["id"], console.lang) for row in catalogue.rows("regions")
    }
    rows = verdict_rows(goals, by_goal, console.lang, members)
    if arguments.format != "table":
        told = [
            row
            | {
                "filled_in_later": found.filled_in_later,
                "explanation": found.explained(goal, console.lang),
            }
            for row, goal in zip(rows, goals, strict=True)
        ]
        fields = (*GOAL_FIELDS, *VERDICT_FIELDS, "filled_in_later", "explanation")
        give(told, fields, arguments.format, console)
        return 0
    names = ("region", "id", "target", "due", "actual", "period", "completion", "gap", "status")
    headings = [say(f"cli.column.{name}", console.lang) for name in names]
    # A percentage is rounded from the number itself, not from six decimals of it.
    shown = [row | {name: plain(by_goal[row["id"]].get(name)) for name in _ROUNDED} for row in rows]
    targets = [target_text(catalogue, goal, console.lang) for goal in goals]
    cells = [_cells(row, target, console.lang) for row, target in zip(shown, targets, strict=True)]
    console.write(to_table(headings, cells))
    return 0


def _cells(row: dict[str, Any], target: str, lang: str) -> list[str]:
    from dashboard.commands.promises import due_text
    from dashboard.languages.numbers import percent, period_text
    from dashboard.progress.amounts import points_of
    from dashboard.progress.statuses import STATUSES

    status = STATUSES[row["status"]]
    return [
        row["region"],
        row["id"],
        target,
        due_text(row, lang),
        "" if row["actual"] is None else _actual(row, lang),
        period_text(row["period"], label_kind(row), lang) if row["period"] else "",
        "" if row["completion"] is None else percent(row["completion"], lang),
        "" if row["gap_points"] is None else points_of(row["gap_points"], lang, row["gap_told"]),
        f"{status.sign} {say(status.key, lang)}",
    ]


def _actual(row: dict[str, Any], lang: str) -> str:
    """The figure in its own unit; of a goal over members how many of them meet it."""
    from dashboard.languages.numbers import quantity

    if row["subject_kind"] in ("each-cluster", "tier") and row["member_count"]:
        return say("pages.met-of", lang, met=row["met_count"], all=row["member_count"])
    return quantity(row["actual"], row["actual_unit"], lang)
