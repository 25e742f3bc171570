"""Verdicts as rows: what pages sort and draw by, and what programs read.

A row repeats an assessment's numbers under plain names, exact texts beside floats for drawing and
sorting; `assessment` is the assessment itself, from which everything that is told is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dashboard.languages import in_columns
from dashboard.progress.assess import Assessment, assess_all
from dashboard.progress.figures import Figures, rows_of
from dashboard.progress.goal import TOLERANCE, goal_of
from dashboard.progress.lamp_rules import GAP_POINTS, rules_of
from dashboard.progress.numbers import decimal_text, exact, float_of

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

COLUMNS: dict[str, str] = {
    "goal": "goal id",
    "region": "region id",
    "plan": "plan id",
    "subject": "subject id within the region",
    "subject_kind": "region, clusters, each-cluster, cluster, tier or group",
    "indicator": "indicator id",
    "unit": "unit id of the goal, and of the actual unless `actual_unit` differs",
    "kind": "flow, stock, growth, share or index; goals in step are judged as growth",
    "status": "id in dashboard.progress.status.STATUSES",
    "lamp": "green, yellow, red, grey or none; always the status's own",
    "status_reason": "JSON {code, params}; `dashboard.wording` says it",
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
    "expected": "the path's value, base unit",
    "path": "one of path.PATHS, or null",
    "milestone": "year of the printed milestone the figure is set against, 0 for none",
    "path_elapsed": "how much of it has passed: months, years or days, as `path_whole`",
    "path_whole": "its whole length",
    "need": "how a requirement is put, one of required.NEEDS, null where nothing is asked",
    "required_growth": "growth a year still needed, fraction, below zero where the figure has to fall",
    "required_per_year": "base units a year still needed, where growth would say nothing (shares)",
    "required_per_month": "base units a month still needed, or what a limit leaves a month",
    "remaining": "base units from the number in the goal's own direction, 0 when reached",
    "kept": "to be kept where it is, within the tolerance on both sides",
    "tolerated": "the number is reached only by its tolerance",
    "growth_ratio": "growth a year so far over growth a year needed from the base",
    "growth_years": "years from the base to the figure, or null",
    "quantity_kind": "what the rule looks at, one of lamp_rules.QUANTITIES",
    "quantity": "what the rule looks at: gap in percentage points, or a ratio; null where it has none",
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
    "entered_unit": "unit in which its figures are entered",
    "heir_since": "first year of another basis, or null: the indicator changed its basis then",
    **dict.fromkeys(
        in_columns("successor_*"),
        "name of the plan that superseded the goal's, in the language, or null",
    ),
    "issued": "day the goal's document was issued, where it was not in force, or null",
    "assessment": "the assessment, a `dashboard.progress.assess.Assessment`",
}


_NUMBERS = (
    "actual_float", "previous", "goal_value", "completion", "used", "schedule", "gap_points",
    "expected", "required_growth", "required_per_year", "required_per_month", "remaining",
    "growth_ratio", "growth_years", "quantity", "met_count", "member_count", "reported_count",
    "base_value", "denominator", "heir_since",
)  # fmt: skip
"""Columns that are floats in a frame, NaN where there is nothing."""


def record(found: Assessment) -> Row:
    """One assessment as a row with `COLUMNS`, None for what is missing."""
    goal, measured, asked = found.goal, found.measured, found.requirement
    tally, figure, expected = measured.tally, measured.figure, measured.expected
    own = goal.row
    unit = unit_of(found)
    number = measured.target.value if not goal.over_members else goal.value
    far = measured.target.far if not goal.over_members else goal.far
    return {
        "goal": goal.id,
        "region": goal.region,
        "plan": goal.plan,
        "subject": goal.subject,
        "subject_kind": goal.subject_kind,
        "indicator": goal.indicator,
        "unit": unit,
        "kind": goal.judged_as,
        "status": found.status,
        "lamp": found.lamp,
        "status_reason": reason_text_of(found),
        "actual": actual_text(found),
        "actual_float": drawn(found.actual),
        "actual_unit": "count" if goal.over_members else unit,
        "period": figure.period if figure else None,
        "final": measured.final,
        "partial": measured.partial,
        "previous": drawn(measured.previous),
        "goal_value": drawn(number),
        "goal_exact": decimal_text(number),
        "goal_far": decimal_text(far),
        "comparator": goal.comparator,
        "falling": goal.sense < 0,
        "due": goal.due,
        "every": "year" if goal.annual else None,
        "since": goal.since,
        "accumulates": own.get("accumulates"),
        "completion": drawn(measured.completion),
        "completion_from_base": measured.from_base,
        "used": drawn(measured.used),
        "schedule": drawn(found.schedule),
        "gap_points": drawn(found.gap, 100),
        "expected": drawn(expected.value) if expected else None,
        "path": expected.name if expected else None,
        "milestone": expected.milestone if expected else 0,
        "path_elapsed": expected.elapsed if expected else 0,
        "path_whole": expected.whole if expected else 0,
        "need": asked.need,
        "required_growth": drawn(asked.growth),
        "required_per_year": drawn(asked.per_year),
        "required_per_month": drawn(asked.per_month),
        "remaining": drawn(asked.remaining),
        "kept": goal.kept_level,
        "tolerated": measured.tolerated,
        "growth_ratio": drawn(_ratio(found)),
        "growth_years": drawn(found.growth_years),
        "quantity_kind": found.rule.quantity,
        "quantity": drawn(found.quantity, 100 if found.rule.quantity == GAP_POINTS else 1),
        "met_count": tally.meeting if tally else None,
        "member_count": tally.named if tally else None,
        "reported_count": tally.reported if tally else None,
        "worst_member": tally.worst if tally else None,
        "base_year": goal.base_year,
        "base_value": drawn(found.base),
        "base_exact": decimal_text(found.base),
        "base_printed": goal.base_printed,
        "rule": found.rule.id,
        "band": found.band,
        "revision": figure.revision if figure else 0,
        "worsening": found.worsening,
        "tolerance": float(goal.tolerance),
        "denominator": float_of(measured.coverage.of.value) if measured.coverage else None,
        "entered_unit": goal.unit,
        "heir_since": goal.changed or None,
        **{name: _text(own.get(name)) for name in in_columns("successor_*")},
        "issued": _text(own.get("issued")),
        "assessment": found,
    }  # fmt: skip


def reason_text_of(found: Assessment) -> str:
    """The reason's code and the year it names, as JSON."""
    params = {"year": found.reason_year} if found.reason_year else {}
    return json.dumps({"code": found.reason, "params": params})


def assess_table(
    goals: pd.DataFrame,
    observations: pd.DataFrame,
    on: date,
    rules: Mapping[str, Mapping[str, Any] | str] | None = None,
    *,
    indicators: pd.DataFrame | None = None,
    tolerance: Fraction = TOLERANCE,
    rule: str | None = None,
) -> pd.DataFrame:
    """Judge a table of goals by a table of figures on a day: one row a goal, `COLUMNS`.

    `goals`: rows of the register's goals table; absent columns count as empty. `observations`:
    region, subject, indicator, period, value (exact text), revision, withdrawn; only periods that
    have ended by `on` count. `rules`: lamp rules by id, as in the register; `rule` applies one of
    them to all. `indicators`: the indicators table, needed where a coverage is entered as two
    counts, an indicator changed its basis, or another series is named.
    """
    import pandas as pd

    known = {row["id"]: row for row in _records(indicators)} if indicators is not None else {}
    read = [goal_of(row, known, tolerance) for row in _records(goals)]
    judged = assess_all(read, Figures(rows_of(_records(observations)), on), rules_of(rules), rule)
    frame = pd.DataFrame([record(one) for one in judged], columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(_NUMBERS, "float64"))


def _records(frame: pd.DataFrame) -> list[Row]:
    rows: list[Row] = [
        {str(name): value for name, value in row.items()} for row in frame.to_dict("records")
    ]
    return rows


def unit_of(found: Assessment) -> str:
    """The unit of a goal's number: growth is a fraction whatever its figures are in."""
    growth = found.goal.judged_as == "growth" and not found.measured.as_entered
    return "fraction" if growth else found.goal.unit


def actual_text(found: Assessment) -> str | None:
    """The figure judged as it was entered, or what was worked out of several in exact digits."""
    measured = found.measured
    if measured.parts or measured.figure is None or _worked_out(found):
        return decimal_text(found.actual)
    return measured.figure.text


def _worked_out(found: Assessment) -> bool:
    measured = found.measured
    if measured.coverage is not None or found.actual is None or measured.figure is None:
        return True
    return exact(measured.figure.text) != found.actual


def _ratio(found: Assessment) -> Fraction | None:
    rates = found.growth_rates
    return rates[0] / rates[1] if rates else None


def drawn(value: Fraction | None, times: int = 1) -> float | None:
    """A number so many times as a float for drawing and sorting, None where there is none."""
    if value is None:
        return None
    try:
        # As `float_of(value * times)`, without reducing a fraction that nobody reads.
        return value.numerator * times / value.denominator
    except OverflowError:
        return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
