"""What was typed, as it was understood and as a change, before anything is saved."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dashboard.actuals.entering import Understood
from dashboard.actuals.messages import Figure
from dashboard.actuals.observations import Observation
from dashboard.actuals.periods import period
from dashboard.actuals.remedies import Remedy
from dashboard.entry.periods import period_label
from dashboard.entry.series import Asked
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.languages.numbers import change, date_text, moment_text
from dashboard.views.cards import facts, stacked
from dashboard.views.environment import Markup
from dashboard.views.notices import notice
from dashboard.views.prose import passage
from dashboard.views.rows import Cell as TableCell
from dashboard.views.rows import Column
from dashboard.views.tables import goal_table
from dashboard.wording import naming
from dashboard.wording.states import remedy_state_word

# A change is told in tenths of a percent, rounded half up.
_SHOWN = Decimal("0.0005")


def figure(read: Sequence[Understood], held: Observation | None, unit: str, lang: str) -> str:
    """Return the one figure of the form as understood, old beside new, with all that was found.

    `read` is empty or has this one; `held` is what is recorded for it now, in `unit` (HTML).
    """
    row = read[0] if read else None
    if row is None or (row.blank and not row.errors):
        said = say("entry.preview.waiting", lang)
        if held is not None and held.value is not None:
            said = say("entry.preview.reported", lang, value=_recorded(held, unit, lang))
        return passage(about=said)
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
    return stacked(parts, "ct")


def found(row: Understood, lang: str) -> list[Markup]:
    """Return the errors, warnings and notices of one row as notices (HTML)."""
    parts = []
    for kind, messages in (("fault", row.errors), ("warn", row.warnings), ("info", row.notices)):
        if messages:
            # entry.found.fault, entry.found.info, entry.found.warn
            title = say(f"entry.found.{kind}", lang)
            parts.append(notice(kind, lang, title, items=[m.text(lang) for m in messages]))
    return parts


def table(rows: Sequence[Understood], names: Sequence[Asked], lang: str) -> str:
    """Return all changes of a grid: what changes, from what to what, and what was found (HTML).

    `names` are the series of `rows`, in the same order.
    """
    columns = [
        Column("what", say("entry.column.what", lang), width="27%"),
        Column("change", say("entry.column.change", lang), width="38%"),
        Column("found", say("entry.column.found", lang)),
    ]
    cells = [
        {
            "what": _what(series, lang),
            "change": TableCell(
                "" if row.value is None else row.change_in(lang), sub=_typed(row, lang)
            ),
            "found": _remarks(row, lang),
        }
        for row, series in zip(rows, names, strict=True)
    ]
    return goal_table(cells, columns, lang, framed_card=False)


def conflict(row: Understood, lang: str, title: str | None = None) -> str:
    """Return both values of a figure that somebody else has changed, with who and when (HTML)."""
    mine = row.raw.value.strip()
    return facts(
        [
            (say("entry.conflict.theirs", lang), entered_by(row, lang)),
            (
                say("entry.conflict.mine", lang),
                Figure(row.value, row.unit).in_language(lang) if row.value is not None else mine,
            ),
        ],
        title,
    )


def entered_by(row: Understood, lang: str) -> str:
    """Return the recorded value with who entered it and when."""
    if row.old is None:
        return say("entry.conflict.nothing", lang)
    return _recorded(row.old, row.unit, lang)


def _recorded(row: Observation, unit: str, lang: str) -> str:
    value = None if row.value is None else Decimal(row.value)
    return say(
        "entry.withdrawn-by" if row.withdrawn else "entry.entered-by",
        lang,
        value=Figure(value, unit).in_language(lang),
        author=row.author,
        at=moment_text(row.at_text, lang),
    )


def growth(row: Understood, lang: str) -> str:
    """Return by how much the new value differs from the old one, for amounts and counts."""
    old = row.old_value
    if row.value is None or not old or old < 0 or row.unit == "fraction" or row.value == old:
        return ""
    difference = row.value / old - 1
    # What no decimal shows would be called no change at all, or all of it.
    told = abs(difference) >= _SHOWN and not -1 < difference <= _SHOWN - 1
    return change(difference, lang) if told else ""


def reported(series: Asked, recorded: Mapping[str, Observation], code: str, lang: str) -> str:
    """Return every figure recorded for the year of the period `code`, quarters and halves too (HTML).

    `recorded` has the latest rows of the series by period code.
    """
    year = period(code).year
    pairs = [
        (
            period_label(known, series.kind, lang),
            Figure(Decimal(row.value), series.unit).in_language(lang),
        )
        for known, row in sorted(recorded.items(), key=lambda pair: period(pair[0]).order)
        if row.value is not None and period(known).year == year
    ]
    if not pairs:
        return ""
    return facts(pairs, say("entry.reported-in", lang, year=year))


def publication(waiting: Sequence[tuple[str, str, str | None, str | None]], lang: str) -> str:
    """Return what publishing would change: name, unit, published value, new value (HTML)."""
    columns = [
        Column("what", say("entry.publish.what", lang), width="55%"),
        Column("change", say("entry.publish.change", lang)),
    ]
    cells = []
    for called, unit, before, now in waiting:
        change = _change(before, now, unit, lang)
        cells.append({"what": TableCell(called), "change": TableCell(change)})
    return goal_table(cells, columns, lang, framed_card=False)


def _change(before: str | None, now: str | None, unit: str, lang: str) -> str:
    """The published value and the new one; a first one alone."""
    if before is None and now is not None:
        return say("actuals.figure.first", lang, value=Figure(Decimal(now), unit).as_entered(lang))
    both = [None if value is None else Decimal(value) for value in (before, now)]
    return " → ".join(Figure(value, unit).as_entered(lang) for value in both)


def remedies(standing: Standing, waiting: Sequence[Remedy], lang: str) -> str:
    """Return what publishing would say about goals that are behind, as it stands now (HTML)."""
    shares = {"goal": 24, "reason": 22, "remedy": 26, "person": 10, "deadline": 10, "state": 8}
    columns = [
        # remedies.column.*
        Column(name, say(f"remedies.column.{name}", lang), width=f"{share}%")
        for name, share in shares.items()
    ]
    cells = []
    for one in waiting:
        row = standing.any_row(one.goal)
        cells.append(
            {
                # A goal may have gone from the register since.
                "goal": TableCell(naming.goal_name(row, lang) if row else one.goal),
                "reason": TableCell(one.reason),
                "remedy": TableCell(one.remedy, sub=one.note),
                "person": TableCell(one.person),
                "deadline": TableCell(date_text(one.deadline, lang)),
                "state": TableCell(remedy_state_word(one.state, lang)),
            }
        )
    return goal_table(cells, columns, lang, framed_card=False)


def heading(series: Asked, code: str, lang: str) -> str:
    """Return the name of one figure: subject, indicator, period."""
    return say(
        "entry.figure",
        lang,
        subject=series.subject_name(lang),
        indicator=series.indicator_name(lang),
        period=period_label(code, series.period_kind, lang),
    )


def _what(series: Asked, lang: str) -> TableCell:
    """Name a series by what tells it from its neighbours: its cluster, where it has one."""
    names = (series.subject_name(lang), series.indicator_name(lang))
    first, second = reversed(names) if series.whole else names
    return TableCell(first, sub=second)


def _typed(row: Understood, lang: str) -> str:
    """Return what was typed letter by letter, the difference, and the note that goes with it."""
    parts = []
    if row.raw.value.strip():
        parts.append(say("entry.remark.typed", lang, text=row.raw.value.strip()))
    difference = growth(row, lang)
    if difference:
        parts.append(difference)
    note = (row.raw.note or "").strip()
    if note:
        parts.append(say("entry.remark.noted", lang, note=note))
    return say("entry.remark.between", lang).join(parts)


def mark(row: Understood | None, lang: str) -> dict[str, str]:
    """Return how a typed row is marked in the sheet: mark (fault, warn, fine, empty) and told."""
    if row is None or row.blank:
        return {"mark": "", "told": ""}
    said = [message.text(lang) for message in (*row.errors, *row.warnings, *row.notices)]
    if row.value is not None:
        said.insert(0, row.shown_in(lang))
    kind = "fault" if row.errors else "warn" if row.warnings or row.clashes else "fine"
    return {"mark": kind, "told": " ".join(said)}


def _remarks(row: Understood, lang: str) -> TableCell:
    """Return whether a row can be saved, and every reason, as a status with a second line."""
    found = [message.text(lang) for message in (*row.errors, *row.warnings, *row.notices)]
    if row.clashes:
        found.insert(0, say("entry.remark.clash", lang))
    kind, status = "fine", "on-schedule"
    if row.errors:
        kind, status = "error", "far-behind"
    elif row.warnings or row.clashes:
        kind, status = "warning", "behind"
    elif row.blank:
        kind, status = "waiting", "not-applicable"
    elif not row.to_write:
        kind, status = "nothing", "not-applicable"
    # entry.remark.*
    return TableCell(say(f"entry.remark.{kind}", lang), sub=" ".join(found) or None, status=status)
