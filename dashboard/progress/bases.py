"""The figure a goal counts from, and goals whose number only a base makes: ×2, -13 %, 7.5 % a year."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dashboard.progress import coverage
from dashboard.progress.exactness import exact, float_of
from dashboard.progress.figures import Figures, moment
from dashboard.progress.sheet import LEVEL_KINDS, Sheet

_LONGEST = 200
"""Years of compound growth beyond which an exact power would be absurd, not exact."""


def find_bases(sheet: Sheet, figures: Figures) -> None:
    """Fill base values that no document prints from the full-year figure of the base year.

    Levels take the figure of the year's end, coverages entered as two counts their quotient there,
    flows the figure of the full year.
    """
    open_rows = ~sheet.base_printed & (sheet.base_year > 0) & ~sheet.is_kind("growth")
    levels = sheet.is_kind(*LEVEL_KINDS)
    found = np.where(
        levels,
        figures.at(sheet.series, moment(sheet.base_year)),
        figures.of_year(sheet.series, sheet.base_year),
    )
    found = np.where(open_rows, found, -1)
    sheet.base_value = np.where(found >= 0, figures.values(found), sheet.base_value)
    exacts = figures.exacts(found)
    rows = np.flatnonzero(found >= 0)
    sheet.base_exact[rows] = exacts[rows]
    counted = np.flatnonzero(open_rows & (sheet.covered_series >= 0))
    shares = coverage.at(sheet, figures, counted, moment(sheet.base_year[counted]))
    known = np.isfinite(shares.share)
    sheet.base_value[counted[known]] = shares.share[known]
    sheet.base_exact[counted[known]] = shares.share_exact[known]
    absent = ~np.isfinite(sheet.base_value)
    sheet.base_value[absent] = np.nan


def resolve_measures(sheet: Sheet, figures: Figures) -> None:
    """Turn multiples, changes and yearly growth from a base into the number to be reached.

    times base: G = k * v0;  change from base: G = v0 * (1 + x);  average growth:
    G = v0 * (1 + x) ^ n with n the years from base to due, or to the last full year where no due
    year is printed.  Without a base above zero the number stays unknown: twice a loss is no goal.
    """
    latest = figures.years(figures.latest_year(sheet.series, sheet.on.year))
    for row in np.flatnonzero((sheet.measure >= 1) & (sheet.measure <= 3)):
        until = int(sheet.due[row]) or int(latest[row])
        years = until - int(sheet.base_year[row])
        sheet.goal_value[row], sheet.goal_exact[row] = _effective(
            sheet, int(row), sheet.goal_exact[row], years
        )
        if sheet.high_exact[row] is not None:
            sheet.high_value[row], sheet.high_exact[row] = _effective(
                sheet, int(row), sheet.high_exact[row], years
            )


def _effective(
    sheet: Sheet, row: int, printed: object, years: int
) -> tuple[float, Fraction | None]:
    base, stated = exact(sheet.base_exact[row]), exact(printed)
    if base is None or base <= 0 or stated is None or not np.isfinite(sheet.base_value[row]):
        return float("nan"), None
    measure = int(sheet.measure[row])
    if measure == 1:
        number = stated * base
    elif measure == 2:
        number = base * (1 + stated)
    elif 0 <= years <= _LONGEST and stated >= -1:
        number = base * (1 + stated) ** years
    else:
        return float("nan"), None
    value = float_of(number)
    return (value, number) if np.isfinite(value) else (float("nan"), None)
