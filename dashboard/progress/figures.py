"""Observations made ready for look-ups by tens of thousands of goals at once.

One stable sort by series and period; every question after that ("the last full year up to 2025 of
each of these series") is one binary search over all goals together.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.progress.columns import (
    FIRST_YEAR,
    LAST_YEAR,
    codes,
    flags,
    floats,
    integers,
    objects,
)
from dashboard.progress.exactness import (
    Flags,
    Floats,
    Ints,
    Objects,
    decimal_text,
    exact,
)
from dashboard.progress.lookup import SPAN, SeriesIndex, SortedKeys

# A moment is year * 372 + month * 31 + day (a month end counts as day 31): twelve months of 31
# days keep every moment distinct and in order without calendar arithmetic.
_YEAR, _MONTH = 372, 31
_YEAR_START = 32
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
    all_keys: SortedKeys
    year_keys: SortedKeys

    def latest(self, series: Ints, upto: Any) -> Ints:
        """Last figure of each series at or before a moment."""
        return self.all_keys.upto(series, upto)

    def latest_year(self, series: Ints, year: Any) -> Ints:
        """Last full-year figure of each series for a year not after `year`."""
        return self.yearly[self.year_keys.upto(series, moment(np.asarray(year)))]

    def run_of_years(self, series: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Where the full years `first` to `last` of each series stand among `yearly`, end excluded.

        Only for rows that have all of them; others get an empty run.
        """
        begin = self.year_keys.upto(series, moment(first))
        end = self.year_keys.upto(series, moment(last))
        held = self.yearly[np.maximum(begin, 0)], self.yearly[np.maximum(end, 0)]
        whole = (begin >= 0) & (end - begin == last - first) & (last >= first)
        whole &= (self.years(held[0]) == first) & (self.years(held[1]) == last)
        return np.where(whole, begin, 0), np.where(whole, end + 1, 0)

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

    def cut_off(self, found: Ints) -> Flags:
        """Where a found figure ends on a day within a month."""
        return np.asarray((found >= 0) & (self.whens(found) % _MONTH != 0), dtype=bool)

    def whens(self, found: Ints) -> Ints:
        """Moment of each found figure, 0 for none."""
        return (self.keys[found] >> 1) % SPAN

    def values(self, found: Ints) -> Floats:
        """Value of each found figure, NaN for none."""
        return self.value[self.rows[found]]

    def exacts(self, found: Ints) -> Objects:
        """Exact spelling of each found figure, None for none."""
        return self._taken(self._spelled_in, found)

    def exact(self, found: int) -> Any:
        """Exact spelling of one found figure."""
        return self._spelled.array[int(self.rows[found])]

    @cached_property
    def _spelled(self) -> pd.Series:
        return self.source[self._spelled_in]

    @property
    def _spelled_in(self) -> str:
        return "value" if "value" in self.source else "value_float"

    def texts(self, found: Ints) -> Any:
        """The exact spelling of each found figure, missing for none, as an array of text."""
        if len(self.rows) > 1 and isinstance(self._spelled.dtype, pd.StringDtype):
            return self._spelled.array.take(self.rows[found], allow_fill=True)
        return pd.array([_text(value) for value in self.exacts(found)], dtype="str")

    def period_codes(self, found: Ints) -> Any:
        """Period code of each found figure, missing for none, as an array of text."""
        if len(self.rows) == 1:
            return pd.array(np.full(len(found), None, dtype=object), dtype="str")
        held = self.source["period"]
        held = held if isinstance(held.dtype, pd.StringDtype) else held.astype("str")
        return held.array.take(self.rows[found], allow_fill=True)

    def revision(self, found: Ints) -> Ints:
        """Store revision of each found figure, 0 for none."""
        if "revision" not in self.source or len(self.rows) == 1:
            return np.zeros(len(found), dtype=np.int64)
        held = self.source["revision"].array.take(np.maximum(self.rows[found], 0))
        return np.where(found < 0, 0, integers(pd.DataFrame({"revision": held}), "revision", 0))

    def _taken(self, name: str, found: Ints) -> Objects:
        if len(self.rows) == 1:
            return np.full(len(found), None, dtype=object)
        rows = np.maximum(self.rows[found], 0)
        taken = self.source[name].array.take(rows)
        text = isinstance(taken.dtype, pd.StringDtype)
        taken = objects(taken) if text else np.array(taken, dtype=object)
        taken[found < 0] = None
        return taken


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else decimal_text(exact(value))


def _days(periods: pd.Series, points: Ints) -> Ints | int:
    """Day of the month of every figure that is read on a day; 31 stands for a month's end."""
    if not len(points):
        return 31
    day = np.full(len(periods), 31, dtype=np.int64)
    stated = pd.to_datetime(periods.iloc[points].astype("str"), format="%Y-%m-%d", errors="coerce")
    inside = (stated.notna() & ~stated.dt.is_month_end).to_numpy(dtype=bool)
    day[points[inside]] = stated.dt.day.to_numpy()[inside]
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
    lost = np.isnan(value) | flags(observations, "withdrawn", False)
    alone = _alone(observations, series, year, month, np.flatnonzero((kind < 0) & ~lost), on)
    if not usable.all():
        year, month = np.where(usable, year, 1), np.where(usable, month, 1)
    points = np.flatnonzero(usable & (kind == _KINDS.index("point")))
    when = moment(year, month, _days(observations["period"], points))
    usable &= when <= moment_of(on)
    rows = np.flatnonzero(usable)
    whole = kind == _KINDS.index("year")
    keys = (series * SPAN + when) * 2 + whole
    keys, rows = _sorted(keys if len(rows) == len(keys) else keys[rows], rows)
    if bool(np.any(keys[1:] ^ keys[:-1] <= 1)):
        revision = integers(observations, "revision", 0)
        order = np.lexsort((whole[rows], value[rows], revision[rows], keys >> 1))
        keys, rows = keys[order], rows[order]
        newest = np.append(keys[1:] >> 1 != keys[:-1] >> 1, True)
        keys, rows = keys[newest], rows[newest]
    if lost.any():
        keys, rows = keys[~lost[rows]], rows[~lost[rows]]
    yearly, count = np.flatnonzero(keys & 1), len(index.numbers)
    return Figures(
        keys=np.append(keys, 0),
        rows=np.append(rows, -1),
        value=np.append(value, np.nan),
        source=observations,
        yearly=np.append(yearly, -1),
        alone=alone,
        all_keys=SortedKeys.of(keys, count),
        year_keys=SortedKeys.of(keys[yearly], count),
    )


def _alone(
    observations: pd.DataFrame, series: Ints, year: Ints, month: Ints, rows: Ints, on: date
) -> Ints:
    """Series and year, as one number, of the rows that hold a single quarter or half by `on`."""
    if not len(rows):
        return np.empty(0, np.int64)
    series, year, month = series[rows], year[rows], month[rows]
    single = (series >= 0) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    single &= codes(observations[["period_kind"]].iloc[rows], "period_kind", _SINGLE) >= 0
    single &= moment(year, np.clip(month, 1, 12)) <= moment_of(on)
    return np.unique((series * _ALONE + year)[single])


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
