"""Coverage from its two counts: covered over should-be-covered, both kept (rule 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from dashboard.progress.exactness import Floats, Ints, Objects, Recipe
from dashboard.progress.figures import Figures
from dashboard.progress.sheet import Sheet


@dataclass(frozen=True)
class Coverage:
    """Per row: the covered count's figure (-1: none usable), the share and the denominator."""

    found: Ints
    share: Floats
    share_exact: Objects
    denominator: Floats


def derive(sheet: Sheet, figures: Figures, rows: Ints, until: Any) -> Coverage:
    """Shares from the latest moment at which both counts are known, up to `until`.

    A denominator of zero gives a known denominator and no share: there is nothing to cover.
    """
    return _where_counted(sheet, figures, rows, until, figures.latest)


def at(sheet: Sheet, figures: Figures, rows: Ints, when: Any) -> Coverage:
    """Shares of exactly one moment per row: what a base or the year before has to be."""
    return _where_counted(sheet, figures, rows, when, figures.at)


def _where_counted(
    sheet: Sheet, figures: Figures, rows: Ints, when: Any, look_up: Callable[[Ints, Any], Ints]
) -> Coverage:
    """Coverages of the rows that may be entered as two counts, nothing for all others."""
    size = len(rows)
    whole = Coverage(
        found=np.full(size, -1),
        share=np.full(size, np.nan),
        share_exact=np.full(size, None, dtype=object),
        denominator=np.full(size, np.nan),
    )
    mine = np.flatnonzero(sheet.covered_series[rows] >= 0)
    if len(mine):
        then = when if np.ndim(when) == 0 else when[mine]
        covered = look_up(sheet.covered_series[rows[mine]], then)
        part = _of(sheet, figures, rows[mine], covered)
        for name in ("found", "share", "share_exact", "denominator"):
            getattr(whole, name)[mine] = getattr(part, name)
    return whole


def _of(sheet: Sheet, figures: Figures, rows: Ints, covered: Ints) -> Coverage:
    of = figures.at(sheet.of_series[rows], figures.whens(covered))
    found = np.where(of >= 0, covered, -1)
    denominator = np.where(found >= 0, figures.values(of), np.nan)
    with np.errstate(all="ignore"):
        share = np.where(denominator > 0, figures.values(found) / denominator, np.nan)
    spelled = np.full(len(rows), None, dtype=object)
    above, below = figures.exacts(found), figures.exacts(np.where(found >= 0, of, -1))
    for place in np.flatnonzero(np.isfinite(share)):
        spelled[place] = Recipe(_share, (above[place], below[place]), quotient=True)
    return Coverage(found, share, spelled, denominator)


def _share(covered: Decimal, of: Decimal) -> tuple[Decimal, Decimal]:
    return covered, of
