"""`cluster-dashboard actuals import`: figures from a file, all of them or none."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.promises import load
from dashboard.exchange.csv_files import MOST_BYTES
from dashboard.exchange.sheets import at_place
from dashboard.languages import say
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.entering import Compared, Comparison
    from dashboard.actuals.store import Store
    from dashboard.exchange.intake import Context, Intake
    from dashboard.register import Catalogue

# Lines named when many are left out for one reason.
_LINES_NAMED = 20


def take_in(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Compare a file with what is recorded, say all that was found, and write it unless that refuses.

    Every finding is told with its line and cell. A dry run says the same and writes nothing.
    """
    from dashboard.actuals.entering import Refused
    from dashboard.actuals.store import Conflict, Store
    from dashboard.entry.author import local_author
    from dashboard.exchange.comparisons import comparison_rows
    from dashboard.exchange.representations import to_json

    # A large file makes many small objects and no cycles, among which nothing is looked for.
    gc.set_threshold(50_000, 20, 50)
    content = _content(arguments.file)
    catalogue = load(settings)
    reason = (arguments.reason or "").strip()
    written = 0
    with Store.open(settings.database, publishes=settings.review == "off") as store:
        context = _context(arguments, catalogue, store)
        taken = _read(content, catalogue, store, settings, context, console)
        found = taken.comparison
        withheld = found.refused or (found.wanting_reason and not reason)
        if not withheld and not arguments.dry_run:
            try:
                written = taken.write(store, local_author(), reason).count
            except KeyboardInterrupt:
                console.complain_of("cli.import.cancelled-writing")
                raise
            except Conflict as conflict:
                theirs = {clash.mine.figure: clash.theirs for clash in conflict.theirs}
                found = taken.beside(theirs).comparison
                withheld = True
            except Refused:
                found = taken.beside({}).comparison
    ignored = [message.text(console.lang) for message in taken.notices]
    if arguments.format == "json":
        result = comparison_rows(found, console.lang)
        told = {"dry_run": arguments.dry_run, "written": written, "ignored": ignored}
        console.write(to_json(told | result))
    else:
        for sentence in ignored:
            console.complain(sentence)
    if found.refused:
        return _refuse(found, console)
    if withheld and not arguments.dry_run:
        return _ask_for_reason(found, console)
    if arguments.format != "json":
        _tell(found, written, arguments.dry_run, bool(reason), console)
    for sentence in _in_order(_said(found, "notices", console.lang)):
        console.complain(sentence)
    return 0


def _read(
    content: bytes,
    catalogue: "Catalogue",
    store: "Store",
    settings: Settings,
    context: "Context",
    console: Console,
) -> "Intake":
    """Read and compare, saying how far it is; Ctrl+C ends it and nothing is written."""
    from dashboard.exchange import intake

    try:
        taken = intake.take_in(
            content,
            catalogue,
            store,
            settings.on(),
            context,
            lambda share: console.progress("cli.import.progress", share),
        )
    except KeyboardInterrupt:
        console.complain_of("cli.import.cancelled")
        raise
    console.progress("cli.import.progress", 1.0)
    return taken


def _context(arguments: argparse.Namespace, catalogue: "Catalogue", store: "Store") -> "Context":
    """Return what `--region` and `--indicator` say of the file. Raises `ActualsError`."""
    from dashboard.commands.chosen import known_choices
    from dashboard.exchange.intake import Context

    known = known_choices(arguments, catalogue, store)
    return Context(region=known["region"] or "", indicator=known["indicator"] or "")


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(name).open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CommandFault("cli.fault.too-large", path=name, most=MOST_BYTES // 2**20)
    return content


def _refuse(found: "Comparison", console: Console) -> int:
    """Say everything that keeps the file from being written."""
    from dashboard.actuals.entering import Outcome

    told = [
        (
            row.line,
            at_place(message.text(console.lang), row.line, found.cell(row, message), console.lang),
        )
        for row in found.of(Outcome.REFUSED)
        for message in row.reasons
    ]
    for sentence in _in_order(told):
        console.complain(sentence)
    codes = [message.code for row in found.of(Outcome.REFUSED) for message in row.reasons]
    conflicts = all(code.startswith("actuals.entering.conflict") for code in codes)
    # cli.fault.import-conflict, cli.fault.import-reason, cli.fault.import-refused
    console.complain_of(f"cli.fault.import-{'conflict' if conflicts else 'refused'}", n=len(told))
    return 1


def _ask_for_reason(found: "Comparison", console: Console) -> int:
    """Say what is written only with a reason: values that are replaced, and warnings."""
    told = [*_changes(found, console.lang), *_said(found, "warnings", console.lang)]
    for sentence in _in_order(told):
        console.complain(sentence)
    console.complain_of("cli.fault.import-reason", n=len(found.wanting_reason))
    return 1


def _tell(found: "Comparison", written: int, dry: bool, reasoned: bool, console: Console) -> None:
    """Say what was written, or would be: how many rows of each outcome, what changes, what is left out."""
    from dashboard.actuals.entering import Outcome
    from dashboard.exchange.comparisons import reasons_by_words

    lang = console.lang
    if dry:
        console.tell("cli.import.dry", n=found.new + found.changed)
    else:
        console.tell("cli.import.done", n=written)
    if found.changed or found.unchanged or found.left_out:
        console.tell("cli.import.counts", **found.counts)
    told = _changes(found, lang)
    if dry:
        told += _said(found, "warnings", lang)
    for sentence in _in_order(told):
        console.write(sentence)
    for words, rows in reasons_by_words(found.of(Outcome.LEFT_OUT), lang).items():
        console.tell("cli.import.left-out", n=len(rows), lines=_lines(rows), text=words)
    wanting = len(found.wanting_reason)
    if dry and wanting and not reasoned:
        console.tell("cli.import.wants-reason", n=wanting)


def _changes(found: "Comparison", lang: str) -> list[tuple[int, str]]:
    """Return old and new of every figure that is recorded already, with who entered the old one."""
    from dashboard.actuals.entering import Outcome
    from dashboard.languages.numbers import moment_text

    told = []
    for each in found.of(Outcome.CHANGED):
        row = each.row
        if row is None or row.old is None:
            continue
        changes = [row.change_in(lang)] if row.replaces else []
        for name, old, new in (
            ("note", row.old.note, row.note),
            ("evidence", row.old.evidence, row.evidence),
        ):
            if old != new:
                # exchange.changed-evidence, exchange.changed-note
                changes.append(say(f"exchange.changed-{name}", lang, old=old, new=new))
        values = {
            "text": " / ".join(row.figure),
            "changes": say("exchange.between-changes", lang).join(changes),
            "author": row.old.author,
            "at": moment_text(row.old.at_text, lang),
        }
        sentence = say("exchange.changed", lang, **values)
        told.append((each.line, at_place(sentence, each.line, found.cell(each), lang)))
    return told


_GRAVE = {"warnings": "exchange.warning", "notices": "exchange.notice"}


def _said(found: "Comparison", which: str, lang: str) -> list[tuple[int, str]]:
    """Return the `warnings` or `notices` of each row, with its line in the file."""
    told = []
    for row in found.rows:
        messages = row.warnings if which == "warnings" else row.notices
        for message in messages:
            # Counted in one sentence for the whole file.
            if message.code == "actuals.entering.unchanged":
                continue
            text = say(_GRAVE[which], lang, text=message.text(lang))
            cell = found.cell(row, message) if which == "warnings" else ""
            told.append((row.line, at_place(text, row.line, cell, lang)))
    return told


def _in_order(told: Sequence[tuple[int, str]]) -> list[str]:
    return [sentence for _, sentence in sorted(told, key=lambda pair: pair[0])]


def _lines(rows: Sequence["Compared"]) -> tuple[str, ...]:
    named = tuple(str(row.line) for row in rows[:_LINES_NAMED])
    return (*named, "…") if len(rows) > _LINES_NAMED else named
