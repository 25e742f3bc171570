"""Reasons and remedies as one visitor may write them: what the matrix refuses is refused here.

Who enters a goal's figures (`enter`, for the units responsible for it, and those that report them in
their place) says why it is behind, reports
what became of it and takes it a level up; who reviews the region above answers.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dashboard.actuals.origin import done_from
from dashboard.actuals.remedies import Plan, Remedy, RemedyRefused, State, Turn
from dashboard.doors.decisions import Matrix, Who
from dashboard.doors.identity import people
from dashboard.doors.recent_writers import RECENT_WRITERS
from dashboard.judging.remedies import BEHIND
from dashboard.people.actor import By
from dashboard.people.matrix import Action
from dashboard.people.scopes import units_of_goal
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.judging import Row, Standing


class PermittedRemedies:
    """What one visitor may do about the goals that are behind.

    `standing` is where everything stands today, as the visitor sees it. Raises `NotPermitted`,
    `RemedyRefused`, and what the store raises.
    """

    def __init__(
        self, store: "Store", standing: "Standing", settings: Settings, who: Who, on: date
    ) -> None:
        self._store, self._standing, self._settings = store, standing, settings
        self._who, self._on = who, on
        self._matrix = Matrix(standing.catalogue, settings)

    def may_write(self, row: "Row") -> bool:
        """Tell whether the visitor may say why a goal is behind; for what is offered."""
        if self._settings.read_only:
            return False
        units = units_of_goal(self._standing.catalogue, row)
        return bool(self._matrix.decide(self._who(), Action.ENTER, row["region"], units))

    def may_answer(self, remedy: Remedy) -> bool:
        """Tell whether the visitor may answer what was taken a level up; for what is offered."""
        if self._settings.read_only or not remedy.asked_of:
            return False
        return bool(self._matrix.decide(self._who(), Action.REVIEW, remedy.asked_of))

    def to_answer(self) -> list[Remedy]:
        """Return the problems taken up to a region whose answer is the visitor's, the oldest first.

        As asked, whether the visitor may otherwise read that region or not.
        """
        asked = self._store.remedies.latest()
        found = [one for one in asked if one.state == State.ESCALATED and self.may_answer(one)]
        return sorted(
            (one for one in found if self._standing.row(one.goal) is not None),
            key=lambda one: one.at,
        )

    def steps(self, goal: str) -> list[Remedy]:
        """Return every step of a goal's remedies, oldest first, for who may see who entered what."""
        row = self._row(goal)
        units = units_of_goal(self._standing.catalogue, row)
        self._matrix.demand(self._who(), Action.SEE_HISTORY, row["region"], goal, units)
        return self._store.remedies.steps(row["region"], goal)

    def plan(self, goal: str, plan: Plan, seen: int | None = None) -> Remedy:
        """As `Remedies.plan`, of a goal that is behind.

        `seen` is the number of the last step that was seen; None takes what is there, here and below.
        """
        row = self._row(goal)
        if row["group"] not in BEHIND:
            raise RemedyRefused("remedies.refused.not-behind")
        by = self._writer(row)
        turn = self._turn(by, row, seen)
        with done_from(by.address):
            return self._told(by, self._store.remedies.plan(turn, plan))

    def report(
        self, goal: str, note: str, *, done: bool = False, seen: int | None = None
    ) -> Remedy:
        """As `Remedies.report`."""
        return self._written(
            goal, seen, lambda turn: self._store.remedies.report(turn, note, done=done)
        )

    def escalate(self, goal: str, note: str, seen: int | None = None) -> Remedy:
        """As `Remedies.escalate`, to the region above the goal's."""
        region = self._standing.catalogue.region(self._row(goal)["region"]) or {}
        above = region.get("parent")
        if above is None:
            raise RemedyRefused("remedies.refused.none-above")
        return self._written(
            goal, seen, lambda turn: self._store.remedies.escalate(turn, note, str(above))
        )

    def answer(self, goal: str, note: str, seen: int | None = None) -> Remedy:
        """As `Remedies.answer`, by a reviewer of the region it was taken up to."""
        row = self._row(goal)
        held = self._held(row)
        self._matrix.refuse_reading_only()
        by = self._who()
        asked_of = held.asked_of if held is not None and held.asked_of else row["region"]
        self._matrix.demand(by, Action.REVIEW, asked_of, goal)
        RECENT_WRITERS.note(by.person)
        turn = self._turn(by, row, seen)
        if held is not None:
            # The question's own: who answers may not see how the goal stands.
            turn = replace(turn, status=held.status, period=held.period)
        with done_from(by.address):
            return self._told(by, self._store.remedies.answer(turn, note))

    def _written(self, goal: str, seen: int | None, step: Callable[[Turn], Remedy]) -> Remedy:
        row = self._row(goal)
        by = self._writer(row)
        turn = self._turn(by, row, seen)
        with done_from(by.address):
            return self._told(by, step(turn))

    def _writer(self, row: "Row") -> By:
        """Return by whom, once the matrix has let them through."""
        self._matrix.refuse_reading_only()
        by, units = self._who(), units_of_goal(self._standing.catalogue, row)
        self._matrix.demand(by, Action.ENTER, row["region"], row["id"], units)
        RECENT_WRITERS.note(by.person)
        return by

    def _row(self, goal: str) -> "Row":
        row = self._standing.row(goal)
        if row is None:
            raise RemedyRefused("remedies.refused.no-goal", goal=goal[:120])
        return row

    def _held(self, row: "Row") -> Remedy | None:
        # As it is, not as the visitor sees it: whoever writes next writes after it.
        steps = self._store.remedies.steps(row["region"], row["id"])
        return steps[-1] if steps else None

    def _turn(self, by: By, row: "Row", seen: int | None) -> Turn:
        if seen is None:
            held = self._held(row)
            seen = held.number if held is not None else 0
        verdict = row["verdict"]
        publishes = self._settings.review == "off"
        return Turn(
            row["region"],
            row["id"],
            by.person.name,
            seen,
            verdict["status"],
            verdict["period"] or "",
            self._on,
            publishes,
        )

    def _told(self, by: By, taken: Remedy) -> Remedy:
        """Write the step down where people are known one by one."""
        if self._settings.signs_in:
            told = {"step": taken.step, "number": str(taken.number)}
            people(self._settings).audit.record(by, "remedy", taken.goal, detail=told)
        return taken
