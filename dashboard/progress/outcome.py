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

    The gap of every kind is sign * (actual - expected) / span, where expected lies on the path
    from (t0, start) to (t1, end) at the share num/den of the way, along a straight line or by
    constant growth.  One formula for all kinds is what lets ties be decided exactly in one place.
    `actual` is the figure `found` unless it was `worked_out` of several, whose exact value that holds.
    `final` marks the full-year figure of the year due, `partial` a figure that cannot be set
    against the goal yet, `from_base` a completion counted from `base`
    (the span is then |goal - base|, and `span_exact` spells the goal).
    """

    found: Ints
    previous: Ints
    actual: Floats
    worked_out: Objects
    final: Flags
    partial: Flags
    from_base: Flags
    completion: Floats
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
    sense: Ints
    reach: Ints
    growth_ratio: Floats
    years_left: Floats
    months_left: Floats
    met_count: Floats
    member_count: Floats
    reported_count: Floats
    worst: Objects
    denominator: Floats
    band: Ints
    last_whole: Floats
    status: Ints
    reason: Ints
    reason_year: Ints
    reason_names: list[str] = field(default_factory=lambda: ["unknown"])
    figures: Figures | None = None

    def actual_exact(self, row: int) -> Any:
        """The exact spelling of one row's actual, or the float where there is none."""
        spelled = self.worked_out[row]
        if spelled is None and self.figures is not None and self.found[row] >= 0:
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

    def open(self, mask: Flags) -> Flags:
        """Rows of a mask that no rule has settled yet."""
        return mask & (self.status < 0)


def blank(size: int, figures: Figures) -> Outcome:
    """An outcome in which nothing is known yet."""

    def nan() -> Floats:
        return np.full(size, np.nan)

    def none() -> Objects:
        return np.full(size, None, dtype=object)

    def no() -> Flags:
        return np.zeros(size, dtype=bool)

    def minus() -> Ints:
        return np.full(size, -1, dtype=np.int64)

    def zero() -> Ints:
        return np.zeros(size, dtype=np.int64)

    return Outcome(
        found=minus(), previous=minus(), actual=nan(), worked_out=none(), final=no(),
        partial=no(), from_base=no(), completion=nan(), schedule=nan(), expected=nan(), gap=nan(), growth_ratio=nan(),
        start=nan(),
        end=nan(), span=nan(), start_exact=none(), end_exact=none(), span_exact=none(), base=nan(), base_exact=none(),
        num=zero(), den=zero(), by_rate=no(), sense=np.ones(size, dtype=np.int64), reach=minus(),
        years_left=nan(), months_left=nan(), met_count=nan(), member_count=nan(),
        reported_count=nan(), worst=none(), denominator=nan(), band=minus(),
        last_whole=nan(), status=minus(), reason=zero(),
        reason_year=zero(), figures=figures,
    )  # fmt: skip


ARRAYS = tuple(Outcome.__dataclass_fields__.keys() - {"reason_names", "figures"})
