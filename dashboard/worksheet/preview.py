"""What was typed, as it was understood and as a change, before anything is saved."""

from collections.abc import Sequence

from dashboard.actuals.entering import Message, Understood
from dashboard.charts.cards import facts
from dashboard.charts.markup import root
from dashboard.charts.notices import notice
from dashboard.charts.rows import Cell as TableCell
from dashboard.charts.rows import Column
from dashboard.charts.tables import goal_table
from dashboard.languages import say
from dashboard.languages.numbers import change, in_full, moment_text
from dashboard.worksheet.choices import period_label
from dashboard.worksheet.clashes import clashes
from dashboard.worksheet.series import Asked


def understood(row: Understood, lang: str) -> str:
    """Return one typed figure as understood, old beside new, with all that was found (HTML)."""
    parts = []
    if row.value is not None:
        pairs = [(say("entry.preview.read-as", lang), row.shown_in(lang))]
        pairs.append((say("entry.preview.change", lang), row.change_in(lang)))
        difference = growth(row, lang)
        if difference:
            pairs.append((say("entry.preview.difference", lang), difference))
        if row.old is not None:
            pairs.append((say("entry.preview.now", lang), entered_by(row, lang)))
        parts.append(facts(pairs))
    parts += found(row, lang)
    return root("".join(parts), style="display:grid;gap:0.75rem")


def found(row: Understood, lang: str) -> list[str]:
    """Return the errors, warnings and notices of one row as notices (HTML)."""
    parts = []
    for kind, messages in (("fault", row.errors), ("warn", row.warnings), ("info", row.notices)):
        if messages:
            title = say(f"entry.found.{kind}", lang)
            parts.append(notice(kind, lang, title, items=[m.text(lang) for m in messages]))
    return parts


def table(rows: Sequence[Understood], names: Sequence[Asked], lang: str) -> str:
    """Return all changes of a grid: what changes, from what to what, and what was found (HTML).

    `names` are the series of `rows`, in the same order.
    """
    columns = [
        Column("what", say("entry.column.what", lang)),
        Column("typed", say("entry.column.typed", lang), kind="number"),
        Column("change", say("entry.column.change", lang), kind="number"),
        Column("found", say("entry.column.found", lang)),
    ]
    cells = [
        {
            "what": TableCell(series.indicator_name(lang), sub=series.subject_name(lang)),
            "typed": row.raw.value.strip(),
            "change": TableCell(_change(row, lang), sub=growth(row, lang) or None),
            "found": _remarks(row, lang),
        }
        for row, series in zip(rows, names, strict=True)
    ]
    return goal_table(cells, columns, lang, framed_card=False)


def conflict(row: Understood, lang: str) -> str:
    """Return both values of a figure that somebody else has changed, with who and when (HTML)."""
    mine = row.raw.value.strip()
    return facts(
        [
            (say("entry.conflict.theirs", lang), entered_by(row, lang)),
            (
                say("entry.conflict.mine", lang),
                in_full(row.value, row.unit, lang) if row.value is not None else mine,
            ),
        ]
    )


def entered_by(row: Understood, lang: str) -> str:
    """Return the recorded value with who entered it and when."""
    if row.old is None:
        return say("entry.conflict.nothing", lang)
    key = "entry.withdrawn-by" if row.old.withdrawn else "entry.entered-by"
    return say(
        key,
        lang,
        value=in_full(row.old_value, row.unit, lang),
        author=row.old.author,
        at=moment_text(row.old.at_text, lang),
    )


def growth(row: Understood, lang: str) -> str:
    """Return by how much the new value differs from the old one, for amounts and counts."""
    old = row.old_value
    if row.value is None or not old or old < 0 or row.unit == "fraction" or row.value == old:
        return ""
    return change(row.value / old - 1, lang)


def heading(series: Asked, code: str, lang: str) -> str:
    """Return the name of one figure: subject, indicator, period."""
    return say(
        "entry.figure",
        lang,
        subject=series.subject_name(lang),
        indicator=series.indicator_name(lang),
        period=period_label(code, series.kind, lang),
    )


def _change(row: Understood, lang: str) -> str:
    return "" if row.value is None else row.change_in(lang)


def _remarks(row: Understood, lang: str) -> TableCell | str:
    messages: list[tuple[str, Message]] = [
        (kind, message)
        for kind, those in (
            ("error", row.errors),
            ("warning", row.warnings),
            ("notice", row.notices),
        )
        for message in those
    ]
    told = [say(f"entry.remark.{kind}", lang, text=m.text(lang)) for kind, m in messages]
    if clashes(row):
        told.insert(0, say("entry.remark.clash", lang))
    if not told:
        return say("entry.remark.fine", lang)
    status = "far-behind" if row.errors else "behind" if row.warnings or clashes(row) else None
    text = " ".join(told)
    return TableCell(text, status=status) if status else text
