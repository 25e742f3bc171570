"""From typed rows to understood figures: the register says what they are, history what they replace."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dashboard.actuals.entering.checks import check
from dashboard.actuals.entering.context import Context, Recorded
from dashboard.actuals.entering.entries import (
    EVIDENCE_LENGTH,
    NOTE_LENGTH,
    SEEN_NOW,
    RawEntry,
    Understood,
    figure_named,
)
from dashboard.actuals.entering.places import Places, Register
from dashboard.actuals.messages import Figure, Message, Name, Param
from dashboard.actuals.observations import FigureKey
from dashboard.actuals.periods import PeriodError
from dashboard.actuals.typed import Typed, TypedError, parse_typed
from dashboard.actuals.written_periods import day_or_month, may_be_month, parse_period
from dashboard.languages import in_columns
from dashboard.languages.characters import hidden, written
from dashboard.register.quantities import DeclaredUnit

# Both halves of 1,234 where nobody quoted it: it fills the cell of the value and the next one.
_FIRST_HALF = re.compile(r"[-+(¥]?[0-9]{1,3}")
_SECOND_HALF = re.compile(r"[0-9]{3}(?:\.[0-9]+)?\)?\s*(?:%|家|个|元|(?:万亿|亿|万)元?)?")
# What a spreadsheet writes of a large or small number in a narrow column.
_EXPONENT = re.compile(r"[-+]?[0-9](?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}")
_BARE = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?")
# A number in a spreadsheet's usual format keeps at least so many digits behind its first one.
_SHOWN_DIGITS = 8
# How many other places of the same figure are named.
_TWINS_NAMED = 5
# Entries between two words about how far the work is.
_TOLD_EVERY = 2_000


def _silent(_: float) -> None:
    pass


def understand(
    raw: Sequence[RawEntry],
    catalogue: Register,
    store: Recorded,
    today: date,
    reached: Callable[[float], None] | None = None,
) -> list[Understood]:
    """Return each entry as understood, in the same order; nothing is written and nothing raised.

    `today` is the day that decides what lies in the future. History is read once for the batch.
    `reached` is told now and then which share of the work is done; what it raises ends the work.
    """
    if not raw:
        return []
    places = Places(catalogue)
    told = reached or _silent
    rows = []
    for place, entry in enumerate(raw):
        if place % _TOLD_EVERY == 0:
            told(0.6 * place / len(raw))
        rows.append(_read(entry, places, today))
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
    changing = {row.figure: row for row in known if row.to_write}
    for figure, lock in store.locks(changing).items():
        changing[figure].errors.append(lock.message)
    sound = [row for row in known if not row.errors and not row.blank]
    context = Context(places, store, sound)
    for place, row in enumerate(sound):
        if place % _TOLD_EVERY == 0:
            told(0.7 + 0.3 * place / len(sound))
        # What stays as it was, perhaps with a new note, was weighed when it was first entered.
        if row.value is not None and row.value != row.old_value:
            check(row, context)
    return rows


def _read(raw: RawEntry, places: Places, today: date) -> Understood:
    named = figure_named(raw.id) if raw.id.strip() else None
    entry = raw
    if named is not None:
        region, subject, indicator, code = named
        entry = replace(raw, region=region, subject=subject, indicator=indicator, period=code)
    row = _read_entry(entry, places, today)
    if raw.id.strip() and named is None:
        row.errors.append(Message("actuals.entering.id-unreadable", {"text": raw.id[:80]}))
    elif named is not None and not row.errors:
        _compare_words(row, raw, places)
    return row


def _compare_words(row: Understood, raw: RawEntry, places: Places) -> None:
    """Ask where the cells of a row name another figure than its id does: one of them was moved."""
    found = {
        "region": places.region(raw.region)[0] if raw.region.strip() else row.region,
        "subject": places.subject(row.region, raw.subject)[0]
        if raw.subject.strip()
        else row.subject,
        "indicator": row.indicator,
    }
    if raw.indicator.strip():
        other, _ = places.indicator(raw.indicator)
        found["indicator"] = str(other["id"]) if other else raw.indicator.strip()
    own = {"region": row.region, "subject": row.subject, "indicator": row.indicator}
    words = {"region": raw.region, "subject": raw.subject, "indicator": raw.indicator}
    wrong = [words[name].strip() for name in own if found[name] != own[name]]
    if raw.period.strip() and not _same_period(row, raw.period):
        wrong.append(raw.period.strip())
    if wrong:
        said: dict[str, Param] = {"id": raw.id.strip(), "text": tuple(one[:80] for one in wrong)}
        row.errors.append(Message("actuals.entering.id-differs", said))


def _same_period(row: Understood, written_period: str) -> bool:
    try:
        found = parse_period(written_period, row.kind or None)
    except PeriodError as error:
        # A program made a date of the day's code: it is the id that says which.
        day = row.period is not None and row.period.kind == "point"
        return day and error.message.code.startswith("actuals.period.day")
    return found == row.period


def _read_entry(entry: RawEntry, places: Places, today: date) -> Understood:
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
        at, kind = row.period, row.kind
        label = Name.each(lambda lang: at.label(lang, kind))
        row.errors.append(Message("actuals.entering.future", {"period": label}))


def _read_value(row: Understood, places: Places) -> None:
    entry = row.raw
    if row.row is None:
        return
    counted = {str(row.row.get(name) or "") for name in in_columns("counted_*")} - {""}
    try:
        declared = places.declared_unit(row.unit)
        default = entry.default_unit
        if declared is not None and default == row.unit:
            default = None  # A file of ours names a declared unit by its id: its base.
        typed = _typed(entry, row.unit, default, frozenset(counted), declared)
        if typed is not None and entry.exact.strip():
            exact = parse_typed(entry.exact, row.unit, None, frozenset(counted), declared)
            if exact is not None and not _is_rounding(entry.value, typed, exact.value):
                both = {
                    "value": Figure(typed.value, row.unit),
                    "exact": Figure(exact.value, row.unit),
                }
                row.errors.append(Message("actuals.entering.value-and-exact", both))
            elif exact is not None:
                typed = replace(typed, value=exact.value)
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


def _typed(
    entry: RawEntry,
    unit: str,
    default: str | None,
    counted: frozenset[str],
    declared: DeclaredUnit | None,
) -> Typed | None:
    """Return the value as typed. Beside an exact text a bare number's unit is no question any more."""
    text = entry.value
    if entry.exact.strip():
        plain = written(text)
        if _EXPONENT.fullmatch(plain):
            # A spreadsheet's short way to write a number; what it left out stands beside it.
            text = plain = format(Decimal(plain), "f")
        if default and _BARE.fullmatch(plain):
            text = f"{plain}{default}"
    return parse_typed(text, unit, default, counted, declared)


def _is_rounding(text: str, typed: Typed, exact: Decimal) -> bool:
    """Tell whether a value is `exact`, or what a spreadsheet shows of it in a narrow column."""
    if typed.value == exact:
        return True
    plain = written(text).replace(",", "")
    shown = re.match(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", plain)
    number = Decimal(shown[0]) if shown else Decimal(0)
    if not number:
        return False
    last = int(number.as_tuple().exponent)
    if "e" not in shown[0].lower() if shown else True:
        # Zeros at the end are left out, so the digits that are there do not say how exact it is.
        last = min(last, number.adjusted() - _SHOWN_DIGITS)
    factor = typed.value / number
    return abs(exact - typed.value) <= abs(factor) * Decimal(1).scaleb(last) / 2


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
    from_export = row.raw.seen_revision not in (None, SEEN_NOW) or bool(row.raw.id.strip())
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
            # actuals.entering.evidence-long, actuals.entering.note-long
            row.errors.append(Message(f"actuals.entering.{name}-long", {"most": most}))
        if hidden(text):
            codes = tuple(hidden(text)[:5])
            # actuals.entering.evidence-control, actuals.entering.note-control
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
        first = twins[: _TWINS_NAMED + 1]
        for _, row in twins:
            # A wide table has several figures in a line, also the same one twice.
            others = dict.fromkeys(str(place) for place, other in first if other is not row)
            # A file is spoken of by its lines, a pasted table by its rows.
            code = "twice-in-file" if row.raw.line else "twice"
            # actuals.entering.*
            row.errors.append(
                Message(f"actuals.entering.{code}", {"rows": tuple(others)[:_TWINS_NAMED]})
            )
