"""`cluster-dashboard actuals export` and `history`: what was measured."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.commands.chosen import known_choices, known_regions
from dashboard.commands.console import Console
from dashboard.commands.promises import give, load
from dashboard.exchange.csv_files import write_sheet
from dashboard.exchange.representations import FIGURE_FIELDS, plain, to_table
from dashboard.languages import say
from dashboard.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.actuals.store import Store

EXPORTED = (
    "region", "subject", "indicator", "period", "value", "note", "evidence", "author", "at",
    "revision", "unit",
)  # fmt: skip


def give_out(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Export the current figures as CSV that can be imported again."""
    with _store(settings) as store:
        catalogue = load(settings)
        region = known_choices(arguments, catalogue, store)["region"]
        frame = store.current(region, as_of=arguments.as_of)
    # A bare 0.5 of a percentage would be asked about when the file comes back.
    units = {str(row["id"]): row["unit"] for row in catalogue.rows("indicators")}
    rows = [row | {"unit": units.get(str(row["indicator"]))} for row in _rows(frame)]
    if not arguments.output:
        console.write_csv(write_sheet(EXPORTED, rows, "\n"))
        return 0
    _write_whole(Path(arguments.output), write_sheet(EXPORTED, rows))
    console.tell("cli.export.done", n=len(rows), path=arguments.output)
    return 0


def history(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List every revision, oldest first, withdrawals too."""
    rows: list[dict[str, Any]] = []
    with _store(settings) as store:
        catalogue = load(settings)
        known = known_choices(arguments, catalogue, store)
        regions = [known["region"]] if known["region"] else known_regions(catalogue, store)
        for region in regions:
            found = store.history(region, known["subject"], known["indicator"], known["period"])
            rows += _rows(found)
    rows.sort(key=lambda row: row["revision"])
    if arguments.format != "table":
        give(rows, FIGURE_FIELDS, arguments.format, console)
        return 0
    names = (
        "revision", "at", "author", "region", "subject", "indicator", "period", "value", "note",
        "replaces",
    )  # fmt: skip
    withdrawn = say("cli.withdrawn", console.lang)
    cells = [
        [withdrawn if name == "value" and row["withdrawn"] else row[name] for name in names]
        for row in rows
    ]
    console.write(to_table([say(f"cli.column.{name}", console.lang) for name in names], cells))
    return 0


def _store(settings: Settings) -> "Store":
    from dashboard.actuals.store import Store

    return Store.open(settings.database)


def _rows(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    return [
        {name: plain(value) for name, value in zip(frame.columns, values, strict=True)}
        for values in frame.itertuples(index=False, name=None)
    ]


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is either the old one or the whole new one, never a part."""
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        # The mark tells Excel that the file is UTF-8.
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
