"""Series without a goal, judged by their own growth: what Eurostat and Open SDG do without a target.

growth = s d CAGR(current, base); thresholds in growth a year, times C near a natural limit where
the rule damps them (see `open_sdg`).  A region whose rule has no such thresholds gives no colour.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from dashboard.progress.lamp_rules import LampRule, Threshold
from dashboard.progress.numbers import ROOT_TIE, sign
from dashboard.progress.open_sdg import Series, measure
from dashboard.progress.status import NONE


class Trend(NamedTuple):
    """What a rule says of a bare trend.

    `growth` is a fraction a year in the wanted direction, to 80 digits, None where signs differ or
    less than a year lies between; `damping` is C, 1 where the rule damps nothing. `band` numbers the
    rule's threshold, -1 for none; `lamp` is green, yellow, red, undefined, or none where nothing can
    be judged.
    """

    growth: Fraction | None
    damping: Fraction
    lamp: str
    band: int


def trend_of(series: Series, rule: LampRule) -> Trend:
    """The colour of a series without a goal; a target that it has is not looked at."""
    measured = measure(series._replace(target=None))
    growth = measured.value
    damping = measured.damping if rule.damped else Fraction(1)
    if growth is None or not rule.trend_thresholds:
        return Trend(growth, damping, NONE, -1)
    for place, band in enumerate(rule.trend_thresholds):
        if _inside(growth, damping, band):
            return Trend(growth, damping, band.lamp, place)
    return Trend(growth, damping, "undefined", -1)


def _inside(growth: Fraction, damping: Fraction, band: Threshold) -> bool:
    for bound, excluded, wanted in (
        (band.lower, band.lower_excluded, 1),
        (band.upper, band.upper_excluded, -1),
    ):
        if bound is None:
            continue
        away = growth - Fraction(bound) * damping
        side = 0 if abs(away) < ROOT_TIE else sign(away)
        if side != wanted and (excluded or side != 0):
            return False
    return True
