"""The rows of the grid for one region and period, and the way from a cell back to its series."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.actuals.entering import RawEntry
from dashboard.actuals.observations import Observation
from dashboard.actuals.periods import PeriodError, period
from dashboard.actuals.written_periods import parse_period
from dashboard.languages import say
from dashboard.worksheet.amounts import amount, unit_word
from dashboard.worksheet.choices import period_label
from dashboard.worksheet.series import Asked

Held = Mapping[tuple[str, str, str], Mapping[str, Observation]]

COLUMNS = ("what", "value", "unit", "last", "when", "previous", "note")
TYPED = ("value", "note")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a person typed into one row of the sheet.

    `seen` is the revision that was on the screen when they began to type, None when there was none:
    if another stands there later, both are shown to the person.
    """

    value: str = ""
    note: str = ""
    seen: int | None = None

    def __bool__(self) -> bool:
        return bool(self.value.strip() or self.note.strip())


def series_for(
    asked: Iterable[Asked],
    code: str,
    held: Held,
    *,
    subject: str | None,
    every: bool,
    unreported: bool,
) -> list[Asked]:
    """Return the rows of the grid: what is owed for a period, narrowed by what the person chose.

    `subject` keeps one subject; `every` adds what no goal asks for any longer; `unreported` leaves
    out what has a figure already.
    """
    at = period(code)
    chosen = []
    for series in asked:
        if subject is not None and series.subject != subject:
            continue
        if not (every or series.owed_in(at.year)) or not suits(series, code):
            continue
        if unreported and recorded(held, series, code) is not None:
            continue
        chosen.append(series)
    return chosen


def suits(series: Asked, code: str) -> bool:
    """Tell whether an indicator is reported for such a period at all."""
    try:
        return parse_period(code, series.kind).code == code
    except PeriodError:
        return False


def recorded(held: Held, series: Asked, code: str) -> Observation | None:
    """Return the figure recorded for the period, None when there is none or it was withdrawn."""
    found = held.get(series.key, {}).get(code)
    return None if found is None or found.withdrawn else found


def table(
    rows: Sequence[Asked], held: Held, code: str, typed: Mapping[str, Cell], lang: str
) -> list[dict[str, str]]:
    """Return the sheet's rows in order: id, name, names, and a text for each of `COLUMNS`.

    A row is named by its cluster and indicator, by the indicator alone where no cluster tells it
    from another.
    """
    one = len({series.subject for series in rows}) == 1
    return [
        {
            "id": series.id,
            "name": name(series, lang),
            "names": "\n".join(_names(series)),
            "what": series.indicator_name(lang) if one or series.whole else name(series, lang),
            **_cells(series, held, code, typed.get(series.id, Cell()), lang),
        }
        for series in rows
    ]


def name(series: Asked, lang: str) -> str:
    """Return the name of a series: its subject and its indicator."""
    return say(
        "entry.series",
        lang,
        subject=series.subject_name(lang),
        indicator=series.indicator_name(lang),
    )


def taken_in(
    typed: Mapping[str, Cell],
    edits: Mapping[str, Mapping[str, Any]],
    drawn: Mapping[str, int | None],
    stamp: int,
) -> tuple[dict[str, Cell], int]:
    """Return what stands unsaved after the browser's edits, and the highest stamp among them.

    `edits` maps a series id to value, note and stamp; one that is not newer than `stamp` has been
    taken in before. `drawn` has the revision of each series that was on the screen; an edit of a
    series that is not in it can only come from a browser that is out of date, and is left out.
    """
    cells, newest = dict(typed), stamp
    for id, edit in edits.items():
        if edit["stamp"] <= stamp or id not in drawn:
            continue
        seen = cells[id].seen if id in cells else drawn[id]
        cells[id] = Cell(edit["value"], edit["note"], seen)
        newest = max(newest, edit["stamp"])
    return {id: cell for id, cell in cells.items() if cell}, newest


def entries(asked: Iterable[Asked], code: str, typed: Mapping[str, Cell]) -> list[RawEntry]:
    """Return what is typed as entries for the door, in the order of the worksheet."""
    return [
        RawEntry(
            *series.key,
            code,
            cell.value,
            note=cell.note,
            seen_revision=cell.seen,
            default_unit=series.default_unit,
        )
        for series in asked
        if (cell := typed.get(series.id))
    ]


def revisions(asked: Iterable[Asked], held: Held, code: str) -> dict[str, int | None]:
    """Return the revision recorded for each series id, withdrawals too."""
    found = {series.id: held.get(series.key, {}).get(code) for series in asked}
    return {id: row.revision if row else None for id, row in found.items()}


def _names(series: Asked) -> list[str]:
    """Return what a table of the person's own may call a series: all of it, or its subject alone."""
    languages = ("zh", "en")
    whole = [f"{series.subject_name(lang)} {series.indicator_name(lang)}" for lang in languages]
    alone = series.indicator_name if series.whole else series.subject_name
    return [*whole, *(alone(lang) for lang in languages)]


def _cells(series: Asked, held: Held, code: str, cell: Cell, lang: str) -> dict[str, str]:
    before = period(code).previous_year()
    last_year = recorded(held, series, before.code) if before else None
    last, when = _last(series, held, code, lang)
    return {
        "unit": unit_word(series, lang),
        "previous": amount(last_year.value, series, lang) if last_year else "",
        "last": last,
        "when": when,
        "value": cell.value,
        "note": cell.note,
    }


def _last(series: Asked, held: Held, code: str, lang: str) -> tuple[str, str]:
    """Return the newest figure up to the period, and what period it is for."""
    end = period(code).order
    before = [
        (period(known).order, known, found)
        for known, found in held.get(series.key, {}).items()
        if not found.withdrawn and period(known).order <= end
    ]
    if not before:
        return "", ""
    _, known, found = max(before)
    own = known == code
    when = say("entry.grid.now", lang) if own else period_label(known, series.period_kind, lang)
    return amount(found.value, series, lang), when
