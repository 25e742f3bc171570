"""Which results no figure to come can undo, and which can still go either way."""

from __future__ import annotations

import numpy as np

from dashboard.progress.exactness import Flags
from dashboard.progress.outcome import NEARLY, NOT_REACHED, Outcome
from dashboard.progress.sheet import AT_MOST, BELOW, DOWN, EQUAL, KEEP, MAINTAIN, Sheet


def mark_certain(sheet: Sheet, outcome: Outcome) -> None:
    """Fill `safe` (reached for good) and `spent` (a limit passed for good) from `reach`.

    A final figure decides.  Before it, growth, a level to be kept, an exact number, a limit and
    whatever the year's end decides can still be undone; a total that grows with every month cannot,
    so a number it has reached stands, and a limit it has passed stays passed.
    """
    outcome.safe = (outcome.reach >= NEARLY) & (outcome.final | ~undoable(sheet, outcome))
    passed = _adding_up(sheet, outcome) & (outcome.sense < 0)
    outcome.spent = passed & (outcome.reach == NOT_REACHED) & (outcome.found >= 0)


def undoable(sheet: Sheet, outcome: Outcome) -> Flags:
    """Results that a later figure before the final one can undo."""
    flow, growth = sheet.is_kind("flow"), sheet.is_kind("growth")
    limit = np.isin(sheet.comparator, (AT_MOST, BELOW)) & (sheet.direction != DOWN)
    kept = np.isin(sheet.comparator, (MAINTAIN, EQUAL)) | (sheet.direction == KEEP)
    running_out = _adding_up(sheet, outcome) & (outcome.sense < 0)
    year_end = sheet.annual & ~flow & ~growth
    return np.asarray(growth | limit | kept | running_out | year_end, dtype=bool)


def _adding_up(sheet: Sheet, outcome: Outcome) -> Flags:
    """Flows inside their year or since their start: what has been counted stays counted."""
    return np.asarray(sheet.is_kind("flow") & np.isfinite(outcome.months_left), dtype=bool)
