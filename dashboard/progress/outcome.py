"""What the measure kinds find out, row by row of the sheet, before it becomes a frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.progress.exactness import Flags, Floats, Ints, Objects
from dashboard.progress.figures import Figures
from dashboard.progress.statuses import CODE

# How far the number itself has come, whatever the date.
UNKNOWN, NOT_REACHED, NEARLY, REACHED, OVER = -1, 0, 1, 2, 3


@dataclass
class Outcome:
    """Arrays over goals: NaN, -1 or 0 mean "does not apply".

    The gap of every kind is sense * (actual - expected) / span, where expected lies on the path
    from (t0, start) to (t1, end) at the share num/den of the way, along a straight line or by
    constant growth, and span is above zero.  One formula for all kinds is what lets ties be decided
    exactly in one place.  `sense` is the goal's own direction, 1 where more is better and -1 where
    less is.  `completion` is measured in it and exists only where it means how much is done;
    `used` is what stands in its place where less is better and nothing counts from a base: how much
    of a limit is used.
    `actual` is the figure `found` unless it was `worked_out` of several, whose exact value that holds.
    `previous` is the figure of a year before, `previous_share` its value where it is a coverage.
    `milestone` is the year whose printed milestone is the expected value, 0 for none.
    Of goals in step, `from_levels` marks growth computed from levels, `as_entered` a level of which
    no growth could be computed.
    `tolerated` marks a number reached only by its tolerance, `safe` a result nothing can undo,
    `spent` a limit passed for good, `started` goals over members of whom one has begun,
    `told` those of whose other members nothing can be told.
    `final` marks the full-year figure of the year due, `partial` a figure that cannot be set
    against the goal yet, `from_base` a completion counted from `base`
    (the span is then |goal - base|, and `span_exact` spells the goal).
    """

    found: Ints
    previous: Ints
    previous_share: Floats
    actual: Floats
    worked_out: Objects
    final: Flags
    partial: Flags
    from_base: Flags
    completion: Floats
    used: Floats
    schedule: Floats
    expected: Floats
    gap: Floats
    start: Floats
    end: Floats
    span: Floats
    start_exact: Objects
    end_exact: Objects
    span_exact: Objects
    base: Floats
    base_exact: Objects
    num: Ints
    den: Ints
    by_rate: Flags
    milestone: Ints
    sense: Ints
    as_entered: Flags
    from_levels: Flags
    reach: Ints
    tolerated: Flags
    safe: Flags
    spent: Flags
    started: Flags
    told: Flags
    growth_ratio: Floats
    growth_years: Floats
    years_left: Floats
    months_left: Floats
    met_count: Floats
    member_count: Floats
    reported_count: Floats
    worst: Objects
    denominator: Floats
    band: Ints
    gap_told: Objects
    ruled: Floats
    ruled_told: Objects
    last_whole: Floats
    status: Ints
    reason: Ints
    reason_year: Ints
    reason_names: list[str] = field(default_factory=lambda: ["unknown"])
    figures: Figures = field(kw_only=True)

    def actual_exact(self, row: int) -> Any:
        """The exact spelling of one row's actual, or the float where there is none."""
        spelled = self.worked_out[row]
        if spelled is None and self.found[row] >= 0:
            spelled = self.figures.exact(int(self.found[row]))
        return self.actual[row] if spelled is None else spelled

    def decide(self, rows: Ints, status: str, reason: str, year: Ints | int = 0) -> None:
        """Settle rows that are still open; what was settled before stands."""
        open_rows = self.status[rows] < 0
        chosen = rows[open_rows]
        self.status[chosen] = CODE[status]
        if reason not in self.reason_names:
            self.reason_names.append(reason)
        self.reason[chosen] = self.reason_names.index(reason)
        self.reason_year[chosen] = year[open_rows] if isinstance(year, np.ndarray) else year

    def because(self, reason: str) -> Flags:
        """Rows that were settled for this reason."""
        if reason not in self.reason_names:
            return np.zeros(len(self.status), dtype=bool)
        settled = self.status >= 0
        return np.asarray(settled & (self.reason == self.reason_names.index(reason)), dtype=bool)

    def open(self, mask: Flags) -> Flags:
        """Rows of a mask that no rule has settled yet."""
        return mask & (self.status < 0)


def blank(size: int, figures: Figures) -> Outcome:
    """An outcome in which nothing is known yet."""
    arrays: dict[str, Any] = {}
    for name in ARRAYS:
        kind = Outcome.__annotations__[name]
        arrays[name] = np.full(size, _NOTHING[kind], dtype=_DTYPES[kind])
    for name in _FROM_ZERO:
        arrays[name] = np.zeros(size, dtype=np.int64)
    arrays["sense"] = np.ones(size, dtype=np.int64)
    return Outcome(**arrays, figures=figures)


_BESIDE = ("reason_names", "figures")
ARRAYS = tuple(name for name in Outcome.__dataclass_fields__ if name not in _BESIDE)
_NOTHING: dict[str, Any] = {"Floats": np.nan, "Objects": None, "Flags": False, "Ints": -1}
_DTYPES: dict[str, Any] = {"Floats": float, "Objects": object, "Flags": bool, "Ints": np.int64}
_FROM_ZERO = ("num", "den", "milestone", "reason", "reason_year")
