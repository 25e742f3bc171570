"""The goals as columns of numbers: what every measure kind reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.progress.columns import CELLS, codes, flags, floats, given, texts, years
from dashboard.progress.exactness import Flags, Floats, Ints, Objects, decimal_of, exact, float_of

COMPARATORS = (
    ">=", ">", "<=", "<", "=", "about", "range", "approach", "maintain", "in step",
)  # fmt: skip
SUBJECT_KINDS = ("region", "clusters", "each-cluster", "cluster", "tier")
KINDS = ("flow", "stock", "share", "index", "growth")
MEASURES = ("value", "times base", "change from base", "average growth", "in step with")
(AT_LEAST, ABOVE, AT_MOST, BELOW, EQUAL, ABOUT, RANGE, APPROACH, MAINTAIN, IN_STEP) = range(10)
UP, DOWN, KEEP = 1, -1, 0
LEVEL_KINDS = ("stock", "share", "index")


@dataclass(frozen=True)
class Milestones:
    """All printed milestones, by row and year: the row, year and value of each."""

    row: Ints
    year: Ints
    value: Floats
    value_exact: Objects


@dataclass
class Sheet:
    """One row per goal; years are 0 where none is printed, numbers NaN where there is none.

    `goal_value` and `goal_exact` start as printed and become the effective number once measures
    that count from a base ("2 倍", "-13 %") have met their base.  Of a range they are the end that
    has to be reached and `high_value` the far one: once `turn_falling_ranges` has run, the upper end
    of a falling range is its `goal_value`.  `tolerance` is what 左右, 接近 and 保持 allow.
    """

    frame: pd.DataFrame
    on: date
    tolerance: Floats
    tolerance_exact: Objects
    series: Ints
    covered_series: Ints
    of_series: Ints
    step_series: Ints
    heir_series: Ints
    comparator: Ints
    measure: Ints
    direction: Ints
    kind: Ints
    subject_kind: Ints
    from_start: Flags
    counted: Flags
    goal_value: Floats
    goal_exact: Objects
    high_value: Floats
    high_exact: Objects
    due: Ints
    due_stated: Flags
    since: Ints
    changed: Ints
    annual: Flags
    power_path: Flags
    base_year: Ints
    base_value: Floats
    base_exact: Objects
    base_printed: Flags
    milestones: Milestones

    @property
    def size(self) -> int:
        """How many goals."""
        return len(self.series)

    def rows(self, mask: Flags) -> Ints:
        """Row numbers where a mask holds."""
        return np.flatnonzero(mask)

    def is_kind(self, *kinds: str) -> Flags:
        """Which goals have one of these measure kinds."""
        first, *others = (self.kind == KINDS.index(kind) for kind in kinds)
        for mask in others:
            first = first | mask
        return np.asarray(first, dtype=bool)

    def is_about(self, *kinds: str) -> Flags:
        """Which goals are about one of these kinds of subject."""
        return np.isin(self.subject_kind, [SUBJECT_KINDS.index(kind) for kind in kinds])


def turn_falling_ranges(sheet: Sheet) -> None:
    """Make the upper end of a falling range the number to be reached: from above, 5 of 3-5."""
    rows = np.flatnonzero((sheet.comparator == RANGE) & (sheet.direction == DOWN))
    rows = rows[np.isfinite(sheet.high_value[rows])]
    for near, far in (("goal_value", "high_value"), ("goal_exact", "high_exact")):
        ends = getattr(sheet, near), getattr(sheet, far)
        ends[0][rows], ends[1][rows] = ends[1][rows], ends[0][rows]


def numbers(frame: pd.DataFrame, name: str, spelled: Objects) -> Floats:
    """A float column; where it is missing, read from the exact spelling. Infinity is no number."""
    read = floats(frame, name)
    rows = np.flatnonzero(np.isnan(read) & np.not_equal(spelled, np.array(None)))
    try:
        read[rows] = pa.array(spelled[rows], pa.string()).cast(pa.float64()).to_numpy()
        rows = rows[~np.isfinite(read[rows])]
    except pa.ArrowInvalid:
        pass  # One text among them is no number as Arrow reads it: all are looked at singly.
    for row in rows:
        number = exact(spelled[row])
        if number is None:
            spelled[row] = None
        else:
            read[row] = float_of(number)
    return np.where(np.isfinite(read), read, np.nan)


def printed_milestones(goal_milestones: Any) -> list[tuple[int, Fraction]]:
    """Year and value of every milestone of one goal that has both, by year."""
    found = []
    for milestone in goal_milestones if isinstance(goal_milestones, list | np.ndarray) else []:
        if not isinstance(milestone, Mapping):
            continue
        year, value = milestone.get("year"), exact(milestone.get("value"))
        if isinstance(year, int | np.integer) and value is not None:
            found.append((int(year), value))
    return sorted(found)


def _milestones(cell: Any) -> dict[int, Fraction | str]:
    """The milestones of one goal by year; the text itself where there is but one, as mostly."""
    if len(cell) == 1 and isinstance(cell[0], Mapping):
        year, value = cell[0].get("year"), cell[0].get("value")
        if type(year) is int and type(value) is str and decimal_of(value) is not None:
            return {year: value}
    return dict(printed_milestones(cell))


def milestones_of(frame: pd.DataFrame) -> Milestones:
    """The milestones of a goals table, one after the other."""
    cells = frame["milestones"].to_numpy(dtype=object) if "milestones" in frame else np.empty(0)
    try:
        # Nearly every goal has an empty list: counting them first spares a look at each.
        filled = np.flatnonzero(np.fromiter(map(len, cells), np.int64, len(cells)))
    except TypeError:
        filled = np.arange(len(cells))
    found = [
        (row, year, value)
        for row in filled.tolist()
        if type(cells[row]) in CELLS
        for year, value in _milestones(cells[row]).items()
    ]
    rows, years, exacts = zip(*found, strict=True) if found else ((), (), ())
    return Milestones(
        np.array(rows, dtype=np.int64),
        np.array(years, dtype=np.int64),
        np.array(
            [float_of(value) if isinstance(value, Fraction) else float(value) for value in exacts],
            dtype=np.float64,
        ),
        np.array([*exacts, None], dtype=object)[:-1],
    )


def sheet_of(frame: pd.DataFrame, series: Mapping[str, Ints], on: date, tolerance: float) -> Sheet:
    """Read the goal columns of the register's `goals` table; columns that are absent are empty.

    `series` has the series numbers of each row: own, covered and of (the two counts of a
    coverage) and step (what a goal is in step with), -1 for none.
    """
    goal_exact = texts(frame, "value")
    high_exact = texts(frame, "value_high")
    base_exact = texts(frame, "base_value")
    goal_value = numbers(frame, "value_float", goal_exact)
    base_value = numbers(frame.drop(columns="base_value", errors="ignore"), "none", base_exact)
    direction = codes(frame, "direction", ("up", "down", "keep"), "up")
    path = codes(frame, "path", ("constant growth", "straight"))
    unit = codes(frame, "unit", ("yuan", "count", "fraction"))
    # Money grows by a rate and counts by a number, unless the register states another path.
    by_rate = (path == 0) | ((path != 1) & (unit == 0))
    due = years(frame, "due")
    allowed, allowed_exact = _tolerances(frame, tolerance)
    none = np.full(len(frame), -1, dtype=np.int64)
    return Sheet(
        frame=frame,
        on=on,
        tolerance=allowed,
        tolerance_exact=allowed_exact,
        series=series["own"],
        covered_series=series.get("covered", none),
        of_series=series.get("of", none),
        step_series=series.get("step", none),
        heir_series=series.get("heir", none),
        changed=years(frame, "heir_since"),
        comparator=codes(frame, "comparator", COMPARATORS, ">="),
        measure=codes(frame, "measure", MEASURES, "value"),
        direction=np.where(direction == 1, DOWN, np.where(direction == 2, KEEP, UP)),
        subject_kind=codes(frame, "subject_kind", SUBJECT_KINDS),
        kind=codes(frame, "kind", KINDS, "flow"),
        from_start=codes(frame, "accumulates", ("start",)) == 0,
        counted=unit == 1,
        goal_value=goal_value,
        goal_exact=goal_exact,
        high_value=numbers(frame, "value_high_float", high_exact),
        high_exact=high_exact,
        due=due,
        due_stated=given(frame, "due"),
        since=years(frame, "since"),
        annual=codes(frame, "every", ("year",)) == 0,
        power_path=by_rate,
        base_year=years(frame, "base_year"),
        base_value=base_value,
        base_exact=base_exact,
        base_printed=flags(frame, "base_printed", False) & np.isfinite(base_value),
        milestones=milestones_of(frame),
    )


def _tolerances(frame: pd.DataFrame, otherwise: float) -> tuple[Floats, Objects]:
    """What each goal's region tolerates at 左右, a fraction of the number; `otherwise` unless said."""
    # A handful of regions' settings stand on all goals: each is read once.
    places, settings = pd.factorize(texts(frame, "about_tolerance"))
    read = [exact(setting) for setting in settings]
    kept = [otherwise if r is None or r < 0 else float_of(r) for r in read]
    told = [exact(otherwise) if r is None or r < 0 else r for r in read]
    return (
        np.append(np.array(kept, dtype=np.float64), otherwise)[places],
        np.array([*told, exact(otherwise), None], dtype=object)[:-1][places],
    )
