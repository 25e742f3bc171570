"""Observations made ready for look-ups by tens of thousands of goals at once.

One stable sort by series and period; every question after that ("the last full year up to 2025 of
each of these series") is one binary search over all goals together.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.progress.columns import FIRST_YEAR, LAST_YEAR, codes, flags, floats, integers
from dashboard.progress.exactness import Flags, Floats, Ints, Objects

# A moment is year * 372 + month * 31 + day (a month end counts as day 31): twelve months of 31
# days keep every moment distinct and in order without calendar arithmetic.
_YEAR, _MONTH = 372, 31
_SPAN = 10_000 * _YEAR
_YEAR_START = 32
_DENSE = 20_000_000
"""Series numbers up to which a table of all of them is quicker than a search."""
_KINDS = ("year", "cumulative", "point")
_SINGLE = ("half", "quarter")
_ALONE = 10_000


def moment(year: Any, month: Any = 12, day: Any = 31) -> Any:
    """Order number of a day; month ends are written as day 31.  Works on arrays too."""
    return year * _YEAR + month * _MONTH + day


def moment_of(day: date) -> int:
    """Order number of a calendar day, a true month end counting as day 31."""
    last = monthrange(day.year, day.month)[1]
    return int(moment(day.year, day.month, 31 if day.day == last else day.day))


@dataclass
class SeriesIndex:
    """Numbers for the (region, subject, indicator) keys that goals ask about."""

    regions: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    numbers: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    @classmethod
    def of(cls, keys: pd.DataFrame) -> SeriesIndex:
        """Index every distinct row of `keys` (columns region, subject, indicator)."""
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
        index.numbers = np.unique(index._combine(*parts))
        return index

    def _combine(self, region: Ints, subject: Ints, indicator: Ints) -> Ints:
        wide, deep = max(len(self.subjects), 1), max(len(self.indicators), 1)
        number = (region * wide + subject) * deep + indicator
        return np.where((region < 0) | (subject < 0) | (indicator < 0), -1, number)

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
            table = np.full(self._space + 1, -1)
            table[self.numbers[self.numbers >= 0]] = np.flatnonzero(self.numbers >= 0)
            return np.asarray(table[number], dtype=np.int64)
        place = np.minimum(np.searchsorted(self.numbers, number), len(self.numbers) - 1)
        return np.where((number >= 0) & (self.numbers[place] == number), place, -1)

    @property
    def _space(self) -> int:
        return len(self.regions) * len(self.subjects) * len(self.indicators)


@dataclass(frozen=True)
class Figures:
    """Usable figures in order of series and moment; all look-ups give positions, -1 for none.

    A key holds series, moment and, in its last bit, whether the figure is a full year's.  `keys`,
    `rows` and `value` carry one entry more, so that position -1 reads as "none".  `alone` holds
    series * 10,000 + year of the single quarters and halves, which decide nothing by themselves.
    """

    keys: Ints
    rows: Ints
    value: Floats
    source: pd.DataFrame
    yearly: Ints
    alone: Ints

    def latest(self, series: Ints, upto: Any) -> Ints:
        """Last figure of each series at or before a moment."""
        return _search(self.keys[:-1], series, upto)

    def latest_year(self, series: Ints, year: Any) -> Ints:
        """Last full-year figure of each series for a year not after `year`."""
        found = _search(self.keys[self.yearly[:-1]], series, moment(np.asarray(year)))
        return self.yearly[found]

    def of_year(self, series: Ints, year: Any) -> Ints:
        """The full-year figure of one year."""
        found = self.latest_year(series, year)
        return np.where((found >= 0) & (self.years(found) == year), found, -1)

    def at(self, series: Ints, when: Any) -> Ints:
        """The figure of exactly one moment."""
        found = self.latest(series, when)
        return np.where((found >= 0) & (self.whens(found) == when), found, -1)

    def stands_alone(self, series: Ints, year: Any) -> Flags:
        """Where all that is known of a year are single quarters or halves."""
        wanted = series * _ALONE + year
        return np.asarray((series >= 0) & np.isin(wanted, self.alone), dtype=bool)

    def years(self, found: Ints) -> Ints:
        """Year of each found figure, 0 for none."""
        return np.maximum(self.whens(found) - _YEAR_START, 0) // _YEAR

    def months(self, found: Ints) -> Ints:
        """Last month of each found figure, 0 for none."""
        when = self.whens(found)
        return np.where(when > 0, (when - _YEAR_START) % _YEAR // _MONTH + 1, 0)

    def whens(self, found: Ints) -> Ints:
        """Moment of each found figure, 0 for none."""
        return (self.keys[found] >> 1) % _SPAN

    def values(self, found: Ints) -> Floats:
        """Value of each found figure, NaN for none."""
        return self.value[self.rows[found]]

    def exacts(self, found: Ints) -> Objects:
        """Exact spelling of each found figure, None for none."""
        return self._taken("value" if "value" in self.source else "value_float", found)

    def period_codes(self, found: Ints) -> Objects:
        """Period code of each found figure, None for none."""
        return self._taken("period", found)

    def revision(self, found: Ints) -> Ints:
        """Store revision of each found figure, 0 for none."""
        if "revision" not in self.source or len(self.rows) == 1:
            return np.zeros(len(found), dtype=np.int64)
        held = self.source["revision"].take(np.maximum(self.rows[found], 0)).to_frame()
        return np.where(found < 0, 0, integers(held, "revision", 0))

    def _taken(self, name: str, found: Ints) -> Objects:
        if len(self.rows) == 1:
            return np.full(len(found), None, dtype=object)
        rows = np.maximum(self.rows[found], 0)
        taken = np.array(self.source[name].array.take(rows), dtype=object)
        taken[found < 0] = None
        return taken


def _search(keys: Ints, series: Ints, upto: Any) -> Ints:
    if not len(keys):
        return np.full(len(series), -1)
    limit = np.clip(np.asarray(upto, dtype=np.int64), 0, _SPAN - 1)
    wanted = (series * _SPAN + limit) * 2 + 1
    place = np.searchsorted(keys, wanted, side="right") - 1
    hit = (place >= 0) & (series >= 0) & ((keys[place] >> 1) // _SPAN == series)
    return np.where(hit, place, -1)


def _days(periods: pd.Series, kinds: Flags) -> Ints | int:
    points = np.flatnonzero(kinds)
    if not len(points):
        return 31
    day = np.full(len(periods), 31, dtype=np.int64)
    for row in points:
        try:
            stated = date.fromisoformat(str(periods.iloc[row]))
        except ValueError:
            continue
        day[row] = moment_of(stated) - moment(stated.year, stated.month, 0)
    return day


def arrange(observations: pd.DataFrame, index: SeriesIndex, on: date) -> Figures:
    """Sort the figures of periods that have ended by `on` and that some goal asks about.

    `observations`: region, subject, indicator, period, year, month, period_kind, value (exact
    text), value_float, revision, withdrawn.  Rows whose value is not a finite number or whose
    year lies outside 1-9999 are left out; of several rows for one period the highest revision
    counts, and if that one withdraws the figure there is none.
    """
    series = index.find(observations)
    kind = codes(observations, "period_kind", _KINDS)
    year, month = integers(observations, "year", 0), integers(observations, "month", 12)
    value = floats(observations, "value_float")
    if np.isnan(value).any():
        value = np.where(np.isnan(value), floats(observations, "value"), value)
    usable = (series >= 0) & (kind >= 0) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    usable &= (month >= 1) & (month <= 12)
    single = (series >= 0) & (kind < 0) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    single &= codes(observations, "period_kind", _SINGLE) >= 0
    single &= ~np.isnan(value) & ~flags(observations, "withdrawn", False)
    single &= moment(year, np.clip(month, 1, 12)) <= moment_of(on)
    alone = np.unique((series * _ALONE + year)[single])
    year, month = np.where(usable, year, 1), np.where(usable, month, 1)
    day = _days(observations["period"], usable & (kind == _KINDS.index("point")))
    when = moment(year, month, day)
    usable &= when <= moment_of(on)
    rows = np.flatnonzero(usable)
    whole = kind == _KINDS.index("year")
    keys, rows = _sorted(((series * _SPAN + when) * 2 + whole)[rows], rows)
    if bool(np.any(keys[1:] >> 1 == keys[:-1] >> 1)):
        revision = integers(observations, "revision", 0)
        order = np.lexsort((whole[rows], value[rows], revision[rows], keys >> 1))
        keys, rows = keys[order], rows[order]
        newest = np.append(keys[1:] >> 1 != keys[:-1] >> 1, True)
        keys, rows = keys[newest], rows[newest]
    lost = np.isnan(value) | flags(observations, "withdrawn", False)
    if lost.any():
        keys, rows = keys[~lost[rows]], rows[~lost[rows]]
    return Figures(
        keys=np.append(keys, 0),
        rows=np.append(rows, -1),
        value=np.append(value, np.nan),
        source=observations,
        yearly=np.append(np.flatnonzero(keys & 1), -1),
        alone=alone,
    )


def _sorted(keys: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Keys in order with their rows."""
    if bool(np.all(keys[1:] > keys[:-1])):
        return keys, rows
    bits = int(rows[-1]).bit_length()
    if int(keys.max()).bit_length() + bits > 62:
        order = np.argsort(keys)
        return keys[order], rows[order]
    # Key and row in one integer sort several times faster than an indirect sort.
    packed = np.sort((keys << bits) | rows)
    return packed >> bits, packed & ((1 << bits) - 1)
