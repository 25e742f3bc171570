"""Verdicts on goals, and what is said of those that are behind."""

from dashboard.doors.api.models.answers import Answer, Exact
from dashboard.doors.api.models.register import Goal


class Step(Answer):
    """One step of a verdict's working, in words."""

    label: str
    value: str


class Assessment(Goal):
    """A goal with its verdict on a day, and the steps that led to it."""

    actual: Exact | None
    actual_unit: str | None
    period: str | None
    completion: Exact | None
    progress: Exact | None
    used: Exact | None
    gap_points: Exact | None
    status: str
    status_reason: str
    lamp: str
    schedule: Exact | None
    expected: Exact | None
    required_growth: Exact | None
    required_per_year: Exact | None
    required_per_month: Exact | None
    need: str | None
    remaining: Exact | None
    met_count: int | None
    member_count: int | None
    worst_member: str | None
    rule: str
    quantity: Exact | None
    revision: int | None
    on: str
    explanation: str
    steps: list[Step]


class Remedy(Answer):
    """A goal that is behind, or of which something is said; `id` is the goal's.

    `state` is wanting, open, escalated, answered or done. `asked`: what became of it is to be said
    this month. `note` is what was said with the last `step`. Who wrote it is told to who may see it.
    """

    id: str
    region: str
    goal: str
    lead: str
    status: str
    state: str
    overdue: bool
    asked: bool
    reason: str
    remedy: str
    person: str
    deadline: str
    step: str
    note: str
    asked_of: str
    number: int
    period: str
    author: str
    at: str
