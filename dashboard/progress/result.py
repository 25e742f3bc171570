"""The verdicts as a frame: what pages, exports and the command line read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.progress.attainment import is_kept
from dashboard.progress.columns import text_column, texts
from dashboard.progress.exactness import Flags, Floats, Ints, Objects, spellings
from dashboard.progress.figures import Figures, moment_of
from dashboard.progress.inputs import parts_of_totals, step_inputs
from dashboard.progress.outcome import REACHED, Outcome
from dashboard.progress.requirements import NEEDS, Requirement
from dashboard.progress.running import is_running
from dashboard.progress.sheet import KINDS, Sheet
from dashboard.progress.statuses import STATUS_IDS, STATUSES

PATHS = (
    "straight", "constant growth", "year to date", "flat", "since start", "printed milestone",
)  # fmt: skip
COLUMNS: dict[str, str] = {
    "goal": "goal id",
    "region": "region id",
    "plan": "plan id",
    "subject": "subject id within the region",
    "subject_kind": "region, clusters, each-cluster, cluster or tier",
    "indicator": "indicator id",
    "unit": "yuan, count or fraction: of the goal, and of the actual unless `actual_unit` differs",
    "kind": "flow, stock, growth, share or index; goals in step are judged as growth",
    "status": "id in dashboard.progress.statuses.STATUSES",
    "lamp": "green, yellow, red, grey or none; always the status's own",
    "status_reason": "JSON {code, params}; `reasons.reason_text` says it",
    "actual": "exact decimal text of the figure judged, or null; of goals over members how many meet it",
    "actual_float": "the same as float",
    "actual_unit": "unit of the actual: count for goals over members, fraction for growth",
    "period": "period code of that figure, or null",
    "final": "the full-year figure of the year due",
    "partial": "the figure cannot be set against the goal yet (1-N月, another year's growth)",
    "previous": "same period of last year, float, or null",
    "goal_value": "effective number to be reached, float (a multiple of a base resolved); of a falling "
    "range its upper end",
    "goal_exact": "the same as exact decimal text",
    "goal_far": "the other end of a range, exact decimal text, or null",
    "comparator": "as in the goals table",
    "falling": "less is better",
    "due": "year due, 0 for none",
    "every": "'year' for a goal due again every year, or null",
    "since": "first year of a running count, 0 for none",
    "accumulates": "as in the goals table",
    "completion": "actual / goal, or (v - v0) / (G - v0) where it counts from a base; null for growth "
    "and for limits",
    "completion_from_base": "completion counts from the base",
    "used": "actual / goal where less is better and nothing counts from a base, else null",
    "schedule": "share of the goal, the way or the limit that the path expects by this figure's period",
    "gap_points": "completion - schedule, schedule - used, or growth less goal, in the goal's own "
    "direction, percentage points, unrounded",
    "gap_told": "gap_points in more decimals than one where one would cross a threshold, or null",
    "expected": "the path's value, base unit",
    "path": "one of PATHS, or null",
    "path_start": "value at which the path's stretch in use begins, float",
    "path_end": "value at which it ends, float",
    "milestone": "year of the printed milestone the figure is set against, 0 for none",
    "path_elapsed": "how much of it has passed: months, years or days, as `path_whole`",
    "path_whole": "its whole length",
    "need": "how a requirement is put, one of requirements.NEEDS, null where nothing is asked",
    "required_growth": "growth a year still needed, fraction, below zero where the figure has to fall",
    "required_per_year": "base units a year still needed, where growth would say nothing (shares)",
    "required_per_month": "base units a month still needed, or what a limit leaves a month",
    "remaining": "base units from the number in the goal's own direction, 0 when reached",
    "kept": "to be kept where it is, within the tolerance on both sides",
    "tolerated": "the number is reached only by its tolerance",
    "growth_ratio": "growth a year so far over growth a year needed from the base",
    "growth_years": "years from the base to the figure, or null",
    "quantity_kind": "what the rule looks at, one of rules.QUANTITIES",
    "quantity": "what the rule looks at: gap in percentage points, or a ratio; null where it has none",
    "quantity_told": "the same, points or per cent, in more decimals where one would cross a "
    "threshold, or null",
    "met_count": "members that meet the goal",
    "member_count": "members named",
    "reported_count": "members with a usable figure",
    "worst_member": "the member furthest from the goal, or null",
    "base_year": "year of the base, 0 for none",
    "base_value": "base, float",
    "base_exact": "the same as exact decimal text",
    "base_printed": "the base is printed in the plan, not entered",
    "rule": "id of the lamp rule",
    "band": "number of the rule's threshold that gave the lamp, -1 where no rule decided",
    "revision": "store revision of the figure, 0 for none",
    "worsening": "the goal is reached, but the figure is worse than a year before",
    "tolerance": "what 左右, 接近 and 保持 tolerate, fraction",
    "denominator": "of a coverage share, float, or null",
    "parts": "of a total added up over years: JSON list of [period, exact text, revision], or null",
    "entered_unit": "unit in which its figures are entered: yuan, count or fraction",
    "step_zh": "of a goal in step: name of the other series, or null",
    "step_en": "the same in English",
    "step_subject": "its subject id, or null",
    "step_unit": "its unit, or null",
    "step_now": "its figure of the same period, exact decimal text, or null",
    "step_before": "its figure of the year before, exact decimal text; null for reported growth",
    "step_revision": "store revision of its figure, 0 for none",
    "own_now": "own figure from which growth was computed, exact decimal text, or null",
    "own_before": "own figure of the year before, exact decimal text, or null",
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
    rules: tuple[Sequence[str], Sequence[str], Ints],
    size: int,
) -> pd.DataFrame:
    """The first `size` rows of the sheet as a frame with `COLUMNS`.

    `rules`: the names of the rules, what each looks at, and which of them applies to each row.
    """
    frame = sheet.frame
    step = step_inputs(sheet, figures, outcome, size)
    units = _units(sheet, outcome, size)
    over_members = sheet.is_about("each-cluster", "tier")[:size]

    def known(values: Floats) -> Floats:
        return np.where(np.isfinite(values), values, np.nan)[:size]

    status = np.where(outcome.status < 0, STATUS_IDS.index("cannot-judge"), outcome.status)[:size]
    heir = figures.latest(sheet.heir_series[:size], moment_of(sheet.on))
    shown = {
        "heir_since": np.where(sheet.changed > 0, sheet.changed, np.nan)[:size],
        "heir_actual": figures.values(heir),
        "heir_period": figures.period_codes(heir),
        "goal": _given(frame, "id", size),
        "kind": text_column(KINDS, sheet.kind[:size]),
        "entered_unit": _given(frame, "unit", size),
        "unit": units,
        "status": text_column(STATUS_IDS, status),
        "lamp": text_column([STATUSES[word].lamp for word in STATUS_IDS], status),
        "status_reason": _reasons(outcome, size),
        "actual": _actual(figures, outcome, size),
        "actual_float": known(outcome.actual),
        "period": figures.period_codes(outcome.found[:size]),
        "final": outcome.final[:size],
        "partial": outcome.partial[:size],
        "actual_unit": _with_unit(units, over_members, "count"),
        "previous": known(_previous(outcome, figures)),
        "goal_value": known(sheet.goal_value),
        "goal_exact": _spelled(sheet.goal_exact[:size], sheet.goal_value[:size]),
        "goal_far": _spelled(sheet.high_exact[:size], sheet.high_value[:size]),
        "falling": (outcome.sense < 0)[:size],
        "due": sheet.due[:size],
        "since": sheet.since[:size],
        "completion": known(outcome.completion),
        "completion_from_base": outcome.from_base[:size],
        "used": known(outcome.used),
        "schedule": known(outcome.schedule),
        "gap_points": known(outcome.gap * 100),
        "gap_told": _spelled(outcome.gap_told[:size]),
        "expected": known(outcome.expected),
        "path": _paths(sheet, outcome, size),
        "path_start": known(outcome.start),
        "path_end": known(outcome.end),
        "path_elapsed": outcome.num[:size],
        "path_whole": outcome.den[:size],
        "milestone": outcome.milestone[:size],
        "need": text_column(NEEDS, required.need[:size]),
        "required_growth": required.growth[:size],
        "required_per_year": required.per_year[:size],
        "required_per_month": required.per_month[:size],
        "remaining": required.remaining[:size],
        "kept": is_kept(sheet)[:size],
        "tolerated": outcome.tolerated[:size],
        "growth_ratio": known(outcome.growth_ratio),
        "growth_years": known(outcome.growth_years),
        "quantity_kind": text_column(rules[1], rules[2][:size]),
        "quantity": known(outcome.ruled),
        "quantity_told": _spelled(outcome.ruled_told[:size]),
        "met_count": outcome.met_count[:size],
        "member_count": outcome.member_count[:size],
        "reported_count": outcome.reported_count[:size],
        "worst_member": outcome.worst[:size],
        "base_year": sheet.base_year[:size],
        "base_value": known(sheet.base_value),
        "base_exact": _spelled(sheet.base_exact[:size], sheet.base_value[:size]),
        "base_printed": sheet.base_printed[:size],
        "rule": text_column(rules[0], rules[2][:size]),
        "band": outcome.band[:size],
        "revision": figures.revision(outcome.found[:size]),
        "worsening": _worsening(outcome, figures)[:size],
        "tolerance": sheet.tolerance[:size],
        "denominator": known(outcome.denominator),
        "last_whole": known(outcome.last_whole),
        "parts": _spelled(parts_of_totals(sheet, figures, outcome, size)),
        "step_revision": step.revision,
    }
    shown |= {name: _spelled(values) for name, values in step.spelled.items()}
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        columns[name] = shown[name] if name in shown else _given(frame, name, size)
    return pd.DataFrame(columns, copy=False)


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
    return text_column(told, places)


def _previous(outcome: Outcome, figures: Figures) -> Floats:
    """The figure of a year before; of a coverage entered as two counts, their share then."""
    shares = outcome.previous_share
    entered = figures.values(outcome.previous)
    return np.asarray(np.where(np.isnan(shares), entered, shares), dtype=np.float64)


def _worsening(outcome: Outcome, figures: Figures) -> Flags:
    change = (outcome.actual - _previous(outcome, figures)) * outcome.sense
    with np.errstate(invalid="ignore"):
        return np.asarray((outcome.reach >= REACHED) & (change < 0), dtype=bool)


def _given(frame: pd.DataFrame, name: str, size: int) -> Any:
    if name not in frame:
        return pd.array([None], dtype="str").take(np.zeros(size, dtype=np.int64))
    if isinstance(frame[name].dtype, pd.StringDtype):
        return frame[name].array[:size]
    return pd.array(texts(frame, name)[:size], dtype="str")


def _units(sheet: Sheet, outcome: Outcome, size: int) -> Any:
    units = _given(sheet.frame, "unit", size)
    growth = (sheet.is_kind("growth") & ~outcome.as_entered)[:size]
    return _with_unit(units, growth, "fraction")


def _with_unit(units: Any, mine: Flags, unit: str) -> Any:
    if not mine.any():
        return units
    units = units.copy()
    units[mine] = unit
    return units


def _actual(figures: Figures, outcome: Outcome, size: int) -> Any:
    """The exact text of every actual: the figure's own, or what was worked out of several."""
    known = ~np.isnan(outcome.actual[:size])
    held = figures.texts(np.where(known, outcome.found[:size], -1))
    derived = outcome.worked_out[:size]
    rows = np.flatnonzero(np.not_equal(derived, np.array(None)) & known)
    held[rows] = pd.array(spellings(derived[rows], outcome.actual[rows]), dtype="str")
    return held


def _spelled(values: Objects, rough: Floats | None = None) -> Any:
    """A text column of exact numbers and texts; `rough` has them as floats."""
    rough = np.full(len(values), np.nan) if rough is None else rough
    rows = np.flatnonzero(np.not_equal(values, np.array(None)))
    if len(rows) > len(values) // 2:
        try:
            # Nearly always all of them are texts already.
            return pd.array(pa.array(values, pa.large_string()), dtype="str")
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            return pd.array(spellings(values, rough), dtype="str")
    places = np.full(len(values), -1, dtype=np.int64)
    places[rows] = np.arange(len(rows))
    return text_column(spellings(values[rows], rough[rows]), places)


def _paths(sheet: Sheet, outcome: Outcome, size: int) -> Any:
    pathed = outcome.den > 0
    flat = pathed & sheet.is_kind("growth")
    adding = pathed & sheet.is_kind("flow") & np.isfinite(outcome.months_left)
    code = np.where(pathed, 0, -1)
    code = np.where(pathed & outcome.by_rate, 1, code)
    code = np.where(adding, np.where(is_running(sheet), 4, 2), code)
    code = np.where(pathed & (outcome.milestone > 0), 5, code)
    return text_column(PATHS, np.where(flat, 3, code)[:size])
