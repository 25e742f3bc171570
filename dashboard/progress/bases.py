"""The figure a goal counts from, and goals whose number only a base makes: ×2, -13 %, 7.5 % a year."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from dashboard.progress.exactness import Floats, Ints, Objects, Recipe
from dashboard.progress.figures import Figures, moment
from dashboard.progress.sheet import LEVEL_KINDS, Sheet

_LONGEST = 200
"""Years of compound growth beyond which an exact power would be absurd, not exact."""
TIMES, CHANGE, AVERAGE = 1, 2, 3
"""Places in `sheet.MEASURES` of the measures that count from a base."""


def find_bases(sheet: Sheet, figures: Figures) -> None:
    """Fill base values that no document prints from the full-year figure of the base year.

    Levels take the figure of the year's end, flows that of the full year.
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
    absent = ~np.isfinite(sheet.base_value)
    sheet.base_value[absent] = np.nan


def _at_year_end(figures: Figures, series: Ints, year: Ints) -> Ints:
    return figures.at(series, moment(year))


def resolve_measures(sheet: Sheet, figures: Figures) -> None:
    """Turn multiples, changes and yearly growth from a base into the number to be reached.

    times base: G = k * v0;  change from base: G = v0 * (1 + x);  average growth:
    G = v0 * (1 + x) ^ n with n the years from base to due, or to the last full year where no due
    year is printed.  Without a base the number stays unknown.
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
    possible = (measure != AVERAGE) | ((years >= 0) & (years <= _LONGEST))
    with np.errstate(all="ignore"):
        value = np.choose(
            measure - TIMES,
            (stated * base, base + np.abs(base) * stated, base * (1 + stated) ** years),
        )
    value = np.where(possible & np.isfinite(value), value, np.nan)
    exacts = np.full(len(rows), None, dtype=object)
    for place in np.flatnonzero(np.isfinite(value)).tolist():
        parts = (sheet.base_exact[rows[place]], spelled[place])
        kind = int(measure[place])
        exacts[place] = (
            Recipe(_grown, (*parts, int(years[place])))
            if kind == AVERAGE
            else Recipe(_multiple if kind == TIMES else _changed, parts)
        )
    return value, exacts


def _multiple(base: Decimal, stated: Decimal) -> Decimal:
    return base * stated


def _changed(base: Decimal, stated: Decimal) -> Decimal:
    return base + abs(base) * stated


def _grown(base: Decimal, stated: Decimal, years: Decimal) -> Decimal:
    return base * (1 + stated) ** int(years)
