"""What it would take: remaining amount, so much a month, so many per cent a year (rule 3).

required growth = (G / v) ^ (1 / years left) - 1, only where both are positive;
required per month = (G - v) / months left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.progress.exactness import Floats
from dashboard.progress.outcome import Outcome
from dashboard.progress.sheet import Sheet


@dataclass(frozen=True)
class Requirement:
    """Per goal, NaN where it does not apply: base units, and growth as a fraction per year."""

    remaining: Floats
    growth: Floats
    per_month: Floats
    growth_so_far: Floats


def require(sheet: Sheet, outcome: Outcome) -> Requirement:
    """Derive what is still needed; a goal already reached needs nothing (0 remaining)."""
    goal, value = sheet.goal_value, outcome.actual
    judged = ~outcome.partial & ~sheet.is_kind("growth") & ~sheet.is_about("each-cluster")
    with np.errstate(all="ignore"):
        short = np.maximum((goal - value) * outcome.sense, 0.0)
        remaining = np.where(judged, short, np.nan)
        open_months = judged & (outcome.months_left > 0) & (remaining > 0)
        per_month = np.where(open_months, remaining / outcome.months_left, np.nan)
        needed = judged & (outcome.years_left > 0) & (remaining > 0) & (goal > 0) & (value > 0)
        growth = np.where(needed, (goal / value) ** (1 / outcome.years_left) - 1, np.nan)
        years = sheet.due - sheet.base_year - outcome.years_left
        based = judged & (years > 0) & (sheet.base_value > 0) & (value > 0) & (sheet.base_year > 0)
        so_far = np.where(based, (value / sheet.base_value) ** (1 / years) - 1, np.nan)
        whole = (goal / sheet.base_value) ** (1 / (sheet.due - sheet.base_year)) - 1
        outcome.growth_ratio = np.where(
            based & np.isfinite(whole) & (whole != 0),
            outcome.sense * so_far / np.abs(whole),
            np.nan,
        )
    return Requirement(*(_finite(x) for x in (remaining, growth, per_month, so_far)))


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)
