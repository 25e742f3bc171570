"""Returns as one visitor may see and step them: what the matrix refuses is refused here.

Who reports may submit and correct what their units answer for (`enter`); who reviews the region that
a return waits for may approve it or send it back (`review`); who publishes its region publishes it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboard.actuals.messages import ActualsError, Name
from dashboard.actuals.observations import FigureKey, PublishedObservation
from dashboard.actuals.origin import done_from
from dashboard.actuals.return_states import State, Step, StepRefused, Vintage, steps_from
from dashboard.actuals.return_steps import ReturnKey, ReturnNow, ReturnStep
from dashboard.doors.decisions import Matrix, Who
from dashboard.doors.identity import people
from dashboard.doors.recent_writers import RECENT_WRITERS
from dashboard.entry.returns import (
    Missing,
    Report,
    ShownReturn,
    Since,
    figures_of,
    has_return,
    levels_of,
    missing_beside_others,
    periods_owed,
    reports_of,
    review_rows,
    since_returned,
    units_of,
)
from dashboard.entry.rows import Held, name
from dashboard.entry.series import Asked, asked_of
from dashboard.judging import Judging, Row
from dashboard.judging.remedies import wanted_of_units
from dashboard.languages.numbers import listed
from dashboard.people.actor import By
from dashboard.people.matrix import Action
from dashboard.people.scopes import regions_tree, responsible_units
from dashboard.register.figure_checks import FigureChecks, Severity
from dashboard.settings import Settings
from dashboard.wording.naming import goal_name

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue

# The right that each step asks for.
_NEEDS = {
    Step.SUBMIT: Action.ENTER,
    Step.CORRECT: Action.ENTER,
    Step.APPROVE: Action.REVIEW,
    Step.RETURN: Action.REVIEW,
    Step.PUBLISH: Action.PUBLISH,
}


class NoSuchUnit(ActualsError):
    """No unit of this name reports in the region; `message` names those that do."""


class RemedyWanted(ActualsError):
    """Goals of a return are behind, and nobody has said why; `message` names them.

    `goals` are their rows.
    """

    def __init__(self, goals: Sequence[Row]) -> None:
        names = Name.each(lambda lang: listed((goal_name(row, lang) for row in goals), lang))
        super().__init__("returns.refused.remedies", n=len(goals), goals=names)
        self.goals = goals


class PermittedReturns:
    """What one visitor may ask of a store's returns and do to them.

    `catalogue` is the register as it is in force today. Raises `NotPermitted`, and what the store
    raises.
    """

    def __init__(
        self, store: "Store", catalogue: "Catalogue", settings: Settings, who: Who
    ) -> None:
        self._store, self._catalogue, self._settings, self._who = store, catalogue, settings, who
        self._matrix = Matrix(catalogue, settings)

    # -- reading

    def reports(self, region: str, on: date, code: str | None = None) -> list[Report]:
        """Return how each unit stands that the visitor may read, by unit and period, oldest first.

        Of the periods of the twelve months before `on`, or of the one with `code`.
        """
        by = self._who()
        asked = [each for each in asked_of(self._catalogue, region) if self._reads(by, each)]
        if not asked:
            return []
        codes = periods_owed(asked, on, code)
        held = self._store.series([each.key for each in asked])
        returns = {now.key: now for now in self._store.returns.all([region])}
        return reports_of(
            asked,
            held,
            returns,
            self._first_recorded(region, held, codes),
            on,
            by_return_only=self._settings.review == "on",
            codes=codes,
        )

    def _first_recorded(
        self, region: str, held: Held, codes: Sequence[str]
    ) -> Mapping[FigureKey, int]:
        """Return when (µs) figures were first recorded, of the periods in which any was replaced.

        A figure that replaces none was first recorded when it was written.
        """
        replaced = {
            code
            for of_series in held.values()
            for code, row in of_series.items()
            if row.replaces is not None
        }
        asked = [code for code in codes if code in replaced]
        return self._store.first_recorded(region, asked) if asked else {}

    def waiting(self) -> list[ReturnNow]:
        """Return the returns that wait for the visitor: to be approved, or to be published."""
        by, found = self._who(), []
        known = regions_tree(self._catalogue)
        for now in self._store.returns.all():
            if now.key.region not in known:
                continue
            steps = (Step.APPROVE, Step.PUBLISH)
            if any(self._may(by, now, step) for step in steps):
                found.append(now)
        return found

    def show(self, key: ReturnKey) -> ShownReturn:
        """Return a return with its steps and figures; a draft with what is recorded now."""
        by, now = self._who(), self._store.returns.one(key)
        if not (now.waits_for and self._matrix.decide(by, Action.REVIEW, now.waits_for)):
            self._demand(by, Action.READ_UNPUBLISHED, key.region, key)
        series = self._series(key)
        peers = self._peers(key, series)
        held = self._store.series([each.key for each in peers])
        steps = self._store.returns.steps(key)
        returned = [step.id for step in steps if step.step is Step.RETURN]
        marked = {
            one.figure: one.reason
            for one in (self._store.returns.figures(returned[-1]) if returned else ())
        }
        settled: dict[FigureKey, Vintage | None] = {}
        if now.submission is not None and now.state not in {State.DRAFT, State.RETURNED}:
            submitted = self._store.returns.figures(now.submission)
            settled = {one.figure: one.vintage for one in submitted}
        keys = list(settled) or figures_of(series, key.period, held)
        since = self._since(now, steps, keys, held, marked)
        published = self._published(key.region, {each.subject for each in series})
        rows = review_rows(series, keys, held, published, settled, marked, since)
        found = [row.figure.revision for row in rows if row.figure is not None]
        missing = self._missing(key, series, peers, held)
        return ShownReturn(now, steps, rows, marked, self._store.reasons(found), missing)

    def missing(self, key: ReturnKey) -> list[Missing]:
        """Return what a return lacks that others have reported, as `show` has it, and nothing else."""
        by = self._who()
        self._demand(by, Action.READ_UNPUBLISHED, key.region, key)
        series = self._series(key)
        peers = self._peers(key, series)
        return self._missing(key, series, peers, self._store.series([each.key for each in peers]))

    def may(self, now: ReturnNow, step: Step) -> bool:
        """Tell whether the visitor may take a step that the return's state allows; for what is offered."""
        return self._may(self._who(), now, step)

    def permitted(self, key: ReturnKey, step: Step) -> ReturnNow:
        """Return where a return stands, for who may take `step` with it in one state or another."""
        self._step(key, step)
        self._series(key)
        return self._store.returns.one(key)

    def unit_of(self, region: str, named: str | None) -> list[str]:
        """Return the units that report in a region, or the one of that name in either language.

        Raises `NoSuchUnit`.
        """
        units = units_of(asked_of(self._catalogue, region))
        if named is None:
            return list(units)
        found = [
            unit for unit, series in units.items() if series[0].reporting.is_called(named.strip())
        ]
        if not found:
            known = tuple(units)
            raise NoSuchUnit("returns.no-unit", text=named[:60], region=region, known=known)
        return found

    # -- steps

    def submit(
        self,
        key: ReturnKey,
        *,
        seen: int,
        shown: Mapping[FigureKey, int | None] | None = None,
        vintage: Vintage = Vintage.FINAL,
        reason: str = "",
    ) -> ReturnNow:
        """As `Returns.submit`, of what the register says the unit reports for the period.

        Where returns are reviewed it raises `RemedyWanted` while a goal of it is behind and nobody
        has said why.
        """
        by = self._step(key, Step.SUBMIT)
        series = self._series(key)
        self._refuse_unexplained(key, series)
        if not has_return(series, key.period):
            raise StepRefused("returns.refused.not-owed", period=key.period)
        self._refuse_missing(key, series, reason)
        held = self._store.series([each.key for each in series])
        with done_from(by.address):
            now = self._store.returns.submit(
                key,
                figures_of(series, key.period, held),
                by.person.name,
                through=levels_of(series),
                seen=seen,
                shown=shown,
                vintage=vintage,
                reason=reason,
            )
        return self._told(by, Step.SUBMIT, now)

    def send_back(
        self,
        key: ReturnKey,
        reason: str,
        *,
        seen: int,
        figures: Mapping[FigureKey, str] | None = None,
    ) -> ReturnNow:
        """As `Returns.send_back`."""
        by = self._step(key, Step.RETURN)
        with done_from(by.address):
            now = self._store.returns.send_back(
                key, by.person.name, reason, seen=seen, figures=figures
            )
        return self._told(by, Step.RETURN, now)

    def approve(self, key: ReturnKey, *, seen: int, reason: str = "") -> ReturnNow:
        """As `Returns.approve`."""
        by = self._step(key, Step.APPROVE)
        with done_from(by.address):
            now = self._store.returns.approve(key, by.person.name, seen=seen, reason=reason)
        return self._told(by, Step.APPROVE, now)

    def correct(self, key: ReturnKey, reason: str, *, seen: int) -> ReturnNow:
        """As `Returns.correct`."""
        by = self._step(key, Step.CORRECT)
        with done_from(by.address):
            now = self._store.returns.correct(key, by.person.name, reason, seen=seen)
        return self._told(by, Step.CORRECT, now)

    def publish(self, key: ReturnKey, *, seen: int) -> ReturnNow:
        """As `Returns.publish`."""
        by = self._step(key, Step.PUBLISH)
        with done_from(by.address):
            now = self._store.returns.publish(key, by.person.name, seen=seen)
        return self._told(by, Step.PUBLISH, now)

    # -- asking the matrix

    def _series(self, key: ReturnKey) -> list[Asked]:
        series = units_of(asked_of(self._catalogue, key.region)).get(key.unit)
        if not series:
            raise NoSuchUnit(
                "returns.no-unit",
                text=key.unit,
                region=key.region,
                known=tuple(units_of(asked_of(self._catalogue, key.region))),
            )
        return series

    def _since(
        self,
        now: ReturnNow,
        steps: Sequence[ReturnStep],
        keys: Sequence[FigureKey],
        held: Held,
        marked: Mapping[FigureKey, str],
    ) -> dict[FigureKey, Since]:
        """What became of the figures since the return last went back in this round."""
        of_round = [step for step in steps if step.round == now.round]
        back = max((s.number for s in of_round if s.step is Step.RETURN), default=0)
        sent = [s.id for s in of_round if s.step is Step.SUBMIT and s.number < back]
        if not sent or now.state is State.PUBLISHED:
            return {}
        before = {one.figure: one.revision for one in self._store.returns.figures(sent[-1])}
        known = {key: held.get(key[:3], {}).get(key[3]) for key in keys}
        revisions = {key: row.revision if row else None for key, row in known.items()}
        return since_returned(marked, before, revisions, now.state)

    def _published(
        self, region: str, subjects: Collection[str]
    ) -> dict[FigureKey, PublishedObservation]:
        """The figures of some subjects of a region as readers see them now."""
        last = self._store.publications().get(region)
        if last is None:
            return {}
        rows = self._store.observations_published({region: last.revision}, subjects)
        return {row.observation.figure: row for row in rows}

    def _peers(self, key: ReturnKey, series: Sequence[Asked]) -> list[Asked]:
        """Return all series of the region whose indicators a unit reports, its own among them."""
        indicators = {each.indicator for each in series}
        asked = asked_of(self._catalogue, key.region)
        return [each for each in asked if each.indicator in indicators]

    def _missing(
        self, key: ReturnKey, series: Sequence[Asked], peers: Sequence[Asked], held: Held
    ) -> list[Missing]:
        checks = FigureChecks(self._catalogue).of
        return missing_beside_others(series, peers, held, key.period, checks)

    def _refuse_missing(self, key: ReturnKey, series: Sequence[Asked], reason: str) -> None:
        """Refuse to submit without a figure that others have, as heavy as the register has it."""
        peers = self._peers(key, series)
        held = self._store.series([each.key for each in peers])
        found = self._missing(key, series, peers, held)
        for severity, code in ((Severity.ERROR, "error"), (Severity.WARNING, "warning")):
            weighty = [one.series for one in found if one.severity is severity]
            if weighty and not (severity is Severity.WARNING and reason.strip()):
                names = _listed(weighty)
                raise StepRefused(f"returns.refused.missing-{code}", n=len(weighty), names=names)

    def _refuse_unexplained(self, key: ReturnKey, series: Sequence[Asked]) -> None:
        if self._settings.review != "on":
            return
        standing = Judging(self._store).standing(self._catalogue, self._settings.on())
        keys = [each.key for each in series]
        wanted = wanted_of_units(standing, key.region, {key.unit}, keys)
        if wanted:
            raise RemedyWanted(wanted)

    def _reads(self, by: By, series: Asked) -> bool:
        units = responsible_units(self._catalogue, *series.key) | {series.reporting.unit}
        return bool(self._matrix.decide(by, Action.READ_UNPUBLISHED, series.region, units))

    def _where(self, now: ReturnNow, step: Step) -> str:
        """The region in which the right to a step is asked for."""
        if _NEEDS[step] is not Action.REVIEW:
            return now.key.region
        return now.waits_for or (now.through[-1] if now.through else now.key.region)

    def _may(self, by: By, now: ReturnNow, step: Step) -> bool:
        if self._settings.read_only or step not in steps_from(now.state):
            return False
        where = self._where(now, step)
        return bool(self._matrix.decide(by, _NEEDS[step], where, (now.key.unit,)))

    def _step(self, key: ReturnKey, step: Step) -> By:
        """Return by whom, once the matrix has let them through."""
        self._matrix.refuse_reading_only()
        by = self._who()
        where = self._where(self._store.returns.one(key), step)
        self._demand(by, _NEEDS[step], where, key)
        RECENT_WRITERS.note(by.person)
        return by

    def _demand(self, by: By, action: Action, region: str, key: ReturnKey) -> None:
        self._matrix.demand(by, action, region, "/".join(key), (key.unit,))

    def _told(self, by: By, step: Step, now: ReturnNow) -> ReturnNow:
        """Write the step down where people are known one by one."""
        if self._settings.signs_in:
            told = {"step": step.value, "number": str(now.number)}
            people(self._settings).audit.record(by, _NEEDS[step], "/".join(now.key), detail=told)
        return now


def _listed(series: Sequence[Asked]) -> Name:
    return Name.each(lambda lang: listed((name(one, lang) for one in series), lang))
