"""From typed rows to understood figures: the register says what they are, history what they replace."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from dashboard.actuals.entering.checks import check
from dashboard.actuals.entering.context import Context
from dashboard.actuals.entering.entries import (
    EVIDENCE_LENGTH,
    NOTE_LENGTH,
    SEEN_NOW,
    RawEntry,
    Understood,
)
from dashboard.actuals.entering.places import Places, Register
from dashboard.actuals.entering.recorded import Recorded
from dashboard.actuals.messages import Figure, Message, Name
from dashboard.actuals.observations import FigureKey
from dashboard.actuals.periods import PeriodError
from dashboard.actuals.typed import TypedError, parse_typed
from dashboard.actuals.written_periods import day_or_month, may_be_month, parse_period
from dashboard.languages.characters import hidden, written

# Both halves of 1,234 where nobody quoted it: it fills the cell of the value and the next one.
_FIRST_HALF = re.compile(r"[-+(¥]?[0-9]{1,3}")
_SECOND_HALF = re.compile(r"[0-9]{3}(?:\.[0-9]+)?\)?\s*(?:%|家|个|元|(?:万亿|亿|万)元?)?")
# How many other places of the same figure are named.
_TWINS_NAMED = 5


def understand(
    raw: Sequence[RawEntry], catalogue: Register, store: Recorded, today: date
) -> list[Understood]:
    """Return each entry as understood, in the same order; nothing is written and nothing raised.

    `today` is the day that decides what lies in the future. History is read once for the batch.
    """
    places = Places(catalogue)
    rows = [_read(entry, places, today) for entry in raw]
    _mark_twins(rows)
    known = [row for row in rows if row.row is not None and row.period is not None]
    held = store.figures({row.figure for row in known})
    for row in known:
        row.old = held.get(row.figure)
        _ask_for_month(row)
    for row in rows:
        _read_words(row)
    for row in known:
        _compare(row, places)
    sound = [row for row in known if not row.errors and not row.blank]
    context = Context(places, store, sound)
    for row in sound:
        # What stays as it was, perhaps with a new note, was weighed when it was first entered.
        if row.value is not None and row.value != row.old_value:
            check(row, context)
    return rows


def _read(entry: RawEntry, places: Places, today: date) -> Understood:
    region, region_fault = places.region(entry.region)
    row = Understood(entry, region, entry.subject.strip(), entry.indicator.strip())
    if region_fault:
        row.errors.append(region_fault)
    else:
        row.subject, fault = places.subject(region, entry.subject)
        row.errors += [fault] if fault else []
    row.row, fault = places.indicator(entry.indicator)
    if row.row is None:
        row.errors += [fault] if fault else []
    else:
        row.indicator = str(row.row["id"])
    _read_period(row, today)
    _read_value(row, places)
    _read_halves(row)
    return row


def _read_period(row: Understood, today: date) -> None:
    try:
        row.period = parse_period(row.raw.period, row.kind or None)
    except PeriodError as error:
        # Of an unknown indicator nobody can say which periods suit it.
        if row.row is not None:
            row.errors.append(error.message)
        return
    if row.period.end > today:
        label = Name(row.period.label("zh", row.kind), row.period.label("en", row.kind))
        row.errors.append(Message("actuals.entering.future", {"period": label}))


def _read_value(row: Understood, places: Places) -> None:
    entry = row.raw
    if row.row is None:
        return
    counted = {str(row.row.get(name) or "") for name in ("counted_zh", "counted_en")} - {""}
    try:
        words = places.unit_words(row.unit)
        default = entry.default_unit
        if words is not None and default == row.unit:
            default = None  # A file of ours names a declared unit by its id: its base.
        typed = parse_typed(entry.value, row.unit, default, frozenset(counted), words)
    except TypedError as error:
        row.errors.append(error.message)
        return
    if typed is None:
        row.blank = not entry.withdraw
        return
    row.value, row.unit_typed = typed.value, typed.unit_typed
    if entry.withdraw:
        row.errors.append(Message("actuals.entering.withdraw-with-value"))
    figure = Figure(typed.value, row.unit)
    if not row.row["decimals"] and typed.value != typed.value.to_integral_value():
        row.errors.append(Message("actuals.entering.not-whole", {"value": figure}))
    if typed.value < 0 and not _may_be_negative(row):
        row.errors.append(Message("actuals.entering.negative", {"value": figure}))


def _may_be_negative(row: Understood) -> bool:
    return row.kind in {"growth", "index"} or bool(row.row and row.row.get("may_be_negative"))


def _read_halves(row: Understood) -> None:
    """Ask about `1,234` without quotes where it fits the columns: the value 1, the note 234."""
    if row.blank or not _FIRST_HALF.fullmatch(written(row.raw.value)):
        return
    for words in (row.raw.note, row.raw.evidence):
        if words and _SECOND_HALF.fullmatch(written(words)):
            whole = f"{row.raw.value.strip()},{words.strip()}"
            found = {"whole": whole, "value": row.raw.value.strip(), "words": words.strip()}
            # A person at a page can say that it is a note; a file says it by other words.
            asked = row.errors if row.raw.line else row.warnings
            asked.append(Message("actuals.entering.halves", found))
            return


def _ask_for_month(row: Understood) -> None:
    """In a file the code of a first day may be a spreadsheet's, unless the file or the store has it."""
    from_export = row.raw.seen_revision not in (None, SEEN_NOW)
    if row.period is None or row.raw.line is None or row.old is not None or from_export:
        return
    if row.period.kind == "point" and may_be_month(written(row.raw.period)):
        row.errors.append(day_or_month(row.raw.period, row.period, row.kind).message)


def _read_words(row: Understood) -> None:
    for name, text, held, most in (
        ("note", row.raw.note or "", row.old.note if row.old else "", NOTE_LENGTH),
        ("evidence", row.raw.evidence or "", row.old.evidence if row.old else "", EVIDENCE_LENGTH),
    ):
        # What is recorded already, from before this was asked, stays as it is.
        if text.strip() == held and held:
            continue
        if len(text) > most:
            row.errors.append(Message(f"actuals.entering.{name}-long", {"most": most}))
        if hidden(text):
            codes = "、".join(hidden(text)[:5])
            row.errors.append(Message(f"actuals.entering.{name}-control", {"codes": codes}))
        if text.strip() and row.blank:
            row.notices.append(Message("actuals.entering.words-without-value"))


def _compare(row: Understood, places: Places) -> None:
    if row.raw.withdraw and row.old_value is None:
        row.errors.append(Message("actuals.entering.nothing-to-withdraw"))
    if row.unchanged:
        row.notices.append(Message("actuals.entering.unchanged"))
    elif not row.errors and row.value is not None and not places.asked_for(row.series):
        row.notices.append(Message("actuals.entering.not-asked-for"))


def _mark_twins(rows: Iterable[Understood]) -> None:
    """A figure named twice in one batch: nobody can say which is meant, so each is refused."""
    seen: dict[FigureKey, list[tuple[int, Understood]]] = {}
    for place, row in enumerate(rows, 1):
        if row.row is not None and row.period is not None and not row.blank:
            seen.setdefault(row.figure, []).append((row.raw.line or place, row))
    for twins in seen.values():
        if len(twins) == 1:
            continue
        first = [place for place, _ in twins[: _TWINS_NAMED + 1]]
        for place, row in twins:
            others = [str(other) for other in first if other != place][:_TWINS_NAMED]
            # A file is spoken of by its lines, a pasted table by its rows.
            code = "twice-in-file" if row.raw.line else "twice"
            row.errors.append(Message(f"actuals.entering.{code}", {"rows": ", ".join(others)}))
