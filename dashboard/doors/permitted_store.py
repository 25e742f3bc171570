"""The store as one visitor may use it: what the matrix refuses is refused here, not on the page.

It holds the store and is none: what it does not offer itself cannot be reached through it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from dashboard.actuals.observations import (
    FigureKey,
    Observation,
    SeriesKey,
)
from dashboard.actuals.origin import done_from
from dashboard.actuals.records import Entry, WriteReceipt
from dashboard.actuals.return_states import Lock
from dashboard.doors.decisions import Matrix, Who
from dashboard.doors.identity import people
from dashboard.doors.recent_writers import RECENT_WRITERS
from dashboard.people.actor import By
from dashboard.people.identity import Person
from dashboard.people.matrix import Action, Decision, NotPermitted, Reach
from dashboard.people.scopes import reach, responsible_units
from dashboard.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.actuals.remedies import Remedy
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue

_Key = TypeVar("_Key", FigureKey, SeriesKey)


class PermittedStore:
    """What one visitor may ask of a store and do to it. Every method asks the matrix first.

    `catalogue` is the register as it is in force today. Raises `NotPermitted`, and what the store
    raises.
    """

    def __init__(
        self, store: "Store", catalogue: "Catalogue", settings: Settings, who: Who
    ) -> None:
        self._store, self._catalogue, self._settings, self._who = store, catalogue, settings, who
        self._matrix = Matrix(catalogue, settings)

    # -- reading

    def history(self, region: str, subject: str, indicator: str) -> "pd.DataFrame":
        """As `Store.history`, of one series of which the visitor may see who entered what."""
        by, series = self._who(), (region, subject, indicator)
        self._demand(by, Action.SEE_HISTORY, series)
        # Every revision is in it, published or not.
        self._demand(by, Action.READ_UNPUBLISHED, series)
        return self._store.history(*series)

    def figures(self, keys: Iterable[FigureKey]) -> dict[FigureKey, Observation]:
        """As `Store.figures`; what may not be seen before it is published, as it was published."""
        entered, published = self._readable(keys)
        found = self._store.figures(entered)
        shown = {row.figure: row for row in self._published(published)}
        return found | {key: shown[key] for key in published if key in shown}

    def locks(self, keys: Iterable[FigureKey]) -> dict[FigureKey, Lock]:
        """As `Store.locks`, of what the visitor may see before it is published."""
        return self._store.locks(self._readable(keys)[0])

    def series(self, keys: Iterable[SeriesKey]) -> dict[SeriesKey, dict[str, Observation]]:
        """As `Store.series`; what may not be seen before it is published, as it was published."""
        entered, published = self._readable(keys)
        found = self._store.series(entered)
        wanted = set(published)
        for row in self._published(published):
            if row[:3] in wanted:
                found.setdefault(row[:3], {})[row.period] = row
        return found

    def unpublished(self, region: str) -> tuple[int, int]:
        """Return how many figures wait for publication, and the revision up to which they do.

        Without those that are under way in a return. For who may publish them.
        """
        self._demand_region(self._who(), Action.PUBLISH, region)
        revision = self._store.revision()
        return len(self._store.publishable(region)), revision

    def unpublished_remedies(self, region: str) -> int:
        """As `Store.unpublished_remedies`, for who may publish them."""
        self._demand_region(self._who(), Action.PUBLISH, region)
        return self._store.unpublished_remedies(region)

    def waiting_remedies(self, region: str) -> "list[Remedy]":
        """Return how each remedy stands of which something waits for publication, for who may publish."""
        self._demand_region(self._who(), Action.PUBLISH, region)
        since = self._store.published_to(region)
        return [one for one in self._store.remedies.latest([region]) if one.id > since]

    def waiting(self, region: str) -> list[tuple[FigureKey, str | None, str | None]]:
        """Return the figures that wait for publication: key, published value and the one recorded.

        Exact text in the base unit; None for what was not published, or is withdrawn. For who may
        publish them.
        """
        self._demand_region(self._who(), Action.PUBLISH, region)
        last = self._store.publications().get(region)
        before = self._values(self._store.published({region: last.revision})) if last else {}
        now = self._values(self._store.current(region))
        free = self._store.publishable(region)
        keys = (key for key in dict.fromkeys([*now, *before]) if key in free)
        return [
            (key, before.get(key), now.get(key)) for key in keys if before.get(key) != now.get(key)
        ]

    @staticmethod
    def _values(frame: "pd.DataFrame") -> dict[FigureKey, str | None]:
        columns = (frame[name] for name in ("region", "subject", "indicator", "period", "value"))
        return {(r, s, i, p): value for r, s, i, p, value in zip(*columns, strict=True)}

    def importable(self) -> Callable[[SeriesKey], bool]:
        """Return what tells whether figures of a series are the visitor's to enter from a file."""
        entered = self._reach(self._who().person, Action.IMPORT)
        return lambda series: not self._settings.read_only and self._holds(entered, series)

    def demand_importing(self, series: Iterable[SeriesKey]) -> None:
        """Raise `NotPermitted`, as a write would, unless all of `series` are the visitor's to enter."""
        by = self._who()
        if self._settings.read_only:
            raise NotPermitted(Decision(False, "not-signed-in"))
        for each in series:
            self._demand(by, Action.IMPORT, each)

    # -- writing

    def write(
        self,
        entries: Sequence[Entry],
        author: str,
        *,
        request_id: str | None = None,
        action: str = "save",
        reasons: Mapping[str, str] | None = None,
    ) -> WriteReceipt:
        """As `Store.write`, by the visitor in person and for figures that are theirs to enter.

        Where there is no review, what is entered is published with it.
        """
        by = self._who()
        if author != by.person.name or self._settings.read_only:
            raise NotPermitted(Decision(False, "not-signed-in"))
        for entry in entries:
            asked = Action.WITHDRAW if entry.value is None else Action.ENTER
            self._demand(by, Action.IMPORT if action == "import" else asked, entry.figure[:3])
        RECENT_WRITERS.note(by.person)
        publishes = self._settings.review == "off"
        with done_from(by.address):
            return self._store.write(
                entries,
                author,
                request_id=request_id,
                action=action,
                reasons=reasons,
                publishes=publishes,
            )

    def publish(self, region: str, up_to: int) -> int:
        """Publish a region's figures up to a revision that was seen; return how many were new."""
        by = self._who()
        if self._settings.read_only:
            raise NotPermitted(Decision(False, "not-signed-in"))
        self._demand_region(by, Action.PUBLISH, region)
        RECENT_WRITERS.note(by.person)
        reviewed_only = self._settings.review == "on"
        with done_from(by.address):
            published = self._store.publish(
                [region], by.person.name, up_to, reviewed_only=reviewed_only
            )
        done = published[region]
        if self._settings.signs_in and done:
            told = {"revision": up_to, "figures": done}
            people(self._settings).audit.record(by, Action.PUBLISH, region, detail=told)
        return done

    # -- drafts, everybody their own

    def save_draft(self, author: str, screen: str, payload_json: str) -> None:
        """As `Store.save_draft`."""
        self._demand_own(author)
        self._store.save_draft(author, screen, payload_json)

    def change_draft(self, author: str, screen: str, changes: Mapping[str, object]) -> None:
        """As `Store.change_draft`."""
        self._demand_own(author)
        self._store.change_draft(author, screen, changes)

    def draft(self, author: str, screen: str) -> str | None:
        """As `Store.draft`."""
        self._demand_own(author)
        return self._store.draft(author, screen)

    def discard_draft(self, author: str, screen: str) -> None:
        """As `Store.discard_draft`."""
        self._demand_own(author)
        self._store.discard_draft(author, screen)

    # -- asking the matrix

    def _readable(self, keys: Iterable[_Key]) -> tuple[list[_Key], list[_Key]]:
        """Part keys into those seen as entered and those seen as published; drop the others."""
        person, wanted = self._who().person, list(keys)
        entered = self._reach(person, Action.READ_UNPUBLISHED)
        readable = self._reach(person, Action.READ_PUBLISHED).regions
        now = [key for key in wanted if self._holds(entered, key)]
        seen = set(now)
        return now, [key for key in wanted if key not in seen and key[0] in readable]

    def _reach(self, person: Person, action: Action) -> Reach:
        return reach(person, action, self._catalogue, self._settings.reading == "public")

    def _holds(self, where: Reach, key: _Key) -> bool:
        if key[0] in where.regions:
            return True
        return where.holds(key[0], responsible_units(self._catalogue, *key[:3]))

    def _published(self, keys: Sequence[tuple[str, ...]]) -> list[Observation]:
        """The published rows of the regions of `keys`, without who entered them."""
        if not keys:
            return []
        regions = {key[0] for key in keys}
        known = self._store.publications()
        found = self._store.observations_published(
            {region: known[region].revision for region in regions & known.keys()}
        )
        return [each.without_history() for each in found]

    def _demand_own(self, author: str) -> None:
        by = self._who()
        if not by.person.signed_in or author != by.person.name:
            raise NotPermitted(Decision(False, "not-signed-in"))

    def _demand(self, by: By, action: Action, series: tuple[str, str, str]) -> None:
        units = responsible_units(self._catalogue, *series)
        self._matrix.demand(by, action, series[0], "/".join(series), units)

    def _demand_region(self, by: By, action: Action, region: str) -> None:
        self._matrix.demand(by, action, region, region)
