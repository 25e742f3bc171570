"""Exact numbers: read from what was written, compared, rounded half up and written out.

A verdict is decided on fractions, so that 99.95 is never "100 %" and ten points are ten points.
Only roots (constant growth) have no finite writing: they are taken to 80 digits where somebody
reads them, and compared by powers, without a root, where a lamp hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    InvalidOperation,
    localcontext,
)
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any

DIGITS = 30
"""Significant digits in which a number without a finite decimal leaves the product."""
_ROOTS = Context(prec=80, Emin=-999_999, Emax=999_999)
_ROOTS_GUARDED = Context(prec=90, Emin=-999_999, Emax=999_999)
_NEWTON_STEPS, _HIGHEST_ROOT, _SMALLEST = 3, 5_000, Decimal("1e-100")
"""Fifteen digits become ninety in three steps, for roots of numbers that floats hold."""
_WIDE = Context(prec=2000, Emin=-999_999, Emax=999_999)
ZERO = Fraction(0)
ROOT_TIE = Fraction(1, 10**60)
"""Two numbers made of roots that are nearer than this are the same: roots are taken to 80 digits."""
_HIGHEST = 300
"""Powers of ten beyond which nothing is taken for a number of the field."""
_LONGEST = 60
"""Decimals up to which a finite decimal is written in full."""


def exact(value: Any) -> Fraction | None:
    """The number as a fraction, or None for anything that is not a finite number.

    Floats are taken by their shortest decimal spelling, the digits a person would have typed.
    """
    if type(value) is str:
        return _read(value)
    if isinstance(value, Fraction):
        return value
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float):
        return _read(repr(float(value))) if isfinite(value) else None
    if isinstance(value, int | Decimal):
        return _read(str(value))
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        return exact(value.item())
    return None


@lru_cache(maxsize=50_000)
def _read(text: str) -> Fraction | None:
    if text.isdecimal() and len(text) <= _HIGHEST:
        # Most figures are whole: nothing of them has to be reduced.
        return Fraction(int(text))
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # A guard against '1e999999999', whose fraction would fill the memory.
    if not number.is_finite() or abs(number.adjusted()) > _HIGHEST:
        return None
    return Fraction(*number.as_integer_ratio())


def sign(value: Fraction) -> int:
    """1, 0 or -1."""
    top = value.numerator
    return (top > 0) - (top < 0)


def compare(one: Fraction, other: Fraction) -> int:
    """Sign of one - other; whole numbers are compared, so that no difference has to be reduced."""
    left = one.numerator * other.denominator
    right = other.numerator * one.denominator
    return (left > right) - (left < right)


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """A fraction above zero to a fractional power, to 80 digits; ArithmeticError where there is none.

    Newton's x - (x - b / x^(n-1)) / n from the float's root: each step doubles the digits, and a
    whole power costs a twentieth of the logarithms that a fractional one takes.
    """
    which = exponent.denominator
    with localcontext(_ROOTS_GUARDED):
        number = Decimal(base.numerator) / Decimal(base.denominator)
        if which <= _HIGHEST_ROOT and _SMALLEST < number < 1 / _SMALLEST:
            root = Decimal(float(number) ** (1 / which))
            for _ in range(_NEWTON_STEPS):
                root -= (root - number / root ** (which - 1)) / which
            found = root**exponent.numerator
        else:
            found = number ** (Decimal(exponent.numerator) / Decimal(which))
    return Fraction(_ROOTS.plus(found))


def half_up(value: Fraction, places: int) -> Decimal:
    """A fraction rounded half up (away from zero) to so many decimals, exactly."""
    scaled = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    return Decimal(-scaled if value < 0 else scaled).scaleb(-places, _WIDE)


def shifted(number: Decimal, places: int) -> Decimal:
    """A decimal times a power of ten, no digit of it lost."""
    return number.scaleb(places, _WIDE)


def ends(value: Fraction) -> bool:
    """Whether a fraction has a finite decimal."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal_text(
    value: Fraction | Decimal | None, where: Iterable[tuple[Fraction, int]] = ()
) -> str | None:
    """A number as plain digits: all of them where the decimal ends, else `DIGITS` significant ones.

    `where` has bounds and on which side of each the number lies (-1, 0, 1): what is written lies on
    the same, cut off or raised where rounding half up would not. None stays None.
    """
    if value is None:
        return None
    number = value if isinstance(value, Fraction) else Fraction(value)
    if ends(number):
        with localcontext(_WIDE):
            written = Decimal(number.numerator) / Decimal(number.denominator)
            if -int(written.as_tuple().exponent) <= _LONGEST:
                return plain_digits(written)
    sides = list(where)
    for bound, side in sides:
        # A root taken to 80 digits can stand beside the bound that it is.
        if side == 0:
            return decimal_text(bound)
    for rounding in (ROUND_HALF_UP, ROUND_DOWN, ROUND_UP):
        with localcontext(Context(prec=DIGITS, rounding=rounding, Emin=-999_999, Emax=999_999)):
            written = Decimal(number.numerator) / Decimal(number.denominator)
        told = Fraction(written)
        if all(sign(told - bound) == side for bound, side in sides):
            break
    return plain_digits(written)


def plain_digits(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def float_of(value: Fraction | None) -> float:
    """The nearest float, for drawings and sorting only; NaN where there is none or it is too large."""
    if value is None:
        return float("nan")
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return float("nan")
