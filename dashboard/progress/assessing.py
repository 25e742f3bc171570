"""The one door of the engine: goals and figures in, one verdict per goal out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.progress import annual, growth, level, running, stock
from dashboard.progress.attainment import reach, sense_of
from dashboard.progress.bases import find_bases, resolve_measures
from dashboard.progress.certainty import mark_certain
from dashboard.progress.columns import codes
from dashboard.progress.dates import awaited, judged_year
from dashboard.progress.exactness import Ints
from dashboard.progress.figures import Figures, arrange, moment
from dashboard.progress.in_step import is_in_step, set_goals
from dashboard.progress.members import (
    settle_counts,
    settle_each,
    tally,
    tier_members,
    word_members,
    write_out,
)
from dashboard.progress.outcome import Outcome, blank
from dashboard.progress.pace import expect
from dashboard.progress.requirements import compare_growth, require
from dashboard.progress.result import frame_of
from dashboard.progress.rules import LampRule, rules_of
from dashboard.progress.series import KEYS, asked_series, numbered, with_heirs, with_steps
from dashboard.progress.sheet import KINDS, LEVEL_KINDS, Sheet, sheet_of, turn_falling_ranges
from dashboard.progress.telling import tell
from dashboard.progress.verdicts import await_start, colour, forget, pair_floors, refuse, settle
from dashboard.register.names import ABOUT_TOLERANCE

TOLERANCE = float(ABOUT_TOLERANCE)
"""左右: how far short of the number still counts as basically done, where a goal carries nothing."""


def assess(
    goals: pd.DataFrame,
    observations: pd.DataFrame,
    on: date,
    rules: Mapping[str, Mapping[str, Any] | str] | None = None,
    *,
    indicators: pd.DataFrame | None = None,
    tolerance: float = TOLERANCE,
    rule: str | None = None,
) -> pd.DataFrame:
    """Judge every goal at the date `on`, with the figures as they are given.

    `goals`: the register's goals table (id, region, plan, subject, subject_kind, indicator, unit,
    kind, direction, comparator, value, value_float, measure, base_year, base_value, base_printed,
    path, stretch_of, due, every, since, in_force, accumulates, lamp_rule, about_tolerance, members,
    tier, ...);
    absent columns count as empty.  `observations`: the store's current figures (region, subject,
    indicator, period, year, month, period_kind, value, value_float, revision); only periods that
    have ended by `on` count.  `rules`: lamp rules by id, as in the register; `rule` applies one of
    them to all goals instead of each region's own.  `tolerance` stands where `about_tolerance` says
    nothing.  `indicators`: the indicators table (id, unit, covered, of, continued_by,
    continued_since, name_zh, name_en), needed only where a coverage is entered as two counts, an
    indicator changed its basis, or another series is named.

    Returns one row per goal in the order of `goals`; see `dashboard.progress.result.COLUMNS`.
    Whatever the input, the answer is a status with a reason, never an exception for a figure.
    """
    goals = with_steps(with_heirs(goals.reset_index(drop=True), indicators), indicators)
    written = write_out(goals)
    every = pd.concat([goals, written.frame], ignore_index=True) if len(written.parent) else goals
    index, series = numbered(asked_series(every, indicators))
    figures = arrange(_keyed(observations), index, on)
    sheet = sheet_of(every, series, on, tolerance)
    outcome, year = _measured(sheet, figures)
    known = rules_of(rules)
    names, chosen = _chosen_rules(every, known, rule)
    size = len(goals)
    _members(sheet, outcome, written.parent, size)
    over_members = sheet.is_about("each-cluster", "tier")
    word_members(sheet, outcome, outcome.open(over_members), awaited(sheet, year))
    settle(sheet, figures, outcome, year)
    pair_floors(sheet, outcome)
    required = require(sheet, outcome)
    for number in np.unique(chosen):
        colour(sheet, figures, outcome, known[names[number]], chosen == number)
        tell(outcome, known[names[number]], chosen == number)
    looked_at = [known[name].quantity for name in names]
    applied = (names, looked_at, chosen)
    return frame_of(sheet, figures, outcome, required, rules=applied, size=size)


def _measured(sheet: Sheet, figures: Figures) -> tuple[Outcome, Ints]:
    outcome = blank(sheet.size, figures)
    outcome.sense = sense_of(sheet)
    levels = ~sheet.is_kind("growth")
    step = is_in_step(sheet)
    sheet.kind[step] = KINDS.index("growth")
    find_bases(sheet, figures)
    resolve_measures(sheet, figures)
    turn_falling_ranges(sheet)
    refuse(sheet, outcome)
    rows = sheet.rows
    own = ~sheet.is_about("each-cluster", "tier")
    year = np.zeros(sheet.size, dtype=np.int64)
    year[sheet.annual] = judged_year(sheet, figures, rows(sheet.annual))
    judged = np.where(sheet.annual, year, sheet.due)
    await_start(sheet, outcome, judged)
    flow = own & sheet.is_kind("flow")
    ongoing = flow & running.is_running(sheet)
    yearly = flow & ~ongoing & sheet.annual
    once = rows(flow & ~ongoing & ~sheet.annual & (sheet.due > 0))
    due = sheet.due[once]
    yearly[once] = figures.years(figures.latest(sheet.series[once], moment(due))) == due
    annual.measure(sheet, figures, outcome, rows(yearly), judged[yearly])
    running.measure(sheet, figures, outcome, rows(ongoing))
    level.measure(sheet, figures, outcome, rows(flow & ~ongoing & ~yearly))
    stock.measure(sheet, figures, outcome, rows(own & sheet.is_kind(*LEVEL_KINDS)))
    growth.measure(sheet, figures, outcome, rows(own & sheet.is_kind("growth")))
    set_goals(sheet, figures, outcome, rows(own & step), levels)
    expect(outcome)
    compare_growth(sheet, outcome)
    forget(outcome, rows(outcome.because("not-begun")))
    reach(sheet, outcome, np.ones(sheet.size, dtype=bool))
    mark_certain(sheet, outcome)
    return outcome, judged


def _members(sheet: Sheet, outcome: Outcome, parent: Ints, size: int) -> None:
    each = np.flatnonzero(sheet.is_about("each-cluster")[:size])
    counts = np.flatnonzero(sheet.is_about("tier")[:size])
    if not len(each) and not len(counts):
        return
    if len(counts):
        part, counted = tier_members(sheet.frame.iloc[:size])
        settle_counts(sheet, outcome, counts, tally(sheet, outcome, part, counted, size))
        mine = np.zeros(sheet.size, dtype=bool)
        mine[counts] = True
        reach(sheet, outcome, mine)
    if len(each):
        settle_each(outcome, each, tally(sheet, outcome, np.arange(size, sheet.size), parent, size))


def _chosen_rules(
    goals: pd.DataFrame, known: Mapping[str, LampRule], rule: str | None
) -> tuple[list[str], Ints]:
    """Names of the rules and, per goal, which of them applies; an unknown one is the default."""
    names = list(known)
    default = names.index("default")
    if rule is not None:
        place = names.index(rule) if rule in known else default
        return names, np.full(len(goals), place, dtype=np.int64)
    chosen = codes(goals, "lamp_rule", names, "default")
    return names, np.where(chosen < 0, default, chosen)


def _keyed(observations: pd.DataFrame) -> pd.DataFrame:
    lacking = [n for n in (*KEYS, "period", "year", "period_kind") if n not in observations]
    return observations.iloc[:0].assign(**dict.fromkeys(lacking, "")) if lacking else observations
