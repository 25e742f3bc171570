"""The audit as one visitor may read it: what the matrix refuses is refused here.

Who may read a region's audit sees in it what was entered there, published or not: old and new values
are what an audit is for. What is of no region is for who may read all of it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.audit.entries import Asked, Entry, entries
from dashboard.doors.decisions import Who
from dashboard.people.matrix import Action, Decision, NotPermitted, permitted
from dashboard.people.scopes import reach, regions_tree
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue


class PermittedAudit:
    """What one visitor may ask of the audit. Raises `NotPermitted`, and what the store raises."""

    def __init__(
        self, store: "Store", catalogue: "Catalogue", settings: Settings, who: Who
    ) -> None:
        self._store, self._catalogue, self._settings, self._who = store, catalogue, settings, who

    def regions(self) -> list[str]:
        """Return the regions whose audit the visitor may read, in the order of the register."""
        person = self._who().person
        may = reach(person, Action.READ_AUDIT, self._catalogue, False).regions
        return [str(row["id"]) for row in self._catalogue.rows("regions") if row["id"] in may]

    def entries(self, asked: Asked, most: int | None = None) -> list[Entry]:
        """As `audit.entries`, of the regions that are asked for and may be read."""
        return self.reader(asked)(most)

    def reader(self, asked: Asked) -> Callable[[int | None], list[Entry]]:
        """Return what reads as `entries` does, later: what may be read is decided now."""
        held = set(self.regions())
        if not held:
            raise NotPermitted(Decision(False, "no-role"))
        tree = regions_tree(self._catalogue)
        wanted = asked
        if not permitted(self._who().person, Action.READ_AUDIT, None, regions_tree=tree):
            among = held if asked.regions is None else held.intersection(asked.regions)
            wanted = replace(asked, regions=among)
        return lambda most: self._store.answer(lambda each: entries(each, wanted, most))
