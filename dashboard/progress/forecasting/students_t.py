"""Student's t for whole degrees of freedom, which needs no library: both ways are finite sums.

Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4: with
t = sqrt(df) tan(angle), the chance that |T| stays below t is a polynomial in the sine and cosine of
the angle.
"""

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt, tan

# Half of an interval that begins as wide as a right angle: below what a float can tell.
_HALVINGS = 64


def chance_below(t: float, df: int) -> float:
    """The chance that a t-distributed number with `df` >= 1 degrees of freedom lies below `t`."""
    return (1 + _chance_within(atan(t / sqrt(df)), df)) / 2


@lru_cache(maxsize=1024)
def quantile(share: float, df: int) -> float:
    """The number below which `share` (between 0 and 1, exclusive) of the distribution lies."""
    if share < 0.5:
        return -quantile(1 - share, df)
    low, high = 0.0, pi / 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (1 + _chance_within(middle, df)) / 2 < share:
            low = middle
        else:
            high = middle
    return sqrt(df) * tan(low)


def _chance_within(angle: float, df: int) -> float:
    """The chance that |T| < sqrt(df) tan(angle), with the sign of the angle."""
    if df == 1:
        return 2 * angle / pi
    # Of odd ones the sum begins with the cosine, of even ones with 1.
    odd = df % 2
    cosine = cos(angle)
    term = cosine if odd else 1.0
    total = term
    for power in range(2 + odd, df - 1, 2):
        term *= (power - 1) / power * cosine**2
        total += term
    found = sin(angle) * total
    return 2 * (angle + found) / pi if odd else found
