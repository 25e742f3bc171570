"""The last entry of each of many series at or before a moment, for tens of thousands at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.progress.exactness import Ints

SPAN = 10_000 * 372
"""More than any moment: series * SPAN + moment sorts by series, then by time."""


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
