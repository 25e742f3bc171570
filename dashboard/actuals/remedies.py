"""Reasons and remedies (原因和措施): why a goal is behind, what is done, by whom, by when, what became.

    turn = Turn("binzhou", goal, "li", seen=0, status="behind", period="2026-M09", on=today)
    store.remedies.plan(turn, Plan("订单减少", "新建产线", "王明", date(2026, 12, 31)))

Every step is a row that repeats how the whole stands after it, and is never changed. A step names the
number of the last one its author saw: if another came between, nothing is done. Steps take their
number from the same counter as figures, so that a revision number says which of them were known.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, select

from dashboard.actuals import chain, publishing, region_revisions, write_order
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import moment_text
from dashboard.actuals.store_access import Ask, Keep
from dashboard.actuals.tables import remedy
from dashboard.actuals.transactions import writing
from dashboard.languages.characters import hidden
from dashboard.languages.numbers import CHINA

TEXT_LENGTH, PERSON_LENGTH = 500, 60
# A remedy is for the months to come; a date beyond is a slip of the year.
_MOST_YEARS = 10


class State(StrEnum):
    """Where a remedy stands. `ANSWERED` is one that came back from the level above."""

    OPEN = "open"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    DONE = "done"


class RemedyStep(StrEnum):
    """What is done to a remedy: planned (again), reported on, taken a level up, answered there."""

    PLAN = "plan"
    REPORT = "report"
    ESCALATE = "escalate"
    ANSWER = "answer"


# From which states a step may be taken; None is a goal that has no remedy yet.
_FROM: dict[RemedyStep, frozenset[State | None]] = {
    RemedyStep.PLAN: frozenset({None, *State}),
    RemedyStep.REPORT: frozenset({State.OPEN, State.ANSWERED}),
    RemedyStep.ESCALATE: frozenset({State.OPEN, State.ANSWERED}),
    RemedyStep.ANSWER: frozenset({State.ESCALATED}),
}


class RemedyRefused(ActualsError):
    """A step does not follow, or what it says is missing, too long or impossible; nothing was done."""


class RemedyChanged(ActualsError):
    """Somebody else has written since it was seen; nothing was done."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted of a goal that is behind. `deadline` is the last day for the remedy."""

    reason: str
    remedy: str
    person: str
    deadline: date


class Remedy(NamedTuple):
    """A step, and how the remedy of a goal of a region stands after it.

    `number` counts the steps from 1. `status` and `period` are the verdict and the figure's period
    that were answered, `deadline` an ISO day, `note` what was reported, asked of the level above
    (the region `asked_of`) or answered by it; `at` is in µs.
    """

    id: int
    region: str
    goal: str
    number: int
    step: str
    state: str
    status: str
    period: str
    reason: str
    remedy: str
    person: str
    deadline: str
    note: str
    asked_of: str
    author: str
    at: int

    @property
    def at_text(self) -> str:
        """When the step was taken: ISO, UTC; empty where it is not told."""
        return moment_text(self.at) if self.at else ""

    @property
    def day(self) -> date:
        """Return the day of the step on China's clock."""
        return datetime.fromisoformat(moment_text(self.at)).astimezone(CHINA).date()

    def is_done(self) -> bool:
        """Tell whether nothing is left to be done."""
        return self.state == State.DONE

    def is_overdue(self, on: date) -> bool:
        """Tell whether the deadline has passed and it is not reported done."""
        return not self.is_done() and date.fromisoformat(self.deadline) < on

    def wants_report(self, on: date) -> bool:
        """Tell whether a month has begun since anything was said of it, and it is under way.

        What was taken up waits for who was asked.
        """
        if self.state not in (State.OPEN, State.ANSWERED):
            return False
        said = self.day
        return (said.year, said.month) < (on.year, on.month)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose remedy a step is about, by whom, after which step they saw, and the verdict it answers.

    `seen` is 0 where nothing was said yet; `period` that of the figure judged, empty without one;
    `on` the day on China's clock. With `publishes` it is published in the same transaction. A turn
    taken again under its `request_id` is taken once.
    """

    region: str
    goal: str
    author: str
    seen: int
    status: str
    period: str
    on: date
    publishes: bool = False
    request_id: str | None = None


_COLUMNS = [remedy.c[name] for name in Remedy._fields]


class Remedies:
    """The reasons and remedies of a store. Safe to share between threads. All raise `StoreError`."""

    def __init__(self, engine: Engine, keep: Keep, ask: Ask) -> None:
        self._engine, self._keep, self._ask = engine, keep, ask

    # -- reading

    def latest(
        self, regions: Collection[str] | None = None, up_to: int | None = None
    ) -> list[Remedy]:
        """How the remedy of each goal stands, of `regions` or of all, by region and goal.

        `up_to`: as it stood after that revision.
        """
        return self._ask(lambda asked: _latest(asked, regions, up_to))

    def steps(self, region: str, goal: str) -> list[Remedy]:
        """Every step of one goal's remedies, oldest first."""
        chosen = select(*_COLUMNS).where(remedy.c.region == region, remedy.c.goal == goal)
        ordered = chosen.order_by(remedy.c.number)
        return self._ask(lambda asked: [Remedy(*row) for row in asked.execute(ordered)])

    # -- steps

    def plan(self, turn: Turn, plan: Plan) -> Remedy:
        """Say why a goal is behind, what is done, by whom and by when; also anew.

        Raises `RemedyRefused`, `RemedyChanged`.
        """
        said = {
            "reason": _text("reason", plan.reason),
            "remedy": _text("remedy", plan.remedy),
            "person": _text("person", plan.person, PERSON_LENGTH),
            "deadline": _deadline(plan.deadline, turn.on),
            "note": "",
            "asked_of": "",
        }
        return self._step(turn, RemedyStep.PLAN, State.OPEN, said)

    def report(self, turn: Turn, note: str, *, done: bool = False) -> Remedy:
        """Say what became of it; `done`: nothing is left to be done. Raises as `plan` does."""
        said = {"note": _text("note", note)}
        return self._step(turn, RemedyStep.REPORT, State.DONE if done else State.OPEN, said)

    def escalate(self, turn: Turn, note: str, asked_of: str) -> Remedy:
        """Take the problem up to the region `asked_of` above. Raises as `plan` does."""
        said = {"note": _text("note", note), "asked_of": asked_of}
        return self._step(turn, RemedyStep.ESCALATE, State.ESCALATED, said)

    def answer(self, turn: Turn, note: str) -> Remedy:
        """Answer what was taken up. Raises as `plan` does."""
        return self._step(turn, RemedyStep.ANSWER, State.ANSWERED, {"note": _text("note", note)})

    def _step(self, turn: Turn, step: RemedyStep, state: State, said: dict[str, str]) -> Remedy:
        """Take one step in one transaction, once, whatever becomes of the answer."""
        request = turn.request_id or uuid.uuid4().hex

        def once() -> Remedy:
            with writing(self._engine) as connection:
                write_order.one_request_at_a_time(connection, request)
                chain.lock(connection, [turn.region])
                again = select(*_COLUMNS).where(remedy.c.request_id == request)
                if (repeated := connection.execute(again).first()) is not None:
                    return Remedy(*repeated)
                last, at = write_order.number(connection)
                taken = _taken(connection, turn, step, state, said, last + 1, at)
                chain.append(connection, remedy, taken._asdict() | {"request_id": request})
                region_revisions.written(connection, {turn.region: taken.id})
                number = taken.id
                if turn.publishes:
                    number += 1
                    publishing.publish_figures(
                        connection, turn.region, {}, turn.author, taken.at, number
                    )
                write_order.give(connection, number, taken.at)
                chain.seal(connection, turn.author, taken.at)
                return taken

        return self._keep(once)


def _taken(
    connection: Connection,
    turn: Turn,
    step: RemedyStep,
    state: State,
    said: dict[str, str],
    id: int,
    at: int,
) -> Remedy:
    """How a remedy stands after a step. Raises `RemedyRefused`, `RemedyChanged`."""
    now = _now(connection, turn.region, turn.goal)
    if (now.number if now else 0) != turn.seen:
        raise RemedyChanged("remedies.changed", author=now.author if now else "")
    held = State(now.state) if now else None
    if held not in _FROM[step]:
        raise RemedyRefused(f"remedies.refused.{step}-{held or 'none'}")
    after = {} if now is None else now._asdict()
    after |= said
    after |= {"id": id, "region": turn.region, "goal": turn.goal, "number": turn.seen + 1}
    after |= {"step": step.value, "state": state.value, "author": turn.author, "at": at}
    return Remedy(**after | {"status": turn.status, "period": turn.period})


def _now(connection: Connection, region: str, goal: str) -> Remedy | None:
    chosen = select(*_COLUMNS).where(remedy.c.region == region, remedy.c.goal == goal)
    found = connection.execute(chosen.order_by(remedy.c.number.desc()).limit(1)).first()
    return None if found is None else Remedy(*found)


def _latest(
    connection: Connection, regions: Collection[str] | None, up_to: int | None
) -> list[Remedy]:
    last = select(func.max(remedy.c.id)).group_by(remedy.c.region, remedy.c.goal)
    if regions is not None:
        last = last.where(remedy.c.region.in_(regions))
    if up_to is not None:
        last = last.where(remedy.c.id <= up_to)
    chosen = select(*_COLUMNS).where(remedy.c.id.in_(last))
    ordered = chosen.order_by(remedy.c.region, remedy.c.goal)
    return [Remedy(*row) for row in connection.execute(ordered)]


def _text(what: str, given: str, most: int = TEXT_LENGTH) -> str:
    text = " ".join(given.split())
    if not text:
        raise RemedyRefused(f"remedies.refused.{what}-missing")
    if len(text) > most or hidden(text):
        raise RemedyRefused(f"remedies.refused.{what}-text", most=most)
    return text


def _deadline(day: date, on: date) -> str:
    if day < on:
        raise RemedyRefused("remedies.refused.deadline-past", day=day)
    if day.year > on.year + _MOST_YEARS:
        raise RemedyRefused("remedies.refused.deadline-far", day=day, n=_MOST_YEARS)
    return day.isoformat()
