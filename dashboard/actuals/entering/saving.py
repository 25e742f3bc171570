"""The last step of the door: nothing with an error, nothing unreasoned, nothing half."""

from collections.abc import Mapping, Sequence

from dashboard.actuals.entering.context import Recorder
from dashboard.actuals.entering.entries import NOTE_LENGTH, Understood
from dashboard.actuals.entering.kept_reasons import kept
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.records import Entry, WriteReceipt
from dashboard.actuals.return_steps import FigureLocked
from dashboard.languages.characters import hidden

AUTHOR_LENGTH = 200


class Refused(ActualsError):
    """Some rows have errors; nothing was written. `rows` are their places, from 0."""

    def __init__(self, rows: list[int]) -> None:
        super().__init__("entering.refused", n=len(rows))
        self.rows = rows


class ReasonsNeeded(ActualsError):
    """Some rows want a reason and have none; nothing was written. `rows` are their places, from 0."""

    def __init__(self, rows: list[int]) -> None:
        super().__init__("entering.reasons-needed", n=len(rows))
        self.rows = rows


class BadWords(ActualsError):
    """The author's name or a reason is missing, too long, or has characters that cannot be seen."""


def save(
    understood: Sequence[Understood],
    store: Recorder,
    author: str,
    reasons: Mapping[int, str] | str | None = None,
    *,
    request_id: str | None = None,
    action: str = "save",
    changes_want_reason: bool = False,
) -> WriteReceipt:
    """Write what `understand` returned, in one transaction; blank and unchanged rows are left out.

    `reasons` gives the reason for the warnings of a row by its place (from 0), or one for all; it
    is kept in the audit. With `changes_want_reason` a row that replaces a recorded value needs one
    too, as wherever a `Comparison` was shown. `request_id` makes a save that is sent twice count
    once. A row whose return was submitted meanwhile gets that as its error. Raises `Refused`,
    `ReasonsNeeded`, `BadWords`, the store's `Conflict` and `StoreError`; then nothing is written.
    """
    name = author.strip()
    if not name or len(name) > AUTHOR_LENGTH or hidden(name):
        raise BadWords("entering.author", most=AUTHOR_LENGTH)
    wrong = [place for place, row in enumerate(understood) if row.errors]
    if wrong:
        raise Refused(wrong)
    writable = {place: row for place, row in enumerate(understood) if row.to_write}
    given: dict[str, str] = {}
    missing = []
    for place, row in writable.items():
        replaces = row.replaces
        if not (replaces or row.warnings):
            continue
        reason = (reasons if isinstance(reasons, str) else (reasons or {}).get(place, "")).strip()
        asked = [warning.code.rpartition(".")[2] for warning in row.warnings]
        if replaces and (changes_want_reason or reason):
            asked.insert(0, "changed")
        if not asked:
            continue
        if not reason:
            missing.append(place)
        elif len(reason) > NOTE_LENGTH or hidden(reason):
            raise BadWords("entering.reason", most=NOTE_LENGTH)
        else:
            given["/".join(row.figure)] = kept(asked, reason)
    if missing:
        raise ReasonsNeeded(missing)
    entries = [_entry(row) for row in writable.values()]
    try:
        return store.write(entries, name, request_id=request_id, action=action, reasons=given)
    except FigureLocked as fault:
        # Submitted between looking and saving: said where it would have been said before.
        locked = {p: fault.locks[r.figure] for p, r in writable.items() if r.figure in fault.locks}
        for place, lock in locked.items():
            writable[place].errors.append(lock.message)
        raise Refused(list(locked)) from fault


def _entry(row: Understood) -> Entry:
    return Entry(
        row.region,
        row.subject,
        row.indicator,
        row.period_code,
        row.value,
        row.raw.value.strip(),
        row.unit_typed,
        row.note,
        row.evidence,
        row.seen_revision,
    )
