"""A lamp rule applied to many goals at once, its ends included or excluded exactly as written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np

from dashboard.progress.exactness import Flags, Floats, Ints, Objects
from dashboard.progress.outcome import Outcome
from dashboard.progress.pace import compare
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
    for number, band in enumerate(rule.thresholds):
        inside = undecided & _inside(outcome, value, rule, band)
        lamps[inside] = "undefined" if band.lamp == "grey" else band.lamp
        bands[inside] = number
        undecided &= ~inside
    return lamps, bands


def _inside(outcome: Outcome, value: Floats, rule: LampRule, band: Threshold) -> Flags:
    inside = np.isfinite(value)
    for bound, excluded, wanted in (
        (band.lower, band.lower_excluded, 1),
        (band.upper, band.upper_excluded, -1),
    ):
        if bound is None:
            continue
        threshold = Fraction(Decimal(bound))
        if rule.quantity == GAP_POINTS:
            threshold /= 100
        side = compare(outcome, value, threshold, rule.quantity)
        inside &= (side == wanted) if excluded else (side == wanted) | (side == 0)
    return inside
