"""What the door asks of the figures that are recorded, and of who records: the store has both.

A store of which one person may use a part has them too, without being the store.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from dashboard.actuals.observations import FigureKey, Observation, SeriesKey
from dashboard.actuals.records import Entry, WriteReceipt
from dashboard.actuals.return_states import Lock


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
