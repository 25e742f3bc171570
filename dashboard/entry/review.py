"""A return as its reviewer reads it: every figure beside what tells whether it can be right."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from dashboard.actuals.observations import Observation, PublishedObservation
from dashboard.actuals.observations import moment_text as observed_at
from dashboard.entry.periods import period_label
from dashboard.entry.returns import Missing, ReviewRow
from dashboard.entry.rows import name
from dashboard.entry.series import Asked
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.views.environment import Markup
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table
from dashboard.wording.amounts import year_on_year_text
from dashboard.wording.checks import kept_in_words
from dashboard.wording.entry_units import amount, unit_word
from dashboard.wording.states import vintage_word

_COLUMNS = (
    "figure", "value", "published", "before", "last-year", "change", "checks", "note", "since",
)  # fmt: skip
# Beside long numbers a name would be a word a line.
_WIDTHS = {"figure": "26%"}
_NUMBERS = {"value", "published", "before", "last-year", "change"}


def figures_table(
    rows: Sequence[ReviewRow], reasons: Mapping[int, str], lang: str, title: str
) -> Markup:
    """Return the figures of a return with what they are read beside (HTML).

    `reasons` has what was found at each revision when it was entered, and why it stands.
    """
    # What became of it is told where it was sent back before, what readers see where that changes.
    told = {
        "published": any(row.published for row in rows),
        "since": any(row.since for row in rows),
    }
    shown = [each for each in _COLUMNS if told.get(each, True)]
    columns = [
        # returns.review.*
        Column(
            each,
            say(f"returns.review.{each}", lang),
            "number" if each in _NUMBERS else "text",
            width=_WIDTHS.get(each),
        )
        for each in shown
    ]
    cells = [_row(row, reasons, lang) for row in rows]
    return goal_table(cells, columns, lang, caption=title, framed_card=False)


def missing_in_words(missing: Iterable[Missing], lang: str) -> list[str]:
    """Return a sentence for each figure that is not reported where others have reported theirs."""
    return [
        say(
            "returns.missing-beside",
            lang,
            figure=name(one.series, lang),
            n=one.reported,
            all=one.peers,
        )
        for one in missing
    ]


def figure_name(row: ReviewRow, lang: str) -> str:
    """Return the name of a figure: its subject and its indicator."""
    return name(row.series, lang)


def _row(row: ReviewRow, reasons: Mapping[int, str], lang: str) -> dict[str, object]:
    own, series = row.figure, row.series
    there = own is not None and not own.withdrawn
    vintage = vintage_word(row.vintage, lang) if row.vintage and there else None
    said = None if own is None else kept_in_words(reasons.get(own.revision, ""), lang)
    note = None
    if own is not None and (own.note or own.evidence):
        note = Cell(own.note or own.evidence, sub=own.evidence if own.note else None)
    return {
        "figure": Cell(
            figure_name(row, lang), sub=period_label(row.code, series.period_kind, lang)
        ),
        "value": Cell(_amount(own, series, lang), sub=vintage),
        "published": _published(row.published, series, lang),
        "before": _beside(row.before, series, lang),
        "last-year": _beside(row.last_year, series, lang),
        "change": _change(own, row.last_year, series, lang),
        "checks": said,
        "note": note,
        # returns.since.accepted, returns.since.changed, returns.since.mended,
        # returns.since.questioned, returns.since.unmended
        "since": Cell(say(f"returns.since.{row.since}", lang), sub=row.reason or None)
        if row.since
        else None,
    }


def _amount(row: Observation | None, series: Asked, lang: str) -> str:
    """The figure with its unit; "not reported" where there is none, which is never a zero."""
    if row is None or row.withdrawn:
        return say("returns.not-reported", lang)
    return _with_unit(row, series, lang)


def _with_unit(row: Observation, series: Asked, lang: str) -> str:
    word = unit_word(series.unit, series.counted(lang), lang)
    shown = amount(row.value, series.unit, lang)
    return (
        shown + word if word == "%" else say("returns.review.amount", lang, amount=shown, unit=word)
    )


def _beside(row: Observation | None, series: Asked, lang: str) -> Cell | None:
    if row is None:
        return None
    when = period_label(row.period, series.period_kind, lang)
    return Cell(_with_unit(row, series, lang), sub=when)


def _published(row: PublishedObservation | None, series: Asked, lang: str) -> Cell | None:
    """What readers see until then, and since when they do."""
    if row is None:
        return None
    since = moment_text(observed_at(row.published), lang)
    return Cell(_with_unit(row.observation, series, lang), sub=since)


def _change(
    own: Observation | None, before: Observation | None, series: Asked, lang: str
) -> str | None:
    """The growth over the year before, of rates the difference; over nothing or less there is none."""
    if own is None or own.value is None or before is None or before.value is None:
        return None
    return year_on_year_text(Decimal(own.value), Decimal(before.value), series.kind, lang)
