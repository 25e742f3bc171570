"""The entries of the audit as rows and files, for people and for programs."""

from collections.abc import Iterable

from dashboard.audit.entries import Entry, Kind
from dashboard.exchange.csv_files import MARK, write_sheet
from dashboard.exchange.representations import to_json
from dashboard.languages import say

ENTRY_FIELDS = Entry._fields
# What is done with accounts, returned and mended is said as the record says it.
_SAID = frozenset(
    {
        "entered", "changed", "withdrawn", "published", "submit", "approve", "correct", "publish",
        "plan", "report", "escalate", "answer", "commented", "attached", "issued",
        "assigned", "ended", "put", "sent", "failed", "given-up", "restore", "mend-clock",
    }
)  # fmt: skip


def entry_rows(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """Return each entry with the fields `ENTRY_FIELDS`."""
    return [dict(each._asdict()) for each in entries]


def entries_file(entries: Iterable[Entry], form: str) -> bytes:
    """Return entries as a file, `csv` or `json`; no cell of the first begins a formula."""
    rows = entry_rows(entries)
    if form == "json":
        return to_json(rows).encode()
    return (MARK + write_sheet(ENTRY_FIELDS, rows)).encode()


def action_name(entry: Entry, lang: str) -> str:
    """Return what was done in words."""
    if entry.kind == Kind.RETURN and entry.action == "return":
        return say("audit.action.sent-back", lang)
    known = entry.action in _SAID and entry.kind != Kind.ACCOUNT
    # audit.action.*
    return say(f"audit.action.{entry.action}", lang) if known else entry.action
