"""A value typed again without a word says nothing new: it must not wipe out the note beside it."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.actuals.entering import RawEntry, Understood


def keeping_words(rows: Sequence[Understood]) -> list[RawEntry]:
    """Return the entries of `rows`; a repeated value without note and evidence keeps those it has."""
    return [
        replace(row.raw, note=row.old.note, evidence=row.old.evidence)
        if row.old is not None and _repeats(row)
        else row.raw
        for row in rows
    ]


def _repeats(row: Understood) -> bool:
    said = row.raw.note.strip() or row.raw.evidence.strip()
    return row.value is not None and row.value == row.old_value and not said
