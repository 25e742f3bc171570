"""`cluster-dashboard actuals import`, `export` and `history`: what was measured."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.commands.chosen import known_choices, known_regions
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.promises import give, load
from dashboard.exchange.csv_files import MOST_BYTES, FileFault, Sheet, read_sheet, write_sheet
from dashboard.exchange.representations import FIGURE_FIELDS, plain, to_table
from dashboard.languages import say
from dashboard.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.actuals.store import Store

EXPORTED = (
    "region", "subject", "indicator", "period", "value", "note", "evidence", "author", "at",
    "revision",
)  # fmt: skip


def take_in(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Import figures from a CSV file, all or none; every finding is listed with its line."""
    from dashboard.actuals.entering import save, understand
    from dashboard.actuals.store import Conflict
    from dashboard.commands import findings
    from dashboard.entry.author import local_author

    sheet = read_sheet(_content(arguments.file))
    entries, faults = _entries(sheet)
    catalogue = load(settings)
    with _store(settings) as store:
        rows = understand(entries, catalogue, store, settings.on())
        told = [(fault.line, fault.text(console.lang)) for fault in faults]
        told += findings.said(rows, "errors", console.lang)
        if told:
            return _refuse(told, "cli.fault.import-refused", console)
        findings.see_what_is_absent(rows)
        told = findings.conflicts(rows, findings.changed_since(rows), console.lang)
        if told:
            return _refuse(told, "cli.fault.import-conflict", console)
        warned = findings.said(rows, "warnings", console.lang)
        if warned and not (arguments.reason or "").strip():
            return _refuse(warned, "cli.fault.import-warnings", console)
        informed = findings.notices(rows, catalogue, store, console.lang)
        same = sum(row.unchanged for row in rows)
        if arguments.dry_run:
            console.tell("cli.import.dry", n=sum(row.to_write for row in rows))
        else:
            try:
                receipt = save(rows, store, local_author(), arguments.reason, action="import")
            except Conflict as conflict:
                there = {clash.mine.figure: clash.theirs for clash in conflict.theirs}
                told = findings.conflicts(rows, there, console.lang)
                return _refuse(told, "cli.fault.import-conflict", console)
            console.tell("cli.import.done", n=receipt.count)
        if same:
            console.tell("cli.import.unchanged", n=same)
    for _, sentence in sorted(informed, key=lambda pair: pair[0]):
        console.complain(sentence)
    return 0


def give_out(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Export the current figures as CSV that can be imported again."""
    with _store(settings) as store:
        region = known_choices(arguments, load(settings), store)["region"]
        frame = store.current(region, as_of=arguments.as_of)
    rows = _rows(frame)
    if not arguments.output:
        console.out.write(write_sheet(EXPORTED, rows, "\n"))
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


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(name).open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CommandFault("cli.fault.too-large", path=name, most=MOST_BYTES // 2**20)
    return content


def _entries(sheet: Sheet) -> tuple[list[Any], list[FileFault]]:
    from dashboard.actuals.entering import SEEN_NOW, RawEntry

    faults = list(sheet.faults)
    entries = []
    for line in sheet.lines:
        cells = line.cells
        written = cells["revision"].strip()
        seen = SEEN_NOW
        if written.isascii() and written.isdigit() and len(written) < 19:
            seen = int(written)
        elif written:
            faults.append(FileFault(line.number, "revision", {"found": written[:40]}))
        entries.append(
            RawEntry(
                cells["region"],
                cells["subject"],
                cells["indicator"],
                cells["period"],
                cells["value"],
                note=cells["note"],
                evidence=cells["evidence"],
                seen_revision=seen,
                line=line.number,
            )
        )
    return entries, faults


def _refuse(told: Sequence[tuple[int, str]], key: str, console: Console) -> int:
    for _, sentence in sorted(told, key=lambda pair: pair[0]):
        console.complain(sentence)
    console.complain_of(key, n=len(told))
    return 1


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
