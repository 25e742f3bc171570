"""Putting the invented figures into a throw-away database."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dashboard.demonstration.invention import MadeUp, invent

if TYPE_CHECKING:
    from dashboard.actuals.store import Entry, Store
    from dashboard.register import Catalogue

AUTHOR = "演示 demo"
NOTE = "虚构 made up"


class NotThrowAway(RuntimeError):
    """The database already holds figures that were not made up by us."""


def fill(store: "Store", catalogue: "Catalogue", today: date) -> int:
    """Mark `store` as a demonstration, fill it with invented figures and return how many.

    A store that is filled already is left as it is (0). Raises `NotThrowAway` for any other store
    that is not empty. Some figures are written twice: first as preliminary, then as verified; all
    are published, and stand in returns of their units; most clusters have a made-up leader.
    """
    from dashboard.actuals.store import StoreError
    from dashboard.demonstration.officials import assign_officials
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
    assign_officials(store, catalogue, regions, today, AUTHOR)
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
