"""What the store can be asked: figures as they are, were and were published, and what has changed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine

from dashboard.actuals import (
    publishing,
    reading,
    region_figures,
    region_revisions,
    return_steps,
    write_order,
)
from dashboard.actuals.latest_rows import LatestRows, Series
from dashboard.actuals.observations import (
    FigureKey,
    Observation,
    PublishedObservation,
    SeriesKey,
    frame_of,
    moment_text,
)
from dashboard.actuals.records import Publication, RegionChange
from dashboard.actuals.retries import answered
from dashboard.actuals.return_states import Lock

if TYPE_CHECKING:
    import pandas as pd

_REVISION = "SELECT revision FROM counter"
_T = TypeVar("_T")
# So many are sought one by one; of more of one region all of its rows are had.
_FEW = 12


class StoreReader:
    """The questions of a `Store`. Safe to share between threads. All raise `StoreError`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine
        self._rows = LatestRows()
        if engine.dialect.name == "postgresql":
            # Every question is one statement, or two over rows that never change.
            self._reader = engine.execution_options(isolation_level="AUTOCOMMIT")

    def revision(self) -> int:
        """The number of the last revision: changes with every write, and with nothing else."""
        return self._ask(_revision)

    def changes(self) -> dict[str, RegionChange]:
        """How far every region has come that was ever written to, by its id; cheap."""
        return self._ask(region_revisions.changes)

    def change_of(self, regions: str | Iterable[str]) -> dict[str, RegionChange]:
        """How far each of `regions` has come; all is 0 for one that was never written to."""
        wanted = _several(regions) or []
        found = self._ask(lambda asked: region_revisions.changes(asked, wanted))
        return {region: found.get(region) or RegionChange(region, 0, 0, 0) for region in wanted}

    def current(
        self,
        region: str | Iterable[str] | None = None,
        subject: str | Iterable[str] | None = None,
        as_of: datetime | int | None = None,
    ) -> "pd.DataFrame":
        """The latest figure of each series and period, without withdrawn ones.

        `as_of`: how things stood at a moment (without a zone: UTC; that very microsecond counts) or
        after a revision number. In `OBSERVATION_COLUMNS`, by series and end of period.
        """
        return frame_of(self.observations(region, as_of=as_of, subjects=subject))

    def observations(
        self,
        regions: str | Iterable[str] | None,
        *,
        as_of: datetime | int | None = None,
        subjects: str | Iterable[str] | None = None,
    ) -> list[Observation]:
        """As `current`, as plain rows: of these regions, or of all where they are None."""
        chosen, of = _several(regions), _several(subjects)
        if as_of is None and of is None and chosen and all(one in self._rows for one in chosen):
            kept = self._ask(lambda asked: [self._rows.of(asked, one).current for one in chosen])
            return [row for of_region in kept for row in of_region]
        if as_of is None:
            return self._ask(lambda asked: region_figures.current(asked, chosen, of))
        return self._ask(lambda asked: region_figures.as_of(asked, _last(asked, as_of), chosen, of))

    def revision_as_of(self, moment: datetime) -> int:
        """The number of the last revision recorded at or before `moment`; 0 before the first."""
        return self._ask(lambda asked: write_order.last_number_at(asked, moment))

    def counted_up_to(self, region: str, number: int) -> int:
        """Up to which of its revisions a region counted as of a number; see `write_order`."""
        return self._ask(lambda asked: write_order.counted_up_to(asked, number)).get(region, number)

    def history(
        self,
        region: str | None = None,
        subject: str | None = None,
        indicator: str | None = None,
        period: str | None = None,
    ) -> "pd.DataFrame":
        """Every revision chosen, withdrawals too, oldest first, in `OBSERVATION_COLUMNS`."""
        chosen = (region, subject, indicator, period)
        return frame_of(self._ask(lambda asked: reading.history(asked, *chosen)))

    def newest(self, region: str | Iterable[str] | None = None) -> "pd.DataFrame":
        """The newest figure of each series: its key, period, revision (int), value (exact text)."""
        import pandas as pd

        regions = _several(region)
        rows = self._ask(lambda asked: reading.newest_figures(asked, regions))
        columns = zip(*rows, strict=True) if rows else [()] * 6
        names = ("region", "subject", "indicator", "period", "revision", "value")
        return pd.DataFrame(
            {
                name: pd.array(column, dtype="int64" if name == "revision" else "str")
                for name, column in zip(names, columns, strict=True)
            }
        )

    def acts(self, last: int = 100) -> "pd.DataFrame":
        """The last writes, newest first: who saved what, and why a warning was accepted.

        Columns: at (ISO, UTC), author, action, first_revision (int), last_revision (int), reasons
        (JSON text: "region/subject/indicator/period" -> reason).
        """
        import pandas as pd

        rows = self._ask(lambda asked: reading.acts(asked, last))
        names = ("at", "author", "action", "first_revision", "last_revision", "reasons")
        return pd.DataFrame([(moment_text(at), *rest) for at, *rest in rows], columns=list(names))

    def figures(self, keys: Iterable[FigureKey]) -> dict[FigureKey, Observation]:
        """The latest row of each (region, subject, indicator, period) that has one, even withdrawn."""
        wanted = list(keys)
        if (region := _one_region(wanted)) is not None:
            held = self._of_region(region)
            found = ((key, held.get(key[:3], {}).get(key[3])) for key in wanted)
            return {key: row for key, row in found if row is not None}
        return self._ask(lambda asked: reading.figures(asked, wanted))

    def locks(self, keys: Iterable[FigureKey]) -> dict[FigureKey, Lock]:
        """What keeps each figure from being changed, where anything does: a return it stands in."""
        wanted = list(keys)
        return self._ask(lambda asked: return_steps.locks(asked, wanted))

    def series(self, keys: Iterable[SeriesKey]) -> dict[SeriesKey, dict[str, Observation]]:
        """The latest rows of each (region, subject, indicator) by period code, even withdrawn."""
        wanted = list(keys)
        if (region := _one_region(wanted)) is not None:
            held = self._of_region(region)
            return {key: dict(held[key]) for key in wanted if key in held}
        return self._ask(lambda asked: reading.series(asked, wanted))

    def _of_region(self, region: str) -> Series:
        return self._ask(lambda asked: self._rows.of(asked, region)).series

    def reasons(self, revisions: Collection[int]) -> dict[int, str]:
        """What was found at each revision when it was written, and why it stands: "code: reason"."""
        return self._ask(lambda asked: reading.reasons(asked, revisions))

    def publishable(self, region: str) -> dict[FigureKey, int]:
        """The figures of a region that wait for publication and are not under way in a return."""
        return self._ask(lambda asked: publishing.publishable(asked, region, _revision(asked)))

    def first_recorded(self, region: str, periods: Iterable[str]) -> dict[FigureKey, int]:
        """When (µs) each figure of a region was first recorded, for some periods."""
        wanted = list(periods)
        return self._ask(lambda asked: reading.first_recorded(asked, region, wanted))

    def publications(
        self, moment: datetime | None = None, below: int | None = None
    ) -> dict[str, Publication]:
        """The last publication of each region that has one.

        Of those at or before `moment` if it is given, and with a number less than `below`.
        """
        return self._ask(lambda asked: publishing.publications(asked, moment, below))

    def first_shown(self, region: str, revision: int) -> int | None:
        """The number of the first publication that shows a revision of a region, None before it."""
        return self._ask(lambda asked: publishing.first_shown(asked, region, revision))

    def published(
        self, up_to: Mapping[str, int], subject: str | Iterable[str] | None = None
    ) -> "pd.DataFrame":
        """The figures of each region as they were published: `up_to` a publication's number by region.

        Columns: `OBSERVATION_COLUMNS` and published (ISO, UTC: when each was first published).
        """
        rows = self.observations_published(up_to, subject)
        moments = [moment_text(row.published) for row in rows]
        return frame_of(row.observation for row in rows).assign(published=moments)

    def observations_published(
        self, up_to: Mapping[str, int], subjects: str | Iterable[str] | None = None
    ) -> list[PublishedObservation]:
        """As `published`, as plain rows, each with the moment of its first publication."""
        of = _several(subjects)
        return self._ask(lambda asked: region_figures.published(asked, up_to, of))

    def unpublished(self, region: str) -> int:
        """How many figures of a region were entered, changed or withdrawn since its publication."""
        return self._ask(
            lambda asked: publishing.unpublished(asked, [region], _revision(asked))
        ).get(region, 0)

    def unpublished_remedies(self, region: str) -> int:
        """How many steps of remedies were written since the region's last publication."""
        return self._ask(lambda asked: publishing.waiting_remedies(asked, region, _revision(asked)))

    def ask(self, question: Callable[[Connection], _T]) -> _T:
        """Return the answer to a question about the database itself."""
        return self._ask(question)

    def published_to(self, region: str) -> int:
        """Return the number of a region's last publication, 0 before the first."""
        return self._ask(lambda asked: publishing.numbered(asked, region))

    def answer(self, question: Callable[[Connection], _T]) -> _T:
        """Return the answer to a question of another room's, asked as all others are."""
        return self._ask(question)

    def _ask(self, question: Callable[[Connection], _T]) -> _T:
        return answered(self._reader, question)


def _revision(connection: Connection) -> int:
    return int(connection.exec_driver_sql(_REVISION).scalar_one())


def _last(connection: Connection, moment: datetime | int) -> int:
    if isinstance(moment, int):
        return moment
    return write_order.last_number_at(connection, moment)


def _one_region(keys: Sequence[SeriesKey] | Sequence[FigureKey]) -> str | None:
    """The region of many keys, where it is one."""
    if len(keys) <= _FEW or any(key[0] != keys[0][0] for key in keys):
        return None
    return keys[0][0]


def _several(chosen: str | Iterable[str] | None) -> list[str] | None:
    return [chosen] if isinstance(chosen, str) else None if chosen is None else list(chosen)
