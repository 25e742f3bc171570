"""Coverage from its two counts: covered over should-be-covered, both kept (rule 7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from dashboard.progress.exactness import Flags, Floats, Ints, Objects, Recipe
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
    if not counts(sheet, rows).any():
        return _nothing(len(rows))
    return _of(sheet, figures, rows, figures.latest(sheet.covered_series[rows], until))


def at(sheet: Sheet, figures: Figures, rows: Ints, when: Any) -> Coverage:
    """Shares of exactly one moment per row: what a base or the year before has to be."""
    if not counts(sheet, rows).any():
        return _nothing(len(rows))
    return _of(sheet, figures, rows, figures.at(sheet.covered_series[rows], when))


def counts(sheet: Sheet, rows: Ints) -> Flags:
    """Which of the rows are coverages that may be entered as two counts."""
    return np.asarray(sheet.covered_series[rows] >= 0, dtype=bool)


def _nothing(size: int) -> Coverage:
    nothing = np.full(size, np.nan)
    return Coverage(np.full(size, -1), nothing, np.full(size, None, dtype=object), nothing)


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
