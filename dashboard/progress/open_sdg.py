"""The Open SDG progress measure, as Statistics Canada publishes it beside its data.

CAGR(a, b, n) = (a / b) ^ (1 / n) - 1; s the sign of the base, d the desired direction.
With a target:  R = s d CAGR(current, base) / |CAGR(target, base)|.
Without:        P = s d CAGR(current, base), thresholds damped by C near a natural limit L.
A base of 0 counts as 0.001.  Fewer than one year between base and current, or opposite signs of
base and current (or target), make the measure not available.

Everything is a fraction; what takes a root is taken to 80 digits, and what is nearer to a threshold
than those can tell is on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from dashboard.progress.numbers import ROOT_TIE, ZERO, power, sign

ZERO_BASE = Fraction(1, 1000)
REACHED, SUBSTANTIAL, MODERATE, LIMITED, WORSE, UNAVAILABLE = (
    "target_achieved", "substantial_progress", "moderate_progress", "limited_progress",
    "deterioration", "not_available",
)  # fmt: skip
TARGET_THRESHOLDS = (Fraction("0.95"), Fraction("0.6"), ZERO)
TREND_THRESHOLDS = (Fraction("0.015"), Fraction("0.005"), ZERO)
_WORDS = (SUBSTANTIAL, MODERATE, LIMITED)
_DAMPING = Fraction("4.44")
_HIGHEST = Fraction(5)
_ONE = Fraction(1)


class Series(NamedTuple):
    """A series between two years: exact values in one unit, None where one is not known.

    `direction` is 1 where more is wanted, -1 where less is; `limit` is a number it cannot pass.
    """

    base_value: Fraction | None
    base_year: int
    current_value: Fraction | None
    current_year: int
    direction: int
    target: Fraction | None = None
    target_year: int = 0
    limit: Fraction | None = None


class Progress(NamedTuple):
    """What the measure says: R or P as a fraction, the word, a score from -5 to 5, and C.

    `value` and `score` are None where the measure is not available; a target that is reached has a
    score even where no R can be made.
    """

    value: Fraction | None
    status: str
    score: Fraction | None
    damping: Fraction


def measure(series: Series) -> Progress:
    """The progress of one series."""
    base, current, target = series.base_value, series.current_value, series.target
    if base == 0:
        base = ZERO_BASE
    damping = _ONE if base is None else _damping(base, series.limit)
    unavailable = Progress(None, UNAVAILABLE, None, damping)
    years = series.current_year - series.base_year
    # A current figure of zero has no sign of its own and agrees with either.
    if base is None or current is None or years < 1 or base * current < 0:
        return unavailable
    trend = sign(base) * series.direction * growth(current, base, years)
    if target is None:
        word = _word(trend, TREND_THRESHOLDS, damping)
        return Progress(trend, word, _trend_score(trend, damping), damping)
    whole = series.target_year - series.base_year
    if whole < 1 or base * target < 0:
        return unavailable
    needed = abs(growth(target, base, whole))
    value = trend / needed if needed else None
    if (current - target) * series.direction >= 0:
        return Progress(value, REACHED, _HIGHEST, damping)
    if value is None:
        return unavailable
    word = _word(value, TARGET_THRESHOLDS, _ONE)
    return Progress(value, word, _target_score(value), damping)


def growth(later: Fraction, earlier: Fraction, years: int) -> Fraction:
    """CAGR between two values of one sign so many years apart, to 80 digits; `earlier` is not 0."""
    ratio = later / earlier
    return power(ratio, Fraction(1, years)) - 1 if ratio else -_ONE


def reaches(value: Fraction, bound: Fraction) -> bool:
    """Whether a value is at a bound or above it, as far as 80 digits tell."""
    return value - bound > -ROOT_TIE


def _damping(base: Fraction, limit: Fraction | None) -> Fraction:
    """C: 1 far from the limit (base >= 2L) and without one, 0 at it."""
    if not limit or base >= 2 * limit:
        return _ONE
    near = base / limit if base <= limit else (2 * limit - base) / limit
    return 1 - power(near, _DAMPING) if near > 0 else _ONE


def _target_score(value: Fraction) -> Fraction:
    if reaches(value, TARGET_THRESHOLDS[1]):
        return _capped(Fraction("7.1429") * value - Fraction("4.2857"))
    return _capped(Fraction("4.1667") * value - Fraction("2.5"))


def _trend_score(value: Fraction, damping: Fraction) -> Fraction:
    top, middle = TREND_THRESHOLDS[0] * damping, TREND_THRESHOLDS[1] * damping
    if not reaches(value, ZERO):
        return _capped(125 * value - Fraction("2.5"))
    if not damping:
        return _HIGHEST
    if not reaches(value, middle):
        return _capped(500 * value / damping - Fraction("2.5"))
    if not reaches(value, top):
        return _capped(250 * value / damping - Fraction("1.25"))
    return _capped(500 * value / damping - 5)


def _capped(score: Fraction) -> Fraction:
    return max(-_HIGHEST, min(score, _HIGHEST))


def _word(value: Fraction, thresholds: Iterable[Fraction], scale: Fraction) -> str:
    reached = (
        word
        for word, threshold in zip(_WORDS, thresholds, strict=True)
        if reaches(value, threshold * scale)
    )
    return next(reached, WORSE)
