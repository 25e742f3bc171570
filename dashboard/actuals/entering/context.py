"""What a batch is weighed against: recorded figures with the batch's own laid over them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol

from dashboard.actuals.entering.course import NOTHING_AROUND, Around, course
from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.entering.places import ALL_CLUSTERS, Places
from dashboard.actuals.observations import FigureKey, Observation, SeriesKey
from dashboard.actuals.periods import FIRST_YEAR, Period, cumulative, period
from dashboard.actuals.records import Entry, WriteReceipt
from dashboard.actuals.return_states import Lock
from dashboard.register.figure_checks import FigureCheck, FigureChecks

# Kinds whose parts add up at most to their whole.
ADDITIVE = frozenset({"flow", "stock"})
# Kinds of periods that run from the first of January.
SINCE_JANUARY = frozenset({"cumulative", "point", "year"})


# Five years of months: older history says little of today, and a long one costs time.
MOST_HISTORY = 55
# Earlier years whose months are looked at for a month's usual share.
_YEARS_BACK = 5


class Recorded(Protocol):
    """Figures to compare with; see `Store.figures`, `Store.locks` and `Store.series`."""

    def figures(self, keys: Iterable[FigureKey], /) -> dict[FigureKey, Observation]: ...
    def locks(self, keys: Iterable[FigureKey], /) -> dict[FigureKey, Lock]: ...
    def series(self, keys: Iterable[SeriesKey], /) -> dict[SeriesKey, dict[str, Observation]]: ...


class Recorder(Protocol):
    """What takes entries in; see `Store.write`."""

    def write(
        self,
        entries: Sequence[Entry],
        author: str,
        /,
        *,
        request_id: str | None = None,
        action: str = "save",
        reasons: Mapping[str, str] | None = None,
    ) -> WriteReceipt: ...


class _Rates(NamedTuple):
    """What a series' figures are compared by, in the order of their periods."""

    orders: list[int]
    values: list[Decimal]


class Context:
    """Values by series and period, read from the store once for the whole batch."""

    def __init__(self, places: Places, store: Recorded, batch: Sequence[Understood]) -> None:
        self.places = places
        self._checks = FigureChecks(places.register)
        self.batch: frozenset[FigureKey] = frozenset(row.figure for row in batch)
        self._wholes: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        for part, whole in places.parts:
            self._wholes.setdefault(part, []).append(whole)
            self._parts.setdefault(whole, []).append(part)
        self._rates_of: dict[str, list[str]] = {}
        for rate, level in places.growth_of.items():
            self._rates_of.setdefault(level, []).append(rate)
        wanted = {key for row in batch for key in (row.series, *self._related(row))}
        self._values: dict[SeriesKey, dict[Period, Decimal]] = {
            key: {
                period(code): Decimal(held.value)
                for code, held in found.items()
                if held.value is not None
            }
            for key, found in store.series(wanted).items()
        }
        self._courses: dict[tuple[SeriesKey, int | None, bool], dict[Period, Around]] = {}
        self._entered: dict[SeriesKey, set[Period]] = {}
        self._month_shares: dict[tuple[SeriesKey, int, int], Decimal | None] = {}
        self._rates: dict[SeriesKey, _Rates] = {}
        self._summed: set[tuple[SeriesKey, Period]] = set()
        for row in batch:
            if row.period is None:
                continue
            values = self._values.setdefault(row.series, {})
            self._entered.setdefault(row.series, set()).add(row.period)
            if row.value is None:
                values.pop(row.period, None)
            else:
                values[row.period] = row.value

    def series(self, key: SeriesKey) -> dict[Period, Decimal]:
        """The values of one series by period, as they would be after the save."""
        return self._values.get(key, {})

    def checks(self, row: Understood) -> Mapping[str, FigureCheck]:
        """How much each check weighs for the series of a row, and from where on."""
        return self._checks.of(row.series)

    def is_entered(self, key: SeriesKey, at: Period) -> bool:
        """Whether a figure is of this batch: what one batch says of itself is no history."""
        return at in self._entered.get(key, ())

    def around(
        self, key: SeriesKey, at: Period, year: int | None = None, *, every_kind: bool = False
    ) -> Around:
        """The neighbours of a figure in its series, in `year` only, among periods since January only."""
        asked = (key, year, every_kind)
        if asked not in self._courses:
            values = {
                other: value
                for other, value in self.series(key).items()
                if (every_kind or other.kind in SINCE_JANUARY) and year in (None, other.year)
            }
            self._courses[asked] = course(values, self._entered.get(key, ()))
        return self._courses[asked].get(at, NOTHING_AROUND)

    def value(self, key: SeriesKey, at: Period) -> Decimal | None:
        return self.series(key).get(at)

    def indicator_wholes(self, row: Understood) -> list[SeriesKey]:
        """Series of which this one counts a part, by the register's own word."""
        return [(row.region, row.subject, id) for id in self._wholes.get(row.indicator, ())]

    def indicator_parts(self, row: Understood) -> list[SeriesKey]:
        return [(row.region, row.subject, id) for id in self._parts.get(row.indicator, ())]

    def subject_wholes(self, row: Understood) -> list[SeriesKey]:
        """The same indicator for all clusters and for the region, above a cluster."""
        if row.kind not in ADDITIVE or row.subject == row.region:
            return []
        above = [row.region] if row.subject == ALL_CLUSTERS else [ALL_CLUSTERS, row.region]
        return [(row.region, subject, row.indicator) for subject in above]

    def subject_parts(self, row: Understood) -> list[SeriesKey]:
        if row.kind not in ADDITIVE or row.subject not in {ALL_CLUSTERS, row.region}:
            return []
        below: Iterable[str] = self.places.cluster_ids(row.region)
        if row.subject == row.region:
            below = [ALL_CLUSTERS, *below]
        return [(row.region, subject, row.indicator) for subject in below]

    def grown_from(self, row: Understood) -> SeriesKey | None:
        """The level whose growth this is."""
        level = row.row.get("growth_of") if row.row and row.kind == "growth" else None
        return (row.region, row.subject, str(level)) if level else None

    def growth_from(self, row: Understood) -> list[SeriesKey]:
        """The reported growth rates of this level."""
        rates = self._rates_of.get(row.indicator, ())
        return [(row.region, row.subject, rate) for rate in rates]

    def history(self, row: Understood, at: Period) -> list[Decimal]:
        """What the figures before one are compared by, oldest first: see `rate`."""
        if row.series not in self._rates:
            found = [
                (other.order, rate)
                for other, value in self.series(row.series).items()
                if other.kind in SINCE_JANUARY
                and (rate := self.rate(row, other, value)) is not None
            ]
            found.sort()
            self._rates[row.series] = _Rates([o for o, _ in found], [rate for _, rate in found])
        known = self._rates[row.series]
        end = bisect_left(known.orders, at.order)
        return known.values[max(0, end - MOST_HISTORY) : end]

    def rate(self, row: Understood, at: Period, value: Decimal) -> Decimal | None:
        """What a figure is compared with others of its series by.

        A growth rate or a share is compared as it is; an amount, a count and an index by its growth
        over the same period of last year, None where that is not above zero.
        """
        if row.kind in {"growth", "share"}:
            return value
        year_before = at.previous_year()
        base = self.value(row.series, year_before) if year_before else None
        return None if base is None or base <= 0 else value / base - 1

    def month_share(self, key: SeriesKey, year: int, month: int) -> Decimal | None:
        """The share that a month alone has of the year so far; None where it is not known."""
        asked = (key, year, month)
        if asked not in self._month_shares:
            before = self.value(key, cumulative(year, month - 1))
            so_far = self.value(key, cumulative(year, month))
            share = None
            if before is not None and so_far is not None and 0 < before < so_far:
                share = 1 - before / so_far
            self._month_shares[asked] = share
        return self._month_shares[asked]

    def month_shares_before(self, key: SeriesKey, at: Period) -> list[Decimal]:
        """The same month's shares in the years before, as far as they are known."""
        years = range(max(FIRST_YEAR, at.year - _YEARS_BACK), at.year)
        found = (self.month_share(key, year, at.month) for year in years)
        return [share for share in found if share is not None]

    def sum_of_clusters(self, key: SeriesKey, at: Period) -> tuple[int, Decimal] | None:
        """How many clusters of a whole have a figure, and their sum; said once for each whole.

        None where it was said, or where fewer than two have one. A cluster within another is left out.
        """
        if (key, at) in self._summed:
            return None
        self._summed.add((key, at))
        parts = self.places.outer_clusters(key[0])
        values = [
            value
            for cluster in parts
            if (value := self.value((key[0], cluster, key[2]), at)) is not None
        ]
        return (len(values), sum(values, Decimal(0))) if len(values) > 1 else None

    def _related(self, row: Understood) -> list[SeriesKey]:
        grown = self.grown_from(row)
        return [
            *self.indicator_wholes(row),
            *self.indicator_parts(row),
            *self.subject_wholes(row),
            *self.subject_parts(row),
            *([grown] if grown else []),
            *self.growth_from(row),
            # The sum of the clusters wants the others, whichever of them is entered.
            *self._siblings(row),
        ]

    def siblings(self, row: Understood, at: Period) -> Iterator[tuple[str, Decimal]]:
        """What the other clusters of the region have for the same indicator and period."""
        for key in self._siblings(row):
            value = None if key == row.series else self.value(key, at)
            if value is not None:
                yield key[1], value

    def _siblings(self, row: Understood) -> list[SeriesKey]:
        if row.kind not in ADDITIVE or row.subject not in self.places.outer_clusters(row.region):
            return []
        others = self.places.outer_clusters(row.region)
        return [(row.region, subject, row.indicator) for subject in others]
