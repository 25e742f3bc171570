"""The latest rows of whole regions, kept in memory and brought up to date by what was written since.

Entering asks for the rows of one region over and over, and a save changes one of them. Within a region
numbers rise in the order of commits (`write_order`), so that all that is new is above the last number
known, which every question compares with the database's.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import cached_property
from threading import Lock

from sqlalchemy import Connection

from dashboard.actuals import reading, region_revisions
from dashboard.actuals.observations import Observation, SeriesKey
from dashboard.actuals.periods import period

# Of all regions kept; a row takes about 700 bytes.
_MOST = 24_000

Series = Mapping[SeriesKey, Mapping[str, Observation]]


class Rows:
    """A region's latest rows, withdrawn ones too, as they were after its revision `last`; never changed."""

    def __init__(self, last: int, series: Series) -> None:
        self.last, self.series = last, series

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.series.values()))

    @cached_property
    def current(self) -> list[Observation]:
        """Those that are not withdrawn, by series and end of period."""
        found = []
        for key in sorted(self.series):
            of = self.series[key].values()
            found += sorted(
                (row for row in of if not row.withdrawn), key=lambda row: period(row.period).order
            )
        return found

    def with_later(self, later: Iterable[Observation], last: int) -> "Rows":
        """The rows after `last`, with those written since in the place of the former ones."""
        series: dict[SeriesKey, Mapping[str, Observation]] = dict(self.series)
        for row in later:
            series[row[:3]] = {**series.get(row[:3], {}), row.period: row}
        return Rows(last, series)


class LatestRows:
    """The rows of the regions asked for last, of one database. Safe to share between threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Rows] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, region: str) -> bool:
        """Whether a region's rows are kept, of whatever age."""
        return region in self._held

    def of(self, connection: Connection, region: str) -> Rows:
        """A region's rows as the database has them now."""
        change = region_revisions.changes(connection, [region]).get(region)
        last = change.revision if change is not None else 0
        held = self._held.get(region)
        if held is None or held.last > last:
            # One that was ahead is of another database, put in the place of this one.
            rows = reading.written_since(connection, region, 0)
            first: dict[SeriesKey, dict[str, Observation]] = {}
            for row in rows:
                first.setdefault(row[:3], {})[row.period] = row
            found = Rows(_last(rows, last), first)
        elif held.last == last:
            found = held
        else:
            later = reading.written_since(connection, region, held.last)
            found = held.with_later(later, _last(later, last))
        self._keep(region, found)
        return found

    def _keep(self, region: str, rows: Rows) -> None:
        with self._lock:
            self._held[region] = rows
            self._held.move_to_end(region)
            while len(self._held) > 1 and sum(one.count for one in self._held.values()) > _MOST:
                self._held.popitem(last=False)


def _last(rows: Iterable[Observation], known: int) -> int:
    """The last number that the rows hold all of: asked a moment later, they may know of more."""
    return max(known, max((row.revision for row in rows), default=0))
