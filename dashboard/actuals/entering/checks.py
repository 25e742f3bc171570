"""What is weighed in a figure once it is understood. Which finding weighs what: see the package."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from dashboard.actuals.entering.context import SINCE_JANUARY, Context
from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.messages import Figure, Message, Name, Param
from dashboard.actuals.observations import SeriesKey
from dashboard.actuals.periods import LEVEL_KINDS, Period, cumulative
from dashboard.actuals.reported_growth import is_contradicted

TEN = Decimal(10)
# From one to twelve firms is growth, not a slipped digit.
SMALL_COUNT = 20
# Units slip by ten thousand (元 for 万元) or a hundred million (元 for 亿元); a real beginning is
# seldom a thousandth of its goal.
FAR_AWAY = Decimal(1000)


def check(row: Understood, context: Context) -> None:
    """Add to `row` what its value is found to be, beside the register and the figures around it."""
    if row.value is None or row.period is None:
        return
    row.errors += _limits(row)
    row.errors += _indicator_parts(row, context)
    row.warnings += _share_above_one(row)
    row.warnings += _subject_parts(row, context)
    row.warnings += _cumulative(row, context)
    row.warnings += _single_stretch(row, context)
    row.warnings += _jump(row, context)
    row.warnings += _far_from_goals(row, context)
    row.warnings += _wild_growth(row)
    row.notices += _growth_not_given(row, context)
    row.notices += _far_above_goals(row, context)


def _limits(row: Understood) -> Iterator[Message]:
    limit = _limit(row)
    if limit is not None and row.value is not None and row.value > limit:
        yield _message("above-limit", value=_figure(row), limit=Figure(limit, row.unit))


def _limit(row: Understood) -> Decimal | None:
    written = row.row.get("natural_limit") if row.row else None
    if written:
        return Decimal(str(written))
    covers = row.kind == "share" and row.row and row.row.get("covered") and row.row.get("of")
    return Decimal(1) if covers else None


def _share_above_one(row: Understood) -> Iterator[Message]:
    if row.kind == "share" and row.value is not None and row.value > 1 and _limit(row) is None:
        yield _message("share-above-one", value=_figure(row))


def _indicator_parts(row: Understood, context: Context) -> Iterator[Message]:
    wholes, parts = context.indicator_wholes(row), context.indicator_parts(row)
    yield from _part_and_whole(row, context, wholes=wholes, parts=parts, by_subject=False)


def _subject_parts(row: Understood, context: Context) -> Iterator[Message]:
    wholes, parts = context.subject_wholes(row), context.subject_parts(row)
    yield from _part_and_whole(row, context, wholes=wholes, parts=parts, by_subject=True)


def _part_and_whole(
    row: Understood,
    context: Context,
    *,
    wholes: list[SeriesKey],
    parts: list[SeriesKey],
    by_subject: bool,
) -> Iterator[Message]:
    assert row.value is not None
    assert row.period is not None

    def name(key: SeriesKey) -> Name:
        places = context.places
        return places.name_of(key[0], key[1]) if by_subject else places.indicator_name(key[2])

    for key in wholes:
        whole = context.value(key, row.period)
        if whole is not None and row.value > whole:
            yield _other("part-larger", row, name(key), whole)
            return
    for key in parts:
        part = context.value(key, row.period)
        # A part in the same batch speaks for itself.
        if part is not None and part > row.value and (*key, row.period.code) not in context.batch:
            yield _other("whole-smaller", row, name(key), part)
            return


def _cumulative(row: Understood, context: Context) -> Iterator[Message]:
    """What adds up from January cannot become less; corrections make it so now and then."""
    if row.kind != "flow" or row.value is None or row.period is None:
        return
    if row.period.kind not in SINCE_JANUARY:
        return
    around = context.around(row.series, row.period, None if _from_start(row) else row.period.year)
    if around.larger_before:
        yield _beside("cumulative-falls", row, *around.larger_before)
    if around.smaller_after:
        yield _beside("cumulative-above-later", row, *around.smaller_after)


def _single_stretch(row: Understood, context: Context) -> Iterator[Message]:
    """A quarter or half alone is part of the months since January that end with it."""
    if row.kind != "flow" or row.period is None or row.value is None:
        return
    if row.period.kind in {"quarter", "half"}:
        whole = cumulative(row.period.year, row.period.month)
        value = context.value(row.series, whole)
        if value is not None and row.value > value:
            yield _beside("stretch-larger", row, whole, value)


class _Reference(NamedTuple):
    """What a value is compared with: the finding, the figure to name, both in one measure."""

    code: str
    at: Period
    figure: Decimal
    theirs: Decimal
    ours: Decimal


def _jump(row: Understood, context: Context) -> Iterator[Message]:
    if row.value is None or row.period is None or row.kind in {"growth", "index"}:
        return
    for reference in _references(row, row.period, row.value, context):
        large = max(reference.theirs, reference.ours)
        small = min(reference.theirs, reference.ours)
        if small <= 0 or large < small * TEN:
            continue
        if row.unit == "count" and max(reference.figure, row.value) < SMALL_COUNT:
            continue
        yield _beside(reference.code, row, reference.at, reference.figure)
        return


def _far_above_goals(row: Understood, context: Context) -> Iterator[Message]:
    """A digit too many shows too, though it may be true: said, and no reason is asked for."""
    if row.value is None or row.unit != "yuan" or context.has_history(row.series):
        return
    marks = context.places.marks(row.series)
    if marks and TEN * max(marks) < row.value <= FAR_AWAY * max(marks):
        yield _message("far-above-goals", value=_figure(row), other=Figure(max(marks), row.unit))


def _far_from_goals(row: Understood, context: Context) -> Iterator[Message]:
    """Without history a slipped unit shows beside what the register says of the series."""
    if row.value is None or row.value == 0 or row.unit not in {"yuan", "count"}:
        return
    marks = [] if context.has_history(row.series) else context.places.marks(row.series)
    value = abs(row.value)
    if marks and all(max(value, mark) > FAR_AWAY * min(value, mark) for mark in marks):
        nearest = min(marks, key=lambda mark: max(value, mark) / min(value, mark))
        yield _message("far-from-goals", value=_figure(row), other=Figure(nearest, row.unit))


def _references(
    row: Understood, at: Period, value: Decimal, context: Context
) -> Iterator[_Reference]:
    if row.old_value is not None:
        yield _Reference("jump-replaced", at, row.old_value, row.old_value, value)
    year_before = at.previous_year()
    last_year = context.value(row.series, year_before) if year_before else None
    if year_before is not None and last_year is not None:
        yield _Reference("jump-last-year", year_before, last_year, last_year, value)
    level = row.kind in LEVEL_KINDS
    if not level and at.kind not in SINCE_JANUARY:
        return
    before = context.around(row.series, at, every_kind=level).before
    if before is None:
        return
    last, figure = before
    if level or _from_start(row):
        yield _Reference("jump-last", last, figure, figure, value)
    else:
        # Since-January figures of different months compare by their monthly average.
        yield _Reference("jump-last", last, figure, figure / last.month, value / at.month)


def _from_start(row: Understood) -> bool:
    """Whether a flow runs on from a start instead of beginning anew each January."""
    return bool(row.row and row.row.get("accumulates") == "start")


def _wild_growth(row: Understood) -> Iterator[Message]:
    if row.kind == "growth" and row.value is not None and abs(row.value) >= 1:
        yield _message("wild-growth", value=_figure(row))


def _growth_not_given(row: Understood, context: Context) -> Iterator[Message]:
    """Rule 17 of the field: reported growth stays as reported, a mismatch is asked about."""
    key = context.grown_from(row)
    if key is None or row.period is None or row.value is None:
        return
    now = context.value(key, row.period)
    year_before = row.period.previous_year()
    before = context.value(key, year_before) if year_before else None
    if now is None or before is None or before <= 0:
        return
    computed = now / before - 1
    if is_contradicted(row.value, computed):
        shown = computed.quantize(Decimal("0.0001"))
        yield _message("growth-not-given", value=_figure(row), computed=Figure(shown, row.unit))


def _figure(row: Understood) -> Figure:
    return Figure(row.value, row.unit)


def _message(code: str, **params: Param) -> Message:
    return Message(f"actuals.entering.{code}", params)


def _beside(code: str, row: Understood, at: Period, value: Decimal) -> Message:
    label = Name(at.label("zh", row.kind), at.label("en", row.kind))
    return _message(code, value=_figure(row), period=label, other=Figure(value, row.unit))


def _other(code: str, row: Understood, name: Name, value: Decimal) -> Message:
    return _message(code, value=_figure(row), whole=name, other=Figure(value, row.unit))
