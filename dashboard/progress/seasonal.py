"""The seasonal alternative to N/12, 按上年同期进度: a second opinion, never a replacement (rule 2).

schedule' = v(1-N月 of last year) / v(last year), gap' = completion - schedule'.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dashboard.progress.assess import Assessment


@dataclass(frozen=True, slots=True)
class Season:
    """The share of last year done by the same month, from `then` of the `whole` year, and the gap to it."""

    then: Fraction
    whole: Fraction
    schedule: Fraction
    gap: Fraction


def season_of(found: Assessment) -> Season | None:
    """The schedule by last year's season of a flow inside its year, None without both its figures."""
    measured = found.measured
    then, whole, figure = measured.previous, measured.last_whole, measured.figure
    expected, done = measured.expected, measured.completion
    if expected is None or expected.name != "year to date" or figure is None or done is None:
        return None
    if "-M" not in figure.period or then is None or whole is None or then < 0 or whole <= 0:
        return None
    return Season(then, whole, then / whole, done - then / whole)
