"""The figure a goal counts from, and goals whose number only a base makes: ×2, -13 %, 7.5 % a year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dashboard.progress import coverage
from dashboard.progress.exactness import Floats, Ints, Objects, Recipe, exact
from dashboard.progress.figures import Figures, moment
from dashboard.progress.sheet import LEVEL_KINDS, Sheet

_LONGEST = 200
"""Years of compound growth beyond which an exact power would be absurd, not exact."""
TIMES, CHANGE, AVERAGE = 1, 2, 3
"""Places in `sheet.MEASURES` of the measures that count from a base."""


def find_bases(sheet: Sheet, figures: Figures) -> None:
    """Fill base values that no document prints from the full-year figure of the base year.

    Levels take the figure of the year's end, coverages entered as two counts their quotient there,
    flows the figure of the full year.
    """
    open_rows = ~sheet.base_printed & (sheet.base_year > 0) & ~sheet.is_kind("growth")
    levels = sheet.is_kind(*LEVEL_KINDS)
    for asked, look_up in (
        (np.flatnonzero(open_rows & levels), _at_year_end),
        (np.flatnonzero(open_rows & ~levels), Figures.of_year),
    ):
        found = look_up(figures, sheet.series[asked], sheet.base_year[asked])
        rows, found = asked[found >= 0], found[found >= 0]
        sheet.base_value[rows] = figures.values(found)
        sheet.base_exact[rows] = figures.exacts(found)
    counted = np.flatnonzero(open_rows & (sheet.covered_series >= 0))
    shares = coverage.at(sheet, figures, counted, moment(sheet.base_year[counted]))
    known = np.isfinite(shares.share)
    sheet.base_value[counted[known]] = shares.share[known]
    sheet.base_exact[counted[known]] = shares.share_exact[known]
    absent = ~np.isfinite(sheet.base_value)
    sheet.base_value[absent] = np.nan


def _at_year_end(figures: Figures, series: Ints, year: Ints) -> Ints:
    return figures.at(series, moment(year))


def resolve_measures(sheet: Sheet, figures: Figures) -> None:
    """Turn multiples, changes and yearly growth from a base into the number to be reached.

    times base: G = k * v0;  change from base: G = v0 * (1 + x);  average growth:
    G = v0 * (1 + x) ^ n with n the years from base to due, or to the last full year where no due
    year is printed.  Without a base above zero the number stays unknown: twice a loss is no goal.
    """
    rows = np.flatnonzero((sheet.measure >= TIMES) & (sheet.measure <= AVERAGE))
    latest = figures.years(figures.latest_year(sheet.series[rows], sheet.on.year))
    until = np.where(sheet.due[rows] > 0, sheet.due[rows], latest)
    years = until - sheet.base_year[rows]
    for value, spelled in (
        (sheet.goal_value, sheet.goal_exact),
        (sheet.high_value, sheet.high_exact),
    ):
        value[rows], spelled[rows] = _effective(sheet, rows, value[rows], spelled[rows], years)


def _effective(
    sheet: Sheet, rows: Ints, stated: Floats, spelled: Objects, years: Ints
) -> tuple[Floats, Objects]:
    """The number made from the base and what is printed; NaN where either is not known."""
    measure, base = sheet.measure[rows], sheet.base_value[rows]
    compound = (years >= 0) & (years <= _LONGEST) & (stated >= -1)
    possible = (base > 0) & ((measure != AVERAGE) | compound)
    with np.errstate(all="ignore"):
        value = np.choose(
            measure - TIMES,
            (stated * base, base * (1 + stated), base * (1 + stated) ** years),
        )
    value = np.where(possible & np.isfinite(value), value, np.nan)
    exacts = np.full(len(rows), None, dtype=object)
    for place in np.flatnonzero(np.isfinite(value)).tolist():
        start, over = sheet.base_exact[rows[place]], int(years[place])
        how = _HOW[int(measure[place])]
        if isinstance(start, Recipe):
            # A share of two counts has no finite decimal, so this one number is worked out at once.
            parts = exact(start), exact(spelled[place])
            exacts[place] = None if None in parts else how(*parts, over)
        else:
            exacts[place] = Recipe(how, (start, spelled[place], over))
    return value, exacts


def _multiple(base: Any, stated: Any, _: Any) -> Any:
    return base * stated


def _changed(base: Any, stated: Any, _: Any) -> Any:
    return base * (1 + stated)


def _grown(base: Any, stated: Any, years: Any) -> Any:
    return base * (1 + stated) ** int(years)


_HOW: dict[int, Callable[[Any, Any, Any], Any]] = {
    TIMES: _multiple,
    CHANGE: _changed,
    AVERAGE: _grown,
}
