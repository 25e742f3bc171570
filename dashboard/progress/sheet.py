"""The goals as columns of numbers: what every measure kind reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from dashboard.progress.columns import flags, floats, given, length_of, texts, years
from dashboard.progress.exactness import Flags, Floats, Ints, Objects, exact, float_of

COMPARATORS = (
    ">=", ">", "<=", "<", "=", "about", "range", "approach", "maintain", "in step",
)  # fmt: skip
MEASURES = ("value", "times base", "change from base", "average growth", "in step with")
(AT_LEAST, ABOVE, AT_MOST, BELOW, EQUAL, ABOUT, RANGE, APPROACH, MAINTAIN, IN_STEP) = range(10)
UP, DOWN, KEEP = 1, -1, 0
LEVEL_KINDS = ("stock", "share", "index")


@dataclass
class Sheet:
    """One row per goal; years are 0 where none is printed, numbers NaN where there is none.

    `goal_value` and `goal_exact` start as printed and become the effective number once measures
    that count from a base ("2 倍", "-13 %") have met their base.
    """

    frame: pd.DataFrame
    on: date
    tolerance: float
    series: Ints
    covered_series: Ints
    of_series: Ints
    step_series: Ints
    comparator: Ints
    measure: Ints
    direction: Ints
    kind: Objects
    accumulates: Objects
    goal_value: Floats
    goal_exact: Objects
    high_value: Floats
    high_exact: Objects
    due: Ints
    due_stated: Flags
    since: Ints
    annual: Flags
    power_path: Flags
    base_year: Ints
    base_value: Floats
    base_exact: Objects
    base_printed: Flags
    milestones: dict[int, list[tuple[int, Fraction]]]

    @property
    def size(self) -> int:
        """How many goals."""
        return len(self.series)

    def rows(self, mask: Flags) -> Ints:
        """Row numbers where a mask holds."""
        return np.flatnonzero(mask)

    def is_kind(self, *kinds: str) -> Flags:
        """Which goals have one of these measure kinds."""
        return np.isin(self.kind.astype(str), kinds)


def numbers(frame: pd.DataFrame, name: str, spelled: Objects) -> Floats:
    """A float column; where it is missing, read from the exact spelling. Infinity is no number."""
    read = floats(frame, name)
    for row in np.flatnonzero(np.isnan(read)):
        number = exact(spelled[row]) if spelled[row] is not None else None
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


def _milestones(frame: pd.DataFrame) -> dict[int, list[tuple[int, Fraction]]]:
    if "milestones" not in frame:
        return {}
    read = {
        row: printed_milestones(cell)
        for row, cell in enumerate(frame["milestones"])
        if length_of(cell)
    }
    return {row: points for row, points in read.items() if points}


def _codes(values: Objects, names: Sequence[str]) -> Ints:
    return np.asarray(pd.Index(names).get_indexer(pd.Index(values.astype(str))), dtype=np.int64)


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
    direction = texts(frame, "direction", "up").astype(str)
    path = texts(frame, "path", "").astype(str)
    unit = texts(frame, "unit", "").astype(str)
    kind = texts(frame, "kind", "flow")
    # Money grows by a rate and counts by a number, unless the register states another path.
    by_rate = (path == "constant growth") | ((path != "straight") & (unit == "yuan"))
    due = years(frame, "due")
    return Sheet(
        frame=frame,
        on=on,
        tolerance=tolerance,
        series=series["own"],
        covered_series=series["covered"],
        of_series=series["of"],
        step_series=series["step"],
        comparator=_codes(texts(frame, "comparator", ">="), COMPARATORS),
        measure=_codes(texts(frame, "measure", "value"), MEASURES),
        direction=np.where(direction == "down", DOWN, np.where(direction == "keep", KEEP, UP)),
        kind=kind,
        accumulates=texts(frame, "accumulates", "year"),
        goal_value=goal_value,
        goal_exact=goal_exact,
        high_value=numbers(frame, "value_high_float", high_exact),
        high_exact=high_exact,
        due=due,
        due_stated=given(frame, "due"),
        since=years(frame, "since"),
        annual=texts(frame, "every", "").astype(str) == "year",
        power_path=by_rate,
        base_year=years(frame, "base_year"),
        base_value=base_value,
        base_exact=base_exact,
        base_printed=flags(frame, "base_printed", False) & np.isfinite(base_value),
        milestones=_milestones(frame),
    )
