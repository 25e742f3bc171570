"""Figures after the due year: they change no result, but the reader has to know of them."""

from __future__ import annotations

import numpy as np

from dashboard.progress.exactness import Flags, Ints, signs
from dashboard.progress.figures import Figures, moment_of
from dashboard.progress.outcome import NOT_REACHED, Outcome
from dashboard.progress.sheet import ABOVE, BELOW, LEVEL_KINDS, Sheet


def reached_later(sheet: Sheet, figures: Figures, outcome: Outcome) -> Ints:
    """The year in which a goal missed at its due date was reached after all, 0 for none."""
    missed = outcome.final & (outcome.reach == NOT_REACHED) & (sheet.due > 0) & ~sheet.annual
    # Counts that start again each January say nothing later about the year that was due.
    missed &= sheet.is_kind(*LEVEL_KINDS) | (sheet.is_kind("flow") & ~sheet.counted)
    missed &= ~sheet.is_about("tier", "each-cluster")
    rows = np.flatnonzero(missed & ~sheet.is_kind("growth"))
    year = np.zeros(sheet.size, dtype=np.int64)
    if not len(rows):
        return year
    later = _latest(sheet, figures, rows)
    spelled = figures.exacts(later)
    side = signs(
        figures.values(later),
        sheet.goal_value[rows],
        lambda place: spelled[place],
        lambda place: sheet.goal_exact[rows[place]],
    )
    good = side * outcome.sense[rows]
    strict = np.isin(sheet.comparator[rows], (ABOVE, BELOW))
    after = figures.years(later) > sheet.due[rows]
    year[rows] = np.where(after & np.where(strict, good > 0, good >= 0), figures.years(later), 0)
    return year


def only_later(sheet: Sheet, figures: Figures, outcome: Outcome) -> Flags:
    """Goals whose only figures belong to years after the due year."""
    rows = np.flatnonzero((outcome.found < 0) & (sheet.due > 0) & ~sheet.annual)
    found = np.zeros(sheet.size, dtype=bool)
    found[rows] = figures.years(_latest(sheet, figures, rows)) > sheet.due[rows]
    return found


def _latest(sheet: Sheet, figures: Figures, rows: Ints) -> Ints:
    levels = sheet.is_kind(*LEVEL_KINDS)[rows]
    latest = figures.latest(sheet.series[rows], moment_of(sheet.on))
    return np.where(levels, latest, figures.latest_year(sheet.series[rows], sheet.on.year))
