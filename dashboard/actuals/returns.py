"""Returns (报表): one unit's figures for one period, from draft to published, every step kept.

    store.returns.submit(key, figures, "li", through=["xinle"], seen=0)
    store.returns.approve(key, "wang", seen=1)

Who may take a step is decided by `dashboard.doors.permitted_returns`; here it is decided what may
follow what. A step names the number of the last one its author saw: if another came between, it is
refused and nothing is done. All steps and all writes of figures of one region wait for each other, so
that of two people at one return never both win, and a figure is never changed under a reviewer's
eyes.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select, update

from dashboard.actuals import chain, publishing, return_steps, write_order
from dashboard.actuals.observations import FigureKey, microseconds
from dashboard.actuals.return_states import Step, StepRefused, Vintage, checked_reason
from dashboard.actuals.return_steps import (
    ReturnChanged,
    ReturnFigure,
    ReturnKey,
    ReturnNow,
    ReturnStep,
)
from dashboard.actuals.store_access import Ask, Keep
from dashboard.actuals.tables import counter
from dashboard.actuals.transactions import writing

__all__ = ["ReturnFigure", "ReturnKey", "ReturnNow", "ReturnStep", "Returns"]


class PastStep(NamedTuple):
    """A step that was taken at a moment (µs) of the past, with what `return_steps.take` asks."""

    key: ReturnKey
    step: Step
    author: str
    at: int
    reason: str
    through: Sequence[str] | None
    figures: Sequence[ReturnFigure]


class Returns:
    """The returns of a store. Safe to share between threads. All raise `StoreError`."""

    def __init__(self, engine: Engine, keep: Keep, ask: Ask) -> None:
        self._engine, self._keep, self._ask = engine, keep, ask

    # -- reading

    def all(
        self, regions: Collection[str] | None = None, period: str | None = None
    ) -> list[ReturnNow]:
        """Every return that was ever submitted, of `regions` and of `period` where they are named."""
        return self._ask(lambda asked: return_steps.returns_of(asked, regions, period))

    def one(self, key: ReturnKey) -> ReturnNow:
        """Where one return stands; a draft of number 0 where nobody has submitted it."""
        return self._ask(lambda asked: return_steps.return_of(asked, key))

    def steps(self, key: ReturnKey) -> list[ReturnStep]:
        """Every step of a return, oldest first."""
        return self._ask(lambda asked: return_steps.steps_of(asked, key))

    def figures(self, step: int) -> list[ReturnFigure]:
        """The figures of a step: all that were submitted, or those to be mended."""
        return self._ask(lambda asked: return_steps.figures_of(asked, step))

    def vintages(self, region: str, moment: datetime | None = None) -> dict[int, Vintage]:
        """How settled each submitted revision of a region is, as was known at `moment`."""
        at = None if moment is None else microseconds(moment)
        return self._ask(lambda asked: return_steps.vintages(asked, region, at))

    # -- steps

    def submit(
        self,
        key: ReturnKey,
        figures: Sequence[FigureKey],
        author: str,
        *,
        through: Sequence[str],
        seen: int,
        shown: Mapping[FigureKey, int | None] | None = None,
        vintage: Vintage = Vintage.FINAL,
        reason: str = "",
        request_id: str | None = None,
    ) -> ReturnNow:
        """Submit what is recorded of `figures`; those without a figure are submitted as not reported.

        `through` are the regions whose reviewers approve it, in order. `shown` has the revisions
        that the submitter saw. Raises `ReturnChanged` when a figure or the return is another by
        now, `StepRefused` when none of the figures is reported.
        """

        def act(connection: Connection, now: ReturnNow, at: int, request: str) -> ReturnNow:
            held = return_steps.newest_revisions(connection, figures)
            if shown is not None and any(shown.get(one) != held.get(one) for one in figures):
                raise ReturnChanged("returns.figures-changed")
            if not held:
                raise StepRefused("returns.refused.empty")
            before: dict[FigureKey, int | None] = {}
            if now.round > 1 and now.submission is not None:
                before = self._published(connection, key)
            rows = [
                ReturnFigure(
                    one,
                    held.get(one),
                    Vintage.REVISED if before and before.get(one) != held.get(one) else vintage,
                    "",
                )
                for one in dict.fromkeys(figures)
            ]
            return return_steps.take(
                connection, now, Step.SUBMIT, author, at,
                reason=reason, through=through, figures=rows, request_id=request,
            )  # fmt: skip

        return self._step(key, seen, request_id, act)

    def send_back(
        self,
        key: ReturnKey,
        author: str,
        reason: str,
        *,
        seen: int,
        figures: Mapping[FigureKey, str] | None = None,
        request_id: str | None = None,
    ) -> ReturnNow:
        """Return it to who reports, with a reason; `figures` names those to be mended, and why.

        Raises `ReturnChanged`, `StepRefused`.
        """

        def act(connection: Connection, now: ReturnNow, at: int, request: str) -> ReturnNow:
            marked: list[ReturnFigure] = []
            if figures and now.submission is not None:
                known = {f.figure: f for f in return_steps.figures_of(connection, now.submission)}
                if not figures.keys() <= known.keys():
                    raise StepRefused("returns.refused.not-in-return")
                marked = [
                    ReturnFigure(one, known[one].revision, known[one].vintage, why.strip())
                    for one, why in figures.items()
                ]
                for one in marked:
                    checked_reason(one.reason)
            return return_steps.take(
                connection, now, Step.RETURN, author, at,
                reason=reason, figures=marked, request_id=request,
            )  # fmt: skip

        return self._step(key, seen, request_id, act)

    def approve(
        self, key: ReturnKey, author: str, *, seen: int, reason: str = "",
        request_id: str | None = None,
    ) -> ReturnNow:  # fmt: skip
        """Approve at the level it waits for. Raises `ReturnChanged`, `StepRefused`."""
        return self._plain(key, Step.APPROVE, author, seen, reason, request_id)

    def correct(
        self, key: ReturnKey, author: str, reason: str, *, seen: int, request_id: str | None = None
    ) -> ReturnNow:
        """Open what is published for a correction; it stays published until that is, too.

        Raises `ReturnChanged`, `StepRefused`.
        """
        return self._plain(key, Step.CORRECT, author, seen, reason, request_id)

    def publish(
        self, key: ReturnKey, author: str, *, seen: int, request_id: str | None = None
    ) -> ReturnNow:
        """Publish what was approved, each figure at the revision that was.

        Raises `ReturnChanged`, `StepRefused`.
        """

        def act(connection: Connection, now: ReturnNow, at: int, request: str) -> ReturnNow:
            number = int(connection.execute(select(counter.c.revision)).scalar_one()) + 1
            taken = return_steps.take(
                connection, now, Step.PUBLISH, author, at, publication=number, request_id=request
            )
            rows = return_steps.figures_of(connection, int(now.submission or 0))
            chosen = {one.figure: one.revision for one in rows if one.revision is not None}
            publishing.publish_figures(connection, key.region, chosen, author, at, number)
            connection.execute(update(counter).values(revision=number))
            return taken

        return self._step(key, seen, request_id, act)

    def record_past(self, steps: Sequence[PastStep]) -> None:
        """Record steps with the moments at which they were taken, all of them or none.

        For a demonstration, whose returns nobody made. Publishes no figure. Raises `StepRefused`.
        """
        if not steps:
            return
        with writing(self._engine) as connection:
            at = write_order.take_turn(connection, sorted({one.key.region for one in steps})).at
            for one in steps:
                now = return_steps.return_of(connection, one.key)
                return_steps.take(
                    connection, now, one.step, one.author, one.at,
                    reason=one.reason, through=one.through, figures=one.figures,
                )  # fmt: skip
            connection.execute(update(counter).values(at=at))
            chain.seal(connection, steps[-1].author, at)

    def _plain(
        self, key: ReturnKey, step: Step, author: str, seen: int, reason: str,
        request_id: str | None,
    ) -> ReturnNow:  # fmt: skip
        def act(connection: Connection, now: ReturnNow, at: int, request: str) -> ReturnNow:
            return return_steps.take(
                connection, now, step, author, at, reason=reason, request_id=request
            )

        return self._step(key, seen, request_id, act)

    def _step(
        self,
        key: ReturnKey,
        seen: int,
        request_id: str | None,
        act: Callable[[Connection, ReturnNow, int, str], ReturnNow],
    ) -> ReturnNow:
        """Take one step in one transaction, once, whatever becomes of the answer."""
        request = request_id or uuid.uuid4().hex

        def once() -> ReturnNow:
            with writing(self._engine) as connection:
                at = write_order.take_turn(connection, [key.region]).at
                if return_steps.repeated(connection, request) == key:
                    return return_steps.return_of(connection, key)
                now = return_steps.return_of(connection, key)
                if now.number != seen:
                    raise ReturnChanged(
                        "returns.changed", unit=key.unit, author=now.author, n=now.number - seen
                    )
                taken = act(connection, now, at, request)
                connection.execute(update(counter).values(at=at))
                chain.seal(connection, taken.author, at)
                return taken

        return self._keep(once)

    def _published(self, connection: Connection, key: ReturnKey) -> dict[FigureKey, int | None]:
        """What the last submission before the one that is being mended had, which was published."""
        steps = return_steps.steps_of(connection, key)
        correct = max(step.number for step in steps if step.step is Step.CORRECT)
        last = [s.id for s in steps if s.step is Step.SUBMIT and s.number < correct][-1]
        return {one.figure: one.revision for one in return_steps.figures_of(connection, last)}
