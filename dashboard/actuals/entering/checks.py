"""The checks of a figure once it is understood, beside the register and the figures around it.

Each is declared in the register with its weight and its thresholds (`register.figure_checks`); every
door asks them all, since every door goes through `understand`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from dashboard.actuals.entering.context import ADDITIVE, SINCE_JANUARY, Context
from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.entering.robust_spread import median, spread
from dashboard.actuals.messages import Figure, Growth, Message, Name, Param, Points, Share, Word
from dashboard.actuals.observations import SeriesKey
from dashboard.actuals.periods import LEVEL_KINDS, Period, cumulative
from dashboard.actuals.reported_growth import is_contradicted
from dashboard.languages import LOGGED
from dashboard.languages.numbers import digits
from dashboard.register.figure_checks import FigureCheck, Severity

# From one to twelve firms is growth, not a slipped digit.
SMALL_COUNT = 20

Thresholds: TypeAlias = Mapping[str, Decimal]
Check: TypeAlias = Callable[["Weighed", Thresholds], Iterable[Message]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A figure that is weighed: its row, value and period, what it is weighed against."""

    row: Understood
    value: Decimal
    at: Period
    context: Context
    references: "tuple[_Reference, ...]"
    checks: Mapping[str, FigureCheck]


class _Reference(NamedTuple):
    """What a value is compared with: which, the figure to name, both in one measure, above zero.

    `recorded` tells that it was there before this batch.
    """

    which: str
    at: Period
    figure: Decimal
    theirs: Decimal
    ours: Decimal
    recorded: bool

    @property
    def times(self) -> Decimal:
        """How many times the larger is the smaller."""
        return max(self.theirs, self.ours) / min(self.theirs, self.ours)


def check(row: Understood, context: Context) -> None:
    """Add to `row` what its value is found to be, each finding by the weight of its check."""
    if row.value is None or row.period is None:
        return
    checks = context.checks(row)
    references = tuple(_references(row, row.period, row.value, context))
    weighed = Weighed(row, row.value, row.period, context, references, checks)
    said = {
        Severity.ERROR: row.errors,
        Severity.WARNING: row.warnings,
        Severity.NOTICE: row.notices,
    }
    for key, find in _CHECKS.items():
        if checks[key].severity is not Severity.OFF:
            said[checks[key].severity] += _found(weighed, key, find)
    # One slip shows in several of these; it is asked about once, by the weightiest.
    heaviest: tuple[Severity, list[Message]] | None = None
    for key, find in _OF_ONE_SLIP.items():
        severity = checks[key].severity
        if heaviest is not None and _RANK[severity] <= _RANK[heaviest[0]]:
            continue
        if severity is not Severity.OFF and (messages := _found(weighed, key, find)):
            heaviest = (severity, messages)
    if heaviest is not None:
        said[heaviest[0]] += heaviest[1]


_RANK = {Severity.OFF: 0, Severity.NOTICE: 1, Severity.WARNING: 2, Severity.ERROR: 3}


def _found(weighed: Weighed, key: str, find: Check) -> list[Message]:
    """What a check finds, with what has to be done about it by its weight."""
    stated = weighed.checks[key]
    ask = Word(f"actuals.entering.ask.{stated.severity}")
    found = find(weighed, stated.thresholds)
    return [replace(message, params={**message.params, "ask": ask}) for message in found]


# -- beside the register


def _above_limit(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    limit = _limit(weighed.row)
    if limit is not None and weighed.value > limit:
        yield _message("above-limit", weighed, limit=Figure(limit, weighed.row.unit))


def _limit(row: Understood) -> Decimal | None:
    written = row.row.get("natural_limit") if row.row else None
    if written:
        return Decimal(str(written))
    covers = row.kind == "share" and row.row and row.row.get("covered") and row.row.get("of")
    return Decimal(1) if covers else None


def _share_above_one(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    if weighed.row.kind == "share" and weighed.value > 1 and _limit(weighed.row) is None:
        yield _message("share-above-one", weighed)


def _wild_growth(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    limit = thresholds["limit"]
    if weighed.row.kind == "growth" and abs(weighed.value) >= limit:
        yield _message("wild-growth", weighed, limit=Share(limit))


def _far_above_goals(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """A digit too many shows too, though it may be true."""
    marks = _marks(weighed) if weighed.row.unit == "yuan" else []
    if not marks or weighed.value <= 0:
        return
    times = weighed.value / max(marks)
    slip = weighed.checks["unit_slip"]
    is_slip = slip.severity is not Severity.OFF and times > slip.thresholds["factor"]
    if times > thresholds["factor"] and not is_slip:
        largest = Figure(max(marks), weighed.row.unit)
        yield _message("far-above-goals", weighed, other=largest, times=_times(thresholds))


def _marks(weighed: Weighed) -> list[Decimal]:
    """What the plans name for a series, where no recorded figure tells its size."""
    if weighed.row.unit == "fraction" or any(each.recorded for each in weighed.references):
        return []
    return weighed.context.places.marks(weighed.row.series)


# -- parts beside wholes


def _part_of_whole(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    row, context = weighed.row, weighed.context
    wholes, parts = context.indicator_wholes(row), context.indicator_parts(row)
    yield from _part_and_whole(weighed, wholes=wholes, parts=parts, by_subject=False)


def _cluster_parts(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    row, context = weighed.row, weighed.context
    wholes, parts = context.subject_wholes(row), context.subject_parts(row)
    single = list(_part_and_whole(weighed, wholes=wholes, parts=parts, by_subject=True))
    yield from single or _sum_of_clusters(weighed, wholes, thresholds["tolerance"])


def _part_and_whole(
    weighed: Weighed, *, wholes: list[SeriesKey], parts: list[SeriesKey], by_subject: bool
) -> Iterator[Message]:
    context, at = weighed.context, weighed.at

    def beside(code: str, key: SeriesKey, value: Decimal) -> Message:
        places = context.places
        name = places.name_of(key[0], key[1]) if by_subject else places.indicator_name(key[2])
        return _message(code, weighed, whole=name, other=Figure(value, weighed.row.unit))

    for key in wholes:
        whole = context.value(key, at)
        if whole is not None and weighed.value > whole:
            yield beside("part-larger", key, whole)
            return
    for key in parts:
        part = context.value(key, at)
        # A part in the same batch speaks for itself.
        if part is not None and part > weighed.value and not context.is_entered(key, at):
            yield beside("whole-smaller", key, part)
            return


def _sum_of_clusters(
    weighed: Weighed, wholes: list[SeriesKey], tolerance: Decimal
) -> Iterator[Message]:
    """What the clusters add up to is at most their whole, which speaks for itself in its batch."""
    row, context, at = weighed.row, weighed.context, weighed.at
    if not row.row or not row.row["additive"]:
        return
    is_part = row.subject in context.places.outer_clusters(row.region)
    for key in wholes if is_part else [row.series] if context.subject_parts(row) else []:
        whole = context.value(key, at)
        if whole is None or (is_part and context.is_entered(key, at)):
            continue
        summed = context.sum_of_clusters(key, at)
        if summed is not None and summed[1] > whole * (1 + tolerance):
            yield _message(
                "clusters-exceed",
                weighed,
                n=summed[0],
                sum=Figure(summed[1], row.unit),
                whole=context.places.name_of(key[0], key[1]),
                other=Figure(whole, row.unit),
            )
            return


# -- beside the series itself


def _cumulative_falls(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """What adds up from January cannot become less; corrections make it so now and then."""
    row, at = weighed.row, weighed.at
    if row.kind != "flow" or at.kind not in SINCE_JANUARY:
        return
    around = weighed.context.around(row.series, at, None if _from_start(row) else at.year)
    if around.larger_before:
        yield _beside("cumulative-falls", weighed, *around.larger_before)
    if around.smaller_after:
        yield _beside("cumulative-above-later", weighed, *around.smaller_after)


def _single_period(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """A quarter or half alone is part of the months since January that end with it."""
    row, at = weighed.row, weighed.at
    if row.kind == "flow" and at.kind in {"quarter", "half"}:
        whole = cumulative(at.year, at.month)
        value = weighed.context.value(row.series, whole)
        if value is not None and weighed.value > value:
            yield _beside("stretch-larger", weighed, whole, value)


def _same_as_before(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """What adds up since January and is that of the month before was copied, or nothing was made."""
    row = weighed.row
    before = _month_before(weighed) if row.unit != "count" and weighed.value else None
    if before is not None and weighed.context.value(row.series, before) == weighed.value:
        yield _beside("same-as-before", weighed, before, weighed.value)


def _month_before(weighed: Weighed) -> Period | None:
    """January to the month before, of a flow that begins anew each year."""
    row, at = weighed.row, weighed.at
    monthly = at.kind in {"cumulative", "year"} and at.month > 2
    return (
        cumulative(at.year, at.month - 1)
        if row.kind == "flow" and monthly and not _from_start(row)
        else None
    )


def _unit_slip(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """Units slip by ten thousand (元 for 万元) or a hundred million (元 for 亿元)."""
    factor, value = thresholds["factor"], abs(weighed.value)
    for reference in weighed.references:
        if reference.times >= factor and not _is_small_count(weighed, reference.figure):
            yield _jumped(f"slip-{reference.which}", weighed, reference, _times(thresholds))
            return
    # Without history a slipped unit shows beside what the register says of the series.
    marks = _marks(weighed) if value else []
    if marks and all(max(value, mark) > factor * min(value, mark) for mark in marks):
        nearest = min(marks, key=lambda mark: max(value, mark) / min(value, mark))
        other = Figure(nearest, weighed.row.unit)
        yield _message("far-from-goals", weighed, other=other, times=_times(thresholds))


def _jump(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    for reference in weighed.references:
        if reference.times < thresholds["factor"] or _is_small_count(weighed, reference.figure):
            continue
        yield _jumped(f"jump-{reference.which}", weighed, reference, _times(thresholds))
        return


def _year_on_year(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """More than so many times last year's is seldom growth alone."""
    for reference in weighed.references:
        if reference.which != "last-year" or weighed.row.kind not in ADDITIVE:
            continue
        if reference.times > thresholds["factor"] and not _is_small_count(
            weighed, reference.figure
        ):
            change = Growth(reference.ours / reference.theirs - 1)
            yield _beside("year-on-year", weighed, reference.at, reference.figure, change=change)


def _month_share(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """The month alone beside what the same month usually has of the year so far."""
    before, context = _month_before(weighed), weighed.context
    if before is None:
        return
    own = context.month_share(weighed.row.series, weighed.at.year, weighed.at.month)
    others = context.month_shares_before(weighed.row.series, weighed.at)
    if own is None or len(others) < thresholds["years"]:
        return
    usual, factor = median(others), thresholds["factor"]
    if own >= usual * factor or own * factor <= usual:
        yield _message(
            "month-share",
            weighed,
            share=Share(own),
            usual=Share(usual),
            n=len(others),
            times=_times(thresholds),
        )


def _outlier(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """Far from the median of the series' own history, by its median absolute deviation."""
    row, at, context = weighed.row, weighed.at, weighed.context
    if at.kind not in SINCE_JANUARY:
        return
    own = context.rate(row, at, weighed.value)
    history = context.history(row, at) if own is not None else []
    if own is None or len(history) < thresholds["points"]:
        return
    deviations, least = thresholds["deviations"], thresholds["least"]
    # Most lie so near that nobody has to know how far the others lie.
    middle = median(history)
    if abs(own - middle) <= least:
        return
    found = spread(history, middle)
    limit = found.limit(deviations, least)
    if abs(own - found.median) > limit:
        rate = "rate" if row.kind in {"growth", "share"} else "growth"
        yield _message(
            "outlier",
            weighed,
            what=Word(f"actuals.entering.compared.{rate}"),
            own=Share(own),
            n=len(history),
            median=Share(found.median),
            distance=Points(abs(own - found.median)),
            limit=Points(limit),
            deviations=digits(deviations, LOGGED, 4),
            mad=Points(found.mad),
            least=Points(least),
        )


def _references(
    row: Understood, at: Period, value: Decimal, context: Context
) -> Iterator[_Reference]:
    """What a value stands beside in its own series, the nearest to it first."""
    if row.kind in {"growth", "index"}:
        return
    for which, other, figure, theirs, ours in _compared(row, at, value, context):
        if theirs > 0 and ours > 0:
            recorded = which == "replaced" or not context.is_entered(row.series, other)
            yield _Reference(which, other, figure, theirs, ours, recorded)


def _compared(
    row: Understood, at: Period, value: Decimal, context: Context
) -> Iterator[tuple[str, Period, Decimal, Decimal, Decimal]]:
    if row.old_value is not None:
        yield "replaced", at, row.old_value, row.old_value, value
    year_before = at.previous_year()
    last_year = context.value(row.series, year_before) if year_before else None
    if year_before is not None and last_year is not None:
        yield "last-year", year_before, last_year, last_year, value
    level = row.kind in LEVEL_KINDS
    if not level and at.kind not in SINCE_JANUARY:
        return
    around = context.around(row.series, at, every_kind=level)
    # What was reported after it speaks where nothing was before.
    after = around.after if around.before is None else None
    for which, point in (("last", around.before), ("next", after)):
        if point is None:
            continue
        other, figure = point
        if level or _from_start(row):
            yield which, other, figure, figure, value
        else:
            # Since-January figures of different months compare by their monthly average.
            yield which, other, figure, figure / other.month, value / at.month


def _is_small_count(weighed: Weighed, other: Decimal) -> bool:
    return weighed.row.unit == "count" and max(other, weighed.value) < SMALL_COUNT


def _from_start(row: Understood) -> bool:
    """Whether a flow runs on from a start instead of beginning anew each January."""
    return bool(row.row and row.row.get("accumulates") == "start")


# -- beside another series


def _reported_growth(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """Rule 17 of the field: reported growth stays as reported, a mismatch is asked about.

    Asked of whichever comes last, the rate, its level or the level of the year before.
    """
    row, at, context = weighed.row, weighed.at, weighed.context
    level = context.grown_from(row)
    if level is not None:
        yield from _growth_not_given(weighed, weighed.value, level, at)
    for rate in context.growth_from(row):
        for period in (at, at.next_year()):
            reported = context.value(rate, period) if period else None
            # A rate in the same batch speaks for itself.
            if period is not None and reported is not None and not context.is_entered(rate, period):
                yield from _growth_not_given(weighed, reported, row.series, period)


def _growth_not_given(
    weighed: Weighed, reported: Decimal, level: SeriesKey, at: Period
) -> Iterator[Message]:
    year_before = at.previous_year()
    now = weighed.context.value(level, at)
    before = weighed.context.value(level, year_before) if year_before else None
    if now is None or before is None or before <= 0:
        return
    computed = now / before - 1
    if is_contradicted(reported, computed):
        yield _message(
            "growth-not-given",
            weighed,
            period=_label(at, weighed.row),
            reported=Figure(reported, "fraction"),
            computed=Share(computed),
            distance=Points(abs(reported - computed)),
        )


_CHECKS: Mapping[str, Check] = {
    "above_limit": _above_limit,
    "part_of_whole": _part_of_whole,
    "share_above_one": _share_above_one,
    "cluster_parts": _cluster_parts,
    "cumulative_falls": _cumulative_falls,
    "single_period": _single_period,
    "same_as_before": _same_as_before,
    "wild_growth": _wild_growth,
    "reported_growth": _reported_growth,
    "far_above_goals": _far_above_goals,
}
_OF_ONE_SLIP: Mapping[str, Check] = {
    "unit_slip": _unit_slip,
    "jump": _jump,
    "year_on_year": _year_on_year,
    "month_share": _month_share,
    "outlier": _outlier,
}


def _message(code: str, weighed: Weighed, **params: Param) -> Message:
    value = Figure(weighed.value, weighed.row.unit)
    return Message(f"actuals.entering.{code}", {"value": value, **params})


def _label(at: Period, row: Understood) -> Name:
    return Name.each(lambda lang: at.label(lang, row.kind))


def _beside(code: str, weighed: Weighed, at: Period, value: Decimal, **params: Param) -> Message:
    other = Figure(value, weighed.row.unit)
    return _message(code, weighed, period=_label(at, weighed.row), other=other, **params)


def _jumped(code: str, weighed: Weighed, reference: _Reference, times: str) -> Message:
    return _beside(code, weighed, reference.at, reference.figure, times=times)


def _times(thresholds: Thresholds) -> str:
    return digits(thresholds["factor"], LOGGED, 4)
