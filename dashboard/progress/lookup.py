"""Numbers for series, and the last entry of each of tens of thousands at or before a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from dashboard.progress.columns import codes
from dashboard.progress.exactness import Ints

SPAN = 10_000 * 372
"""More than any moment: series * SPAN + moment sorts by series, then by time."""
_DENSE = 20_000_000
"""Series numbers up to which a table of all of them is quicker than a search."""


@dataclass
class SeriesIndex:
    """Numbers for the (region, subject, indicator) keys that goals ask about."""

    regions: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    numbers: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    @classmethod
    def of(cls, keys: pd.DataFrame) -> tuple[SeriesIndex, Ints]:
        """Index every distinct row of `keys` (region, subject, indicator); the number of each row.

        Rows in which one of the three is missing have the number -1.
        """
        index = cls()
        parts = []
        for name, book in (
            ("region", index.regions),
            ("subject", index.subjects),
            ("indicator", index.indicators),
        ):
            numbers, uniques = pd.factorize(keys[name])
            book.update({str(value): number for number, value in enumerate(uniques)})
            parts.append(numbers.astype(np.int64))
        whole = np.min(parts, axis=0) >= 0
        combined = np.where(whole, index._combine(*parts), -1)
        found, places = np.unique(combined, return_inverse=True)
        absent = int(len(found) > 0 and found[0] < 0)
        index.numbers = found[absent:]
        return index, places - absent

    def _combine(self, region: Ints, subject: Ints, indicator: Ints) -> Ints:
        # Counted from one: what is not known is zero, and no series that is asked for has a zero.
        wide, deep = len(self.subjects) + 1, len(self.indicators) + 1
        return ((region + 1) * wide + subject + 1) * deep + indicator + 1

    def find(self, keys: pd.DataFrame) -> Ints:
        """Series number of every row of `keys`, -1 where no goal asks about it."""
        number = self._combine(
            codes(keys, "region", list(self.regions)),
            codes(keys, "subject", list(self.subjects)),
            codes(keys, "indicator", list(self.indicators)),
        )
        if not len(self.numbers):
            return np.full(len(number), -1)
        if len(number) > len(self.numbers) and self._space <= _DENSE:
            table = np.full(self._space, -1)
            table[self.numbers] = np.arange(len(self.numbers))
            return np.asarray(table[number], dtype=np.int64)
        place = np.minimum(np.searchsorted(self.numbers, number), len(self.numbers) - 1)
        return np.where(self.numbers[place] == number, place, -1)

    @property
    def _space(self) -> int:
        return (len(self.regions) + 1) * (len(self.subjects) + 1) * (len(self.indicators) + 1)


@dataclass(frozen=True)
class SortedKeys:
    """Keys (series * SPAN + moment) * 2 + flag in order; `last` is where each series ends.

    Most questions are about the newest entry, which `last` answers without a search.
    """

    keys: Ints
    last: Ints

    @classmethod
    def of(cls, keys: Ints, series: int) -> SortedKeys:
        """Keys already in order, of series 0 to `series` - 1."""
        ends = np.searchsorted(keys, (np.arange(series, dtype=np.int64) + 1) * SPAN * 2) - 1
        held = (ends >= 0) & ((keys[ends] >> 1) // SPAN == np.arange(series)) if len(keys) else ends
        # One more, so that series -1 reads as "none".
        return cls(keys, np.append(np.where(held, ends, -1), -1) if len(keys) else _none(series))

    def upto(self, series: Ints, moment: Any) -> Ints:
        """Place of the last key of each series at or before a moment, -1 for none."""
        place = self.last[series]
        if not len(self.keys):
            return place
        limit = np.clip(np.asarray(moment, dtype=np.int64), 0, SPAN - 1)
        later = (place >= 0) & ((self.keys[place] >> 1) % SPAN > limit)
        if later.any():
            asked = series[later]
            limit = limit[later] if limit.ndim else limit
            wanted = (asked * SPAN + limit) * 2 + 1
            found = np.searchsorted(self.keys, wanted, side="right") - 1
            place[later] = np.where((self.keys[found] >> 1) // SPAN == asked, found, -1)
        return place


def _none(series: int) -> Ints:
    return np.full(series + 1, -1, dtype=np.int64)
