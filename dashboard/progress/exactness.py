"""Comparisons that hold to the last digit, at the speed of floats.

Reading a decimal into a float rounds correctly, and correct rounding never swaps an order: if the
floats differ, the decimals differ the same way.  Only where two floats are equal can the decimals
still differ, so only those rows are compared digit for digit.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]

_WIDE, _ROOTS = Context(prec=1000), Context(prec=80)
TIE_BAND = 1e-9
"""Half-width, relative, of the band round a threshold inside which floats do not decide."""


def exact(value: Any) -> Fraction | None:
    """The number as a fraction, or None for anything that is not a finite number.

    Floats are taken by their shortest decimal spelling, the digits a person would have typed.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int | np.integer):
        return Fraction(int(value))
    text = repr(float(value)) if isinstance(value, float | np.floating) else str(value).strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # A guard against '1e999999999', whose fraction would fill the memory.
    if not number.is_finite() or abs(number.adjusted()) > 400:
        return None
    return Fraction(number)


def signs(
    left: Floats,
    right: Floats,
    exact_left: Callable[[int], Any],
    exact_right: Callable[[int], Any],
) -> NDArray[np.int8]:
    """Sign of left - right for every row, exact on decimals.

    `exact_left(i)` and `exact_right(i)` give the exact spelling of row i and are only asked where
    the floats tie.  NaN on either side gives 0 and has to be masked by the caller.
    """
    with np.errstate(invalid="ignore"):
        result = np.sign(left - right)
    result = np.where(np.isfinite(result), result, 0).astype(np.int8)
    for row in np.flatnonzero((left == right) & np.isfinite(left)):
        one, other = exact_left(int(row)), exact_right(int(row))
        if one == other:
            continue
        first, second = exact(one), exact(other)
        if first is not None and second is not None and first != second:
            result[row] = 1 if first > second else -1
    return result


def float_of(value: Fraction) -> float:
    """The float nearest to a fraction; infinite where it is too large."""
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def half_up(value: Fraction, places: int) -> Decimal:
    """A fraction rounded half up (away from zero) to so many decimals, exactly."""
    scaled = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    return Decimal(-scaled if value < 0 else scaled).scaleb(-places, _WIDE)


def shifted(number: Decimal, places: int) -> Decimal:
    """A decimal times a power of ten, no digit of it lost."""
    return number.scaleb(places, _WIDE)


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """A fraction to a fractional power, to 80 digits; ArithmeticError where there is none."""
    with localcontext(_ROOTS):
        root = Decimal(base.numerator) / Decimal(base.denominator)
        return Fraction(root ** (Decimal(exponent.numerator) / Decimal(exponent.denominator)))


def decimal_text(value: Fraction | None) -> str | None:
    """A fraction with a finite decimal as plain digits, otherwise to 12 places; None stays None."""
    if value is None:
        return None
    denominator = value.denominator
    places = 0
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        places = max(places, power)
    if denominator != 1 or places > 60:
        places = 12
    scaled = round(value * 10**places)
    text = format(Decimal(scaled).scaleb(-places), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
