"""Comparisons that hold to the last digit, at the speed of floats.

Reading a decimal into a float rounds correctly, and correct rounding never swaps an order: if the
floats differ, the decimals differ the same way.  Numbers worked out from several (sums, growth, a
multiple of a base) may be off by a few units in the last place.  So only where two floats are that
close are the decimals asked, and a number worked out is a `Recipe` until somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]

_WIDE, _ROOTS = Context(prec=1000), Context(prec=80)
TIE_BAND = 1e-9
"""Half-width, relative, of the band round a threshold inside which floats do not decide."""
CLOSE = 1e-12
"""Within this, relative to the larger number or to one, two floats do not decide their order."""
_EXACT = Context(prec=20_000, Emin=-999_999, Emax=999_999, traps=[])
_QUOTIENT = Context(prec=80, Emin=-999_999, Emax=999_999, traps=[])
_ONE = Decimal(1)
_PLACES, _PLAIN = 12, 10
"""Decimal places of a quotient, and up to which size a float is good for all of them."""
_HIGHEST = 400
"""Powers of ten beyond which nothing is taken for a number of the field."""
_SPELLED = {str, type(None)}
_LONGEST = 60
"""Decimal places up to which a number is spelled in full; beyond them twelve tell enough."""


class Recipe(NamedTuple):
    """An exact number still to be worked out: `how` of its `parts`, each an exact number itself.

    `how` takes decimals, in a context in which sums and products are exact, and gives a decimal; of
    a `quotient`, which is spelled to twelve places, it gives top and bottom.
    """

    how: Callable[..., Decimal | tuple[Decimal, Decimal]]
    parts: tuple[Any, ...]
    quotient: bool = False

    def worked_out(self) -> tuple[Decimal, Decimal] | None:
        """Top and bottom of the number, or None where a part is none or no decimal can hold it."""
        with localcontext(_EXACT) as context:
            parts = [decimal_of(part) for part in self.parts]
            if None in parts:
                return None
            found = self.how(*parts)
            top, bottom = found if isinstance(found, tuple) else (found, _ONE)
            return None if context.flags[Inexact] or not bottom else (top, bottom)


def decimal_of(value: Any) -> Decimal | None:
    """The number as a decimal, or None for anything that is not a finite one.

    Floats are taken by their shortest decimal spelling, the digits a person would have typed.
    """
    if not isinstance(value, str):
        if isinstance(value, np.floating | np.integer):
            value = value.item()
        if isinstance(value, float):
            value = repr(value)
        elif isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # A guard against '1e999999999', whose fraction would fill the memory.
    return number if number.is_finite() and abs(number.adjusted()) <= _HIGHEST else None


def exact(value: Any) -> Fraction | None:
    """The number as a fraction, or None for anything that is not a finite number."""
    if isinstance(value, Recipe):
        pair = value.worked_out()
        return None if pair is None else Fraction(pair[0]) / Fraction(pair[1])
    if isinstance(value, Fraction):
        return value
    number = decimal_of(value)
    return None if number is None else Fraction(number)


def signs(
    left: Floats,
    right: Floats,
    exact_left: Callable[[int], Any],
    exact_right: Callable[[int], Any],
) -> NDArray[np.int8]:
    """Sign of left - right for every row, exact on decimals.

    `exact_left(i)` and `exact_right(i)` give the exact spelling of row i and are only asked where
    the floats all but tie.  NaN on either side gives 0 and has to be masked by the caller.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        apart = left - right
        close = np.abs(apart) <= CLOSE * np.maximum(1.0, np.maximum(np.abs(left), np.abs(right)))
        result = np.sign(apart)
    result = np.where(np.isfinite(result), result, 0).astype(np.int8)
    for row in np.flatnonzero(close & np.isfinite(left) & np.isfinite(right)):
        one, other = exact_left(int(row)), exact_right(int(row))
        if one == other:
            continue
        first, second = exact(one), exact(other)
        if first is not None and second is not None:
            result[row] = (first > second) - (first < second)
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


def decimal_text(value: Recipe | Fraction | Decimal | None) -> str | None:
    """A number with a finite decimal as plain digits, otherwise to 12 places; None stays None."""
    if isinstance(value, Recipe):
        pair = value.worked_out()
        if pair is None:
            return None
        number = pair[0] if pair[1] == 1 else _rounded(Fraction(pair[0]) / Fraction(pair[1]))
    elif isinstance(value, Fraction):
        number = _quotient(value)
    elif value is None:
        return None
    else:
        number = value
    text = format(number, "f")
    if len(text) > _LONGEST and -int(number.as_tuple().exponent) > _LONGEST:
        text = format(round(number, 12), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _quotient(value: Fraction) -> Decimal:
    with localcontext(_QUOTIENT) as context:
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return _rounded(value) if context.flags[Inexact] else number


def _rounded(value: Fraction) -> Decimal:
    """To twelve places, half to even; integers round the number itself, not its first digits."""
    return Decimal(round(value * 10**_PLACES)).scaleb(-_PLACES, _EXACT)


def _places(scaled: int) -> str:
    """A number given in units of its twelfth decimal place, as text."""
    whole, rest = divmod(abs(scaled), 10**_PLACES)
    text = f"{whole}.{rest:0{_PLACES}d}".rstrip("0").rstrip(".")
    return f"-{text}" if scaled < 0 else text


def spellings(values: Objects, rough: Floats) -> Objects:
    """The text of every number: as it was given, or worked out; `rough` has them as floats."""
    told = values.copy()
    spelled = map(_SPELLED.__contains__, map(type, values))
    rows = np.flatnonzero(~np.fromiter(spelled, dtype=bool, count=len(values)))
    with np.errstate(invalid="ignore"):
        scaled = np.where(np.abs(rough[rows]) < _PLAIN, rough[rows] * 10**_PLACES, np.nan)
        # Not near the middle between two last digits, where the float's own error might decide.
        sure = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) > 0.01
    whole = np.where(sure, np.round(scaled), 0).astype(np.int64).tolist()
    for row, known, number in zip(rows.tolist(), sure.tolist(), whole, strict=True):
        value = values[row]
        if known and isinstance(value, Recipe) and value.quotient:
            told[row] = _places(number)
        else:
            told[row] = decimal_text(value if isinstance(value, Recipe) else exact(value))
    return told
