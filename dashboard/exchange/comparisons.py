"""A file of figures -> entries for the door, and what the door found -> rows for people and programs."""

from collections.abc import Sequence

from dashboard.actuals.entering import (
    SEEN_NOW,
    Compared,
    Comparison,
    Message,
    Outcome,
    RawEntry,
)
from dashboard.exchange.sheets import Sheet
from dashboard.languages import LANGUAGES, say

# A revision is a number that a database can hold.
_LONGEST_REVISION = 18
# What our own sheets call what is counted where the register has no word for it: the base unit.
_COUNTS = frozenset({"count", *(say("entry.unit.count", lang) for lang in LANGUAGES)})


def entries_of(sheet: Sheet) -> tuple[list[RawEntry], list[Compared]]:
    """Return the figures of a file as entries, and its rows that are none: faulty or left out."""
    others = [
        Compared(
            Outcome.REFUSED,
            reasons=(fault.message,),
            line=fault.line,
            cell=fault.cell,
        )
        for fault in sheet.faults
    ]
    others += [
        Compared(
            Outcome.LEFT_OUT,
            # exchange.left-out.blank, exchange.left-out.heading, exchange.left-out.remark,
            # exchange.left-out.column-beside, exchange.left-out.sum, exchange.left-out.sum-column,
            # exchange.left-out.row-beside, exchange.left-out.title, exchange.left-out.units
            reasons=(Message(f"exchange.left-out.{left.reason}", {"text": left.text}),),
            line=left.line,
            cell=f"A{left.place}",
        )
        for left in sheet.left_out
    ]
    entries = []
    for line in sheet.lines:
        cells = line.cells
        written = cells["revision"].strip()
        seen = SEEN_NOW
        if written.isascii() and written.isdigit() and len(written) <= _LONGEST_REVISION:
            seen = int(written)
        elif written:
            why = Message("exchange.fault.revision", {"found": written[:40]})
            cell = sheet.address("revision", line.place)
            others.append(Compared(Outcome.REFUSED, None, (why,), line.number, cell))
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
                default_unit=None if line.unit in _COUNTS else line.unit,
                line=line.number,
                place=line.place,
                id=cells["id"],
                exact=cells["exact"],
                letter=line.letter,
            )
        )
    return entries, others


def comparison_rows(comparison: Comparison, lang: str) -> dict[str, object]:
    """Return a comparison for programs: its counts, `warnings`, and `rows` in the order of the file.

    Values are exact decimal texts in the base `unit`; `reasons` (why a row is refused or left out),
    `warnings` and `notices` are sentences in `lang`. What a row has not is None.
    """
    rows = [_row(comparison, each, lang) for each in comparison.rows]
    return {**comparison.counts, "warnings": comparison.warned, "rows": rows}


def reasons_by_words(rows: Sequence[Compared], lang: str) -> dict[str, list[Compared]]:
    """Return rows that are left out by the sentence that says why."""
    found: dict[str, list[Compared]] = {}
    for row in rows:
        found.setdefault(row.reasons[0].text(lang), []).append(row)
    return found


def _row(comparison: Comparison, compared: Compared, lang: str) -> dict[str, object]:
    row = compared.row
    old = row.old if row else None
    known = row is not None and row.row is not None
    return {
        "line": compared.line or None,
        "cell": comparison.cell(compared) or None,
        "outcome": compared.outcome.value,
        "region": row.region if row else None,
        "subject": row.subject if row else None,
        "indicator": row.indicator if row else None,
        "period": row.figure[3] if row else None,
        "unit": row.unit if known and row else None,
        "typed": row.raw.value.strip() if row else None,
        "old": old.value if old else None,
        "new": row.exact if row else None,
        "old_note": old.note if old else None,
        "note": row.note if row else None,
        "old_evidence": old.evidence if old else None,
        "evidence": row.evidence if row else None,
        "old_author": old.author if old else None,
        "old_at": old.at_text if old else None,
        "old_revision": old.revision if old else None,
        "wants_reason": compared.wants_reason,
        "reasons": [message.text(lang) for message in compared.reasons],
        "warnings": [message.text(lang) for message in compared.warnings],
        "notices": [message.text(lang) for message in compared.notices],
    }
