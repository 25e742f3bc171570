"""The verdicts on one store, judged region by region when asked for and kept while they hold."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from threading import Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

from dashboard.judging.kept import Kept
from dashboard.judging.region_verdicts import (
    RegionSummary,
    RegionVerdicts,
    judge,
    newest_of,
    summarised,
)
from dashboard.judging.register_of_day import RegisterOfDay
from dashboard.judging.seen import figures_seen
from dashboard.judging.standing import Standing
from dashboard.register.in_force import in_force_on

if TYPE_CHECKING:
    from dashboard.actuals.observations import Observation
    from dashboard.actuals.replica import Reading
    from dashboard.actuals.store import Store
    from dashboard.people.sight import Sight
    from dashboard.register import Catalogue

_MIB = 1 << 20
_REGION_BYTES = 24 * _MIB
_SUMMARY_BYTES = 48 * _MIB
_PIECE_BYTES = 16 * _MIB
_PATIENCE_S = 0.25
"""How long judging in the background stands back before each region while pages are drawn."""
_SMALL = 40
"""Registers of up to so many regions are judged whole at once; beyond, in the background."""


class Judging:
    """Verdicts on the figures of one store, for everybody; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._regions = Kept(_REGION_BYTES)
        self._summaries = Kept(_SUMMARY_BYTES)
        self.pieces = Kept(_PIECE_BYTES)
        self._facts: OrderedDict[tuple[str, date], RegisterOfDay] = OrderedDict()
        self._lock = Lock()
        self._worker: Thread | None = None
        self._waiting = 0

    def in_force(self, catalogue: Catalogue, day: date) -> Catalogue:
        """The register as it was in force on a day."""
        return self._facts_of(catalogue, day).catalogue

    def standing(
        self,
        catalogue: Catalogue,
        on: date,
        *,
        sight: Sight | None = None,
        back_to: date | None = None,
        last: int | None = None,
        young: bool = False,
        known_by: datetime | None = None,
        reading: Reading | None = None,
    ) -> Standing:
        """Where everything stands on a day.

        `sight`: which figures the reader sees, None for all. `back_to` is set for a day looked back
        to, and `last` is then the last revision counted; without it the newest figures are.
        `known_by` is until when what else was said counts, where that is not the end of that day.
        `reading` is the replica to read from, which never has less than it has told of its changes.
        """
        store = self.store if reading is None else reading.store
        return Standing(
            self._facts_of(catalogue, on), self, store, on, sight, back_to, last, young,
            changes=None if last is not None else store.changes(),
            read_as_of=None if reading is None else reading.as_of, known_by=known_by,
        )  # fmt: skip

    def region(self, standing: Standing, region: str) -> RegionVerdicts:
        """A region's verdicts, judged if nothing that is kept still holds."""
        key = standing.key_of(region)
        found: RegionVerdicts | None = self._regions.get(key)
        if found is None:
            found = judge(standing, region)
            self._regions.put(key, found, found.size)
            self._summaries.put(key, found.summary, found.summary.size)
        return found

    def summary(self, standing: Standing, region: str) -> RegionSummary:
        """A region's summary; a region that was judged for it alone is let go again."""
        key = standing.key_of(region)
        found: RegionSummary | None = self._summaries.get(key)
        if found is None:
            held: RegionVerdicts | None = self._regions.get(key)
            found = held.summary if held is not None else summarised(standing, region)
            self._summaries.put(key, found, found.size)
        return found

    def newest(self, standing: Standing, region: str) -> Observation | None:
        """A region's figure entered last; the region is read for it, but not judged."""
        key = standing.key_of(region)
        held: RegionVerdicts | None = self._regions.get(key)
        found: RegionSummary | None = held.summary if held else self._summaries.get(key)
        if found is not None:
            return found.newest
        return newest_of(standing, region, figures_seen(standing, [region]))

    def judged(self, standing: Standing) -> tuple[int, int]:
        """How many of the regions with a plan have been judged, and how many there are."""
        regions = standing.regions()
        done = sum(self._summaries.get(standing.key_of(region)) is not None for region in regions)
        return done, len(regions)

    def is_ready(self, standing: Standing) -> bool:
        """Whether every region's summary is there or soon made; a large register is begun with."""
        done, all_of_them = self.judged(standing)
        if all_of_them - done <= _SMALL:
            return True
        self.work_through(standing)
        return False

    def work_through(self, standing: Standing) -> None:
        """Judge every region in the background, one after the other; one such work at a time."""
        with self._lock:
            if self._worker is not None and self._worker.is_alive():
                return
            self._worker = Thread(
                target=self._all_of, args=(standing,), name="judging", daemon=True
            )
            self._worker.start()

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """While somebody waits for a page: what is judged in the background stands back."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def _all_of(self, standing: Standing) -> None:
        for region in standing.regions():
            self._stand_back()
            self.summary(standing, region)

    def _stand_back(self) -> None:
        # One interpreter lock serves all threads: a page that reads a little at a time would wait
        # for it at every step. Only so long, so that all is judged however many look at pages.
        until = monotonic() + _PATIENCE_S
        while self._waiting and monotonic() < until:
            sleep(0.005)

    def _facts_of(self, catalogue: Catalogue, day: date) -> RegisterOfDay:
        key = (catalogue.version, day)
        with self._lock:
            found = self._facts.get(key)
            if found is None:
                found = self._facts[key] = RegisterOfDay(in_force_on(catalogue, day), day)
                while len(self._facts) > 4:
                    self._facts.popitem(last=False)
            self._facts.move_to_end(key)
            return found
