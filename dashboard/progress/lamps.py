"""A lamp rule applied to many goals at once, its ends included or excluded exactly as written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache

import numpy as np

from dashboard.progress.exactness import Flags, Floats, Ints, Objects
from dashboard.progress.outcome import Outcome
from dashboard.progress.pace import Signs, compare
from dashboard.progress.rules import ATTAINMENT, GAP_POINTS, GROWTH_RATIO, LampRule, Threshold


def quantity(outcome: Outcome, rule: LampRule) -> Floats:
    """The number a rule looks at: gap as a fraction, completion over schedule, or growth ratio.

    Completion over schedule exists only where both do and something is expected: a limit has no
    completion, and over a schedule that is not above zero the worse figure would have the larger
    ratio.
    """
    if rule.quantity == GAP_POINTS:
        return outcome.gap
    if rule.quantity == ATTAINMENT:
        with np.errstate(all="ignore"):
            ratio = outcome.completion / outcome.schedule
            return np.where((outcome.schedule > 0) & np.isfinite(ratio), ratio, np.nan)
    if rule.quantity == GROWTH_RATIO:
        return outcome.growth_ratio
    return np.full(len(outcome.gap), np.nan)


def light(outcome: Outcome, rule: LampRule) -> tuple[Objects, Ints]:
    """Lamp and band of every row by one rule.

    Lamps: green, yellow, red, undefined, or None without a quantity.  Bands: the number of the
    threshold that decided, -1 where none did.
    """
    value = quantity(outcome, rule)
    lamps = np.full(len(value), None, dtype=object)
    bands = np.full(len(value), -1, dtype=np.int64)
    known = np.isfinite(value)
    lamps[known] = "undefined"
    undecided = known.copy()

    # Bands share their ends: each is compared once.
    @cache
    def side(bound: str) -> Signs:
        threshold = Fraction(Decimal(bound)) / (100 if rule.quantity == GAP_POINTS else 1)
        return compare(outcome, value, threshold, rule.quantity)

    for number, band in enumerate(rule.thresholds):
        inside = undecided & _inside(known, band, side)
        lamps[inside] = "undefined" if band.lamp == "grey" else band.lamp
        bands[inside] = number
        undecided &= ~inside
    return lamps, bands


def _inside(known: Flags, band: Threshold, side: Callable[[str], Signs]) -> Flags:
    inside = known.copy()
    for bound, excluded, wanted in (
        (band.lower, band.lower_excluded, 1),
        (band.upper, band.upper_excluded, -1),
    ):
        if bound is None:
            continue
        found = side(bound)
        inside &= (found == wanted) if excluded else (found == wanted) | (found == 0)
    return inside
