"""The Open SDG progress measure, as Statistics Canada publishes it beside its data.

CAGR(a, b, n) = (a / b) ^ (1 / n) - 1; s the sign of the base, d the desired direction.
With a target:  R = s d CAGR(current, base) / |CAGR(target, base)|.
Without:        P = s d CAGR(current, base), thresholds damped by C near a natural limit L.
A base of 0 counts as 0.001.  Fewer than one year between base and current, or opposite signs of
base and current (or target), make the measure not available.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ZERO_BASE = 0.001
REACHED, SUBSTANTIAL, MODERATE, LIMITED, WORSE, UNAVAILABLE = (
    "target_achieved", "substantial_progress", "moderate_progress", "limited_progress",
    "deterioration", "not_available",
)  # fmt: skip
TARGET_THRESHOLDS = (0.95, 0.6, 0.0)
TREND_THRESHOLDS = (0.015, 0.005, 0.0)
_DAMPING = 4.44
_HIGHEST = 5.0


def floats(frame: pd.DataFrame, name: str) -> Floats:
    """A column as floats; what is missing, infinite or no number is NaN."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    read = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(read), read, np.nan)


def measure(series: pd.DataFrame) -> pd.DataFrame:
    """Progress of many series at once: columns value, status, score, damping.

    `series`: base_value, base_year, current_value, current_year, target (NaN without one),
    target_year, direction (1 or -1), limit (NaN without one).
    """
    base, current = floats(series, "base_value"), floats(series, "current_value")
    target, limit = floats(series, "target"), floats(series, "limit")
    years = floats(series, "current_year") - floats(series, "base_year")
    whole = floats(series, "target_year") - floats(series, "base_year")
    direction = floats(series, "direction")
    base = np.where(base == 0, ZERO_BASE, base)
    # A current figure of zero has no sign of its own and agrees with either.
    with np.errstate(all="ignore"):
        usable = (years >= 1) & np.isfinite(base) & (base * current >= 0)
        targeted = np.isfinite(target)
        usable &= ~targeted | ((base * target >= 0) & (whole >= 1))
        trend = np.sign(base) * direction * growth(current, base, years)
        needed = np.abs(growth(target, base, whole))
        value = np.where(targeted, trend / needed, trend)
        reached = usable & targeted & ((current - target) * direction >= 0)
        usable &= np.isfinite(value) | reached
    damping = _damping(base, limit)
    score = np.where(targeted, _target_score(value), _trend_score(value, damping))
    score = np.where(reached, _HIGHEST, score)
    word = np.where(targeted, _target_words(value), _trend_words(value, damping))
    word = np.where(reached, REACHED, np.where(usable, word, UNAVAILABLE))
    return pd.DataFrame(
        {
            "value": np.where(usable & np.isfinite(value), value, np.nan),
            "status": word,
            "score": np.where(usable, score, np.nan),
            "damping": damping,
        },
        index=series.index,
    )


def growth(later: Floats, earlier: Floats, years: Floats) -> Floats:
    """CAGR between two values so many years apart; NaN where their signs differ."""
    with np.errstate(all="ignore"):
        return np.asarray((later / earlier) ** (1 / years) - 1, dtype=np.float64)


def _damping(base: Floats, limit: Floats) -> Floats:
    """C: 1 far from the limit (base >= 2L) and without one, 0 at it."""
    with np.errstate(all="ignore"):
        below = 1 - (base / limit) ** _DAMPING
        above = 1 - ((2 * limit - base) / limit) ** _DAMPING
        near = np.where(base <= limit, below, above)
        result = np.where(np.isfinite(limit) & (base < 2 * limit), near, 1.0)
    return np.where(np.isfinite(result), result, 1.0)


def _target_score(value: Floats) -> Floats:
    steep = 7.1429 * value - 4.2857
    flat = 4.1667 * value - 2.5
    return _capped(np.where(value >= 0.6, steep, flat))


def _trend_score(value: Floats, damping: Floats) -> Floats:
    top, middle = TREND_THRESHOLDS[0] * damping, TREND_THRESHOLDS[1] * damping
    with np.errstate(all="ignore"):
        score = np.select(
            [value < 0, value < middle, value < top],
            [125 * value - 2.5, 500 * value / damping - 2.5, 250 * value / damping - 1.25],
            500 * value / damping - 5,
        )
    score = np.where((damping == 0) & (value >= 0), _HIGHEST, score)
    return _capped(score)


def _capped(score: Floats) -> Floats:
    return np.clip(score, -_HIGHEST, _HIGHEST)


def _target_words(value: Floats) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    return _words(value, np.ones_like(value), TARGET_THRESHOLDS)


def _trend_words(value: Floats, damping: Floats) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    return _words(value, damping, TREND_THRESHOLDS)


def _words(
    value: Floats, scale: Floats, thresholds: tuple[float, ...]
) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    with np.errstate(invalid="ignore"):
        steps: list[Flags] = [value >= limit * scale for limit in thresholds]
    return np.select(steps, [SUBSTANTIAL, MODERATE, LIMITED], WORSE)
