"""Whether parts are within their wholes, and what clusters add up to within theirs."""

from collections.abc import Iterator
from decimal import Decimal

from dashboard.actuals.entering.weighed import Thresholds, Weighed, message
from dashboard.actuals.messages import Figure, Message
from dashboard.actuals.observations import SeriesKey


def part_of_whole(weighed: Weighed, _: Thresholds) -> Iterator[Message]:
    """An indicator that counts a part of another is at most that one."""
    row, context = weighed.row, weighed.context
    wholes, parts = context.indicator_wholes(row), context.indicator_parts(row)
    yield from _part_and_whole(weighed, wholes=wholes, parts=parts, by_subject=False)


def cluster_parts(weighed: Weighed, thresholds: Thresholds) -> Iterator[Message]:
    """A cluster is at most the region, and so is what the clusters add up to."""
    row, context = weighed.row, weighed.context
    wholes, parts = context.subject_wholes(row), context.subject_parts(row)
    single = list(_part_and_whole(weighed, wholes=wholes, parts=parts, by_subject=True))
    yield from single or _sum_of_clusters(weighed, wholes, thresholds["tolerance"])


def _part_and_whole(
    weighed: Weighed,
    *,
    wholes: list[SeriesKey],
    parts: list[SeriesKey],
    by_subject: bool,
) -> Iterator[Message]:
    context, at = weighed.context, weighed.at

    def compared(code: str, key: SeriesKey, value: Decimal) -> Message:
        places = context.places
        name = places.name_of(key[0], key[1]) if by_subject else places.indicator_name(key[2])
        return message(code, weighed, whole=name, other=Figure(value, weighed.row.unit))

    for key in wholes:
        whole = context.value(key, at)
        if whole is not None and weighed.value > whole:
            yield compared("part-larger", key, whole)
            return
    for key in parts:
        part = context.value(key, at)
        # A part in the same batch speaks for itself.
        if part is not None and part > weighed.value and not context.is_entered(key, at):
            yield compared("whole-smaller", key, part)
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
            yield message(
                "clusters-exceed",
                weighed,
                n=summed[0],
                sum=Figure(summed[1], row.unit),
                whole=context.places.name_of(key[0], key[1]),
                other=Figure(whole, row.unit),
            )
            return
