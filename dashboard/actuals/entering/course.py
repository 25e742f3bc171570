"""The course of one series: what stands before and after each figure, found in one pass.

A file may bring a hundred thousand figures of one series; comparing each with all others would take
hours.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from dashboard.actuals.periods import Period

Point: TypeAlias = tuple[Period, Decimal]


class Around(NamedTuple):
    """The neighbours of one figure.

    `before` is the one just before it, `after` the next one that was not entered with it,
    `larger_before` the nearest earlier one that is larger, `smaller_after` the nearest later one that
    is smaller and was not entered with it.
    """

    before: Point | None
    after: Point | None
    larger_before: Point | None
    smaller_after: Point | None


NOTHING_AROUND = Around(None, None, None, None)


def course(values: Mapping[Period, Decimal], entered: Collection[Period]) -> dict[Period, Around]:
    """Return the neighbours of every figure of `values`; `entered` are the periods of the batch."""
    points = sorted(values.items(), key=lambda point: point[0].order)
    larger: dict[Period, Point | None] = {}
    falling: list[Point] = []
    for point in points:
        while falling and falling[-1][1] <= point[1]:
            falling.pop()
        larger[point[0]] = falling[-1] if falling else None
        falling.append(point)
    smaller: dict[Period, Point | None] = {}
    rising: list[Decimal] = []
    owners: list[Point] = []
    following: dict[Period, Point | None] = {}
    next_one: Point | None = None
    for point in reversed(points):
        # The last of them that is smaller is the nearest.
        at = bisect_left(rising, point[1])
        smaller[point[0]] = owners[at - 1] if at else None
        following[point[0]] = next_one
        if point[0] in entered:
            continue
        next_one = point
        while rising and rising[-1] >= point[1]:
            rising.pop()
            owners.pop()
        rising.append(point[1])
        owners.append(point)
    previous = [None, *points]
    return {
        point[0]: Around(previous[i], following[point[0]], larger[point[0]], smaller[point[0]])
        for i, point in enumerate(points)
    }
