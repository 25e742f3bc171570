"""How many goals are counted under what: lamps, what was missed, and what has no figure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from dashboard.judging import GROUPS


@dataclass(frozen=True, slots=True)
class Tally:
    """Goals by what they are counted under, see `GROUPS`.

    `green`, `yellow` and `red` can still be caught up; `missed`: past due and not met; `none`: a
    figure is there but no lamp; the rest: no figure that is seen.
    """

    total: int
    green: int
    yellow: int
    red: int
    missed: int
    none: int
    unreported: int
    unpublished: int = 0
    withheld: int = 0

    @property
    def reported(self) -> int:
        """Goals with a figure that is seen."""
        return self.total - self.unreported - self.unpublished - self.withheld

    @property
    def late(self) -> int:
        """Goals behind their schedule that can still be caught up."""
        return self.yellow + self.red


def tally(groups: Iterable[str]) -> Tally:
    """Count goals by what they are counted under: a table's `group` column, rows' values, or a count."""
    found = Counter(groups)
    return Tally(found.total(), *(found[group] for group in GROUPS))


def together(counts: Iterable[Tally]) -> Tally:
    """Add up the goals of several regions: of lamps there may be a sum, whatever they are of."""
    known = list(counts)
    return Tally(
        **{each.name: sum(getattr(one, each.name) for one in known) for each in fields(Tally)}
    )
