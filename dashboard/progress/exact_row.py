"""One verdict's numbers as exact fractions, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dashboard.progress.amounts import Shown, Writer, amount_writer, percent_writer
from dashboard.progress.exactness import CLOSE, exact, half_up
from dashboard.progress.reasons import number, whole
from dashboard.progress.rules import GAP_POINTS, LampRule
from dashboard.progress.telling import along, bounds_of


@dataclass(frozen=True)
class ExactRow:
    """A row of `assess` in which every number is a fraction, None where there is none."""

    row: Mapping[str, Any]
    lang: str
    write: Writer

    @classmethod
    def of(cls, row: Mapping[str, Any], lang: str) -> ExactRow:
        """Read a row; amounts are written in its unit, without the word for what is counted."""
        return cls(row, lang, amount_writer(str(row.get("unit") or "count"), lang))

    def exact(self, name: str) -> Fraction | None:
        """A column of exact texts or floats."""
        value = self.row.get(name)
        return exact(value) if isinstance(value, str) else exact(number(value))

    @property
    def actual(self) -> Fraction | None:
        """The figure judged."""
        spelled = self.exact("actual")
        return self.exact("actual_float") if spelled is None else spelled

    @property
    def goal(self) -> Fraction | None:
        """The number to be reached."""
        spelled = self.exact("goal_exact")
        return self.exact("goal_value") if spelled is None else spelled

    @property
    def base(self) -> Fraction | None:
        """The base it may count from."""
        spelled = self.exact("base_exact")
        return self.exact("base_value") if spelled is None else spelled

    @property
    def from_base(self) -> bool:
        """Whether completion counts from the base."""
        return bool(self.row.get("completion_from_base"))

    @property
    def falling(self) -> bool:
        """Whether less is better."""
        return bool(self.row.get("falling"))

    @property
    def path(self) -> str | None:
        """One of `result.PATHS`."""
        path = self.row.get("path")
        return path if isinstance(path, str) else None

    @property
    def elapsed(self) -> int:
        """How much of the path has passed."""
        return whole(self.row.get("path_elapsed"))

    @property
    def whole_way(self) -> int:
        """How long the path is."""
        return whole(self.row.get("path_whole"))

    @property
    def share(self) -> Fraction:
        """Elapsed over whole."""
        return Fraction(self.elapsed, max(self.whole_way, 1))

    @property
    def start(self) -> Fraction | None:
        """Where the stretch of the path in use begins."""
        return self._end("path_start")

    @property
    def end(self) -> Fraction | None:
        """Where it ends."""
        return self._end("path_end")

    def _end(self, name: str) -> Fraction | None:
        rough = number(self.row.get(name))
        # Base and goal are known to the last digit; their floats only point at them.
        for spelled in (self.base, self.goal):
            if spelled is not None and rough is not None and _is_near(rough, float(spelled)):
                return spelled
        return exact(rough)

    def along(self, start: Fraction, end: Fraction) -> Fraction:
        """The path's value between two ends at this row's share of the way."""
        return along(start, end, self.share, by_rate=self.path == "constant growth")

    @property
    def expected(self) -> Fraction | None:
        """What the path expects."""
        start, end = self.start, self.end
        return None if self.path is None or start is None or end is None else self.along(start, end)

    @property
    def done(self) -> Fraction | None:
        """Completion, in the goal's own direction."""
        if self.exact("completion") is None:
            return None
        return self._share_of(self.actual)

    @property
    def scheduled(self) -> Fraction | None:
        """The share that the path expects."""
        return None if self.exact("schedule") is None else self._share_of(self.expected)

    def _share_of(self, value: Fraction | None) -> Fraction | None:
        goal, base = self.goal, self.base if self.from_base else Fraction(0)
        if value is None or goal is None or base is None or goal == base:
            return None
        return (value - base) / (goal - base)

    def attained_and_expected(self) -> tuple[Fraction, Fraction] | None:
        """The two shares whose difference is the gap, in that order; None where there are none."""
        expected, goal = self.scheduled, self.goal
        if expected is None or not goal:
            return None
        if self.done is not None:
            return self.done, expected
        if self.exact("used") is None or self.actual is None:
            return None
        return expected, self.actual / goal

    @property
    def gap(self) -> Fraction | None:
        """The gap in points, as it is told: one decimal, or as many as its side takes."""
        told = self.exact("gap_told")
        gap = self.exact("gap_points")
        return told if told is not None or gap is None else Fraction(half_up(gap, 1))

    @property
    def gap_told(self) -> str | None:
        """Its decimal text where one decimal is too few."""
        told = self.row.get("gap_told")
        return told if isinstance(told, str) else None

    def bounds(self, rule: LampRule) -> Sequence[Fraction]:
        """Percentage points that the gap must be told apart from: zero and the rule's thresholds."""
        own = bounds_of(rule) if rule.quantity == GAP_POINTS else []
        return [Fraction(0), *(bound * 100 for bound in own)]

    def tenths(self, share: Fraction) -> Shown:
        """A share as a percentage with one decimal."""
        return percent_writer(self.lang, fixed=True)(share, 1)

    def usual_places(self, share: Fraction) -> int:
        """Decimals of a percentage as it is usually written, two at most."""
        rounded = half_up(share * 100, 2).normalize().as_tuple().exponent
        return max(0, -rounded) if isinstance(rounded, int) else 0


def _is_near(rough: float, exactly: float) -> bool:
    """Whether a float may be that number, worked out with the errors of floats."""
    return abs(rough - exactly) <= CLOSE * max(1.0, abs(exactly))
