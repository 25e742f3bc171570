"""The store as one visitor may use it: what the matrix refuses is refused here, not on the page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from dashboard.actuals.observations import FigureKey, Observation, SeriesKey
from dashboard.actuals.records import Entry, WriteReceipt
from dashboard.actuals.store import Store
from dashboard.doors.identity import people, regions_tree, responsible_units
from dashboard.people.acting import By
from dashboard.people.audit import Outcome
from dashboard.people.matrix import Action, Decision, NotPermitted, permitted
from dashboard.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.register import Catalogue

# Asked at every act, because who was signed in when the page was drawn may not be any more.
Who: TypeAlias = Callable[[], By]
_Key = TypeVar("_Key", FigureKey, SeriesKey)


class PermittedStore(Store):
    """A store that asks the matrix before every read of figures and every write.

    Figures nobody has published are read by who may see history, enter or review; the pages' own
    board of current figures is filtered by region before it is assessed. Raises `NotPermitted`.
    """

    def __init__(self, store: Store, catalogue: "Catalogue", settings: Settings, who: Who) -> None:
        # The same engine and connections: this is the same store, seen by one person.
        self.__dict__.update(vars(store))
        self._catalogue, self._settings, self._who = catalogue, settings, who

    def current(
        self,
        region: str | Iterable[str] | None = None,
        subject: str | Iterable[str] | None = None,
        as_of: datetime | int | None = None,
    ) -> "pd.DataFrame":
        """As `Store.current`, of the regions that the visitor may read."""
        frame = super().current(region, subject, as_of)
        by = self._who()
        seen = [r for r in frame["region"].unique() if self._decide(by, Action.READ_PUBLISHED, r)]
        return frame[frame["region"].isin(seen)]

    def history(
        self,
        region: str | None = None,
        subject: str | None = None,
        indicator: str | None = None,
        period: str | None = None,
    ) -> "pd.DataFrame":
        """As `Store.history`, of one series that the visitor may see the history of."""
        by = self._who()
        frame = super().history(region, subject, indicator, period)
        series = frame[["region", "subject", "indicator"]].drop_duplicates()
        for key in series.itertuples(index=False, name=None):
            self._demand(by, Action.SEE_HISTORY, key)
        return frame

    def figures(self, keys: Iterable[FigureKey]) -> dict[FigureKey, Observation]:
        """As `Store.figures`."""
        return super().figures(self._readable(keys))

    def series(self, keys: Iterable[SeriesKey]) -> dict[SeriesKey, dict[str, Observation]]:
        """As `Store.series`."""
        return super().series(self._readable(keys))

    def write(
        self,
        entries: Sequence[Entry],
        author: str,
        *,
        request_id: str | None = None,
        action: str = "save",
        reasons: Mapping[str, str] | None = None,
    ) -> WriteReceipt:
        """As `Store.write`, by the visitor in person and for figures that are theirs to enter."""
        by = self._who()
        if author != by.person.name or self._settings.read_only:
            raise NotPermitted(Decision(False, "not-signed-in"))
        for entry in entries:
            asked = Action.WITHDRAW if entry.value is None else Action.ENTER
            self._demand(by, Action.IMPORT if action == "import" else asked, entry.figure[:3])
        return super().write(entries, author, request_id=request_id, action=action, reasons=reasons)

    def save_draft(self, author: str, screen: str, payload_json: str) -> None:
        """As `Store.save_draft`, of one's own."""
        self._demand_own(author)
        super().save_draft(author, screen, payload_json)

    def draft(self, author: str, screen: str) -> str | None:
        """As `Store.draft`, of one's own."""
        self._demand_own(author)
        return super().draft(author, screen)

    def discard_draft(self, author: str, screen: str) -> None:
        """As `Store.discard_draft`, of one's own."""
        self._demand_own(author)
        super().discard_draft(author, screen)

    def _readable(self, keys: Iterable[_Key]) -> list[_Key]:
        by = self._who()
        wanted = list(keys)
        regions = {key[0] for key in wanted}
        seen = {r for r in regions if self._decide(by, Action.READ_PUBLISHED, r)}
        return [key for key in wanted if key[0] in seen]

    def _demand_own(self, author: str) -> None:
        by = self._who()
        if not by.person.signed_in or author != by.person.name:
            raise NotPermitted(Decision(False, "not-signed-in"))

    def _demand(self, by: By, action: Action, series: tuple[str, ...]) -> None:
        region, subject, indicator = series
        units = responsible_units(self._catalogue, region, subject, indicator)
        decision = self._decide(by, action, region, units)
        if decision:
            return
        if self._settings.signs_in:
            told = {"reason": decision.reason}
            people(self._settings).audit.record(by, action, "/".join(series), Outcome.REFUSED, told)
        raise NotPermitted(decision)

    def _decide(self, by: By, action: Action, region: str, units: Iterable[str] = ()) -> Decision:
        return permitted(
            by.person,
            action,
            region,
            tuple(units),
            regions_tree=regions_tree(self._catalogue),
            public=self._settings.reading == "public",
        )
