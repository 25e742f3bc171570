"""From numbers to words: the ladder that gives every goal exactly one status and one reason.

The order matters: what cannot be judged comes first, then what is not asked yet, then the result,
and only what is still open goes to the lamp rule.
"""

from __future__ import annotations

import numpy as np

from dashboard.progress.annual import is_small
from dashboard.progress.columns import codes, flags, given, texts
from dashboard.progress.dates import awaited
from dashboard.progress.exactness import Flags, Ints
from dashboard.progress.figures import Figures, moment_of
from dashboard.progress.in_step import is_in_step
from dashboard.progress.lamps import light
from dashboard.progress.late import only_later, reached_later
from dashboard.progress.outcome import NEARLY, NOT_REACHED, OVER, REACHED, Outcome
from dashboard.progress.rules import ATTAINMENT, GROWTH_RATIO, LampRule
from dashboard.progress.sheet import LEVEL_KINDS, Sheet
from dashboard.progress.statuses import CODE, status_of_lamp

_KINDS = ("flow", "growth", *LEVEL_KINDS)


def refuse(sheet: Sheet, outcome: Outcome) -> None:
    """Settle goals that are out of force or cannot be judged whatever the figures say."""
    rows = sheet.rows
    _out_of_force(sheet, outcome)
    outcome.decide(rows(sheet.due_stated & (sheet.due == 0)), "cannot-judge", "year-out-of-range")
    outcome.decide(rows(~sheet.is_kind(*_KINDS)), "cannot-judge", "kind-unknown")
    by_base = (sheet.measure >= 1) & (sheet.measure <= 3)
    # What each cluster is to reach is known cluster by cluster, from its own base.
    lost = by_base & np.isnan(sheet.goal_value) & ~sheet.is_about("each-cluster")
    without = lost & (sheet.base_year > 0) & (sheet.base_value <= 0)
    outcome.decide(
        rows(without), "cannot-judge", "goal-base-not-positive", sheet.base_year[without]
    )
    outcome.decide(
        rows(lost & (sheet.base_year > 0)),
        "cannot-judge",
        "goal-needs-base",
        sheet.base_year[lost & (sheet.base_year > 0)],
    )
    outcome.decide(rows(lost), "cannot-judge", "goal-needs-base-year")
    nameless = np.isnan(sheet.goal_value) & ~(by_base & sheet.is_about("each-cluster"))
    outcome.decide(rows(~is_in_step(sheet) & nameless), "cannot-judge", "goal-no-number")
    outcome.decide(rows(sheet.comparator < 0), "cannot-judge", "comparator-unknown")


def _out_of_force(sheet: Sheet, outcome: Outcome) -> None:
    out = ~flags(sheet.frame, "in_force", True)
    status = texts(sheet.frame, "plan_status")
    outcome.decide(sheet.rows(out & (status == "not issued")), "not-applicable", "not-issued")
    outcome.decide(sheet.rows(out & (status == "draft")), "not-applicable", "draft")
    replaced = out & given(sheet.frame, "successor_zh")
    outcome.decide(sheet.rows(replaced), "not-applicable", "superseded-by")
    outcome.decide(sheet.rows(out), "not-applicable", "superseded")


def await_start(sheet: Sheet, outcome: Outcome, year: Ints) -> None:
    """Settle goals that begin later, whatever figures of earlier years exist.

    `year` is the one judged; a goal that is not yearly has begun once its first year has.
    """
    now = np.where(sheet.annual, year, sheet.on.year)
    early = (sheet.since > 0) & (now < sheet.since)
    outcome.decide(sheet.rows(early), "not-due", "not-begun", sheet.since[early])


def forget(outcome: Outcome, rows: Ints) -> None:
    """Leave figures from before a goal began as figures: nothing of it can be done or expected."""
    outcome.den[rows] = 0
    for name in ("completion", "used", "schedule", "expected", "gap", "growth_ratio"):
        getattr(outcome, name)[rows] = np.nan


def settle(sheet: Sheet, figures: Figures, outcome: Outcome, year: Ints) -> None:
    """Settle every row whose result does not depend on a lamp rule; `year` is the one judged."""
    rows = sheet.rows
    _changed_basis(sheet, figures, outcome, year)
    _without_figure(sheet, figures, outcome, year)
    undated = ~sheet.annual & (sheet.due == 0)
    done = outcome.reach >= NEARLY
    outcome.decide(rows(undated & done & ~outcome.partial), "no-due-year", "no-due-reached")
    outcome.decide(rows(undated), "no-due-year", "no-due")
    _early_figures(sheet, outcome)
    small = is_small(sheet) & (outcome.sense > 0) & np.isfinite(outcome.months_left)
    outcome.decide(rows(small & (outcome.reach == REACHED)), "done", "small-done")
    after = reached_later(sheet, figures, outcome)
    late = outcome.open(after > 0)
    outcome.decide(rows(late), "overdue", "missed-reached-later", after[late])
    _results(sheet, outcome, year)
    _small_counts(sheet, outcome)


def _without_figure(sheet: Sheet, figures: Figures, outcome: Outcome, year: Ints) -> None:
    rows = sheet.rows
    absent = outcome.open((outcome.found < 0) & np.isnan(outcome.actual))
    if not absent.any():
        return
    asked_for = np.where(sheet.annual | (sheet.due > 0), year, sheet.on.year)
    alone = absent & figures.stands_alone(sheet.series, np.minimum(asked_for, sheet.on.year))
    outcome.decide(rows(alone), "no-data", "only-single-quarters")
    missing = absent & sheet.annual & (year > 0)
    outcome.decide(rows(missing), "no-data", "no-figure-this-year", year[missing])
    later = absent & only_later(sheet, figures, outcome)
    outcome.decide(rows(later), "no-data", "only-later", sheet.due[later])
    before = absent & (sheet.since > 0) & (figures.latest(sheet.series, moment_of(sheet.on)) >= 0)
    outcome.decide(rows(before), "no-data", "no-figure-since", sheet.since[before])
    outcome.decide(rows(absent), "no-data", "no-figure")


def _changed_basis(sheet: Sheet, figures: Figures, outcome: Outcome, year: Ints) -> None:
    """Figures of another basis never answer a goal: it cannot be judged once the old ones end."""
    now = sheet.on.year
    judged = np.where(sheet.annual & (year > 0), year, np.where(sheet.due > 0, sheet.due, now))
    ended = (sheet.changed > 0) & (sheet.changed <= np.minimum(judged, now))
    ended &= (figures.years(outcome.found) < sheet.changed) & (outcome.reach < REACHED)
    outcome.decide(sheet.rows(ended), "cannot-judge", "basis-changed", sheet.changed[ended])


def _early_figures(sheet: Sheet, outcome: Outcome) -> None:
    growth = sheet.is_kind("growth")
    waiting = outcome.open(outcome.partial)
    past = awaited(sheet, sheet.due) & ~sheet.annual
    late = waiting & past
    outcome.decide(sheet.rows(late), "no-data", "due-figure-missing", sheet.due[late])
    outcome.decide(
        sheet.rows(waiting & growth), "not-due", "growth-later", sheet.due[waiting & growth]
    )
    outcome.decide(sheet.rows(waiting), "not-due", "no-full-year")


def _results(sheet: Sheet, outcome: Outcome, year: Ints) -> None:
    rows = sheet.rows
    final, reach, safe = outcome.final, outcome.reach, outcome.safe
    flow, growth = sheet.is_kind("flow"), sheet.is_kind("growth")
    outcome.decide(rows(outcome.open(safe & (reach == OVER))), "over-fulfilled", "over")
    done = outcome.open(reach == REACHED)
    outcome.decide(rows(done & final), "met", "reached")
    in_year = safe & flow & np.isfinite(outcome.months_left) & (sheet.since == 0)
    outcome.decide(rows(done & in_year), "met-early", "reached-early-year")
    outcome.decide(rows(done & safe), "met-early", "reached-early")
    outcome.decide(rows(outcome.open(safe & (reach == NEARLY))), "nearly-met", "nearly")
    missed = outcome.open(reach == NOT_REACHED)
    outcome.decide(rows(missed & final), "overdue", "missed")
    outcome.decide(rows(missed & outcome.spent), "overdue", "cap-passed")
    stale = outcome.open(awaited(sheet, year))
    outcome.decide(rows(stale), "no-data", "due-figure-missing", year[stale])
    # A limit that runs against a schedule is left to the lamp rule, which sees more than "so far".
    running = flow & np.isfinite(outcome.months_left) & (outcome.den > 0)
    pathed = growth | (running & (outcome.sense < 0))
    kept = outcome.open((reach >= REACHED) & ~pathed)
    outcome.decide(rows(kept & (reach == OVER)), "on-schedule", "over-so-far")
    outcome.decide(rows(kept), "on-schedule", "kept-so-far")
    year_end = outcome.open(sheet.annual & ~flow & ~growth & (reach >= NOT_REACHED))
    outcome.decide(rows(year_end), "not-due", "year-end-decides")


def _small_counts(sheet: Sheet, outcome: Outcome) -> None:
    small = is_small(sheet) & (outcome.sense > 0)
    waiting = outcome.open(small & (outcome.found >= 0) & (outcome.den == 0))
    waiting &= np.isfinite(outcome.months_left)
    started = outcome.actual > 0
    outcome.decide(sheet.rows(waiting & started), "in-progress", "small-started")
    outcome.decide(sheet.rows(waiting & ~started), "not-started", "small-not-started")


def colour(sheet: Sheet, figures: Figures, outcome: Outcome, rule: LampRule, mine: Flags) -> None:
    """Give the rows of one lamp rule that are still open their colour, or say why there is none."""
    open_rows = outcome.open(mine)
    if not open_rows.any():
        return
    lamps, bands = light(outcome, rule)
    outcome.band[open_rows] = bands[open_rows]
    growth = sheet.is_kind("growth")
    for lamp in ("green", "yellow", "red", "undefined"):
        hit = open_rows & (lamps == lamp)
        word = status_of_lamp(lamp)
        if lamp == "undefined":
            outcome.decide(sheet.rows(hit), word, "rule-undefined")
        outcome.decide(sheet.rows(hit & growth), word, "schedule-growth")
        outcome.decide(sheet.rows(hit & is_small(sheet)), word, "schedule-small")
        outcome.decide(sheet.rows(hit), word, "schedule")
    _without_quantity(sheet, outcome, rule, outcome.open(mine & (outcome.den > 0)))
    _without_path(sheet, figures, outcome, outcome.open(mine))


def _without_quantity(sheet: Sheet, outcome: Outcome, rule: LampRule, mine: Flags) -> None:
    """Say why a goal with a path has not the number this rule looks at."""
    rows = sheet.rows
    growth = mine & sheet.is_kind("growth")
    if rule.quantity == ATTAINMENT:
        outcome.decide(rows(growth), "cannot-judge", "no-ratio-of-growth")
        limit = mine & (outcome.sense < 0) & np.isnan(outcome.completion)
        outcome.decide(rows(limit), "cannot-judge", "no-ratio-of-limit")
        outcome.decide(rows(mine & (outcome.schedule <= 0)), "cannot-judge", "no-ratio-yet")
    if rule.quantity == GROWTH_RATIO:
        outcome.decide(rows(growth), "cannot-judge", "no-growth-ratio-of-growth")
        in_year = mine & np.isnan(outcome.years_left)
        outcome.decide(rows(in_year), "cannot-judge", "no-growth-ratio-in-year")
        first = mine & (outcome.growth_years < 1)
        outcome.decide(rows(first), "cannot-judge", "no-growth-ratio-first-year")
        outcome.decide(rows(mine), "cannot-judge", "no-growth-ratio")
    outcome.decide(rows(mine), "cannot-judge", "rule-has-no-quantity")


def _without_path(sheet: Sheet, figures: Figures, outcome: Outcome, mine: Flags) -> None:
    rows, base, year = sheet.rows, sheet.base_value, sheet.base_year
    adding = mine & sheet.is_kind("flow") & np.isfinite(outcome.months_left)
    running = mine & sheet.is_kind("flow") & (sheet.since == 0) & sheet.from_start
    outcome.decide(rows(running), "not-due", "no-start")
    outcome.decide(rows(mine & (sheet.goal_value == 0)), "not-due", "goal-zero")
    outcome.decide(rows(adding & (sheet.goal_value < 0)), "not-due", "goal-negative")
    outcome.decide(rows(mine & (year == 0)), "not-due", "no-base-year")
    lacking = mine & np.isnan(base)
    outcome.decide(rows(lacking), "not-due", "no-base", year[lacking])
    early = mine & (figures.years(outcome.found) < year)
    outcome.decide(rows(early), "not-due", "before-base", year[early])
    only = mine & (figures.years(outcome.found) == year)
    outcome.decide(rows(only), "not-due", "only-base", year[only])
    wrong = mine & sheet.power_path & ~((base > 0) & (sheet.goal_value > 0))
    outcome.decide(rows(wrong), "not-due", "base-not-positive", year[wrong])
    equal = mine & (base == sheet.goal_value)
    outcome.decide(rows(equal), "not-due", "base-equals-goal", year[equal])
    past = mine & ((sheet.goal_value - base) * outcome.sense < 0)
    outcome.decide(rows(past), "not-due", "base-past-goal", year[past])
    outcome.decide(rows(mine), "not-due", "no-path")


def pair_floors(sheet: Sheet, outcome: Outcome) -> None:
    """Give a floor and its stretch one common word: below floor, floor met, stretch met (rule 5)."""
    if "stretch_of" not in sheet.frame or "id" not in sheet.frame:
        return
    stretch = np.flatnonzero(given(sheet.frame, "stretch_of"))
    if not len(stretch):
        return
    named = texts(sheet.frame[["stretch_of"]].iloc[stretch], "stretch_of", "").tolist()
    place = codes(sheet.frame, "id", named)
    held = np.full(len(named), -1, dtype=np.int64)
    held[place[place >= 0]] = np.flatnonzero(place >= 0)
    floor = held[[named.index(name) for name in named]]
    floor, stretch = floor[floor >= 0], stretch[floor >= 0]
    # Before the last figure either can still go both ways, so the lamp rule looks at each.
    ready = (outcome.found[floor] >= 0) & ~outcome.partial[floor] & outcome.final[floor]
    ready &= _judged(outcome, floor) & _judged(outcome, stretch)
    _pair(outcome, floor[ready], stretch[ready])


def _pair(outcome: Outcome, floor: Ints, stretch: Ints) -> None:
    top, bottom = outcome.reach[stretch] >= REACHED, outcome.reach[floor] >= REACHED
    for mask, reason, of_floor, of_stretch in (
        (~top & ~bottom, "below-floor", "below-floor", "below-floor"),
        # The stretch itself was not reached, and one floor must not be counted green twice.
        (~top & bottom, "floor", "floor-met", "stretch-missed"),
        # Last, so that of two stretches of one floor the one that was met gives it its word.
        (top, "stretch", "stretch-met", "stretch-met"),
    ):
        for rows, word in ((floor[mask], of_floor), (stretch[mask], of_stretch)):
            outcome.status[rows] = -1
            outcome.decide(rows, word, reason)


def _judged(outcome: Outcome, rows: Ints) -> Flags:
    fine = [CODE[w] for w in ("met", "met-early", "over-fulfilled", "overdue", "nearly-met")]
    return np.isin(outcome.status[rows], [-1, *fine])
