"""How many goals stand at which lamp."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.charts.rows import StatusCount
from dashboard.languages import say
from dashboard.panels.standing import Row
from dashboard.progress.statuses import STATUSES
from dashboard.selection import Selection

LAMPS = ("green", "yellow", "red", "none", "unreported")


@dataclass(frozen=True, slots=True)
class Tally:
    """Goals by lamp. `none`: a figure is there but no lamp; `unreported`: no figure."""

    total: int
    green: int
    yellow: int
    red: int
    none: int
    unreported: int

    @property
    def reported(self) -> int:
        """Goals with a figure."""
        return self.total - self.unreported


def lamp_group(row: Row) -> str:
    """Return one of `LAMPS`: what the overview counts a goal under."""
    verdict = row["verdict"]
    lamp = STATUSES[verdict["status"]].lamp
    if lamp in ("green", "yellow", "red"):
        return lamp
    return "unreported" if verdict["actual"] is None else "none"


def tally(rows: Iterable[Row]) -> Tally:
    """Count goals by lamp."""
    found = Counter(lamp_group(row) for row in rows)
    return Tally(found.total(), *(found[lamp] for lamp in LAMPS))


def status_counts(
    counted: Tally, lang: str, base: Selection, region: str | None = None, empty: bool = True
) -> list[StatusCount]:
    """Return the lamps with their counts, each leading to its goals; without `empty`, no zeros."""
    cards = []
    for lamp in LAMPS:
        n = getattr(counted, lamp)
        if n or empty:
            href = base.href(page="goals", status=lamp, region=region)
            shape = "grey" if lamp == "unreported" else lamp
            cards.append(StatusCount(shape, n, say(f"pages.lamp.{lamp}", lang), href))
    return cards
