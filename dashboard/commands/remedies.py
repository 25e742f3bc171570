"""`cluster-dashboard remedies list|add|report|escalate|answer|show`: why a goal is behind, what is done.

Who runs the command line on the server's machine has every role, as in `local` mode.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dashboard.actuals.remedies import Plan, Remedy
from dashboard.commands.chosen import known_region
from dashboard.commands.console import Console
from dashboard.commands.judging import judged
from dashboard.commands.promises import give
from dashboard.doors.permitted_remedies import PermittedRemedies
from dashboard.exchange.remedies import REMEDY_FIELDS, remedy_rows
from dashboard.exchange.representations import to_json, to_table
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.settings import Settings
from dashboard.wording.states import remedy_state_word, remedy_step_word

_LISTED = ("region", "id", "state", "reason", "remedy", "person", "deadline", "note")
_STEPS = ("at", "author", "step", "state", "reason", "remedy", "person", "deadline", "note")


@contextmanager
def _desk(settings: Settings) -> Iterator[tuple[Standing, PermittedRemedies]]:
    from dashboard.commands.machine_user import as_machine_user

    with judged(settings, None) as found:
        standing = found.standing
        own, by = as_machine_user(settings, standing.catalogue)
        store = standing.store
        yield standing, PermittedRemedies(store, standing, own, lambda: by, settings.on())


def list_remedies(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the goals that are behind, and those of which something is said."""
    with _desk(settings) as (standing, _):
        regions = standing.regions()
        if arguments.region:
            store = standing.store
            regions = [known_region(arguments.region, standing.catalogue, store)]
        rows = remedy_rows(standing, regions, console.lang)
    asked = arguments.state
    if asked in ("overdue", "asked"):
        rows = [row for row in rows if row[asked]]
    elif asked:
        rows = [row for row in rows if row["state"] == asked]
    if arguments.format != "table":
        give(rows, REMEDY_FIELDS, arguments.format, console)
        return 0
    if not rows:
        console.tell("remedies.cli.nothing")
        return 0
    console.write(
        to_table(
            _headings(_LISTED, console), [[_cell(r, n, console) for n in _LISTED] for r in rows]
        )
    )
    return 0


def add(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Say why a goal is behind, what is done, by whom and by when."""
    plan = Plan(arguments.reason, arguments.remedy, arguments.person, arguments.deadline)
    return _step(arguments, settings, console, lambda desk: desk.plan(arguments.goal, plan))


def report(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Say what became of it."""
    note, done = arguments.note, arguments.done

    def act(desk: PermittedRemedies) -> Remedy:
        return desk.report(arguments.goal, note, done=done)

    return _step(arguments, settings, console, act)


def escalate(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Take the problem to the region above."""
    note = arguments.note
    return _step(arguments, settings, console, lambda desk: desk.escalate(arguments.goal, note))


def answer(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Answer what was taken up."""
    note = arguments.note
    return _step(arguments, settings, console, lambda desk: desk.answer(arguments.goal, note))


def show(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Show every step of a goal's remedies, oldest first."""
    with _desk(settings) as (_, desk):
        rows = [_step_row(one) for one in desk.steps(arguments.goal)]
    if arguments.format == "json":
        console.write(to_json(rows))
        return 0
    if not rows:
        console.tell("remedies.none")
        return 0
    console.write(
        to_table(_headings(_STEPS, console), [[_cell(r, n, console) for n in _STEPS] for r in rows])
    )
    return 0


def _step(
    arguments: argparse.Namespace,
    settings: Settings,
    console: Console,
    act: Callable[[PermittedRemedies], Remedy],
) -> int:
    with _desk(settings) as (_, desk):
        taken = act(desk)
    if arguments.format == "json":
        console.write(to_json(_step_row(taken)))
    else:
        console.tell(
            # remedies.cli.answer, remedies.cli.escalate, remedies.cli.nothing,
            # remedies.cli.overdue, remedies.cli.plan, remedies.cli.report
            f"remedies.cli.{taken.step}",
            goal=taken.goal,
            state=remedy_state_word(taken.state, console.lang),
        )
    return 0


def _step_row(one: Remedy) -> dict[str, Any]:
    """A step as it is given out, with the moment as text."""
    return one._asdict() | {"at": one.at_text}


def _headings(names: tuple[str, ...], console: Console) -> list[str]:
    # remedies.column.*
    return [say(f"remedies.column.{name}", console.lang) for name in names]


def _cell(row: dict[str, Any], name: str, console: Console) -> str:
    value = row[name]
    if name in ("state", "step"):
        write = remedy_state_word if name == "state" else remedy_step_word
        text = write(value, console.lang)
        return say("remedies.cli.overdue", console.lang, state=text) if row.get("overdue") else text
    if name == "at" and value:
        return moment_text(value, console.lang)
    return str(value)
