"""Whether a figure is of the size it should be: beside the register, its own series, and its siblings."""

from collections.abc import Iterator
from decimal import Decimal

from dashboard.actuals.entering.context import ADDITIVE
from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.entering.weighed import (
    Thresholds,
    Weighed,
    beside,
    is_small_count,
    jumped,
    message,
    times_text,
)
from dashboard.actuals.messages import Figure, Growth, Message, Share
from dashboard.register.figure_checks import Severity

# So many other clusters have to have a figure before one is held against theirs.
_SIBLINGS = 2


def above_limit(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """Beyond what the indicator can be at all."""
    limit = _limit(weighed.row)
    if limit is not None and weighed.value > limit:
        yield message("above-limit", weighed, limit=Figure(limit, weighed.row.unit))


def _limit(row: Understood) -> Decimal | None:
    written = row.row.get("natural_limit") if row.row else None
    if written:
        return Decimal(str(written))
    covers = row.kind == "share" and row.row and row.row.get("covered") and row.row.get("of")
    return Decimal(1) if covers else None


def share_above_one(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """A share of more than the whole, where the register does not say that it cannot be."""
    if weighed.row.kind == "share" and weighed.value > 1 and _limit(weighed.row) is None:
        yield message("share-above-one", weighed)


def wild_growth(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """A rate that is rather a level, or lacks its %."""
    limit = thresholds["limit"]
    if weighed.row.kind == "growth" and abs(weighed.value) >= limit:
        yield message("wild-growth", weighed, limit=Share(limit))


def far_above_goals(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """A digit too many shows too, though it may be true."""
    marks = _marks(weighed) if weighed.row.unit == "yuan" else []
    if not marks or weighed.value <= 0:
        return
    times = weighed.value / max(marks)
    slip = weighed.checks["unit_slip"]
    is_slip = slip.severity is not Severity.OFF and times > slip.thresholds["factor"]
    if times > thresholds["factor"] and not is_slip:
        largest = Figure(max(marks), weighed.row.unit)
        yield message("far-above-goals", weighed, other=largest, times=times_text(thresholds))


def _marks(weighed: Weighed) -> list[Decimal]:
    """What the plans name for a series, where no recorded figure tells its size."""
    if weighed.row.unit == "fraction" or any(each.recorded for each in weighed.references):
        return []
    return weighed.context.places.marks(weighed.row.series)


def unit_slip(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """Units slip by ten thousand (元 for 万元) or a hundred million (元 for 亿元)."""
    factor, value = thresholds["factor"], abs(weighed.value)
    for reference in weighed.references:
        if reference.times >= factor and not is_small_count(weighed, reference.figure):
            yield jumped(f"slip-{reference.which}", weighed, reference, times_text(thresholds))
            return
    # Without history a slipped unit shows beside what the register says of the series.
    marks = _marks(weighed) if value else []
    if marks and all(max(value, mark) > factor * min(value, mark) for mark in marks):
        nearest = min(marks, key=lambda mark: max(value, mark) / min(value, mark))
        other = Figure(nearest, weighed.row.unit)
        yield message("far-from-goals", weighed, other=other, times=times_text(thresholds))
    elif value and not marks:
        yield from _far_from_siblings(weighed, value, thresholds)


def _far_from_siblings(
    weighed: Weighed, value: Decimal, thresholds: Thresholds
) -> Iterator[Message]:
    """Where neither history nor register tells the size, the region's other clusters do."""
    if any(each.recorded for each in weighed.references):
        return
    factor, amounts = thresholds["factor"], dict[str, Decimal]()
    for subject, held in weighed.context.siblings(weighed.row, weighed.at):
        amount = abs(held)
        if amount and max(value, amount) <= factor * min(value, amount):
            return
        if amount:
            amounts[subject] = amount
    # Of two that differ nobody can say which has slipped.
    if len(amounts) < _SIBLINGS:
        return
    nearest = min(amounts, key=lambda each: max(value, amounts[each]) / min(value, amounts[each]))
    if not is_small_count(weighed, amounts[nearest]):
        yield message(
            "far-from-siblings",
            weighed,
            n=len(amounts),
            whose=weighed.context.places.name_of(weighed.row.region, nearest),
            other=Figure(amounts[nearest], weighed.row.unit),
            times=times_text(thresholds),
        )


def jump(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """Many times the figures beside it: a digit too many or too few."""
    for reference in weighed.references:
        if reference.times < thresholds["factor"] or is_small_count(weighed, reference.figure):
            continue
        yield jumped(f"jump-{reference.which}", weighed, reference, times_text(thresholds))
        return


def year_on_year(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """More than so many times last year's is seldom growth alone."""
    for reference in weighed.references:
        if reference.which != "last-year" or weighed.row.kind not in ADDITIVE:
            continue
        if reference.times > thresholds["factor"] and not is_small_count(weighed, reference.figure):
            change = Growth(reference.ours / reference.theirs - 1)
            yield beside("year-on-year", weighed, reference.at, reference.figure, change=change)
