"""How many goals stand at which lamp."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.charts.rows import StatusCount
from dashboard.languages import say
from dashboard.panels import naming
from dashboard.panels.standing import GROUPS
from dashboard.selection import Selection

# The lamp that stands for a group that has none of its name.
SHAPES = {"missed": "overdue", "unreported": "grey"}


@dataclass(frozen=True, slots=True)
class Tally:
    """Goals by lamp while they can be caught up.

    `missed`: past due and not met; `none`: a figure is there but no lamp; `unreported`: no figure.
    """

    total: int
    green: int
    yellow: int
    red: int
    missed: int
    none: int
    unreported: int

    @property
    def reported(self) -> int:
        """Goals with a figure."""
        return self.total - self.unreported

    @property
    def late(self) -> int:
        """Goals behind their schedule that can still be caught up."""
        return self.yellow + self.red


def tally(groups: Iterable[str]) -> Tally:
    """Count goals by what they are counted under: a table's `group` column, or rows' values."""
    found = Counter(groups)
    return Tally(found.total(), *(found[group] for group in GROUPS))


def status_counts(
    counted: Tally, lang: str, base: Selection, region: str | None = None, empty: bool = True
) -> list[StatusCount]:
    """Return the lamps with their counts, each leading to its goals; without `empty`, no zeros."""
    cards = []
    for lamp in GROUPS:
        n = getattr(counted, lamp)
        if n or empty:
            href = naming.elsewhere(base, "goals", status=lamp, region=region)
            shape = SHAPES.get(lamp, lamp)
            cards.append(StatusCount(shape, n, say(f"pages.lamp.{lamp}", lang), href))
    return cards
