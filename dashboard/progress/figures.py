"""Observations made ready for look-ups by tens of thousands of goals at once.

One stable sort by series and period; every question after that ("the last full year up to 2025 of
each of these series") is one binary search over all goals together.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.progress.columns import FIRST_YEAR, LAST_YEAR, flags, floats
from dashboard.progress.exactness import Flags, Floats, Ints, Objects

# A moment is year * 372 + month * 31 + day (a month end counts as day 31): twelve months of 31
# days keep every moment distinct and in order without calendar arithmetic.
_YEAR, _MONTH = 372, 31
_SPAN = 10_000 * _YEAR
_KINDS = ("year", "cumulative", "point")


def moment(year: Any, month: Any = 12, day: Any = 31) -> Any:
    """Order number of a day; month ends are written as day 31.  Works on arrays too."""
    return year * _YEAR + month * _MONTH + day


def moment_of(day: date) -> int:
    """Order number of a calendar day, a true month end counting as day 31."""
    last = monthrange(day.year, day.month)[1]
    return int(moment(day.year, day.month, 31 if day.day == last else day.day))


def _codes(column: pd.Series, wanted: Sequence[str]) -> Ints:
    """Position of every value in `wanted`, -1 where absent."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        places = _codes(pd.Series(column.cat.categories.astype(str)), wanted)
        codes = column.cat.codes.to_numpy()
        return np.where(codes < 0, -1, np.append(places, -1)[codes])
    if isinstance(column.dtype, pd.StringDtype):
        values = pa.array(column)
    else:
        values = pa.array([None if not isinstance(x, str) else x for x in column], pa.string())
    kind = pa.large_string() if pa.types.is_large_string(values.type) else pa.string()
    found = pc.index_in(values, value_set=pa.array(list(wanted), kind))
    return np.asarray(pc.fill_null(found, -1)).astype(np.int64)


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
            codes, uniques = pd.factorize(keys[name])
            book.update({str(value): number for number, value in enumerate(uniques)})
            parts.append(codes.astype(np.int64))
        index.numbers = np.unique(index._combine(*parts))
        return index

    def _combine(self, region: Ints, subject: Ints, indicator: Ints) -> Ints:
        wide, deep = max(len(self.subjects), 1), max(len(self.indicators), 1)
        number = (region * wide + subject) * deep + indicator
        return np.where((region < 0) | (subject < 0) | (indicator < 0), -1, number)

    def find(self, keys: pd.DataFrame) -> Ints:
        """Series number of every row of `keys`, -1 where no goal asks about it."""
        number = self._combine(
            _codes(keys["region"], list(self.regions)),
            _codes(keys["subject"], list(self.subjects)),
            _codes(keys["indicator"], list(self.indicators)),
        )
        place = np.searchsorted(self.numbers, number)
        place = np.minimum(place, max(len(self.numbers) - 1, 0))
        if not len(self.numbers):
            return np.full(len(number), -1)
        return np.where((number >= 0) & (self.numbers[place] == number), place, -1)


@dataclass(frozen=True)
class Figures:
    """Usable figures in order of series and moment; all look-ups give positions, -1 for none."""

    keys: Ints
    year: Ints
    month: Ints
    when: Ints
    value: Floats
    exact_values: Any
    periods: Any
    revisions: Ints
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
        return np.append(self.year, 0)[found]

    def months(self, found: Ints) -> Ints:
        """Last month of each found figure, 0 for none."""
        return np.append(self.month, 0)[found]

    def whens(self, found: Ints) -> Ints:
        """Moment of each found figure, 0 for none."""
        return np.append(self.when, 0)[found]

    def values(self, found: Ints) -> Floats:
        """Value of each found figure, NaN for none."""
        return np.append(self.value, np.nan)[found]

    def exacts(self, found: Ints) -> Objects:
        """Exact spelling of each found figure, None for none."""
        return _taken(self.exact_values, found)

    def period_codes(self, found: Ints) -> Objects:
        """Period code of each found figure, None for none."""
        return _taken(self.periods, found)

    def revision(self, found: Ints) -> Ints:
        """Store revision of each found figure, 0 for none."""
        return np.append(self.revisions, 0)[found]


def _taken(values: Any, found: Ints) -> Objects:
    if not len(values):
        return np.full(len(found), None, dtype=object)
    taken = np.asarray(values.take(np.where(found < 0, 0, found)), dtype=object)
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
    asked = series >= 0
    frame = observations if asked.all() else observations.loc[asked]
    series = series[asked]
    value = floats(frame, "value_float")
    if np.isnan(value).any():
        value = np.where(np.isnan(value), floats(frame, "value"), value)
    year, month = floats(frame, "year"), floats(frame, "month")
    month = np.where(np.isnan(month), 12.0, month)
    kind = _codes(frame["period_kind"], _KINDS) if len(frame) else np.empty(0, np.int64)
    usable = (kind >= 0) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    usable &= (month >= 1) & (month <= 12)
    years = np.where(usable, year, 1).astype(np.int64)
    months = np.where(usable, month, 1).astype(np.int64)
    day = _days(frame["period"], usable & (kind == 2)) if len(frame) else np.empty(0, np.int64)
    when = np.asarray(moment(years, months, day), dtype=np.int64)
    usable &= when <= moment_of(on)
    revision = floats(frame, "revision")
    revisions = np.where(np.abs(revision) < 2**53, revision, 0).astype(np.int64)
    withdrawn = flags(frame, "withdrawn", False)
    keys = series * _SPAN + when
    order = np.flatnonzero(usable)
    if not bool(np.all(keys[order][1:] > keys[order][:-1])):
        order = order[np.lexsort((value[order], revisions[order], keys[order]))]
        newest = np.append(keys[order][1:] != keys[order][:-1], True)[: len(order)]
        order = order[newest]
    order = order[~withdrawn[order] & np.isfinite(value[order])]
    exact_values = frame["value"] if "value" in frame else pd.Series(value, index=frame.index)
    return Figures(
        keys=keys[order],
        year=years[order],
        month=months[order],
        when=when[order],
        value=value[order],
        exact_values=exact_values.array.take(order),
        periods=frame["period"].array.take(order) if "period" in frame else exact_values.array[:0],
        revisions=revisions[order],
        yearly=np.flatnonzero(kind[order] == 0),
    )
