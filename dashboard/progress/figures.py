"""Figures by series and in order of time: what a goal looks up.

A moment is year x 372 + month x 31 + day, a month's end counting as day 31: twelve months of 31 days
keep every moment distinct and in order, and a year before is always 372 less.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
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


_Row = tuple[SeriesKey, str, str | None, int]
"""Series, period code, exact text or None where withdrawn, revision."""


class Times(NamedTuple):
    """The periods of a series in the order of their ends, the same for all series that have them.

    `places` says which of the series' rows stands at each of the `moments`, `whole` whether it is a
    whole year's. `years` are those years, and `wholes` where among the moments they stand. Single
    quarters and halves decide nothing by themselves: `alone` has the years of which some are known.
    """

    moments: tuple[int, ...]
    places: tuple[int, ...]
    whole: tuple[bool, ...]
    years: tuple[int, ...]
    wholes: tuple[int, ...]
    alone: frozenset[int]


class Series:
    """The figures of one series, oldest first, one for each moment; whole years also by year."""

    __slots__ = ("_rows", "_times")

    def __init__(self, rows: Sequence[_Row], times: Times) -> None:
        """Take the rows of a series, none of them withdrawn, and where in time each stands."""
        self._rows, self._times = rows, times

    @property
    def alone(self) -> frozenset[int]:
        """The years of which only a single quarter or half is known, or also one."""
        return self._times.alone

    @property
    def figures(self) -> list[Figure]:
        """All of them, oldest first."""
        return [self._figure(place) for place in range(len(self._times.moments))]

    def latest(self, upto: int) -> Figure | None:
        """The last figure at or before a moment."""
        place = bisect_right(self._times.moments, upto)
        return self._figure(place - 1) if place else None

    def at(self, when: int) -> Figure | None:
        """The figure of exactly one moment."""
        place = bisect_right(self._times.moments, when)
        if not place or self._times.moments[place - 1] != when:
            return None
        return self._figure(place - 1)

    def latest_year(self, year: int) -> Figure | None:
        """The last whole year's figure for a year not after `year`."""
        place = bisect_right(self._times.years, year)
        return self._figure(self._times.wholes[place - 1]) if place else None

    def of_year(self, year: int) -> Figure | None:
        """The whole year's figure of one year."""
        years = self._times.years
        place = bisect_right(years, year)
        if not place or years[place - 1] != year:
            return None
        return self._figure(self._times.wholes[place - 1])

    def with_figures(self, more: Iterable[Figure]) -> Series:
        """The series with figures that were worked out of others beside its own."""
        key = ("", "", "")
        rows = [(key, one.period, one.text, one.revision) for one in (*self.figures, *more)]
        made = ordered(rows, _EVER)
        return Series(made._rows, made._times._replace(alone=self.alone))

    def _figure(self, place: int) -> Figure:
        times = self._times
        _, code, text, revision = self._rows[times.places[place]]
        assert text is not None
        return Figure(times.moments[place], times.whole[place], text, revision, code)


def ordered(rows: Iterable[_Row], now: int) -> Series:
    """The rows of one series as far as their periods had ended by a moment, in the order of time.

    Of several rows for one period the highest revision counts, and if that one withdraws the figure
    there is none. At one moment the later revision counts, and a whole year before 1-12月 to that day.
    """
    # In an order that is the same for all series with the same periods, whichever way they came.
    held = sorted(rows, key=_CODE)
    if None in map(_TEXT, held):
        held = _not_withdrawn(held)
    times = _times(tuple(map(_CODE, held)), now)
    if times is None:
        held = _one_a_moment(held)
        times = _times(tuple(map(_CODE, held)), now)
        assert times is not None
    return Series(held, times)


_CODE, _TEXT = itemgetter(1), itemgetter(2)


def _not_withdrawn(rows: Sequence[_Row]) -> list[_Row]:
    gone: dict[str, int] = {}
    for _, code, text, revision in rows:
        if text is None:
            gone[code] = max(revision, gone.get(code, revision))
    return [row for row in rows if row[2] is not None and row[3] > gone.get(row[1], -1)]


def _one_a_moment(rows: Iterable[_Row]) -> list[_Row]:
    found: dict[int | str, _Row] = {}
    for row in rows:
        place = _place(row[1])
        at = row[1] if place.single else place.when
        held = found.setdefault(at, row)
        if (row[3], place.whole) >= (held[3], _place(held[1]).whole):
            found[at] = row
    return list(found.values())


@lru_cache(maxsize=10_000)
def _times(codes: tuple[str, ...], now: int) -> Times | None:
    """Where in time the periods of a series stand; None where two end at one moment."""
    places = [_place(code) for code in codes]
    alone = frozenset(at.year for at in places if at.single and at.when <= now)
    known = sorted((at.when, n) for n, at in enumerate(places) if at.when <= now and not at.single)
    moments = tuple(when for when, _ in known)
    if len(set(moments)) < len(moments):
        return None
    whole = tuple(places[n].whole for _, n in known)
    wholes = tuple(place for place, year in enumerate(whole) if year)
    years = tuple(places[known[place][1]].year for place in wholes)
    return Times(moments, tuple(n for _, n in known), whole, years, wholes, alone)


class _Place(NamedTuple):
    """Moment of a period's end, whether it is a whole year, a single quarter or half, and its year."""

    when: int
    whole: bool
    single: bool
    year: int


# Later than any day.
_EVER = 1 << 61
_NEVER = _Place(1 << 62, False, False, 0)


@lru_cache(maxsize=10_000)
def _place(code: str) -> _Place:
    try:
        found = period(code)
    except PeriodError:
        return _NEVER
    kind = found.kind
    return _Place(moment_of(found.end), kind == "year", kind in _SINGLE, found.year)


NO_FIGURES = ordered((), 0)


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
            found = self._series[key] = NO_FIGURES if rows is None else ordered(rows, self._now)
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


def rows_of(
    observations: Iterable[Mapping[str, Any]],
) -> Iterable[tuple[SeriesKey, str, str | None, int]]:
    """Rows of a table of observations (region, subject, indicator, period, value, revision, …)."""
    for row in observations:
        value = _text(row.get("value"))
        revision = exact(row.get("revision")) or 0
        key = (str(row.get("region")), str(row.get("subject")), str(row.get("indicator")))
        withdrawn = row.get("withdrawn") is True
        yield key, str(row.get("period")), None if withdrawn else value, int(revision)


def _text(value: Any) -> str | None:
    """A number as exact text, None for what is none."""
    if isinstance(value, str) and exact(value) is not None:
        return value
    return decimal_text(exact(value))
