"""Goals over named members: "each cluster", and "so many clusters at this level" (rules 8, 9, 11).

An each-cluster goal is met only if every cluster meets it; a tier count counts the tier's own
named members that reach its threshold, never all clusters that happen to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.progress.attainment import shortfalls
from dashboard.progress.columns import codes, given, lists, texts
from dashboard.progress.exactness import Flags, Floats, Ints, Objects
from dashboard.progress.outcome import NEARLY, NOT_REACHED, REACHED, UNKNOWN, Outcome
from dashboard.progress.sheet import Sheet


@dataclass(frozen=True)
class MemberRows:
    """The each-cluster goals written out: one row per member, with the goal it belongs to."""

    frame: pd.DataFrame
    parent: Ints


@dataclass(frozen=True)
class Tally:
    """Per goal: how many members are named, reported, meeting, final, and so on.

    Of `known` members it can be told whether they meet it: their own number is known, too.
    `settled` members meet it by their final figure, `safe` ones cannot lose it any more, `failed`
    ones cannot gain it (`spent` of them passed a limit before the year was over), `begun` have
    anything to show at all.  `worst` is the member furthest off, `newest` the latest figure.
    """

    named: Ints
    reported: Ints
    known: Ints
    meeting: Ints
    final: Ints
    settled: Ints
    safe: Ints
    failed: Ints
    spent: Ints
    begun: Ints
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


def tally(sheet: Sheet, outcome: Outcome, rows: Ints, parent: Ints, size: int) -> Tally:
    """Count members per goal, of `size` goals; `rows` are the members', `parent` their goals'.

    The worst reported member is the one furthest from its number.
    """
    found, reach = outcome.found[rows], outcome.reach[rows]
    reported = found >= 0
    given = reported & ~outcome.partial[rows]
    usable = given & (reach != UNKNOWN)
    meeting = usable & (reach >= NEARLY)
    worst = np.full(size, None, dtype=object)
    distances = shortfalls(sheet, outcome)[rows]
    candidates = np.flatnonzero(usable & np.isfinite(distances) & ~meeting)
    names = texts(sheet.frame[["subject"]].iloc[rows[candidates]], "subject")
    # Last written wins: descending, so that the worst is written last; names break ties.
    order = np.lexsort((names.astype(str), -distances[candidates]))
    worst[parent[candidates[order]]] = names[order]

    newest = np.full(size, -1, dtype=np.int64)
    dated = np.flatnonzero(usable)
    whens = outcome.figures.whens(found[dated])
    dated = dated[np.argsort(whens, kind="stable")]
    newest[parent[dated]] = found[dated]

    def counted(mask: Flags) -> Ints:
        return np.bincount(parent[mask], minlength=size).astype(np.int64)

    final = usable & outcome.final[rows]
    spent = usable & outcome.spent[rows]
    return Tally(
        named=counted(np.ones(len(parent), dtype=bool)),
        reported=counted(given),
        known=counted(usable),
        meeting=counted(meeting),
        final=counted(final),
        settled=counted(meeting & final),
        safe=counted(meeting & outcome.safe[rows]),
        failed=counted((final & ~meeting) | spent),
        spent=counted(spent & ~final),
        begun=counted(usable & ((outcome.actual[rows] != 0) | (outcome.sense[rows] < 0))),
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
    both = np.append(counts, member)
    group = np.zeros(len(both), dtype=np.int64)
    for name in ("plan", "tier"):
        if name in goals:
            places, found = pd.factorize(goals[name].array[both], use_na_sentinel=False)
            group = group * len(found) + places
    of_count, of_member = group[: len(counts)], group[len(counts) :]
    order = np.argsort(of_member, kind="stable")
    first = np.searchsorted(of_member[order], of_count, side="left")
    after = np.searchsorted(of_member[order], of_count, side="right")
    size = after - first
    place = np.repeat(first - (np.cumsum(size) - size), size) + np.arange(size.sum())
    return member[order[place]], np.repeat(counts, size)


def settle_each(outcome: Outcome, rows: Ints, counts: Tally) -> None:
    """Give each-cluster goals their numbers; all members have to meet the goal."""
    _numbers(outcome, rows, counts, counts.named[rows].astype(np.float64))
    named, reported, failed = counts.named[rows], counts.reported[rows], counts.failed[rows]
    every = (named > 0) & (counts.meeting[rows] == named)
    outcome.final[rows] = (named > 0) & ((counts.final[rows] == named) | (failed > 0))
    outcome.safe[rows] = every & (counts.safe[rows] == named)
    # Nothing but limits passed early has failed so far: the time itself is not up.
    outcome.spent[rows] = (failed > 0) & (counts.spent[rows] == failed)
    outcome.reach[rows] = np.where(reported == 0, UNKNOWN, np.where(every, REACHED, NOT_REACHED))
    _refuse_empty(outcome, rows, counts)


def settle_counts(sheet: Sheet, outcome: Outcome, rows: Ints, counts: Tally) -> None:
    """Give tier counts their numbers; the count itself is compared like any number.

    It is decided once enough members meet it by final figures, or too few are left that could.
    """
    wanted = sheet.goal_value[rows]
    _numbers(outcome, rows, counts, wanted)
    named = counts.named[rows]
    enough = counts.settled[rows] >= wanted
    short = named - counts.failed[rows] < wanted
    outcome.final[rows] = (named > 0) & ((counts.final[rows] == named) | short | enough)
    outcome.safe[rows] = counts.safe[rows] >= wanted
    _refuse_empty(outcome, rows, counts)


def _refuse_empty(outcome: Outcome, rows: Ints, counts: Tally) -> None:
    outcome.started[rows] = counts.begun[rows] > 0
    outcome.decide(rows[counts.named[rows] == 0], "cannot-judge", "members-unnamed")
    outcome.decide(rows[counts.reported[rows] == 0], "no-data", "members-no-figure")
    outcome.decide(rows[counts.known[rows] == 0], "cannot-judge", "members-no-number")
    outcome.told[rows] = counts.known[rows] == counts.meeting[rows]


def word_members(sheet: Sheet, outcome: Outcome, mine: Flags, awaited: Flags) -> None:
    """The ladder for goals over members: no schedule is drawn, only how many are there.

    `awaited` marks goals whose final figures should be there by now.
    """
    rows = sheet.rows
    undated = mine & ~sheet.annual & (sheet.due == 0)
    outcome.decide(
        rows(undated & (outcome.reach >= REACHED)), "no-due-year", "members-no-due-reached"
    )
    outcome.decide(rows(undated), "no-due-year", "members-no-due")
    done = outcome.open(mine & (outcome.reach >= NEARLY))
    over = done & (outcome.reach > REACHED) & (outcome.final | outcome.safe)
    outcome.decide(rows(over), "over-fulfilled", "members-over")
    outcome.decide(rows(done & (outcome.final | (outcome.safe & awaited))), "met", "members-met")
    outcome.decide(rows(done & outcome.safe), "met-early", "members-met-early")
    outcome.decide(rows(done & awaited), "no-data", "members-incomplete")
    outcome.decide(rows(done), "on-schedule", "members-so-far")
    missed = outcome.open(mine)
    outcome.decide(rows(missed & outcome.final & outcome.spent), "overdue", "members-passed")
    outcome.decide(rows(missed & outcome.final), "overdue", "members-missed")
    outcome.decide(rows(missed & awaited), "no-data", "members-incomplete")
    met = missed & (outcome.met_count > 0)
    silent = missed & outcome.told
    outcome.decide(rows(met & silent), "in-progress", "members-waiting")
    outcome.decide(rows(met), "in-progress", "members-some")
    begun = missed & (sheet.is_about("tier") | outcome.started)
    outcome.decide(rows(begun), "in-progress", "members-none")
    outcome.decide(rows(missed), "not-started", "members-none")


def _numbers(outcome: Outcome, rows: Ints, counts: Tally, needed: Floats) -> None:
    outcome.met_count[rows] = counts.meeting[rows]
    outcome.member_count[rows] = counts.named[rows]
    outcome.reported_count[rows] = counts.reported[rows]
    outcome.worst[rows] = counts.worst[rows]
    outcome.found[rows] = counts.newest[rows]
    # Nothing reported is not "none meets it": no number at all, never 0 (rule 13).
    silent = counts.known[rows] == 0
    outcome.actual[rows] = np.where(silent, np.nan, counts.meeting[rows])
    outcome.worked_out[rows] = [
        None if quiet else str(int(n))
        for n, quiet in zip(counts.meeting[rows], silent, strict=True)
    ]
    with np.errstate(all="ignore"):
        share = counts.meeting[rows] / needed
    outcome.completion[rows] = np.where(np.isfinite(share) & ~silent, share, np.nan)
