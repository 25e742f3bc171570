"""What a batch is weighed against: recorded figures with the batch's own laid over them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from dashboard.actuals.entering.course import NOTHING_AROUND, Around, course
from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.entering.places import ALL_CLUSTERS, Places
from dashboard.actuals.entering.recorded import Recorded
from dashboard.actuals.observations import FigureKey, SeriesKey
from dashboard.actuals.periods import Period, period

# Kinds whose parts add up at most to their whole.
ADDITIVE = frozenset({"flow", "stock"})
# Kinds of periods that run from the first of January.
SINCE_JANUARY = frozenset({"cumulative", "point", "year"})


class Context:
    """Values by series and period, read from the store once for the whole batch."""

    def __init__(self, places: Places, store: Recorded, batch: Sequence[Understood]) -> None:
        self.places = places
        self.batch: frozenset[FigureKey] = frozenset(row.figure for row in batch)
        self._wholes: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        for part, whole in places.parts:
            self._wholes.setdefault(part, []).append(whole)
            self._parts.setdefault(whole, []).append(part)
        wanted = {key for row in batch for key in (row.series, *self._related(row))}
        self._values: dict[SeriesKey, dict[Period, Decimal]] = {
            key: {
                period(code): Decimal(held.value)
                for code, held in found.items()
                if held.value is not None
            }
            for key, found in store.series(wanted).items()
        }
        # What one batch says of itself is no history: a slipped unit slips in all its rows.
        self._courses: dict[tuple[SeriesKey, int | None, bool], dict[Period, Around]] = {}
        self._entered: dict[SeriesKey, set[Period]] = {}
        self._known = frozenset(key for key, values in self._values.items() if values)
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

    def has_history(self, key: SeriesKey) -> bool:
        """Whether any figure of the series was recorded before this batch."""
        return key in self._known

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

    def _related(self, row: Understood) -> list[SeriesKey]:
        grown = self.grown_from(row)
        return [
            *self.indicator_wholes(row),
            *self.indicator_parts(row),
            *self.subject_wholes(row),
            *self.subject_parts(row),
            *([grown] if grown else []),
        ]
