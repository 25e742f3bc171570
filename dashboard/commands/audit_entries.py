"""`cluster-dashboard audit list|search|export`: what was done, by whom, from where and why.

Who runs the command line on the server's machine has every role, as in `local` mode.
"""

import argparse
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.console import Console
from dashboard.commands.promises import give
from dashboard.exchange.audit_entries import ENTRY_FIELDS, action_name, entries_file, entry_rows
from dashboard.exchange.representations import to_table
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.settings import Settings
from dashboard.wording.states import audit_kind_word

if TYPE_CHECKING:
    from dashboard.audit.entries import Entry

_LISTED = ("at", "person", "origin", "kind", "action", "region", "subject", "period", "before",
           "after", "reason")  # fmt: skip


def list_entries(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the newest entries that were asked for."""
    found = _found(arguments, settings, arguments.most)
    if arguments.format != "table":
        give(entry_rows(found), ENTRY_FIELDS, arguments.format, console)
        return 0
    if not found:
        console.tell("audit.entries.none")
        return 0
    # audit.column.*
    headings = [say(f"audit.column.{name}", console.lang) for name in _LISTED]
    console.write(to_table(headings, [_cells(each, console.lang) for each in found]))
    return 0


def export(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write all entries that were asked for to a file."""
    found = _found(arguments, settings, None)
    path = Path(arguments.output)
    path.write_bytes(entries_file(found, arguments.format))
    console.tell("audit.entries.written", n=len(found), path=path)
    return 0


def _found(arguments: argparse.Namespace, settings: Settings, most: int | None) -> "list[Entry]":
    from dashboard.audit.database import open_recorded
    from dashboard.audit.entries import Asked, Kind, day_begins, entries

    until = arguments.until
    asked = Asked(
        regions=[arguments.region] if arguments.region else None,
        kinds=[Kind(each) for each in arguments.kind] if arguments.kind else tuple(Kind),
        person=arguments.person or "",
        since=day_begins(arguments.since) if arguments.since else None,
        until=day_begins(until + timedelta(days=1)) if until else None,
        text=getattr(arguments, "text", ""),
    )
    with open_recorded(settings.database) as recorded:
        return entries(recorded, asked, most)


def _cells(entry: "Entry", lang: str) -> list[str]:
    told = entry._asdict() | {
        "at": moment_text(entry.at, lang),
        "kind": audit_kind_word(entry.kind, lang),
        "action": action_name(entry, lang),
    }
    return [told[name] for name in _LISTED]
