"""`cluster-dashboard actuals export`, `history` and `publish`: what was measured, and what all may read."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.commands.chosen import known_choices, known_region, known_regions
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.files import write_whole
from dashboard.commands.promises import give, load
from dashboard.exchange.csv_files import write_sheet
from dashboard.exchange.representations import (
    REVISION_FIELDS,
    kept_in_fields,
    plain,
    to_table,
)
from dashboard.languages import say
from dashboard.settings import Settings
from dashboard.wording.checks import checks_in_words
from dashboard.wording.states import vintage_word

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.actuals.store import Store


def give_out(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Export the current figures as CSV, or as a workbook, that can be imported again."""
    from dashboard.exchange.figure_exports import EXPORTED, exported_rows, to_workbook

    with _store(settings) as store:
        catalogue = load(settings)
        region = known_choices(arguments, catalogue, store)["region"]
        found = _rows(store.current(region, as_of=arguments.as_of))
        figures = _with_vintages(found, store, arguments.as_of)
    rows = exported_rows(figures, catalogue)
    if not arguments.output:
        console.write_csv(write_sheet(EXPORTED, rows, "\n"))
        return 0
    path = Path(arguments.output)
    if path.suffix.lower() == ".xlsx":
        write_whole(path, to_workbook(rows))
    else:
        # The mark tells Excel that the file is UTF-8.
        write_whole(path, write_sheet(EXPORTED, rows).encode("utf-8-sig", "surrogatepass"))
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
            why = store.reasons(found["revision"].tolist())
            rows += [
                row | kept_in_fields(why.get(row["revision"], ""))
                for row in _with_vintages(_rows(found), store)
            ]
    rows.sort(key=lambda row: row["revision"])
    if arguments.format != "table":
        give(rows, REVISION_FIELDS, arguments.format, console)
        return 0
    names = (
        "revision", "at", "author", "region", "subject", "indicator", "period", "value", "note",
        "replaces", "vintage", "checks", "reason",
    )  # fmt: skip
    cells = [[_said(row, name, console.lang) for name in names] for row in rows]
    # cli.column.*
    console.write(to_table([say(f"cli.column.{name}", console.lang) for name in names], cells))
    return 0


def _with_vintages(
    rows: list[dict[str, Any]], store: "Store", as_of: datetime | int | None = None
) -> list[dict[str, Any]]:
    """Return the figures with how settled each is, None where no return says it."""
    moment = as_of if isinstance(as_of, datetime) else None
    regions = {row["region"] for row in rows}
    settled = {region: store.returns.vintages(region, moment) for region in regions}
    return [row | {"vintage": settled[row["region"]].get(row["revision"])} for row in rows]


def _said(row: dict[str, Any], name: str, lang: str) -> Any:
    """What a table says of a column: that a value is withdrawn, what was found, both in words."""
    if name == "value" and row["withdrawn"]:
        return say("cli.withdrawn", lang)
    if name == "checks":
        return checks_in_words(row["checks"], lang)
    if name == "vintage" and row["vintage"]:
        return vintage_word(row["vintage"], lang)
    return row[name]


def _store(settings: Settings) -> "Store":
    from dashboard.actuals.store import Store

    return Store.open(settings.database)


def _rows(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    return [
        {name: plain(value) for name, value in zip(frame.columns, values, strict=True)}
        for values in frame.itertuples(index=False, name=None)
    ]


def publish(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Publish all figures of the regions named, or of all; the user of the machine is recorded."""
    from dashboard.actuals.store import Store
    from dashboard.entry.author import local_author

    if bool(arguments.regions) == arguments.all:
        raise CommandFault("cli.fault.publish-which")
    catalogue = load(settings)
    with Store.open(settings.database) as store:
        if arguments.all:
            regions = known_regions(catalogue, store)
        else:
            regions = [known_region(text, catalogue, store) for text in arguments.regions]
        # Alone on one's machine one may do every step, and need not.
        reviewed_only = settings.review == "on" and settings.mode != "local"
        regions = list(dict.fromkeys(regions))
        done = store.publish(regions, local_author(), reviewed_only=reviewed_only)
        left = {region: store.unpublished(region) for region in regions}
    for region, n in done.items():
        name = catalogue.region(region) or {}
        shown = str(name.get(f"name_{console.lang}") or region)
        if n:
            console.tell("cli.publish.done", region=shown, n=n)
        elif not arguments.all and not left[region]:
            console.tell("cli.publish.nothing", region=shown)
        if left[region]:
            console.tell("cli.publish.left-out", region=shown, n=left[region])
    if arguments.all and not any(done.values()) and not any(left.values()):
        console.tell("cli.publish.nothing-anywhere")
    return 0
