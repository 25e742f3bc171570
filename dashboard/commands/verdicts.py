"""`cluster-dashboard assess`: where every goal stands."""

import argparse
from typing import Any

from dashboard.commands.console import Console
from dashboard.commands.promises import chosen_goals, give, load
from dashboard.exchange.representations import GOAL_FIELDS, VERDICT_FIELDS, to_table, verdict_rows
from dashboard.languages import say
from dashboard.settings import Settings


def assess(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List every goal in force with its verdict, as JSON, CSV or a table."""
    from dashboard import progress
    from dashboard.actuals.store import Store

    catalogue = load(settings)
    goals = [goal for goal in chosen_goals(catalogue, arguments) if goal["in_force"]]
    on = arguments.on or settings.on()
    with Store.open(settings.database) as store:
        figures = store.current()
    rules = {rule["id"]: rule["json"] for rule in catalogue.rows("lamp_rules")}
    verdicts = progress.assess(catalogue.frame("goals"), figures, on, rules)
    by_goal = {row["goal"]: row for row in verdicts.to_dict("records")}
    members: dict[str, dict[str, str]] = {}
    for row in catalogue.rows("clusters"):
        members.setdefault(row["region"], {})[row["id"]] = catalogue.name(row, console.lang)
    rows = verdict_rows(goals, by_goal, console.lang, members)
    if arguments.format != "table":
        give(rows, (*GOAL_FIELDS, *VERDICT_FIELDS), arguments.format, console)
        return 0
    names = ("region", "id", "target", "due", "actual", "period", "completion", "gap", "status")
    headings = [say(f"cli.column.{name}", console.lang) for name in names]
    console.write(to_table(headings, [_cells(row, console.lang) for row in rows]))
    return 0


def _cells(row: dict[str, Any], lang: str) -> list[str]:
    from dashboard.commands.promises import due_text
    from dashboard.languages.numbers import percent, period_text, points, quantity
    from dashboard.progress.statuses import STATUSES

    status = STATUSES[row["status"]]
    counted = "" if row["actual"] is None else quantity(row["actual"], row["unit"], lang)
    return [
        row["region"],
        row["id"],
        row["target_text"],
        due_text(row, lang),
        counted,
        period_text(row["period"], row["kind"], lang) if row["period"] else "",
        "" if row["completion"] is None else percent(row["completion"], lang),
        # `gap_points` is in percentage points, `points` takes a fraction.
        "" if row["gap_points"] is None else points(row["gap_points"] / 100, lang),
        f"{status.sign} {say(status.key, lang)}",
    ]
