"""`cluster-dashboard comments list|add|withdraw`: what was said of figures.

Who runs the command line on the server's machine has every role, as in `local` mode.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dashboard.commands.chosen import known_choices, known_regions
from dashboard.commands.console import Console
from dashboard.commands.promises import give, load
from dashboard.doors.permitted_comments import PermittedComments
from dashboard.exchange.comments import COMMENT_FIELDS, comment_row
from dashboard.exchange.representations import to_json, to_table
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue


@contextmanager
def _desk(settings: Settings) -> Iterator[tuple["Store", "Catalogue", PermittedComments]]:
    from dashboard.actuals.store import Store
    from dashboard.commands.machine_user import as_machine_user
    from dashboard.register.in_force import in_force_on

    catalogue = in_force_on(load(settings), settings.on())
    with Store.open(settings.database) as store:
        own, by = as_machine_user(settings, catalogue)
        yield store, catalogue, PermittedComments(store, catalogue, own, lambda: by)


def list_comments(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the comments that are asked for, oldest first."""
    with _desk(settings) as (store, catalogue, desk):
        known = known_choices(arguments, catalogue, store)
        regions = [known["region"]] if known["region"] else known_regions(catalogue, store)
        found = [
            comment
            for comment in desk.of_regions(regions).comments
            if all(
                known[name] in (None, getattr(comment, name))
                for name in ("subject", "indicator", "period")
            )
        ]
    rows = [comment_row(comment) for comment in found]
    if arguments.format != "table":
        give(rows, COMMENT_FIELDS, arguments.format, console)
        return 0
    if not rows:
        console.tell("comments.cli.none")
        return 0
    # comments.column.*
    headings = [say(f"comments.column.{name}", console.lang) for name in COMMENT_FIELDS]
    cells = [
        [str(row[name]) for name in COMMENT_FIELDS]
        for row in (row | {"at": moment_text(row["at"], console.lang)} for row in rows)
    ]
    console.write(to_table(headings, cells))
    return 0


def add(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Comment on a figure."""
    with _desk(settings) as (store, catalogue, desk):
        known = known_choices(arguments, catalogue, store)
        figure = tuple(str(known[name]) for name in ("region", "subject", "indicator", "period"))
        region, subject, indicator, period = figure
        said = desk.comment(
            (region, subject, indicator, period), arguments.text, arguments.audience
        )
    if arguments.format == "json":
        console.write(to_json(comment_row(said)))
    else:
        console.tell("comments.cli.added", id=said.id)
    return 0


def withdraw(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Withdraw a comment, which stays in the history."""
    with _desk(settings) as (_, _, desk):
        done = desk.withdraw_comment(arguments.id, arguments.reason)
    if arguments.format == "json":
        console.write(to_json(comment_row(done)))
    else:
        console.tell("comments.cli.withdrawn", id=done.id)
    return 0
