"""How far from a series' own history a value lies: median and median absolute deviation (MAD).

1.4826 MAD is the standard deviation where values are spread normally, and one wrong value in the
history hardly moves it; the modified z-score of Iglewicz and Hoaglin, How to Detect and Handle
Outliers (1993), asks from 3.5 of them on.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

PER_MAD = Decimal("1.4826")


class Spread(NamedTuple):
    """The middle of a history, and its median absolute deviation."""

    median: Decimal
    mad: Decimal

    def limit(self, deviations: Decimal, least: Decimal) -> Decimal:
        """Return how far from the median a value may lie.

        Where at least half of the history is one and the same value the MAD is nothing, and `least`
        alone counts.
        """
        return max(deviations * PER_MAD * self.mad, least)


def spread(history: Sequence[Decimal], middle: Decimal) -> Spread:
    """Return the median, which is `middle`, and the MAD of a history of at least one value."""
    return Spread(middle, median([abs(value - middle) for value in history]))


def median(values: Sequence[Decimal]) -> Decimal:
    """Return the middle value, of an even number the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2
