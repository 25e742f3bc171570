"""Putting the invented figures into a throw-away database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dashboard.demonstration.invention import MadeUp, invent

if TYPE_CHECKING:
    from dashboard.actuals.store import Entry, Store
    from dashboard.register import Catalogue

AUTHOR = "演示 demo"
NOTE = "虚构 made up"
_POST = "虚构职务 made-up post"
_NAMES = "甲乙丙丁戊己庚辛壬癸"


class NotThrowAway(RuntimeError):
    """The database already holds figures that were not made up by us."""


def fill(store: "Store", catalogue: "Catalogue", today: date) -> int:
    """Mark `store` as a demonstration, fill it with invented figures and return how many.

    A store that is filled already is left as it is (0). Raises `NotThrowAway` for any other store
    that is not empty. Some figures are written twice: first as preliminary, then as verified; all
    are published, and stand in returns of their units; most clusters have a made-up leader.
    """
    from dashboard.actuals.store import StoreError
    from dashboard.demonstration.returns import file_returns

    if not store.demo:
        try:
            store.mark_demo()
        except StoreError as fault:
            raise NotThrowAway(str(fault)) from fault
    if store.revision() > 0:
        return 0
    figures = invent(catalogue, today)
    first = [_preliminary(figure) if _revised(figure) else figure for figure in figures]
    store.write([_entry(f, _revised(f)) for f in first], AUTHOR, action="demonstration")
    later = [figure for figure in figures if _revised(figure)]
    seen = store.figures([(f.region, f.subject, f.indicator, f.period) for f in later])
    store.write(
        [
            _entry(f, False, seen[f.region, f.subject, f.indicator, f.period].revision)
            for f in later
        ],
        AUTHOR,
        action="demonstration",
    )
    regions = sorted({figure.region for figure in figures})
    store.publish(regions, AUTHOR)
    # After it, so that what is under review or went back is shown all the same.
    file_returns(store, catalogue, regions, today, AUTHOR)
    _assign_officials(store, catalogue, regions, today, AUTHOR)
    return len(figures)


def _revised(figure: MadeUp) -> bool:
    """Tell whether the figure is one that was corrected later: large sums of whole years."""
    return figure.period.isdigit() and figure.value > 10**11 and int(figure.period) % 2 == 1


def _preliminary(figure: MadeUp) -> MadeUp:
    value = (figure.value * 98 // 100) // 10**8 * 10**8
    return replace(figure, value=value, typed=f"{value // 10**8:f}亿元")


def _entry(figure: MadeUp, preliminary: bool, seen: int | None = None) -> "Entry":
    from dashboard.actuals.store import Entry

    return Entry(
        figure.region,
        figure.subject,
        figure.indicator,
        figure.period,
        figure.value,
        typed=figure.typed,
        note=f"{NOTE}; 初步 preliminary" if preliminary else NOTE,
        seen_revision=seen,
    )


def _assign_officials(
    store: "Store", catalogue: "Catalogue", regions: Sequence[str], today: date, author: str
) -> None:
    """Assign a made-up leader (包联) to every cluster of `regions` but the last; the name says so.

    The last has none, and the first had another before, so that both can be seen.
    """
    year = today.year
    for region in regions:
        clusters = [str(row["id"]) for row in catalogue.clusters_of(region)]
        for place, cluster in enumerate(clusters[:-1]):
            if place == 0:
                _assign(store, region, cluster, "前任", date(year - 2, 1, 1), author)
            _assign(store, region, cluster, _name(place), date(year - 1, 1, 1), author)


def _name(place: int) -> str:
    """Return the made-up name of a place: 甲, …, 癸, and then with numbers."""
    again, stem = divmod(place, len(_NAMES))
    number = f"{again + 1}" if again else ""
    return f"{_NAMES[stem]}{number}"


def _assign(store: "Store", region: str, cluster: str, name: str, since: date, author: str) -> None:
    from dashboard.actuals.officials import Assignment

    person = f"演示领导 demo leader {name}"
    store.officials.assign(Assignment(region, cluster, person, _POST, since, NOTE), author)
