"""Goals over named members: "each cluster", and "so many clusters at this level" (rules 8, 9, 11).

An each-cluster goal is met only if every cluster meets it; a tier count counts the tier's own
named members that reach its threshold, never all clusters that happen to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.progress.columns import codes, given, lists
from dashboard.progress.exactness import Flags, Floats, Ints, Objects
from dashboard.progress.outcome import NEARLY, NOT_REACHED, REACHED, Outcome
from dashboard.progress.sheet import Sheet


@dataclass(frozen=True)
class MemberRows:
    """The each-cluster goals written out: one row per member, with the goal it belongs to."""

    frame: pd.DataFrame
    parent: Ints


@dataclass(frozen=True)
class Tally:
    """Per goal: members named, reported, meeting, final; the worst one and the newest figure."""

    named: Ints
    reported: Ints
    meeting: Ints
    final: Ints
    failed: Ints
    worst: Objects
    newest: Ints


def write_out(goals: pd.DataFrame) -> MemberRows:
    """One row per member of every each-cluster goal, as a goal of that cluster."""
    wanted = np.flatnonzero(codes(goals, "subject_kind", ("each-cluster",)) == 0)
    named = goals[["members"]] if "members" in goals else goals
    members = lists(named.iloc[wanted], "members") if len(wanted) else []
    counts = np.array([len(names) for names in members], dtype=np.int64)
    parent = np.repeat(wanted, counts)
    frame = goals.iloc[parent]
    frame["subject"] = [str(name) for names in members for name in names]
    frame["subject_kind"] = "cluster"
    return MemberRows(frame.reset_index(drop=True), parent)


def tally(size: int, parent: Ints, names: Objects, part: Outcome, whens: Ints) -> Tally:
    """Count members per goal; the worst reported member is the one with the least completion."""
    reported = part.found >= 0
    usable = reported & ~part.partial
    meeting = usable & (part.reach >= NEARLY)
    judged = np.where(np.isfinite(part.completion), part.completion * part.sense, part.gap)
    worst = np.full(size, None, dtype=object)
    candidates = np.flatnonzero(usable & np.isfinite(judged) & ~meeting)
    # Last written wins: descending, so that the least completion is written last; names break ties.
    order = np.lexsort((names[candidates].astype(str), -judged[candidates]))
    worst[parent[candidates[order]]] = names[candidates[order]]

    newest = np.full(size, -1, dtype=np.int64)
    dated = np.flatnonzero(usable)
    dated = dated[np.argsort(whens[dated], kind="stable")]
    newest[parent[dated]] = part.found[dated]

    def counted(mask: Flags) -> Ints:
        return np.bincount(parent[mask], minlength=size).astype(np.int64)

    return Tally(
        named=counted(np.ones(len(parent), dtype=bool)),
        reported=counted(usable),
        meeting=counted(meeting),
        final=counted(usable & part.final),
        failed=counted(usable & part.final & ~meeting),
        worst=worst,
        newest=newest,
    )


def tier_members(goals: pd.DataFrame) -> tuple[Ints, Ints]:
    """Rows of member goals and the count goal each belongs to: same plan, tier and indicator-free."""
    kinds = codes(goals, "subject_kind", ("tier", "cluster"))
    counts = np.flatnonzero(kinds == 0)
    if not len(counts) or "tier" not in goals:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    main = ~given(goals, "stretch_of")
    member = np.flatnonzero((kinds == 1) & given(goals, "tier") & main)
    keys = [name for name in ("plan", "tier") if name in goals]
    left = goals[keys].iloc[counts].assign(parent=counts)
    right = goals[keys].iloc[member].assign(row=member)
    joined = left.merge(right, on=keys)
    return joined["row"].to_numpy(np.int64), joined["parent"].to_numpy(np.int64)


def settle_each(outcome: Outcome, rows: Ints, counts: Tally) -> None:
    """Give each-cluster goals their numbers and their word."""
    _numbers(outcome, rows, counts, counts.named[rows].astype(np.float64))
    named, reported = counts.named[rows], counts.reported[rows]
    meeting = counts.meeting[rows]
    every = (named > 0) & (meeting == named)
    outcome.final[rows] = (named > 0) & ((counts.final[rows] == named) | (counts.failed[rows] > 0))
    outcome.reach[rows] = np.where(reported == 0, -1, np.where(every, REACHED, NOT_REACHED))
    outcome.decide(rows[named == 0], "cannot-judge", "members-unnamed")
    outcome.decide(rows[reported == 0], "no-data", "members-no-figure")


def settle_counts(sheet: Sheet, outcome: Outcome, rows: Ints, counts: Tally) -> None:
    """Give tier counts their numbers; the count itself is compared like any number."""
    _numbers(outcome, rows, counts, sheet.goal_value[rows])
    named, reported = counts.named[rows], counts.reported[rows]
    # Once too few members are left that could still reach it, the count is missed for certain.
    short = named - counts.failed[rows] < sheet.goal_value[rows]
    outcome.final[rows] = (named > 0) & ((counts.final[rows] == named) | short)
    outcome.decide(rows[named == 0], "cannot-judge", "members-unnamed")
    outcome.decide(rows[reported == 0], "no-data", "members-no-figure")


def word_members(sheet: Sheet, outcome: Outcome, mine: Flags, awaited: Flags) -> None:
    """The ladder for goals over members: no schedule is drawn, only how many are there."""
    rows = sheet.rows
    undated = mine & ~sheet.annual & (sheet.due == 0)
    outcome.decide(
        rows(undated & (outcome.reach >= REACHED)), "no-due-year", "members-no-due-reached"
    )
    outcome.decide(rows(undated), "no-due-year", "members-no-due")
    done = outcome.open(mine & (outcome.reach >= NEARLY))
    over = done & (outcome.reach > REACHED)
    outcome.decide(rows(over), "over-fulfilled", "members-over")
    outcome.decide(rows(done & outcome.final), "met", "members-met")
    outcome.decide(rows(done), "met-early", "members-met-early")
    missed = outcome.open(mine)
    outcome.decide(rows(missed & outcome.final), "overdue", "members-missed")
    outcome.decide(rows(missed & awaited), "no-data", "members-incomplete")
    started = missed & (outcome.met_count > 0)
    silent = missed & (outcome.met_count == outcome.reported_count)
    outcome.decide(rows(started & silent), "in-progress", "members-waiting")
    outcome.decide(rows(started), "in-progress", "members-some")
    tier = sheet.is_about("tier")
    outcome.decide(rows(missed & tier), "in-progress", "members-none")
    outcome.decide(rows(missed), "not-started", "members-none")


def _numbers(outcome: Outcome, rows: Ints, counts: Tally, needed: Floats) -> None:
    outcome.met_count[rows] = counts.meeting[rows]
    outcome.member_count[rows] = counts.named[rows]
    outcome.reported_count[rows] = counts.reported[rows]
    outcome.worst[rows] = counts.worst[rows]
    outcome.found[rows] = counts.newest[rows]
    # Nothing reported is not "none meets it": no number at all, never 0 (rule 13).
    silent = counts.reported[rows] == 0
    outcome.actual[rows] = np.where(silent, np.nan, counts.meeting[rows])
    outcome.worked_out[rows] = [
        None if quiet else str(int(n))
        for n, quiet in zip(counts.meeting[rows], silent, strict=True)
    ]
    with np.errstate(all="ignore"):
        share = counts.meeting[rows] / needed
    outcome.completion[rows] = np.where(np.isfinite(share) & ~silent, share, np.nan)
