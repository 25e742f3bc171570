"""Asking the matrix for one visitor: what it refuses is written down and raised."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dashboard.doors.identity import people
from dashboard.people.actor import By
from dashboard.people.audit import Outcome
from dashboard.people.matrix import Action, Decision, NotPermitted, permitted
from dashboard.people.scopes import regions_tree
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.register import Catalogue

# Asked at every act, because who was signed in when the page was drawn may not be any more.
Who: TypeAlias = Callable[[], By]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix over one register and one site's settings."""

    catalogue: "Catalogue"
    settings: Settings

    def decide(self, by: By, action: Action, region: str, units: Collection[str] = ()) -> Decision:
        """Return whether somebody may do it to a figure of `region` that `units` answer for."""
        return permitted(
            by.person,
            action,
            region,
            tuple(units),
            regions_tree=regions_tree(self.catalogue),
            public=self.settings.reading == "public",
        )

    def demand(
        self, by: By, action: Action, region: str, subject: str, units: Collection[str] = ()
    ) -> None:
        """Raise `NotPermitted`, written down with its `subject`, unless they may."""
        decision = self.decide(by, action, region, units)
        if decision:
            return
        if self.settings.signs_in:
            told = {"reason": decision.reason}
            people(self.settings).audit.record(by, action, subject, Outcome.REFUSED, told)
        raise NotPermitted(decision)

    def refuse_reading_only(self) -> None:
        """Raise `NotPermitted` where this server is for reading."""
        if self.settings.read_only:
            raise NotPermitted(Decision(False, "not-signed-in"))
