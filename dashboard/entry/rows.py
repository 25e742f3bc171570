"""The rows of the sheet for one region and period: which series, and the text of every cell."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from dashboard.actuals.due_dates import is_reported_for
from dashboard.actuals.observations import Observation
from dashboard.actuals.periods import PeriodError, period
from dashboard.actuals.typed import WITHOUT_NUMBER
from dashboard.actuals.written_periods import parse_period
from dashboard.entry.drafts import Typed
from dashboard.entry.periods import period_label
from dashboard.entry.series import Asked
from dashboard.languages import LANGUAGES, say
from dashboard.wording.entry_units import amount, unit_word

Held = Mapping[tuple[str, str, str], Mapping[str, Observation]]

COLUMNS = ("what", "value", "unit", "last", "when", "previous", "note")
TYPED = ("value", "note")


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
        if not suits(series, code):
            continue
        owed = series.owed_in(at.year) and is_reported_for(series.reporting.every, code)
        if not (every or owed):
            continue
        if unreported and recorded(held, series, code) is not None:
            continue
        chosen.append(series)
    return chosen


def suits(series: Asked, code: str) -> bool:
    """Tell whether an indicator is reported for such a period at all."""
    return _suits(series.kind, code)


@lru_cache(maxsize=4_096)
def _suits(kind: str, code: str) -> bool:
    try:
        return parse_period(code, kind).code == code
    except PeriodError:
        return False


def recorded(held: Held, series: Asked, code: str) -> Observation | None:
    """Return the figure recorded for the period, None when there is none or it was withdrawn."""
    found = held.get(series.key, {}).get(code)
    return None if found is None or found.withdrawn else found


def table(
    rows: Sequence[Asked], held: Held, code: str, typed: Mapping[str, Typed], lang: str
) -> list[dict[str, Any]]:
    """Return the sheet's rows in order: id, name, names, seen, and a text for each column.

    `seen` is the revision recorded for the period, withdrawals too: what is on the screen.

    A row is named by its cluster and indicator, by the indicator alone where no cluster tells it
    from another.
    """
    one = len({series.subject for series in rows}) == 1
    return [
        {
            "id": series.id,
            "name": name(series, lang),
            "names": "\n".join(_names(series)),
            "seen": row.revision if (row := held.get(series.key, {}).get(code)) else None,
            "what": series.indicator_name(lang) if one or series.whole else name(series, lang),
            **_cells(series, held, code, typed.get(series.id, Typed()), lang),
        }
        for series in rows
    ]


def heads(column: str) -> list[str]:
    """Return what a table of the person's own may call a column for typing, as it is compared.

    In both languages, without spaces and in small letters.
    """
    # entry.heads.note, entry.heads.value
    listed = " ".join(say(f"entry.heads.{column}", lang) for lang in LANGUAGES)
    return [each.replace("_", "").lower() for each in listed.split()]


def nothing(column: str) -> list[str]:
    """Return what people write in a column for typing where there is no number, in small letters."""
    return sorted(WITHOUT_NUMBER) if column == "value" else []


def name(series: Asked, lang: str) -> str:
    """Return the name of a series: its subject and its indicator."""
    return say(
        "entry.series",
        lang,
        subject=series.subject_name(lang),
        indicator=series.indicator_name(lang),
    )


def _names(series: Asked) -> list[str]:
    """Return what a table of the person's own may call a series: all of it, or its subject alone."""
    whole = [f"{series.subject_name(lang)} {series.indicator_name(lang)}" for lang in LANGUAGES]
    alone = series.indicator_name if series.whole else series.subject_name
    return [*whole, *(alone(lang) for lang in LANGUAGES)]


def _cells(series: Asked, held: Held, code: str, cell: Typed, lang: str) -> dict[str, str]:
    before = period(code).previous_year()
    last_year = recorded(held, series, before.code) if before else None
    last, when = _last(series, held, code, lang)
    return {
        "unit": unit_word(series.unit, series.counted(lang), lang),
        "previous": amount(last_year.value, series.unit, lang) if last_year else "",
        "last": last,
        "when": when,
        "value": cell.value,
        "note": cell.note,
        "evidence": cell.evidence or "",
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
    return amount(found.value, series.unit, lang), when
