"""`cluster-dashboard database …`: figures dated in the future, and tables put into parts by region."""

import argparse

from dashboard.commands.console import Console
from dashboard.commands.people import acting, open_people
from dashboard.languages.numbers import moment_text
from dashboard.settings import Settings


def mend_clock(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Tell how far the figures are ahead of the clock; with `--yes`, go on from the present."""
    from dashboard.actuals.store import Store
    from dashboard.entry.author import local_author

    with Store.open(settings.database) as store:
        found = store.mend_clock(local_author()) if arguments.yes else store.ahead()
    if found is not None:
        moments = {
            name: moment_text(getattr(found, name), console.lang) for name in ("last", "now")
        }
        key = "mended" if arguments.yes else "ahead"
        # cli.clock.ahead, cli.clock.fine, cli.clock.mended, cli.clock.people
        console.tell(f"cli.clock.{key}", n=found.figures, **moments)
    else:
        console.tell("cli.clock.fine")
    if arguments.yes:
        with open_people(settings) as people:
            mended = people.mend_clock(acting(settings))
        if any(mended):
            console.tell("cli.clock.people", **mended._asdict())
    return 0 if found is None or arguments.yes else 1


def partition(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Tell how the tables of figures lie; with `--yes`, put them into parts."""
    from dashboard.actuals.store import Store

    with Store.open(settings.database) as store:
        found = store.partitioning()
        if found.parts or not arguments.yes:
            key = "in-parts" if found.parts else "whole"
        else:
            key, found = "done", store.partition(arguments.parts)
    figures, rows = found.rows["latest"], sum(found.rows.values())
    # cli.partition.done, cli.partition.in-parts, cli.partition.whole
    console.tell(f"cli.partition.{key}", parts=found.parts, figures=figures, rows=rows)
    return 0
