"""`cluster-dashboard database partition`: figures in parts by region, for a province and more."""

import argparse

from dashboard.commands.console import Console
from dashboard.settings import Settings


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
