"""`cluster-dashboard user audit`: who did what to whom, when, from where, and how it ended."""

import argparse
import json

from dashboard.commands.console import Console
from dashboard.commands.people import acting, open_people
from dashboard.exchange.representations import to_table
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.settings import Settings
from dashboard.wording.states import outcome_word

_COLUMNS = ("at", "actor", "action", "subject", "outcome", "detail", "request_id", "address")


def read(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the newest lines of the people's audit, the newest first."""
    with open_people(settings) as people:
        lines = people.read_audit(acting(settings), arguments.most, arguments.about)
    if arguments.format == "json":
        rows = [line._asdict() for line in lines]
        console.write(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not lines:
        console.tell("doors.cli.no-audit")
        return 0
    cells = [
        [
            moment_text(line.at, console.lang),
            line.actor,
            line.action,
            line.subject,
            outcome_word(line.outcome, console.lang),
            " ".join(f"{key}={value}" for key, value in line.detail.items()),
            line.request_id,
            line.address,
        ]
        for line in lines
    ]
    # doors.cli.column.*
    headings = [say(f"doors.cli.column.{name}", console.lang) for name in _COLUMNS]
    console.write(to_table(headings, cells))
    return 0
