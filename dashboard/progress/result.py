"""The verdicts as a frame: what pages, exports and the command line read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.progress.columns import texts
from dashboard.progress.exactness import Flags, Floats, Ints, Objects, spellings
from dashboard.progress.figures import Figures, moment_of
from dashboard.progress.outcome import REACHED, Outcome
from dashboard.progress.requirements import Requirement
from dashboard.progress.sheet import KINDS, Sheet
from dashboard.progress.statuses import STATUS_IDS, STATUSES

PATHS = ("straight", "constant growth", "year to date", "flat")
COLUMNS: dict[str, str] = {
    "goal": "goal id",
    "region": "region id",
    "plan": "plan id",
    "subject": "subject id within the region",
    "subject_kind": "region, clusters, each-cluster, cluster or tier",
    "indicator": "indicator id",
    "unit": "yuan, count or fraction",
    "kind": "flow, stock, growth, share or index; goals in step are judged as growth",
    "status": "id in dashboard.progress.statuses.STATUSES",
    "lamp": "green, yellow, red, grey or none; always the status's own",
    "status_reason": "JSON {code, params}; `reasons.reason_text` says it",
    "actual": "exact decimal text of the figure judged, or null",
    "actual_float": "the same as float",
    "period": "period code of that figure, or null",
    "final": "the full-year figure of the year due",
    "partial": "the figure cannot be set against the goal yet (1-N月, another year's growth)",
    "previous": "same period of last year, float, or null",
    "goal_value": "effective number to be reached, float (a multiple of a base resolved)",
    "goal_exact": "the same as exact decimal text",
    "comparator": "as in the goals table",
    "due": "year due, 0 for none",
    "completion": "actual / goal, or (v - v0) / (G - v0) for levels with a base; null for growth",
    "completion_from_base": "completion counts from the base",
    "schedule": "share of the goal (or way) that the path expects by this figure's period",
    "gap_points": "completion - schedule, or growth - goal, in percentage points, unrounded",
    "expected": "the path's value, base unit",
    "path": "'constant growth', 'straight', 'year to date', 'flat' or null",
    "path_start": "value at which the path's stretch in use begins, float",
    "path_end": "value at which it ends, float",
    "path_elapsed": "how much of it has passed: months, years or days, as `path_whole`",
    "path_whole": "its whole length",
    "required_growth": "growth a year still needed, fraction",
    "required_per_month": "base units a month still needed",
    "remaining": "base units still missing, 0 when reached",
    "growth_ratio": "growth a year so far over growth a year needed from the base",
    "met_count": "members that meet the goal",
    "member_count": "members named",
    "reported_count": "members with a usable figure",
    "worst_member": "the member furthest from the goal, or null",
    "base_year": "year of the base, 0 for none",
    "base_value": "base, float",
    "base_printed": "the base is printed in the plan, not entered",
    "rule": "id of the lamp rule",
    "band": "number of the rule's threshold that gave the lamp, -1 where no rule decided",
    "revision": "store revision of the figure, 0 for none",
    "worsening": "the goal is reached, but the figure is worse than a year before",
    "tolerance": "what 左右 tolerates, fraction",
    "denominator": "of a coverage share, float, or null",
    "last_whole": "of a flow inside its year: the figure of the whole last year, float, or null",
    "heir_since": "first year of another basis, or null: the indicator changed its basis then",
    "heir_zh": "name of the indicator that goes on, or null",
    "heir_en": "the same in English",
    "heir_actual": "its latest figure, float, or null",
    "heir_period": "period code of that figure, or null",
    "successor_zh": "name of the plan that superseded the goal's, or null",
    "successor_en": "the same in English",
    "issued": "day the goal's document was issued, where it was not in force, or null",
}


def frame_of(
    sheet: Sheet,
    figures: Figures,
    outcome: Outcome,
    required: Requirement,
    *,
    rules: tuple[Sequence[str], Ints],
    size: int,
) -> pd.DataFrame:
    """The first `size` rows of the sheet as a frame with `COLUMNS`."""
    frame = sheet.frame

    def known(values: Floats) -> Floats:
        return np.where(np.isfinite(values), values, np.nan)[:size]

    status = np.where(outcome.status < 0, STATUS_IDS.index("cannot-judge"), outcome.status)[:size]
    heir = figures.latest(sheet.heir_series[:size], moment_of(sheet.on))
    shown = {
        "heir_since": np.where(sheet.changed > 0, sheet.changed, np.nan)[:size],
        "heir_actual": figures.values(heir),
        "heir_period": figures.period_codes(heir),
        "goal": _given(frame, "id", size),
        "kind": _words(KINDS, sheet.kind[:size]),
        "unit": _units(sheet, size),
        "status": _words(STATUS_IDS, status),
        "lamp": _words([STATUSES[word].lamp for word in STATUS_IDS], status),
        "status_reason": _reasons(outcome, size),
        "actual": _actual(figures, outcome, size),
        "actual_float": known(outcome.actual),
        "period": figures.period_codes(outcome.found[:size]),
        "final": outcome.final[:size],
        "partial": outcome.partial[:size],
        "previous": known(figures.values(outcome.previous)),
        "goal_value": known(sheet.goal_value),
        "goal_exact": _spelled(sheet.goal_exact[:size], sheet.goal_value[:size]),
        "due": sheet.due[:size],
        "completion": known(outcome.completion),
        "completion_from_base": outcome.from_base[:size],
        "schedule": known(outcome.schedule),
        "gap_points": known(outcome.gap * 100),
        "expected": known(outcome.expected),
        "path": _paths(sheet, outcome, size),
        "path_start": known(outcome.start),
        "path_end": known(outcome.end),
        "path_elapsed": outcome.num[:size],
        "path_whole": outcome.den[:size],
        "required_growth": required.growth[:size],
        "required_per_month": required.per_month[:size],
        "remaining": required.remaining[:size],
        "growth_ratio": known(outcome.growth_ratio),
        "met_count": outcome.met_count[:size],
        "member_count": outcome.member_count[:size],
        "reported_count": outcome.reported_count[:size],
        "worst_member": outcome.worst[:size],
        "base_year": sheet.base_year[:size],
        "base_value": known(sheet.base_value),
        "base_printed": sheet.base_printed[:size],
        "rule": _words(rules[0], rules[1][:size]),
        "band": outcome.band[:size],
        "revision": figures.revision(outcome.found[:size]),
        "worsening": _worsening(outcome, figures)[:size],
        "tolerance": np.full(size, sheet.tolerance),
        "denominator": known(outcome.denominator),
        "last_whole": known(outcome.last_whole),
    }
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        columns[name] = shown[name] if name in shown else _given(frame, name, size)
    return pd.DataFrame(columns, columns=list(COLUMNS), copy=False)


def _reasons(outcome: Outcome, size: int) -> Any:
    labels = outcome.reason_names
    pairs, places = np.unique(
        outcome.reason[:size] * 100_000 + outcome.reason_year[:size], return_inverse=True
    )
    told = []
    for pair in pairs:
        code, year = labels[int(pair) // 100_000], int(pair) % 100_000
        params = {"year": year} if year else {}
        told.append(json.dumps({"code": code, "params": params}))
    return _words(told, places)


def _worsening(outcome: Outcome, figures: Figures) -> Flags:
    change = (outcome.actual - figures.values(outcome.previous)) * outcome.sense
    with np.errstate(invalid="ignore"):
        return np.asarray((outcome.reach >= REACHED) & (change < 0), dtype=bool)


def _words(words: Sequence[str], places: Ints) -> Any:
    """A text column from few words and their positions; -1 is missing."""
    held = pd.array([*words, None], dtype="str")
    return held.take(np.where(places < 0, len(words), places))


def _given(frame: pd.DataFrame, name: str, size: int) -> Any:
    if name not in frame:
        return pd.array([None], dtype="str").take(np.zeros(size, dtype=np.int64))
    if isinstance(frame[name].dtype, pd.StringDtype):
        return frame[name].array[:size]
    return pd.array(texts(frame, name)[:size], dtype="str")


def _units(sheet: Sheet, size: int) -> Any:
    units = _given(sheet.frame, "unit", size)
    growth = sheet.is_kind("growth")[:size]
    if not growth.any():
        return units
    units = units.copy()
    units[growth] = "fraction"
    return units


def _actual(figures: Figures, outcome: Outcome, size: int) -> Any:
    """The exact text of every actual: the figure's own, or what was worked out of several."""
    held = figures.texts(outcome.found[:size])
    derived = outcome.worked_out[:size]
    rows = np.flatnonzero(np.not_equal(derived, np.array(None)))
    held[rows] = pd.array(spellings(derived[rows], outcome.actual[rows]), dtype="str")
    held[np.isnan(outcome.actual[:size])] = None
    return held


def _spelled(values: Objects, rough: Floats) -> Any:
    return pd.array(spellings(values, rough), dtype="str")


def _paths(sheet: Sheet, outcome: Outcome, size: int) -> Any:
    pathed = outcome.den > 0
    flat = pathed & sheet.is_kind("growth")
    to_date = pathed & (outcome.start == 0) & ~flat & ~outcome.from_base
    code = np.where(pathed, 0, -1)
    code = np.where(pathed & outcome.by_rate, 1, code)
    code = np.where(to_date, 2, code)
    return _words(PATHS, np.where(flat, 3, code)[:size])
