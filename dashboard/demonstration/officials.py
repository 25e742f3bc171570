"""Leaders assigned to the clusters of the demonstration (包联): made-up names that say so.

The last cluster of a region has none, and the first had another before, so that both can be seen.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboard.actuals.officials import Assignment

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue

_POST = "虚构职务 made-up post"
_REASON = "虚构 made up"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def assign_officials(
    store: "Store", catalogue: "Catalogue", regions: Sequence[str], today: date, author: str
) -> None:
    """Assign a made-up leader to every cluster of `regions` but the last."""
    year = today.year
    for region in regions:
        clusters = [str(row["id"]) for row in catalogue.clusters_of(region)]
        for place, cluster in enumerate(clusters[:-1]):
            if place == 0:
                _assign(store, region, cluster, "前任", date(year - 2, 1, 1), author)
            _assign(store, region, cluster, _name(place), date(year - 1, 1, 1), author)


def _name(place: int) -> str:
    """Return the made-up name of a place: 甲, …, 癸, and then with numbers."""
    again, stem = divmod(place, len(_STEMS))
    number = f"{again + 1}" if again else ""
    return f"{_STEMS[stem]}{number}"


def _assign(store: "Store", region: str, cluster: str, name: str, since: date, author: str) -> None:
    person = f"演示领导 demo leader {name}"
    store.officials.assign(Assignment(region, cluster, person, _POST, since, _REASON), author)
