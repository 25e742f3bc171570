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
_DENSE = 20_000_000
"""Series numbers up to which a table of all of them is quicker than a search."""
_KINDS = ("year", "cumulative", "point")


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

    year, month, when and value carry one entry more, so that position -1 reads as "none".
    """

    keys: Ints
    year: Ints
    month: Ints
    when: Ints
    value: Floats
    source: pd.DataFrame
    rows: Ints
    yearly: Ints

    def latest(self, series: Ints, upto: Any) -> Ints:
        """Last figure of each series at or before a moment."""
        return _search(self.keys, series, upto)

    def latest_year(self, series: Ints, year: Any) -> Ints:
        """Last full-year figure of each series for a year not after `year`."""
        found = _search(self.keys[self.yearly], series, moment(np.asarray(year)))
        return np.where(found >= 0, np.append(self.yearly, -1)[found], -1)

    def of_year(self, series: Ints, year: Any) -> Ints:
        """The full-year figure of one year."""
        found = self.latest_year(series, year)
        return np.where((found >= 0) & (self.years(found) == year), found, -1)

    def at(self, series: Ints, when: Any) -> Ints:
        """The figure of exactly one moment."""
        found = self.latest(series, when)
        return np.where((found >= 0) & (self.whens(found) == when), found, -1)

    def years(self, found: Ints) -> Ints:
        """Year of each found figure, 0 for none."""
        return self.year[found]

    def months(self, found: Ints) -> Ints:
        """Last month of each found figure, 0 for none."""
        return self.month[found]

    def whens(self, found: Ints) -> Ints:
        """Moment of each found figure, 0 for none."""
        return self.when[found]

    def values(self, found: Ints) -> Floats:
        """Value of each found figure, NaN for none."""
        return self.value[found]

    def exacts(self, found: Ints) -> Objects:
        """Exact spelling of each found figure, None for none."""
        return self._taken("value" if "value" in self.source else "value_float", found)

    def period_codes(self, found: Ints) -> Objects:
        """Period code of each found figure, None for none."""
        return self._taken("period", found)

    def revision(self, found: Ints) -> Ints:
        """Store revision of each found figure, 0 for none."""
        if "revision" not in self.source or not len(self.rows):
            return np.zeros(len(found), dtype=np.int64)
        held = self.source["revision"].take(self.rows[np.maximum(found, 0)]).to_frame()
        return np.where(found < 0, 0, integers(held, "revision", 0))

    def _taken(self, name: str, found: Ints) -> Objects:
        if not len(self.rows):
            return np.full(len(found), None, dtype=object)
        rows = self.rows[np.maximum(found, 0)]
        taken = np.array(self.source[name].array.take(rows), dtype=object)
        taken[found < 0] = None
        return taken


def _search(keys: Ints, series: Ints, upto: Any) -> Ints:
    if not len(keys):
        return np.full(len(series), -1)
    limit = np.clip(np.asarray(upto, dtype=np.int64), 0, _SPAN - 1)
    place = np.searchsorted(keys, series * _SPAN + limit, side="right") - 1
    hit = (place >= 0) & (series >= 0) & (keys[place] // _SPAN == series)
    return np.where(hit, place, -1)


def _days(periods: pd.Series, kinds: Flags) -> Ints:
    day = np.full(len(periods), 31, dtype=np.int64)
    for row in np.flatnonzero(kinds):
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
    series = index.find(observations) if len(observations) else np.empty(0, np.int64)
    kind = codes(observations, "period_kind", _KINDS) if len(series) else np.empty(0, np.int64)
    year, month = integers(observations, "year", 0), integers(observations, "month", 12)
    usable = (series >= 0) & (kind >= 0) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    usable &= (month >= 1) & (month <= 12)
    rows = np.flatnonzero(usable)
    frame = observations if len(rows) == len(observations) else observations.iloc[rows]
    year, month, kind = year[rows], month[rows], kind[rows]
    value = floats(frame, "value_float")
    if np.isnan(value).any():
        value = np.where(np.isnan(value), floats(frame, "value"), value)
    day = _days(frame["period"], kind == 2) if len(rows) else np.empty(0, np.int64)
    when = np.asarray(moment(year, month, day), dtype=np.int64)
    keys = series[rows] * _SPAN + when
    order = _in_order(keys, frame, value)
    ended = when[order] <= moment_of(on)
    withdrawn = flags(frame, "withdrawn", False)
    order = order[ended & ~withdrawn[order] & ~np.isnan(value[order])]
    return Figures(
        keys=keys[order],
        year=np.append(year[order], 0),
        month=np.append(month[order], 0),
        when=np.append(when[order], 0),
        value=np.append(value[order], np.nan),
        source=frame,
        rows=order,
        yearly=np.flatnonzero(kind[order] == 0),
    )


def _in_order(keys: Ints, frame: pd.DataFrame, value: Floats) -> Ints:
    """Order by series and moment; of several rows for one of them the highest revision."""
    if bool(np.all(keys[1:] > keys[:-1])):
        return np.arange(len(keys))
    order = np.argsort(keys)
    placed = keys[order]
    if bool(np.all(placed[1:] > placed[:-1])):
        return order
    order = np.lexsort((value, integers(frame, "revision", 0), keys))
    placed = keys[order]
    last: Ints = order[np.append(placed[1:] != placed[:-1], True)]
    return last
