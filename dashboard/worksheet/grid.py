"""The rows of the grid for one region and period, and the way from a cell back to its series."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.actuals.entering import RawEntry
from dashboard.actuals.observations import Observation
from dashboard.actuals.periods import PeriodError, period
from dashboard.actuals.written_periods import parse_period
from dashboard.languages import say
from dashboard.worksheet.amounts import amount, unit_word
from dashboard.worksheet.choices import period_label
from dashboard.worksheet.series import Asked

if TYPE_CHECKING:
    import pandas as pd

Held = Mapping[tuple[str, str, str], Mapping[str, Observation]]

COLUMNS = ("what", "value", "unit", "last", "when", "previous", "note")
TYPED = ("value", "note")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a person typed into one row of the grid.

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
) -> "pd.DataFrame":
    """Return the grid: text columns `COLUMNS`, one row for each series, in order.

    A row is named by its cluster and indicator, by the indicator alone where no cluster tells it
    from another.
    """
    import pandas as pd

    one = len({series.subject for series in rows}) == 1
    cells = [
        _cells(series, held, code, typed.get(series.id, Cell()), lang)
        | {"what": series.indicator_name(lang) if one or series.whole else name(series, lang)}
        for series in rows
    ]
    return pd.DataFrame(
        {column: pd.array([row[column] for row in cells], dtype="str") for column in COLUMNS}
    )


def name(series: Asked, lang: str) -> str:
    """Return the name of a series: its subject and its indicator."""
    return say(
        "entry.series",
        lang,
        subject=series.subject_name(lang),
        indicator=series.indicator_name(lang),
    )


def gathered(
    ids: Sequence[str],
    base: Mapping[str, Cell],
    edited: Mapping[Any, Mapping[str, Any]],
    seen: Mapping[str, int | None],
) -> dict[str, Cell]:
    """Return what is typed, by series id: `base` with the grid's edits laid over it.

    `ids` are the series in the order of the grid's rows; `edited` maps a row's position to the
    columns that were changed there, as the grid reports it; `seen` holds for each id the revision
    that was there when the typing began. Positions that are not in the grid are left out: they can
    only come from a browser that is out of date.
    """
    typed = dict(base)
    for position, changes in edited.items():
        place = int(position) if str(position).isdigit() else -1
        if not 0 <= place < len(ids):
            continue
        id = ids[place]
        old = typed.get(id, Cell())
        value, note = _text(changes.get("value", old.value)), _text(changes.get("note", old.note))
        typed[id] = Cell(value, note, seen.get(id))
    return {id: cell for id, cell in typed.items() if cell}


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


def _text(value: object) -> str:
    return "" if value is None else str(value)
