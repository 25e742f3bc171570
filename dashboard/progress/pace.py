"""The gap to the path, and on which side of a threshold it lies, to the last digit.

Formulas (domain practice, rules 1, 3, 4, 5, 14): gap = sense * (v - E) / D, in the goal's own
direction (sense 1 where more is better, -1 where less is), with
  E = start + (end - start) * num/den          on a straight path,
  E = start * (end / start) ^ (num/den)        on a path of constant growth.
Annual goals run from 0 to G in num = N of den = 12 months with D = G, which is completion minus
序时进度; stocks, and whatever falls from a base, run from base to goal with D = |G - v0|; growth
goals have E = G and D = 1.  Of a limit, gap = schedule - share used.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

from dashboard.progress.exactness import TIE_BAND, Floats, exact
from dashboard.progress.outcome import Outcome
from dashboard.progress.rules import ATTAINMENT, GAP_POINTS

Signs = NDArray[np.int8]
EXACT_KINDS = (GAP_POINTS, ATTAINMENT)


def expect(outcome: Outcome) -> None:
    """Fill expected value, gap and schedule of every row that has a path (den > 0).

    The schedule is the share of the goal, of the way from base to goal, or of a limit that the path
    expects; goals judged in percentage points have neither schedule nor completion.
    """
    has = outcome.den > 0
    with np.errstate(all="ignore"):
        share = np.where(has, outcome.num / np.where(has, outcome.den, 1), np.nan)
        straight = outcome.start + (outcome.end - outcome.start) * share
        growing = outcome.start * (outcome.end / outcome.start) ** share
        outcome.expected = np.where(outcome.by_rate, growing, straight)
        gap = outcome.sense * (outcome.actual - outcome.expected) / outcome.span
    outcome.gap = np.where(np.isfinite(gap), gap, np.nan)
    # Without a span (a goal of zero) there is nothing a gap could be a share of.
    outcome.den[~np.isfinite(gap)] = 0
    outcome.expected = np.where(np.isfinite(outcome.expected), outcome.expected, np.nan)
    way = outcome.expected - np.where(outcome.from_base, outcome.base, 0.0)
    with np.errstate(all="ignore"):
        way = np.where(outcome.from_base, way * outcome.sense, way) / outcome.span
    attained = np.isfinite(outcome.completion) | np.isfinite(outcome.used)
    has &= np.isfinite(way) & attained
    outcome.schedule = np.where(has, way, np.nan)


def compare(outcome: Outcome, quantity: Floats, threshold: Fraction, kind: str) -> Signs:
    """Sign of quantity - threshold for every row, exact where the floats nearly tie.

    `quantity` holds the gap as a fraction (kind "gap points", threshold -1/10 being minus ten
    points) or completion over schedule ("attainment ratio").  Other quantities, which are roots of
    figures, tie within 1e-12.  NaN gives 0 and has to be masked by the caller.
    """
    limit = float(threshold)
    band = (TIE_BAND if kind in EXACT_KINDS else 1e-12) * max(1.0, abs(limit))
    with np.errstate(invalid="ignore"):
        near = np.abs(quantity - limit) <= band
        result = np.where(near | np.isnan(quantity), 0, np.sign(quantity - limit))
    if kind in EXACT_KINDS:
        for row in np.flatnonzero(near):
            result[row] = _side(outcome, int(row), threshold, kind)
    return np.asarray(result, dtype=np.int8)


def _side(outcome: Outcome, row: int, threshold: Fraction, kind: str) -> int:
    """Sign of quantity - threshold, decided on fractions; 0 if an input has no exact spelling."""
    numbers = [
        exact(given if given is not None else shown)
        for given, shown in (
            (outcome.actual_exact(row), outcome.actual[row]),
            (outcome.start_exact[row], outcome.start[row]),
            (outcome.end_exact[row], outcome.end[row]),
            (outcome.span_exact[row], outcome.span[row]),
        )
    ]
    actual, start, end, span = numbers
    base = exact(outcome.base_exact[row]) if outcome.from_base[row] else Fraction(0)
    if actual is None or start is None or end is None or span is None or base is None:
        return 0
    span = abs(span - base)
    if span == 0:
        return 0
    sense = int(outcome.sense[row])
    # sign(sense * (v - E) / D - t) = sense * sign(v - sense * t * D - E), since D > 0.
    left = actual - sense * threshold * span
    if kind == ATTAINMENT:
        # Completion over schedule is (v - b) / (E - b). Where there is a ratio the schedule is above
        # zero, so sign(ratio - t) = sense * sign(v - b * (1 - t) - t * E).
        if threshold == 0:
            return sense * _sign(actual - base)
        left = (actual - base * (1 - threshold)) / threshold
        sense *= _sign(threshold)
    num, den = int(outcome.num[row]), int(outcome.den[row])
    if not outcome.by_rate[row]:
        return sense * _sign(left - (start + (end - start) * Fraction(num, den)))
    shared = gcd(num, den) or 1
    num, den = num // shared, den // shared
    if left <= 0 or start <= 0 or end <= 0:
        return sense * _sign(left - start)
    # v ^ den against start ^ (den - num) * end ^ num: no root is taken, so nothing is rounded.
    return sense * _sign(left**den - start ** (den - num) * end**num)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
