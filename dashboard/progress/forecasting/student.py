"""Student's t with whole degrees of freedom, in closed form, so that no statistics package is needed.

Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, inf, pi, sin, sqrt


def cdf(t: float, df: int) -> float:
    """Chance that a t-distributed number with `df` >= 1 degrees of freedom is at most `t`."""
    if t in (inf, -inf):
        return 1.0 if t > 0 else 0.0
    within = _within(abs(t), df)
    # Rounding may carry the finite sum past 1 by an ulp.
    return min(1.0, max(0.0, (1 + within if t > 0 else 1 - within) / 2))


@lru_cache(maxsize=1024)
def quantile(share: float, df: int) -> float:
    """The number below which `share` (between 0 and 1, exclusive) of the distribution lies."""
    if share < 0.5:
        return -quantile(1 - share, df)
    low, high = 0.0, 1.0
    while cdf(high, df) < share:
        low, high = high, high * 2
    # Each step halves the bracket: 80 of them leave less than a float can tell apart.
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle, df) < share else (low, middle)
    return (low + high) / 2


def _within(t: float, df: int) -> float:
    """A(t | df): the chance that the number lies between -t and t."""
    angle = atan(t / sqrt(df))
    near = cos(angle) ** 2
    if df % 2 == 0:
        return sin(angle) * _series(near, 1, df // 2)
    if df == 1:
        return 2 * angle / pi
    return 2 / pi * (angle + sin(angle) * cos(angle) * _series(near, 2, df // 2))


def _series(near: float, first: int, terms: int) -> float:
    """1 + first/(first+1) near + first (first+2) / ((first+1)(first+3)) near^2 + … (`terms`)."""
    total, term = 0.0, 1.0
    for place in range(terms):
        total += term
        term *= near * (first + 2 * place) / (first + 2 * place + 1)
    return total
