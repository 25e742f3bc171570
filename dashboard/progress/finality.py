"""Which results no figure to come can undo, and which can still go either way."""

from __future__ import annotations

from dashboard.progress.goal import Goal
from dashboard.progress.measures.measured import Measured
from dashboard.progress.target import MET, NOT_REACHED


def finality(goal: Goal, measured: Measured, reach: str | None) -> tuple[bool, bool]:
    """Whether the number is reached for good (safe), and whether a limit is passed for good (spent).

    A final figure decides. Before it, growth, a level to be kept, an exact number, a limit and
    whatever the year's end decides can still be undone; a total that grows with every month cannot,
    so a number it has reached stands, and a limit it has passed stays passed.
    """
    # What has been counted within the year, or since the start, stays counted.
    adding_up = goal.judged_as == "flow" and measured.months_left is not None
    spent = adding_up and goal.sense < 0 and reach == NOT_REACHED
    safe = reach in MET and (measured.final or not _undoable(goal, adding_up))
    return safe, spent


def _undoable(goal: Goal, adding_up: bool) -> bool:
    limit = goal.comparator in ("<=", "<") and goal.direction != "down"
    kept = goal.comparator in ("maintain", "=") or goal.direction == "keep" or goal.to_be_kept
    year_end = goal.annual and goal.judged_as not in ("flow", "growth")
    running_out = adding_up and goal.sense < 0
    return goal.judged_as == "growth" or limit or kept or running_out or year_end
