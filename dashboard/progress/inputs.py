"""The entered figures behind a derived one: the years of a total, both series of a goal in step."""

from __future__ import annotations

from dataclasses import dataclass
from json.encoder import encode_basestring_ascii as quoted

import numpy as np

from dashboard.progress.exactness import Ints, Objects
from dashboard.progress.figures import Figures
from dashboard.progress.in_step import is_in_step
from dashboard.progress.outcome import Outcome
from dashboard.progress.running import is_running
from dashboard.progress.sheet import Sheet


@dataclass(frozen=True)
class StepInputs:
    """Columns of exact texts by name, and the revision of the other series' figure."""

    spelled: dict[str, Objects]
    revision: Ints


def parts_of_totals(sheet: Sheet, figures: Figures, outcome: Outcome, size: int) -> Objects:
    """Per goal whose total was added up: JSON [[period, exact text, revision], ...], oldest first.

    None for all other goals, and where a total rests on one figure alone.
    """
    told = np.full(size, None, dtype=object)
    added = is_running(sheet) & ~sheet.from_start & np.isfinite(outcome.actual)
    rows = np.flatnonzero(added[:size])
    last = figures.years(outcome.found[rows])
    rows, last = rows[last > sheet.since[rows]], last[last > sheet.since[rows]]
    if not len(rows):
        return told
    count = last - sheet.since[rows]
    of = np.repeat(np.arange(len(rows)), count)
    first = sheet.since[rows] - (np.cumsum(count) - count)
    year = first[of] + np.arange(len(of))
    found = figures.of_year(sheet.series[rows][of], year)
    of = np.append(of, np.arange(len(rows)))
    found = np.append(found, outcome.found[rows])
    order = np.argsort(of, kind="stable")
    of, found = of[order], found[order]
    codes = np.asarray(figures.period_codes(found), dtype=object).tolist()
    entered = zip(
        codes, figures.exacts(found).tolist(), figures.revision(found).tolist(), strict=True
    )
    parts = [
        f"[{quoted(str(code))}, {quoted(str(value))}, {revision}]"
        for code, value, revision in entered
    ]
    ends = np.cumsum(count + 1).tolist()
    told[rows] = [
        f"[{', '.join(parts[begin:end])}]" for begin, end in zip([0, *ends], ends, strict=False)
    ]
    return told


def step_inputs(sheet: Sheet, figures: Figures, outcome: Outcome, size: int) -> StepInputs:
    """Both series of goals in step: their figures of the period judged and of a year before.

    The figures of a year before are given only where growth was computed from levels.
    """
    names = ("step_now", "step_before", "own_now", "own_before")
    spelled = {name: np.full(size, None, dtype=object) for name in names}
    revision = np.zeros(size, dtype=np.int64)
    rows = np.flatnonzero((is_in_step(sheet) & (outcome.found >= 0))[:size])
    if not len(rows):
        return StepInputs(spelled, revision)
    found = outcome.found[rows]
    when = figures.whens(found)
    other = figures.at(sheet.step_series[rows], when)
    spelled["step_now"][rows] = figures.exacts(other)
    revision[rows] = figures.revision(other)
    level = outcome.from_levels[rows]
    for name, series, moment in (
        ("step_before", sheet.step_series, when - 372),
        ("own_now", sheet.series, when),
        ("own_before", sheet.series, when - 372),
    ):
        values = figures.exacts(figures.at(series[rows], moment))
        values[~level] = None
        spelled[name][rows] = values
    return StepInputs(spelled, revision)
