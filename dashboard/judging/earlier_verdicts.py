"""A goal's verdict as it was before and with its last figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from dashboard.actuals.observations import moment_text
from dashboard.judging.region_verdicts import Row
from dashboard.judging.seen import figures_before, figures_seen
from dashboard.languages.numbers import CHINA
from dashboard.register.in_force import rule_on

if TYPE_CHECKING:
    from dashboard.judging.standing import Standing
    from dashboard.progress.assess import Assessment


def earlier(standing: Standing, goal: str) -> list[Row]:
    """A goal's verdict as it was before its last figure was written, and with it, oldest first.

    Both are judged on the day of that figure, or of its publication (China's clock), by the lamp
    rule of that day, with what was known until then; empty without figures. Where figures are seen
    as they were published, only the first is given.
    """
    from dashboard.progress.assess import assess_all
    from dashboard.progress.figures import Figures
    from dashboard.progress.table import record

    row = standing.any_row(goal)
    found: Assessment | None = row["verdict"]["assessment"] if row else None
    revisions = _revisions(found) if found is not None else []
    revision = max(revisions, default=0)
    if row is None or not revision:
        return []
    region, facts = row["region"], standing.facts
    regions = facts.regions_read(region)
    seen_now = {one.revision: one for one in figures_seen(standing, regions)}
    mine = seen_now.get(revision)
    day = standing.on if mine is None else min(standing.on, _day_of(mine.at))
    # What it rests on and came in one write came at once: half of it was never seen by anybody.
    together = [
        one for one in revisions if one in seen_now and mine and seen_now[one].at == mine.at
    ]
    first = min(together, default=revision)
    rule = rule_on(standing.catalogue.region(region) or {}, day) or "default"
    goals = [replace(one, lamp_rule=rule) for one in facts.goals(region)]
    states = (first, revision + 1) if standing.sight is None else (first,)
    told = []
    for before in states:
        seen = figures_before(standing, regions, before)
        figures = Figures(((one[:3], one.period, one.value, one.revision) for one in seen), day)
        judged = assess_all(goals, figures, facts.rules)
        told += [record(one) for one in judged if one.goal.id == goal]
    return told


def _revisions(found: Assessment) -> list[int]:
    """The revisions of the figures that a verdict rests on."""
    measured = found.measured
    figures = [*measured.parts, measured.figure, *(figure for _, figure in measured.regions)]
    if measured.companion is not None:
        figures += [measured.companion.now]
    if measured.coverage is not None:
        figures += [measured.coverage.covered, measured.coverage.of]
    return [one.revision for one in figures if one is not None]


def _day_of(at: int) -> date:
    return datetime.fromisoformat(moment_text(at)).astimezone(CHINA).date()
