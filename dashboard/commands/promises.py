"""`cluster-dashboard check`, `goals` and `schema`: what was promised."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault, Wording
from dashboard.exchange.representations import GOAL_FIELDS, goal_rows, to_json, to_table
from dashboard.languages import say
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.register import Catalogue


def check(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Say that the register is in order, or list all its faults."""
    from dashboard.register import RegisterFaults

    if arguments.path is not None:
        if getattr(arguments, "register", None) not in (None, arguments.path):
            raise CommandFault("cli.fault.two-registers")
        settings = settings.with_changes(register=Path(arguments.path).expanduser().absolute())
    try:
        catalogue = load(settings)
    except RegisterFaults as fault:
        for each in fault.faults:
            console.complain(each.text(console.lang))
        console.complain_of("cli.check.faults", n=len(fault.faults))
        return 1
    counts = {name: len(catalogue.rows(name)) for name in ("regions", "plans", "goals")}
    console.tell("cli.check.fine", **counts)
    return 0


def goals(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the goals as JSON, CSV or a table."""
    catalogue = load(settings)
    chosen = chosen_goals(catalogue, arguments)
    if arguments.format == "table":
        lang = console.lang
        names = ("region", "id", "subject", "indicator", "target", "due", "ambition", "clause")
        # cli.column.*
        headings = [say(f"cli.column.{name}", lang) for name in names]
        console.write(to_table(headings, [goal_cells(catalogue, goal, lang) for goal in chosen]))
    else:
        give(goal_rows(chosen), GOAL_FIELDS, arguments.format, console)
    return 0


def schema(_: argparse.Namespace, settings: Settings, console: Console) -> int:  # noqa: ARG001 - every command is called alike
    """Print the JSON Schema of the register."""
    from dashboard.register import schema as of_models

    console.write(to_json(of_models()))
    return 0


def load(settings: Settings) -> "Catalogue":
    """Return the compiled register. Raises `RegisterFaults`."""
    from dashboard.register import load_register

    return load_register(settings.register, settings.seeds, settings.cache)


def load_apart(settings: Settings) -> "Catalogue":
    """As `load`, compiled in a process of its own: for what runs long and should stay small."""
    from dashboard.register.compiling_apart import load_apart

    return load_apart(settings.register, settings.seeds, settings.cache)


def chosen_goals(catalogue: "Catalogue", arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the goals of `--region` and `--plan`. Raises `CommandFault` for an unknown one."""
    for what in ("region", "plan"):
        id = getattr(arguments, what)
        if id is not None and getattr(catalogue, what)(id) is None:
            # cli.what.cluster, cli.what.goal, cli.what.indicator, cli.what.plan, cli.what.region
            raise CommandFault("cli.fault.no-such", what=Wording(f"cli.what.{what}"), id=id)
    return [
        goal
        for goal in catalogue.rows("goals")
        if arguments.region in (None, goal["region"]) and arguments.plan in (None, goal["plan"])
    ]


def goal_cells(catalogue: "Catalogue", goal: dict[str, Any], lang: str) -> list[str]:
    """Return one goal as the cells of a table of text."""
    from dashboard.wording.targets import ambition_text, measured_text, target_text

    return [
        goal["region"],
        goal["id"],
        goal[f"subject_name_{lang}"],
        measured_text(catalogue, goal, lang),
        target_text(catalogue, goal, lang),
        due_text(goal, lang),
        ambition_text(goal["ambition"], lang) or "",
        goal["clause"] or "",
    ]


def due_text(goal: dict[str, Any], lang: str) -> str:
    """Return the year a goal is due, "every year", or that none is printed."""
    if goal["due"] is not None:
        return str(int(goal["due"]))
    return say("cli.every-year" if goal["every"] else "cli.no-due", lang)


def give(rows: list[dict[str, Any]], fields: tuple[str, ...], form: str, console: Console) -> None:
    """Write rows as JSON or CSV."""
    if form == "json":
        console.write(to_json(rows))
    else:
        from dashboard.exchange.csv_files import write_sheet

        console.write_csv(write_sheet(fields, rows))
