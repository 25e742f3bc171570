"""What is weighed in a figure once it is understood. Which finding weighs what: see the package."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from dashboard.actuals.entering.context import Context
from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.messages import Figure, Message, Name, Param
from dashboard.actuals.observations import SeriesKey
from dashboard.actuals.periods import LEVEL_KINDS, Period, cumulative
from dashboard.actuals.typed import TypedError, parse_typed

TEN = Decimal(10)
# From one to twelve firms is growth, not a slipped digit.
SMALL_COUNT = 20
# Reported growth is rounded to a tenth of a percent; half a point more is worth a question.
GROWTH_TOLERANCE = Decimal("0.005")

_SINCE_JANUARY = frozenset({"cumulative", "year"})


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
    row.warnings += _wild_growth(row)
    row.notices += _growth_not_given(row, context)


def _limits(row: Understood) -> Iterator[Message]:
    limit = _limit(row)
    if limit is not None and row.value is not None and row.value > limit:
        yield _message("above-limit", value=_figure(row), limit=Figure(limit, row.unit))


def _limit(row: Understood) -> Decimal | None:
    written = row.row.get("natural_limit") if row.row else None
    if written:
        return _read_limit(str(written), row.unit)
    covers = row.kind == "share" and row.row and row.row.get("covered") and row.row.get("of")
    return Decimal(1) if covers else None


@lru_cache(maxsize=1024)
def _read_limit(written: str, unit: str) -> Decimal | None:
    try:
        typed = parse_typed(written, unit)
    except TypedError:
        return None
    return typed.value if typed else None


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
    assert row.value is not None  # noqa: S101  `check` only comes here with a value
    assert row.period is not None  # noqa: S101

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
    if row.period.kind not in _SINCE_JANUARY:
        return
    from_start = bool(row.row and row.row.get("accumulates") == "start")
    around = [
        (other, value)
        for other, value in context.series(row.series).items()
        if other.kind in _SINCE_JANUARY and (from_start or other.year == row.period.year)
    ]
    earlier = [pair for pair in around if pair[0].order < row.period.order and pair[1] > row.value]
    later = [
        pair
        for pair in around
        if pair[0].order > row.period.order
        and pair[1] < row.value
        and (*row.series, pair[0].code) not in context.batch
    ]
    if earlier:
        yield _beside("cumulative-falls", row, *max(earlier, key=lambda pair: pair[0].order))
    if later:
        yield _beside("cumulative-above-later", row, *min(later, key=lambda pair: pair[0].order))


def _single_stretch(row: Understood, context: Context) -> Iterator[Message]:
    """A quarter or half alone is part of the months since January that end with it."""
    if row.kind != "flow" or row.period is None or row.value is None:
        return
    if row.period.kind in {"quarter", "half"}:
        whole = cumulative(row.period.year, row.period.month)
        value = context.value(row.series, whole)
        if value is not None and row.value > value:
            yield _beside("stretch-larger", row, whole, value)


def _jump(row: Understood, context: Context) -> Iterator[Message]:
    if row.value is None or row.kind in {"growth", "index"}:
        return
    for code, at, reference, own in _references(row, context):
        large, small = max(reference, own), min(reference, own)
        if small <= 0 or large < small * TEN:
            continue
        if row.unit == "count" and max(reference, row.value) < SMALL_COUNT:
            continue
        yield _beside(code, row, at, context.series(row.series).get(at, row.old_value or reference))
        return


def _references(
    row: Understood, context: Context
) -> Iterator[tuple[str, Period, Decimal, Decimal]]:
    """What a value is compared with: (finding, its period, its value, ours in the same measure)."""
    assert row.value is not None  # noqa: S101  `check` only comes here with a value
    assert row.period is not None  # noqa: S101
    if row.old_value is not None:
        yield "jump-replaced", row.period, row.old_value, row.value
    values = context.series(row.series)
    last_year = row.period.previous_year()
    if last_year in values:
        yield "jump-last-year", last_year, values[last_year], row.value
    level = row.kind in LEVEL_KINDS
    comparable = None if level else _SINCE_JANUARY
    if comparable and row.period.kind not in comparable:
        return
    before = [
        other
        for other in values
        if other.order < row.period.order and (comparable is None or other.kind in comparable)
    ]
    if not before:
        return
    last = max(before, key=lambda other: other.order)
    from_start = bool(row.row and row.row.get("accumulates") == "start")
    if level or from_start:
        yield "jump-last", last, values[last], row.value
    else:
        # Since-January figures of different months compare by their monthly average.
        yield "jump-last", last, values[last] / last.month, row.value / row.period.month


def _wild_growth(row: Understood) -> Iterator[Message]:
    if row.kind == "growth" and row.value is not None and abs(row.value) > 1:
        yield _message("wild-growth", value=_figure(row))


def _growth_not_given(row: Understood, context: Context) -> Iterator[Message]:
    """Rule 17 of the field: reported growth stays as reported, a mismatch is asked about."""
    key = context.grown_from(row)
    if key is None or row.period is None or row.value is None:
        return
    now = context.value(key, row.period)
    before = context.value(key, row.period.previous_year())
    if now is None or before is None or before <= 0:
        return
    computed = now / before - 1
    if abs(computed - row.value) > GROWTH_TOLERANCE:
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
