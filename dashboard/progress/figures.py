"""Figures by series and in order of time: what a goal looks up.

A moment is year x 372 + month x 31 + day, a month's end counting as day 31: twelve months of 31 days
keep every moment distinct and in order, and a year before is always 372 less.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from dashboard.actuals.periods import PeriodError, period
from dashboard.progress.numbers import decimal_text, exact
from dashboard.register.series import SeriesKey

YEAR = 372
_MONTH, _BEGIN = 31, 32
_SINGLE = ("half", "quarter")


def moment(year: int, month: int = 12, day: int = 31) -> int:
    """Order number of a day; month ends are written as day 31."""
    return year * YEAR + month * _MONTH + day


@lru_cache(maxsize=1_000)
def moment_of(day: date) -> int:
    """Order number of a calendar day, a true month end counting as day 31."""
    last = monthrange(day.year, day.month)[1]
    return moment(day.year, day.month, 31 if day.day == last else day.day)


def days_to(when: int) -> int:
    """Days from the first day of the calendar to a moment; month ends are the month's last day."""
    year, rest = divmod(when - _BEGIN, YEAR)
    month, day = divmod(rest, _MONTH)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if day == _MONTH - 1 else min(day + 1, last)).toordinal()


class Figure(NamedTuple):
    """One figure: `when` its period ends, whether it is a whole `year`'s, its exact text, its revision."""

    when: int
    whole: bool
    text: str
    revision: int
    period: str

    @property
    def value(self) -> Fraction:
        """The exact value; a figure whose text is none is never made."""
        found = exact(self.text)
        assert found is not None
        return found

    @property
    def year(self) -> int:
        """The year its period ends in."""
        return (self.when - _BEGIN) // YEAR

    @property
    def month(self) -> int:
        """The month its period ends in."""
        return (self.when - _BEGIN) % YEAR // _MONTH + 1

    @property
    def cut_off(self) -> bool:
        """Whether it ends on a day within a month."""
        return self.when % _MONTH != 0


_Entry = tuple[int, bool, str, int, str]
"""What a `Figure` is made of when somebody asks for it."""


class Series:
    """The figures of one series, oldest first, one for each moment; whole years also by year.

    Single quarters and halves decide nothing by themselves: `alone` has the years of which some are
    known.
    """

    __slots__ = ("_by_year", "_entries", "_moments", "alone")

    def __init__(self, entries: Iterable[_Entry], alone: Iterable[int] = ()) -> None:
        """Take entries shaped like `Figure`: one list of thousands is made into few figures."""
        latest: dict[int, _Entry] = {}
        for entry in entries:
            held = latest.setdefault(entry[0], entry)
            # At one moment the later revision counts, and a whole year before 1-12月 to that day.
            if held is not entry and (entry[3], entry[1]) >= (held[3], held[1]):
                latest[entry[0]] = entry
        self._moments = sorted(latest)
        self._entries = [latest[when] for when in self._moments]
        self._by_year: tuple[list[int], list[_Entry]] | None = None
        self.alone = frozenset(alone)

    @property
    def figures(self) -> list[Figure]:
        """All of them, oldest first."""
        return [Figure._make(entry) for entry in self._entries]

    def latest(self, upto: int) -> Figure | None:
        """The last figure at or before a moment."""
        place = bisect_right(self._moments, upto)
        return Figure._make(self._entries[place - 1]) if place else None

    def at(self, when: int) -> Figure | None:
        """The figure of exactly one moment."""
        place = bisect_right(self._moments, when)
        if not place or self._moments[place - 1] != when:
            return None
        return Figure._make(self._entries[place - 1])

    def latest_year(self, year: int) -> Figure | None:
        """The last whole year's figure for a year not after `year`."""
        years, wholes = self._whole_years()
        place = bisect_right(years, year)
        return Figure._make(wholes[place - 1]) if place else None

    def of_year(self, year: int) -> Figure | None:
        """The whole year's figure of one year."""
        years, wholes = self._whole_years()
        place = bisect_right(years, year)
        if not place or years[place - 1] != year:
            return None
        return Figure._make(wholes[place - 1])

    def _whole_years(self) -> tuple[list[int], list[_Entry]]:
        # Levels never ask for them.
        if self._by_year is None:
            wholes = [entry for entry in self._entries if entry[1]]
            self._by_year = [(entry[0] - _BEGIN) // YEAR for entry in wholes], wholes
        return self._by_year


NO_FIGURES = Series(())

_Row = tuple[SeriesKey, str, str | None, int]
"""Series, period code, exact text or None where withdrawn, revision."""


class Figures:
    """The figures that some regions have by a day; a series is put in order when first asked for."""

    def __init__(self, rows: Iterable[_Row], on: date) -> None:
        """Take rows (series, period code, exact text or None where withdrawn, revision).

        A text that is there is a number (the store sees to it). Only periods that have ended by `on`
        count; of several rows for one period the highest revision does, and if that one withdraws
        the figure there is none.
        """
        self.on = on
        self._now = moment_of(on)
        of_series: dict[SeriesKey, list[_Row]] = defaultdict(list)
        for row in rows:
            of_series[row[0]].append(row)
        self._rows = of_series
        self._series: dict[SeriesKey, Series] = {}

    def of(self, key: SeriesKey | None) -> Series:
        """One series; without any figures where there is none."""
        if key is None:
            return NO_FIGURES
        found = self._series.get(key)
        if found is None:
            rows = self._rows.get(key)
            found = self._series[key] = NO_FIGURES if rows is None else self._ordered(rows)
        return found

    def add(self, key: SeriesKey | None, series: Series) -> None:
        """Take a series that was worked out of others in place of what was entered."""
        if key is not None:
            self._series[key] = series

    def latest(self, key: SeriesKey | None) -> Figure | None:
        """The newest figure of a series."""
        return None if key is None else self.of(key).latest(self._now)

    @property
    def now(self) -> int:
        """The moment of the day they are looked at."""
        return self._now

    def _ordered(self, rows: list[_Row]) -> Series:
        now, places = self._now, _PLACES
        entries: list[_Entry] = []
        gone: list[tuple[str, int]] = []
        alone = set()
        for _, code, value, revision in rows:
            when, whole, single, year = places.get(code) or _place(code)
            if when > now:
                continue
            if value is None:
                gone.append((code, revision))
            elif single:
                alone.add(year)
            else:
                entries.append((when, whole, value, revision, code))
        for code, revision in gone:
            entries = [one for one in entries if one[4] != code or one[3] > revision]
        return Series(entries, alone)


_PLACES: dict[str, tuple[int, bool, bool, int]] = {}
_NEVER = (1 << 62, False, False, 0)
_MOST_PLACES = 10_000


def _place(code: str) -> tuple[int, bool, bool, int]:
    """Moment of a period's end, whether it is a whole year, a single quarter or half, and its year."""
    try:
        found = period(code)
    except PeriodError:
        return _NEVER
    kind = found.kind
    place = (moment_of(found.end), kind == "year", kind in _SINGLE, found.year)
    if len(_PLACES) < _MOST_PLACES:
        _PLACES[code] = place
    return place


def rows_of(
    observations: Iterable[Mapping[str, Any]],
) -> Iterable[tuple[SeriesKey, str, str | None, int]]:
    """Rows of a table of observations (region, subject, indicator, period, value, revision, …)."""
    for row in observations:
        value = _text(row.get("value")) or _text(row.get("value_float"))
        revision = exact(row.get("revision")) or 0
        key = (str(row.get("region")), str(row.get("subject")), str(row.get("indicator")))
        withdrawn = row.get("withdrawn") is True
        yield key, str(row.get("period")), None if withdrawn else value, int(revision)


def _text(value: Any) -> str | None:
    """A number as exact text, None for what is none."""
    if isinstance(value, str) and exact(value) is not None:
        return value
    return decimal_text(exact(value))
