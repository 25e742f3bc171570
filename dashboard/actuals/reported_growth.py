"""Reported growth against growth computed from two levels: a question, never a correction.

The reported rate stands (rule 17).  Where the ratio of two published levels differs from it by
more than rounding can explain, the likely cause is a comparable basis: the statistical office
recomputes last year on this year's list of firms, and firms that enter raise levels, not rates.
"""

from decimal import Decimal


def is_contradicted(reported: Decimal, computed: Decimal) -> bool:
    """Whether a reported rate differs from a computed one by more than its own rounding explains.

    That is half a step of its last digit: of a whole per cent at most, since a stored 10 % has lost its
    zero, and of one decimal of a per cent at least.
    """
    exponent = reported.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 3
    return abs(reported - computed) > Decimal(5).scaleb(-min(max(places, 2), 3) - 1)
