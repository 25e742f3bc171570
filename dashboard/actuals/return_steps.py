"""The rows of returns: where each stands, its steps, the figures of each step, and what is locked."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.actuals import chain, region_revisions
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import FigureKey, moment_text
from dashboard.actuals.return_states import (
    LOCKED,
    UNDER_WAY,
    Lock,
    Place,
    State,
    Step,
    Vintage,
    after,
)
from dashboard.actuals.tables import return_figure, return_now, return_step, revision

# Few enough for one statement of either database.
_AT_ONCE = 200


class ReturnKey(NamedTuple):
    """Which return: the region, the unit that reports, and the period's code."""

    region: str
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class ReturnNow:
    """Where a return stands. `number` counts its steps; 0: nobody has taken one.

    `through` are the regions whose reviewers approve it, `level` how many of them have. `author`,
    `at` (µs) and `reason` are those of the last step; `submission` is the id of the last submission
    and `first_submitted` the moment of the first.
    """

    key: ReturnKey
    number: int = 0
    state: State = State.DRAFT
    level: int = 0
    through: tuple[str, ...] = ()
    round: int = 1
    author: str = ""
    at: int = 0
    reason: str = ""
    submission: int | None = None
    first_submitted: int | None = None

    @property
    def place(self) -> Place:
        """Return its state, level and round alone."""
        return Place(self.state, self.level, self.round)

    @property
    def at_text(self) -> str:
        """When the last step was taken: ISO, UTC."""
        return moment_text(self.at) if self.at else ""

    @property
    def waits_for(self) -> str | None:
        """Return the region whose reviewer it waits for; None where it waits for no review."""
        if self.state is not State.SUBMITTED or self.level >= len(self.through):
            return None
        return self.through[self.level]


@dataclass(frozen=True, slots=True)
class ReturnStep:
    """One step of one return: who, when (µs), why, and where it led."""

    id: int
    key: ReturnKey
    number: int
    step: Step
    state: State
    level: int
    round: int
    author: str
    at: int
    reason: str

    @property
    def at_text(self) -> str:
        """When: ISO, UTC."""
        return moment_text(self.at)


@dataclass(frozen=True, slots=True)
class ReturnFigure:
    """A figure of a step: its revision (None: not reported), how settled it is, what is to be mended."""

    figure: FigureKey
    revision: int | None
    vintage: Vintage | None
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """A return and the revisions of the figures that it holds."""

    now: ReturnNow
    figures: Mapping[FigureKey, int | None]


class FigureLocked(ActualsError):
    """Figures stand in returns that are being reviewed, or are published; nothing was written."""

    def __init__(self, locks: Mapping[FigureKey, Lock]) -> None:
        said = next(iter(locks.values())).message
        super().__init__(said.code.removeprefix("actuals."), **said.params)
        self.locks = locks


class ReturnChanged(ActualsError):
    """Somebody else has taken a step since the return was seen; nothing was done."""


def returns_of(
    connection: Connection, regions: Collection[str] | None, period: str | None = None
) -> list[ReturnNow]:
    """Every return that somebody has submitted, by region, unit and period."""
    chosen = select(return_now)
    if regions is not None:
        chosen = chosen.where(return_now.c.region.in_(regions))
    if period is not None:
        chosen = chosen.where(return_now.c.period == period)
    ordered = chosen.order_by(return_now.c.region, return_now.c.unit, return_now.c.period)
    return [_now(row) for row in connection.execute(ordered)]


def return_of(connection: Connection, key: ReturnKey) -> ReturnNow:
    """Where one return stands; a draft of number 0 where nobody has submitted it."""
    found = connection.execute(select(return_now).where(*_is(return_now, key))).one_or_none()
    return ReturnNow(key) if found is None else _now(found)


def steps_of(connection: Connection, key: ReturnKey) -> list[ReturnStep]:
    """Every step of a return, oldest first."""
    chosen = select(return_step).where(*_is(return_step, key)).order_by(return_step.c.number)
    return [_step(row) for row in connection.execute(chosen)]


def figures_of(connection: Connection, step: int) -> list[ReturnFigure]:
    """The figures of one step, in the order of their keys."""
    t = return_figure
    chosen = select(t).where(t.c.step == step).order_by(t.c.subject, t.c.indicator, t.c.period)
    return [
        ReturnFigure(
            (row.region, row.subject, row.indicator, row.period),
            row.revision,
            Vintage(row.vintage) if row.vintage else None,
            row.reason,
        )
        for row in connection.execute(chosen)
    ]


def repeated(connection: Connection, request_id: str) -> ReturnKey | None:
    """The return that a request has stepped already; None for a new request."""
    t = return_step
    found = connection.execute(
        select(t.c.region, t.c.unit, t.c.period).where(t.c.request_id == request_id)
    ).one_or_none()
    return None if found is None else ReturnKey(*found)


def vintages(connection: Connection, region: str, moment: int | None) -> dict[int, Vintage]:
    """How settled each revision of a region is that a return had submitted, by a moment in µs."""
    chosen = (
        select(return_figure.c.revision, return_figure.c.vintage)
        .join(return_step, return_step.c.id == return_figure.c.step)
        .where(return_figure.c.region == region, return_step.c.step == Step.SUBMIT)
        .where(return_figure.c.revision.is_not(None))
        .order_by(return_figure.c.step)
    )
    if moment is not None:
        chosen = chosen.where(return_step.c.at <= moment)
    return {row.revision: Vintage(row.vintage) for row in connection.execute(chosen)}


def locks(connection: Connection, figures: Iterable[FigureKey]) -> dict[FigureKey, Lock]:
    """Return what keeps each of `figures` from being changed, where anything does."""
    wanted = list(figures)
    states = [state.value for state in LOCKED]
    regions = sorted({figure[0] for figure in wanted})
    # Who has no returns pays for one question.
    locking = select(return_now.c.region).where(return_now.c.state.in_(states)).distinct()
    found = {row[0] for row in connection.execute(locking)}.intersection(regions)
    left = [figure for figure in wanted if figure[0] in found]
    key = tuple_(*(return_figure.c[name] for name in ("region", "subject", "indicator", "period")))
    held = (
        select(return_figure, return_now.c.unit, return_now.c.state)
        .add_columns(return_now.c.period.label("of"))
        .join(return_now, return_now.c.submission == return_figure.c.step)
        .where(return_now.c.state.in_(states))
    )
    locked: dict[FigureKey, Lock] = {}
    for start in range(0, len(left), _AT_ONCE):
        for row in connection.execute(held.where(key.in_(left[start : start + _AT_ONCE]))):
            figure = (row.region, row.subject, row.indicator, row.period)
            locked[figure] = Lock(State(row.state), row.unit)
    return locked


# -- in a write's transaction


def refuse_locked(connection: Connection, figures: Iterable[FigureKey]) -> None:
    """Raise `FigureLocked` where some of `figures` stand in a return that is locked."""
    if found := locks(connection, figures):
        raise FigureLocked(found)


def under_way(connection: Connection, region: str) -> list[Held]:
    """The returns of a region that are being reviewed or mended, with the figures they hold."""
    return _held(connection, region, [state.value for state in UNDER_WAY])


def approved(connection: Connection, region: str, upper: int) -> list[Held]:
    """The returns of a region that are approved and wait for publication, with their figures.

    Only those whose figures were all there by the revision `upper`.
    """
    found = _held(connection, region, [State.APPROVED.value])
    return [one for one in found if all((id or 0) <= upper for id in one.figures.values())]


def take(
    connection: Connection,
    now: ReturnNow,
    step: Step,
    author: str,
    at: int,
    *,
    reason: str = "",
    through: Sequence[str] | None = None,
    figures: Sequence[ReturnFigure] = (),
    publication: int | None = None,
    request_id: str = "",
) -> ReturnNow:
    """Take a step: record it with its figures, and where the return stands now.

    Raises `StepRefused`. It must be the transaction's turn (`write_order`).
    """
    levels = tuple(through) if through is not None else now.through
    place = after(now.place, step, len(levels), reason)
    number = now.number + 1
    id = int(connection.execute(select(func.coalesce(func.max(return_step.c.id), 0))).scalar_one())
    id += 1
    shared: dict[str, Any] = {
        **now.key._asdict(),
        "number": number,
        "state": place.state.value,
        "level": place.level,
        "through": json.dumps(levels, ensure_ascii=False),
        "round": place.round,
        "author": author,
        "at": at,
        "reason": reason.strip(),
    }
    told = {
        "id": id,
        "step": step.value,
        "publication": publication,
        "request_id": request_id or f"step-{id}",
    }
    chain.append(connection, return_step, shared | told)
    if figures:
        chain.append(connection, return_figure, [_figure_row(id, one) for one in figures])
    submission = id if step is Step.SUBMIT else now.submission
    first = now.first_submitted if now.first_submitted is not None else at
    kept = {"submission": submission, "first_submitted": first}
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {name: value for name, value in shared.items() if name not in ReturnKey._fields}
    connection.execute(
        insert(return_now)
        .values(**shared, **kept)
        .on_conflict_do_update(index_elements=list(ReturnKey._fields), set_=values | kept)
    )
    region_revisions.stepped(connection, now.key.region)
    return return_of(connection, now.key)


def newest_revisions(
    connection: Connection, figures: Collection[FigureKey]
) -> dict[FigureKey, int]:
    """The last revision of each figure that has any, a withdrawal too."""
    names = ("region", "subject", "indicator", "period")
    key = tuple_(*(revision.c[name] for name in names))
    wanted = list(figures)
    found: dict[FigureKey, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        chosen = (
            select(*(revision.c[name] for name in names), func.max(revision.c.id))
            .where(key.in_(wanted[start : start + _AT_ONCE]))
            .group_by(*(revision.c[name] for name in names))
        )
        found |= {(r[0], r[1], r[2], r[3]): int(r[4]) for r in connection.execute(chosen)}
    return found


def _held(connection: Connection, region: str, states: list[str]) -> list[Held]:
    chosen = select(return_now).where(return_now.c.region == region, return_now.c.state.in_(states))
    found = []
    for row in connection.execute(chosen).all():
        now = _now(row)
        figures = figures_of(connection, row.submission)
        found.append(Held(now, {one.figure: one.revision for one in figures}))
    return found


def _is(table: Any, key: ReturnKey) -> list[Any]:
    return [table.c[name] == value for name, value in key._asdict().items()]


def _figure_row(step: int, one: ReturnFigure) -> dict[str, Any]:
    region, subject, indicator, period = one.figure
    return {
        "step": step,
        "region": region,
        "subject": subject,
        "indicator": indicator,
        "period": period,
        "revision": one.revision,
        "vintage": one.vintage.value if one.vintage else "",
        "reason": one.reason,
    }


def _now(row: "Row[Any]") -> ReturnNow:
    return ReturnNow(
        ReturnKey(row.region, row.unit, row.period),
        row.number,
        State(row.state),
        row.level,
        tuple(json.loads(row.through)),
        row.round,
        row.author,
        row.at,
        row.reason,
        row.submission,
        row.first_submitted,
    )


def _step(row: "Row[Any]") -> ReturnStep:
    return ReturnStep(
        row.id,
        ReturnKey(row.region, row.unit, row.period),
        row.number,
        Step(row.step),
        State(row.state),
        row.level,
        row.round,
        row.author,
        row.at,
        row.reason,
    )
