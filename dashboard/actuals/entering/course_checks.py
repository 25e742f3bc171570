"""Whether a figure fits the course of its series, and reported growth what two levels give."""

from collections.abc import Iterator
from decimal import Decimal

from dashboard.actuals.entering.context import SINCE_JANUARY
from dashboard.actuals.entering.robust_spread import median, spread
from dashboard.actuals.entering.weighed import (
    Thresholds,
    Weighed,
    beside,
    from_start,
    label,
    message,
    times_text,
)
from dashboard.actuals.messages import Figure, Message, Points, Share, Word
from dashboard.actuals.observations import SeriesKey
from dashboard.actuals.periods import Period, cumulative
from dashboard.languages import LOGGED
from dashboard.languages.numbers import digits


def cumulative_falls(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """What adds up from January cannot become less; corrections make it so now and then."""
    row, at = weighed.row, weighed.at
    if row.kind != "flow" or at.kind not in SINCE_JANUARY:
        return
    around = weighed.context.around(row.series, at, None if from_start(row) else at.year)
    if around.larger_before:
        yield beside("cumulative-falls", weighed, *around.larger_before)
    if around.smaller_after:
        yield beside("cumulative-above-later", weighed, *around.smaller_after)


def single_period(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """A quarter or half alone is part of the months since January that end with it."""
    row, at = weighed.row, weighed.at
    if row.kind == "flow" and at.kind in {"quarter", "half"}:
        whole = cumulative(at.year, at.month)
        value = weighed.context.value(row.series, whole)
        if value is not None and weighed.value > value:
            yield beside("stretch-larger", weighed, whole, value)


def same_as_before(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """What adds up since January and is that of the month before was copied, or nothing was made."""
    row = weighed.row
    before = month_before(weighed) if row.unit != "count" and weighed.value else None
    if before is not None and weighed.context.value(row.series, before) == weighed.value:
        yield beside("same-as-before", weighed, before, weighed.value)


def month_before(weighed: Weighed) -> Period | None:
    """January to the month before, of a flow that begins anew each year."""
    row, at = weighed.row, weighed.at
    monthly = at.kind in {"cumulative", "year"} and at.month > 2
    return (
        cumulative(at.year, at.month - 1)
        if row.kind == "flow" and monthly and not from_start(row)
        else None
    )


def month_share(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """The month alone beside what the same month usually has of the year so far."""
    before, context = month_before(weighed), weighed.context
    if before is None:
        return
    own = context.month_share(weighed.row.series, weighed.at.year, weighed.at.month)
    others = context.month_shares_before(weighed.row.series, weighed.at)
    if own is None or len(others) < thresholds["years"]:
        return
    usual, factor = median(others), thresholds["factor"]
    if own >= usual * factor or own * factor <= usual:
        yield message(
            "month-share",
            weighed,
            share=Share(own),
            usual=Share(usual),
            n=len(others),
            times=times_text(thresholds),
        )


def outlier(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
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
        yield message(
            "outlier",
            weighed,
            # actuals.entering.compared.growth, actuals.entering.compared.rate
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


def reported_growth(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
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
        yield message(
            "growth-not-given",
            weighed,
            period=label(at, weighed.row),
            reported=Figure(reported, "fraction"),
            computed=Share(computed),
            distance=Points(abs(reported - computed)),
        )


def is_contradicted(reported: Decimal, computed: Decimal) -> bool:
    """Whether a reported rate differs from a computed one by more than its own rounding explains.

    A question, never a correction: the reported rate stands (rule 17). The likely cause is a comparable
    basis: last year is recomputed on this year's list of firms, and firms that enter raise levels.
    More than rounding is half a step of its last digit: of a whole per cent at most, since a stored 10 % has lost its
    zero, and of one decimal of a per cent at least.
    """
    exponent = reported.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 3
    return abs(reported - computed) > Decimal(5).scaleb(-min(max(places, 2), 3) - 1)
