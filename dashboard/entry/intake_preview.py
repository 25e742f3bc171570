"""What a file would do, as the page shows it before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.actuals.entering import Compared, Comparison, Outcome
from dashboard.entry.preview import entered_by
from dashboard.entry.rows import name
from dashboard.entry.series import Asked
from dashboard.exchange.comparisons import reasons_by_words
from dashboard.exchange.intake import Intake
from dashboard.languages import say
from dashboard.views.notices import notice, notices
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table

# Rows shown one by one; the counts are of all.
MOST_SHOWN = 200
_MOST_SENTENCES = 30
_STATUS = {
    Outcome.REFUSED: "far-behind",
    Outcome.CHANGED: "behind",
    Outcome.NEW: "on-schedule",
    Outcome.UNCHANGED: "not-applicable",
}


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a file would do: in words (HTML), how much is written, and what has to be answered."""

    html: str
    writes: int
    refused: int
    wanting_reason: int


def dry_run(taken: Intake, names: Mapping[tuple[str, str, str], Asked], lang: str) -> DryRun:
    """Return what a file would do; `names` has the series that are called by their names."""
    found = taken.comparison
    told = [notice("fault" if found.refused else "info", lang, _headline(found, lang))]
    ignored = [message.text(lang) for message in taken.notices]
    left_out = [
        say("entry.upload.left-out", lang, n=len(rows), text=words)
        for words, rows in reasons_by_words(found.of(Outcome.LEFT_OUT), lang).items()
    ]
    said = [*ignored, *left_out]
    if said:
        more = len(said) - _MOST_SENTENCES
        shown = said[:_MOST_SENTENCES] + (
            [say("entry.upload.more", lang, n=more)] if more > 0 else []
        )
        told.append(notice("info", lang, say("entry.upload.not-taken", lang), items=shown))
    parts: list[str] = [notices(told)]
    rows = found.of(Outcome.REFUSED) + found.of(Outcome.CHANGED) + found.of(Outcome.NEW)
    if rows:
        parts.append(_table(found, rows[:MOST_SHOWN], names, lang))
    if len(rows) > MOST_SHOWN:
        unlisted = say("entry.upload.more", lang, n=len(rows) - MOST_SHOWN)
        parts.append(notice("info", lang, "", unlisted))
    return DryRun(
        "".join(parts),
        found.new + found.changed,
        found.refused,
        len(found.wanting_reason),
    )


def _headline(found: Comparison, lang: str) -> str:
    key = "refused" if found.refused else "in-order"
    # entry.upload.*
    return say(f"entry.upload.{key}", lang, **found.counts)


def _table(
    found: Comparison,
    rows: Sequence[Compared],
    names: Mapping[tuple[str, str, str], Asked],
    lang: str,
) -> str:
    columns = [
        Column("cell", say("entry.upload.cell", lang), width="9%"),
        Column("what", say("entry.column.what", lang), width="27%"),
        Column("change", say("entry.column.change", lang), width="32%"),
        Column("found", say("entry.column.found", lang)),
    ]
    cells = [
        {
            "cell": Cell(found.cell(each) or (str(each.line) if each.line else "—")),
            "what": _what(each, names, lang),
            "change": _change(each, lang),
            "found": _found(each, lang),
        }
        for each in rows
    ]
    return goal_table(cells, columns, lang, framed_card=False)


def _what(each: Compared, names: Mapping[tuple[str, str, str], Asked], lang: str) -> Cell:
    row = each.row
    if row is None:
        return Cell("—")
    series = names.get(row.series)
    period = row.period.label(lang, row.kind) if row.period else row.raw.period
    if series is None:
        return Cell(" / ".join(row.series), sub=period)
    called = name(series, lang)
    return Cell(called, sub=period)


def _change(each: Compared, lang: str) -> Cell:
    row = each.row
    if row is None or row.value is None:
        return Cell(row.raw.value.strip() if row else "")
    old = entered_by(row, lang) if each.outcome is Outcome.CHANGED else None
    return Cell(row.change_in(lang), sub=old)


def _found(each: Compared, lang: str) -> Cell:
    said = [m.text(lang) for m in (*each.reasons, *each.warnings, *each.notices)]
    key = "warned" if each.warnings and each.outcome is not Outcome.REFUSED else each.outcome.value
    status = "behind" if each.warnings else _STATUS.get(each.outcome, "not-applicable")
    if each.outcome is Outcome.REFUSED:
        status = _STATUS[Outcome.REFUSED]
    # entry.upload.outcome.changed, entry.upload.outcome.left_out, entry.upload.outcome.new,
    # entry.upload.outcome.refused, entry.upload.outcome.unchanged, entry.upload.outcome.warned
    return Cell(say(f"entry.upload.outcome.{key}", lang), sub=" ".join(said) or None, status=status)
