"""Which figures one visitor sees: all that were entered, or what was published of them.

Decided by the matrix. Who sees everything (on one's own machine, or a reviewer of all regions) costs
no question more.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboard.people.identity import Kind, Person
from dashboard.people.matrix import Action, Reach
from dashboard.people.scopes import reach, regions_tree

if TYPE_CHECKING:
    from dashboard.register import Catalogue


@dataclass(frozen=True, slots=True)
class Sight:
    """What a visitor's pages are judged from. Visitors with the same sight share their pages.

    `entered` are the figures seen as they were entered, published or not; `named` those of which
    is seen who entered them, when, and on what ground. `published` are the other regions that may
    be read, in order, each with the revision up to which it is published (0: nothing is). Regions
    that are in neither are hidden. None stands for who sees everything.
    """

    entered: Reach
    named: Reach
    published: tuple[tuple[str, int], ...]

    @property
    def key(self) -> str:
        """Return a text that is the same for equal sights, and for no others."""
        parts = [
            " ".join(sorted(reach.regions)) + "/" + " ".join(map(repr, sorted(reach.units)))
            for reach in (self.entered, self.named)
        ]
        return "|".join([*parts, repr(self.published)])

    @property
    def sees_entered(self) -> bool:
        """Whether any figure is seen before it is published."""
        return bool(self.entered.regions or self.entered.units)

    def hides(self, region: str) -> bool:
        """Tell whether no figure of a region may be seen."""
        return region not in self.entered.regions and region not in dict(self.published)

    def as_published(self, region: str) -> bool:
        """Tell whether a region's figures are seen as they were published, but perhaps some."""
        return region in dict(self.published)

    def within(self, regions: Collection[str]) -> "Sight":
        """Return the same sight of these regions only; all others are hidden."""
        return replace(
            self,
            entered=Reach(
                self.entered.regions.intersection(regions),
                frozenset(pair for pair in self.entered.units if pair[0] in regions),
            ),
            published=tuple(pair for pair in self.published if pair[0] in regions),
        )


def sight_of(
    person: Person,
    catalogue: "Catalogue",
    public: bool,
    published: Callable[[], Mapping[str, int]],
) -> Sight | None:
    """Return what `person` sees; None for everything.

    `catalogue` is the register as it is in force today, `public` whether everybody may read, and
    `published` gives the revision up to which each region is published (asked only where it counts).
    """
    if person.kind is Kind.MACHINE:
        return None
    readable = reach(person, Action.READ_PUBLISHED, catalogue, public)
    entered = reach(person, Action.READ_UNPUBLISHED, catalogue, public)
    named = reach(person, Action.SEE_HISTORY, catalogue, public)
    if not set(regions_tree(catalogue)) - (entered.regions & named.regions):
        return None
    rest = sorted(readable.regions - entered.regions)
    known = published() if rest else {}
    return Sight(entered, named, tuple((region, known.get(region, 0)) for region in rest))
