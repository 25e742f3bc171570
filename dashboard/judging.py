"""The one way from register, figures and what one may see to verdicts, region by region.

    judging = Judging(store)
    standing = judging.standing(catalogue, on=date(2026, 11, 30))
    standing.rows("binzhou")        # its goals in force, each with its verdict

A region is read and judged when somebody asks for it and kept as long as nothing of it changed: its
own figures and those of the regions its goals are compared with, the register, the day, and what the
reader may see. So a save costs its own region. Of regions nobody looks at a summary is kept. What is
kept is bounded in bytes, whatever the number of regions, days looked back to and readers.
"""

from __future__ import annotations

import sys
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from threading import Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from dashboard.actuals.observations import Observation, microseconds, moment_text
from dashboard.actuals.periods import period
from dashboard.languages.numbers import CHINA
from dashboard.people.matrix import Reach
from dashboard.people.scopes import responsible_units
from dashboard.people.sight import Sight
from dashboard.register.in_force import in_force_on, rule_on

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.actuals.officials import AssignedOfficial
    from dashboard.actuals.remedies import Remedy
    from dashboard.actuals.replica import Reading
    from dashboard.actuals.store import Store
    from dashboard.progress.assess import Assessment
    from dashboard.progress.goal import Goal
    from dashboard.progress.lamp_rules import LampRule
    from dashboard.register import Catalogue

Row = dict[str, Any]
Piece = TypeVar("Piece")

# What a goal is counted under: its lamp while it can be caught up; missed for good; with a figure
# but no lamp; without a figure, or without one that was published; hidden from the reader.
LAMPS = ("green", "yellow", "red", "missed", "none")
UNSEEN = ("unreported", "unpublished", "withheld")
GROUPS = (*LAMPS, *UNSEEN)
# The time is up and the number was not reached: no call for work any more, but for an account. A
# stretch that was missed over a floor that was held is not among them: it is yellow, and counted so.
MISSED = ("overdue", "below-floor")
STRETCH_MISSED = "stretch-missed"
# What a plan says by itself, whatever has been measured: nobody's secret.
_OF_THE_PLAN = ("no-goal", "not-due", "not-applicable")

_MIB = 1 << 20
_REGION_BYTES = 24 * _MIB
_SUMMARY_BYTES = 48 * _MIB
_PIECE_BYTES = 16 * _MIB
# Measured with tracemalloc on generated registers of every kind, rounded up.
_BYTES_A_GOAL, _BYTES_A_FIGURE, _BYTES_A_SUMMARY = 12_000, 700, 700
_PATIENCE_S = 0.25
"""How long judging in the background stands back before each region while pages are drawn."""
_SMALL = 40
"""Registers of up to so many regions are judged whole at once; beyond, in the background."""


class Summary(NamedTuple):
    """One goal as lists and counts see it; `completion` is actual over target, for a reader to check."""

    id: str
    region: str
    cluster: str | None
    indicator: str
    due: int | None
    lamp_rule: str | None
    order: int
    status: str
    lamp: str
    group: str
    reported: bool
    gap_points: float | None
    completion: float | None
    actual: str | None
    unit: str
    actual_float: float | None


class OwnGoal(NamedTuple):
    """A goal of a region as a whole, as regions are compared by it; completion and gap are exact.

    `period` is that of the figure judged. Goals of its clusters, counts over them and stretch goals
    are no region's own.
    """

    id: str
    indicator: str
    due: int | None
    status: str
    period: str | None
    completion: Fraction | None
    gap: Fraction | None


@dataclass(frozen=True)
class RegionSummary:
    """What is kept of a region nobody looks at: its goals in a row each, and its newest figure.

    `own` are those that it is compared by with others.
    """

    goals: tuple[Summary, ...]
    newest: Observation | None
    own: tuple[OwnGoal, ...] = ()

    @property
    def size(self) -> int:
        """Bytes it takes, about."""
        return _BYTES_A_SUMMARY * (len(self.goals) + len(self.own) + 1)


@dataclass(frozen=True)
class RegionVerdicts:
    """A region judged: its goals in force with their verdicts, its figures, and its summary.

    `others` are the goals that are not in force, with what keeps them from it as their verdict.
    """

    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    series: Mapping[tuple[str, str, str], Sequence[Observation]]
    summary: RegionSummary

    @property
    def size(self) -> int:
        """Bytes it takes, about."""
        figures = sum(map(len, self.series.values()))
        goals = len(self.rows) + len(self.others) + 1
        return _BYTES_A_GOAL * goals + _BYTES_A_FIGURE * figures


class Kept:
    """Things by key, the least recently used let go once they take more than so many bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def get(self, key: Hashable) -> Any:
        """What is kept under a key, None for nothing."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep a value of about so many bytes; one that takes more than all may is not kept."""
        with self._lock:
            before = self._held.pop(key, None)
            self.size -= before[1] if before else 0
            if size > self._most:
                return
            self._held[key] = (value, size)
            self.size += size
            while self.size > self._most:
                _, (_, gone) = self._held.popitem(last=False)
                self.size -= gone


class Judging:
    """Verdicts on the figures of one store, for everybody; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._regions = Kept(_REGION_BYTES)
        self._summaries = Kept(_SUMMARY_BYTES)
        self.pieces = Kept(_PIECE_BYTES)
        self._facts: OrderedDict[tuple[str, date], _Facts] = OrderedDict()
        self._lock = Lock()
        self._worker: Thread | None = None
        self._waiting = 0

    def in_force(self, catalogue: Catalogue, day: date) -> Catalogue:
        """The register as it was in force on a day."""
        return self._facts_of(catalogue, day).catalogue

    def standing(
        self,
        catalogue: Catalogue,
        on: date,
        *,
        sight: Sight | None = None,
        back_to: date | None = None,
        last: int | None = None,
        young: bool = False,
        reading: Reading | None = None,
    ) -> Standing:
        """Where everything stands on a day.

        `sight`: which figures the reader sees, None for all. `back_to` is set for a day looked back
        to, and `last` is then the last revision counted; without it the newest figures are.
        `reading` is the replica to read from, which never has less than it has told of its changes.
        """
        store = self.store if reading is None else reading.store
        return Standing(
            self._facts_of(catalogue, on), self, store, on, sight, back_to, last, young,
            changes=None if last is not None else store.changes(),
            read_as_of=None if reading is None else reading.as_of,
        )  # fmt: skip

    def region(self, standing: Standing, region: str) -> RegionVerdicts:
        """A region's verdicts, judged if nothing that is kept still holds."""
        key = standing.key_of(region)
        found: RegionVerdicts | None = self._regions.get(key)
        if found is None:
            found = _judge(standing, region)
            self._regions.put(key, found, found.size)
            self._summaries.put(key, found.summary, found.summary.size)
        return found

    def summary(self, standing: Standing, region: str) -> RegionSummary:
        """A region's summary; a region that was judged for it alone is let go again."""
        key = standing.key_of(region)
        found: RegionSummary | None = self._summaries.get(key)
        if found is None:
            held: RegionVerdicts | None = self._regions.get(key)
            found = held.summary if held is not None else _summarised(standing, region)
            self._summaries.put(key, found, found.size)
        return found

    def judged(self, standing: Standing) -> tuple[int, int]:
        """How many of the regions with a plan have been judged, and how many there are."""
        regions = standing.regions()
        done = sum(self._summaries.get(standing.key_of(region)) is not None for region in regions)
        return done, len(regions)

    def is_ready(self, standing: Standing) -> bool:
        """Whether every region's summary is there or soon made; a large register is begun with."""
        done, all_of_them = self.judged(standing)
        if all_of_them - done <= _SMALL:
            return True
        self.work_through(standing)
        return False

    def work_through(self, standing: Standing) -> None:
        """Judge every region in the background, one after the other; one such work at a time."""
        with self._lock:
            if self._worker is not None and self._worker.is_alive():
                return
            self._worker = Thread(
                target=self._all_of, args=(standing,), name="judging", daemon=True
            )
            self._worker.start()

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """While somebody waits for a page: what is judged in the background stands back."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def _all_of(self, standing: Standing) -> None:
        for region in standing.regions():
            self._stand_back()
            self.summary(standing, region)

    def _stand_back(self) -> None:
        # One interpreter lock serves all threads: a page that reads a little at a time would wait
        # for it at every step. Only so long, so that all is judged however many look at pages.
        until = monotonic() + _PATIENCE_S
        while self._waiting and monotonic() < until:
            sleep(0.005)

    def _facts_of(self, catalogue: Catalogue, day: date) -> _Facts:
        key = (catalogue.version, day)
        with self._lock:
            found = self._facts.get(key)
            if found is None:
                found = self._facts[key] = _Facts(in_force_on(catalogue, day), day)
                while len(self._facts) > 4:
                    self._facts.popitem(last=False)
            self._facts.move_to_end(key)
            return found


class _Facts:
    """What follows from the register as in force on a day alone."""

    def __init__(self, catalogue: Catalogue, day: date) -> None:
        from dashboard.progress.lamp_rules import rules_of

        self.catalogue, self.day = catalogue, day
        self.indicators = {row["id"]: row for row in catalogue.rows("indicators")}
        self.rules: dict[str, LampRule] = rules_of(
            {rule["id"]: rule["json"] for rule in catalogue.rows("lamp_rules")}
        )
        planned = {p["region"] for p in catalogue.rows("plans") if p["status"] == "in force"}
        self.regions = [row["id"] for row in catalogue.rows("regions") if row["id"] in planned]
        self._goals = Kept(12 * _MIB)
        self._read: dict[str, tuple[str, ...]] = {}

    def goals(self, region: str) -> list[Goal]:
        """A region's goals, in force or not, as the engine reads them."""
        from dashboard.progress.goal import goal_of

        found: list[Goal] | None = self._goals.get(region)
        if found is None:
            rows = self.catalogue.goals_of(region)
            found = [goal_of(row, self.indicators) for row in rows]
            self._goals.put(region, found, len(found) * 6_000)
        return found

    def regions_read(self, region: str) -> tuple[str, ...]:
        """The regions whose figures a region's goals are judged by: its own, partners, groups."""
        found = self._read.get(region)
        if found is None:
            known = (goal.series.regions for goal in self.goals(region) if goal.in_force)
            read = {region}.union(*known)
            found = self._read[region] = tuple(sorted(read))
        return found


# Which regions the piece being drawn has looked at, "*" for all of them.
_LOOKED_AT: ContextVar[tuple[set[str], ...]] = ContextVar("looked_at", default=())


@dataclass(frozen=True, eq=False)
class Standing:
    """The state of the world a page is drawn from: promises, figures and verdicts at one date.

    `as_of` is set when that is not the newest, and `young` when nothing had been recorded by then,
    so that what was filled in since counts. `sight` says of which figures it was judged, None of all.
    `read_as_of` is set where what it is read from is behind: up to then it is whole.
    """

    facts: _Facts
    judging: Judging
    store: Store
    on: date
    sight: Sight | None = None
    as_of: date | None = None
    last: int | None = None
    young: bool = False
    changes: Mapping[str, Any] | None = None
    read_as_of: datetime | None = None
    _own: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        """The register as it was in force on the day."""
        return self.facts.catalogue

    @property
    def revision(self) -> int:
        """The last revision counted."""
        if self.sight is not None and not self.sight.sees_entered:
            return max((up_to for _, up_to in self.sight.published), default=0)
        if self.last is not None:
            return self.last
        return max((one.revision for one in (self.changes or {}).values()), default=0)

    @property
    def demo(self) -> bool:
        """Whether the figures are made up for show."""
        return self.store.demo

    def key_of(self, region: str) -> tuple[Hashable, ...]:
        """What a region's verdicts hang on: register, day, what is seen, and what has changed."""
        read = self.facts.regions_read(region)
        seen = "" if self.sight is None else self.sight.within(read).key
        state: Hashable = self.last
        if self.changes is not None:
            state = tuple(self.changes[one].changes if one in self.changes else 0 for one in read)
        return (self.catalogue.version, self.on, self.as_of, region, seen, state)

    def drawn(self, draw: Callable[..., Piece], *arguments: Hashable) -> Piece:
        """Return `draw(self, *arguments)`, drawn once for all who see the same until it changes."""
        key = (
            draw,
            arguments,
            self.catalogue.version,
            self.on,
            self.as_of,
            self.last,
            self._seen(),
        )
        found = self.judging.pieces.get(key)
        if found is not None and found[1] == self._state(found[0]):
            self._look(found[0])
            piece: Piece = found[2]
            return piece
        looked: set[str] = set()
        token = _LOOKED_AT.set((*_LOOKED_AT.get(), looked))
        try:
            made = draw(self, *arguments)
        finally:
            _LOOKED_AT.reset(token)
        if looked.issuperset(self.regions()):
            # Whatever changes anywhere changes it: one sum tells that quicker than each region.
            looked = {"*"}
        self.judging.pieces.put(key, (frozenset(looked), self._state(looked), made), _size(made))
        return made

    def _seen(self) -> str:
        """What of the figures is seen, as a text that is the same for equal sights."""
        return self._once("seen", lambda: "" if self.sight is None else self.sight.key)

    def _state(self, regions: Iterable[str]) -> Hashable | None:
        """How far the regions that something was drawn from have come."""
        if self.changes is None:
            return self.last
        if "*" in regions:
            total: int = sum(one.changes for one in self.changes.values())
            return total
        return tuple(self.key_of(region) for region in sorted(regions))

    def _look(self, regions: Iterable[str]) -> None:
        for looked in _LOOKED_AT.get():
            looked.update(regions)

    # -- promises with their verdicts

    def table(self) -> pd.DataFrame:
        """All goals in force with what they are chosen and counted by, indexed by id.

        Columns: those of `Summary`.
        """
        import pandas as pd

        def make() -> pd.DataFrame:
            rows = [goal for region in self.regions() for goal in self._summary(region).goals]
            frame = pd.DataFrame(rows, columns=list(Summary._fields)).set_index("id")
            numbers = ("due", "gap_points", "completion", "actual_float")
            return frame.astype(dict.fromkeys(numbers, "float64"))

        self._look("*")
        return self._once("table", make)

    def goals(self) -> Iterator[Summary]:
        """All goals in force as lists and counts see them, region by region: `table` without a frame."""
        self._look("*")
        for region in self.regions():
            yield from self._summary(region).goals

    def summary(self, region: str) -> RegionSummary:
        """What lists and counts need of a region."""
        self._look((region,))
        return self._summary(region)

    def rows(self, region: str) -> Sequence[Row]:
        """A region's goals in force in order, each with its `verdict` (a row of verdicts).

        And with `group` (of `GROUPS`), `reported`, and `completion` (actual over target).
        """
        return self._region(region).rows

    def row(self, goal: str) -> Row | None:
        """One goal in force with its verdict."""
        return self._found(goal, lambda held: held.rows)

    def any_row(self, goal: str) -> Row | None:
        """One goal with its verdict, in force or not."""
        return self._found(goal, lambda held: (*held.rows, *held.others))

    def others(self, region: str) -> Sequence[Row]:
        """A region's goals that are not in force, each with what keeps it from it as its verdict."""
        return self._region(region).others

    def regions(self) -> list[str]:
        """The regions that have a plan in force, in the register's order."""
        return self.facts.regions

    def groups(self, region: str | None = None) -> Counter[str]:
        """How many goals are counted under each group, of a region or of all."""
        self._look("*" if region is None else (region,))
        chosen = self.regions() if region is None else [region]
        return Counter(goal.group for one in chosen for goal in self._summary(one).goals)

    def plans(self, region: str) -> list[Row]:
        """The region's plans in force."""
        return [p for p in self.catalogue.plans_of(region) if p["status"] == "in force"]

    # -- figures

    def figures_of(self, region: str, subject: str, indicator: str) -> list[Row]:
        """The latest figures of one series that had ended by `on`, oldest period first."""
        key = (region, subject, indicator)
        return self._once(("series", key), lambda: self._series(key))

    def figures(self, regions: Sequence[str]) -> list[Observation]:
        """The latest figures of whole regions, as far as they are seen, in no promised order."""
        self._look(regions)
        return figures_seen(self, regions)

    def figures_at(
        self, keys: Sequence[tuple[str, str, str]], code: str
    ) -> dict[tuple[str, str, str], str]:
        """The figures of one period that had ended by `on`, of those of the series that have one.

        By series as exact text; the regions they lie in are not judged for it.
        """
        if period(code).end > self.on:
            return {}
        regions = sorted({key[0] for key in keys})
        self._look(regions)
        wanted, subjects = set(keys), sorted({key[1] for key in keys})
        return {
            one[:3]: one.value
            for one in figures_seen(self, regions, subjects=subjects)
            if one.period == code and one.value is not None and one[:3] in wanted
        }

    def vintages(self, region: str) -> Mapping[int, str]:
        """How settled each submitted revision of a region is, as was known on the day."""
        moment = None if self.as_of is None else end_of(self.as_of)

        def asked() -> dict[int, str]:
            found = self.store.returns.vintages(region, moment)
            return {revision: vintage.value for revision, vintage in found.items()}

        self._look((region,))
        return self._once(("vintages", region), asked)

    def assigned(self, region: str) -> Sequence[AssignedOfficial]:
        """The leaders assigned to a region's clusters as entered by the day, in that order.

        Nobody's secret where the region may be read at all.
        """

        def asked() -> list[AssignedOfficial]:
            if self.hides(region):
                return []
            until = None if self.as_of is None else microseconds(end_of(self.as_of))
            known = self.judging.store.officials.of_region(region)
            return [one for one in known if until is None or one.at <= until]

        self._look((region,))
        return self._once(("officials", region), asked)

    def remedies(self, region: str) -> Mapping[str, Remedy]:
        """How what is done about a region's goals stands, by goal, as far as it is seen."""
        self._look((region,))
        seen = self._once(("remedies", region), lambda: remedies_seen(self, [region]))
        return seen.get(region, {})

    def all_remedies(self) -> Mapping[str, Mapping[str, Remedy]]:
        """As `remedies`, of all regions that have any, by region."""
        self._look("*")
        return self._once("remedies", lambda: remedies_seen(self, None))

    def series_of(self, region: str, subject: str) -> list[str]:
        """The indicators for which the subject has figures."""
        return [key[2] for key in self._region(region).series if key[:2] == (region, subject)]

    def newest(self, region: str | None = None) -> Row | None:
        """The figure entered last, of a region or at all."""
        self._look("*" if region is None else (region,))
        found: Observation | None = None
        for one, last in self._last_revisions(region):
            if found is not None and found.revision >= last:
                break
            newest = self._summary(one).newest
            if newest is not None and (found is None or newest.revision > found.revision):
                found = newest
        return figure_row(found) if found is not None else None

    def _last_revisions(self, region: str | None) -> list[tuple[str, int]]:
        """The regions that have figures to be seen, each with the last that it can be, newest first.

        So that the newest of a province is found without judging all of it.
        """
        regions = self.regions() if region is None else [region]
        if self.changes is None:
            return [(one, self.last or 0) for one in regions]
        lasts = {one: self.changes[one].revision for one in regions if one in self.changes}
        if self.sight is not None:
            published = dict(self.sight.published)
            lasts = {
                one: published.get(one, last)
                for one, last in lasts.items()
                if not self.sight.hides(one)
            }
        known = [(one, last) for one, last in lasts.items() if last]
        return sorted(known, key=lambda pair: pair[1], reverse=True)

    # -- how far it has been judged

    def is_ready(self) -> bool:
        """Whether what counts all regions can be shown at once; if not, judging them is begun."""
        return self.judging.is_ready(self)

    def judged(self) -> tuple[int, int]:
        """How many of the regions with a plan have been judged, and how many there are."""
        return self.judging.judged(self)

    # -- what of it may be seen

    def hides(self, region: str) -> bool:
        """Tell whether the reader may see no figure of a region."""
        return self.sight is not None and self.sight.hides(region)

    def wording_suffix(self, region: str | None = None) -> str:
        """How figures are seen, of a region or anywhere, as the end of a wording's key.

        "" as they were entered, "-published" as they were published, "-withheld" not at all.
        """
        if self.sight is None:
            return ""
        if region is not None and self.sight.hides(region):
            return "-withheld"
        entered = self.sight.sees_entered
        if region is not None:
            entered = not self.sight.as_published(region)
        return "" if entered else "-published"

    # -- names

    def name(self, row: Row | None, lang: str) -> str:
        """A row's name in `lang`."""
        return "" if row is None else str(row.get(f"name_{lang}") or row["name_zh"])

    def _summary(self, region: str) -> RegionSummary:
        return self._once(("summary", region), lambda: self.judging.summary(self, region))

    def _found(self, goal: str, among: Callable[[RegionVerdicts], Iterable[Row]]) -> Row | None:
        known = self.catalogue.goal(goal)
        if known is None:
            return None
        rows = among(self._region(known["region"]))
        return next((row for row in rows if row["id"] == goal), None)

    def _region(self, region: str) -> RegionVerdicts:
        self._look((region,))
        return self._once(("region", region), lambda: self.judging.region(self, region))

    def _series(self, key: tuple[str, str, str]) -> list[Row]:
        held = self._region(key[0]).series.get(key, ())
        rows = [figure_row(one) for one in held if period(one.period).end <= self.on]
        rows.sort(key=lambda row: (row["year"], row["month"], row["period"]))
        return rows

    def _once(self, key: Hashable, make: Callable[[], Piece]) -> Piece:
        """Kept for as long as this standing is looked at: a page asks for the same many times."""
        if key in self._own:
            found: Piece = self._own[key]
            return found
        made = self._own[key] = make()
        return made


def figure_row(one: Observation) -> Row:
    """A figure as a row: `OBSERVATION_COLUMNS`; `at` as ISO text in UTC, empty where it is not told."""
    of = period(one.period)
    return {
        **one._asdict(),
        "year": of.year,
        "month": of.month,
        "period_kind": of.kind,
        "value_float": None if one.value is None else float(one.value),
        "at": moment_text(one.at) if one.at else "",
    }


# -- judging one region


def _judge(standing: Standing, region: str) -> RegionVerdicts:
    seen, judged = _assessed(standing, region)
    rows = tuple(_row(standing, one) for one in judged if one.goal.in_force)
    others = tuple(_row(standing, one) for one in judged if not one.goal.in_force)
    series: dict[tuple[str, str, str], list[Observation]] = {}
    for one in seen:
        series.setdefault(one[:3], []).append(one)
    return RegionVerdicts(rows, others, series, _summary_of(standing, region, seen, judged))


def _summarised(standing: Standing, region: str) -> RegionSummary:
    """A region judged for its summary alone, without the rows that nobody looks at."""
    return _summary_of(standing, region, *_assessed(standing, region))


def _assessed(standing: Standing, region: str) -> tuple[list[Observation], list[Assessment]]:
    from dashboard.progress.assess import assess_all
    from dashboard.progress.figures import Figures

    facts = standing.facts
    seen = figures_seen(standing, facts.regions_read(region))
    figures = Figures(((row[:3], row.period, row.value, row.revision) for row in seen), standing.on)
    judged = assess_all(facts.goals(region), figures, facts.rules)
    if standing.sight is not None:
        judged = [withheld(one, standing.sight) for one in judged]
    return seen, judged


def _summary_of(
    standing: Standing, region: str, seen: Iterable[Observation], judged: Iterable[Assessment]
) -> RegionSummary:
    own = (one for one in seen if one.region == region and period(one.period).end <= standing.on)
    newest = max(own, key=lambda one: one.revision, default=None)
    held = [one for one in judged if one.goal.in_force]
    goals = tuple(_summary(standing, one) for one in held)
    return RegionSummary(goals, newest, tuple(_own(one) for one in held if _is_own(one)))


def _is_own(found: Assessment) -> bool:
    row = found.goal.row
    return row["subject_kind"] in ("region", "clusters") and row["stretch_of"] is None


def _own(found: Assessment) -> OwnGoal:
    row, figure, seen = found.goal.row, found.measured.figure, _is_reported(found)
    return OwnGoal(
        row["id"],
        row["indicator"],
        row["due"],
        found.status,
        figure.period if figure is not None else None,
        found.done if seen else None,
        found.gap if seen else None,
    )


def withheld(found: Assessment, sight: Sight) -> Assessment:
    """A verdict in words that are true for who may not see all figures.

    Where the reader may see no figure of the region, or of a region the goal is compared with, it is
    withheld; where only what was published is seen and nothing is, it is unpublished, for something
    may well be reported.
    """
    if found.status in _OF_THE_PLAN:
        return found
    region = found.goal.region
    code = None
    if sight.hides(region):
        status, code = "withheld", "withheld"
    elif any(sight.hides(one) for one in found.goal.series.regions - {region}):
        status, code = "withheld", "withheld-other"
    elif found.status == "no-data" and sight.as_published(region):
        status, code = "unpublished", "unpublished"
    if code is None:
        return found
    return replace(found, status=status, reason=code, reason_year=0, band=-1, settled=True)


def _row(standing: Standing, found: Assessment) -> Row:
    from dashboard.progress.table import drawn, record

    return {
        **found.goal.row,
        "verdict": record(found),
        "group": _group(standing, found),
        "reported": _is_reported(found),
        "completion": drawn(found.done),
    }


def _is_reported(found: Assessment) -> bool:
    tally = found.measured.tally
    # A count over members is 0, not unknown, while no member has reported: that is no report.
    silent = tally is not None and not tally.reported and tally.entered is None
    return found.actual is not None and not silent


def _group(standing: Standing, found: Assessment) -> str:
    if found.status in MISSED:
        return "missed"
    if found.lamp in ("green", "yellow", "red"):
        return found.lamp
    if _is_reported(found):
        return "none"
    words = {"": "unreported", "-published": "unpublished", "-withheld": "withheld"}
    return words[standing.wording_suffix(found.goal.region)]


def _summary(standing: Standing, found: Assessment) -> Summary:
    from dashboard.progress.table import actual_text, drawn, unit_of

    row = found.goal.row
    return Summary(
        row["id"], row["region"], row["cluster"], row["indicator"], row["due"], row["lamp_rule"],
        row["order"], found.status, found.lamp, _group(standing, found), _is_reported(found),
        drawn(found.gap, 100), drawn(found.done), actual_text(found), unit_of(found),
        drawn(found.actual),
    )  # fmt: skip


# -- which figures


def figures_seen(
    standing: Standing,
    regions: Sequence[str],
    last: int | None = None,
    subjects: Sequence[str] | None = None,
) -> list[Observation]:
    """The figures of some regions, or of some subjects there, as the standing's reader may see them.

    `last` is the last revision counted of those seen as entered, the standing's own without it.
    Where it may not be seen who entered a figure, author, note and evidence are empty, and of one seen
    as it was published `at` is when that was.
    """
    store, sight = standing.store, standing.sight
    last = standing.last if last is None else last
    if sight is None:
        return store.observations(regions, as_of=last, subjects=subjects)
    return list(_seen(store, sight.within(regions), standing.catalogue, last, subjects))


def figures_before(standing: Standing, regions: Sequence[str], revision: int) -> list[Observation]:
    """The figures of some regions as they were seen before a revision was.

    What is seen as published is then what the publication before had: what was entered and
    corrected between two publications has never been shown.
    """
    store, sight = standing.store, standing.sight
    if sight is None:
        return store.observations(regions, as_of=revision - 1)
    # A figure of a return may be published later than others entered after it.
    numbers = (store.first_shown(region, revision) for region in regions)
    shown = min((number for number in numbers if number is not None), default=revision)
    earlier = store.publications(below=max(shown, revision))
    then = tuple(
        (region, min(now, earlier[region].revision if region in earlier else 0))
        for region, now in sight.within(regions).published
    )
    past = replace(sight.within(regions), published=then)
    return list(_seen(store, past, standing.catalogue, revision - 1))


def _seen(
    store: Store,
    sight: Sight,
    catalogue: Catalogue,
    last: int | None,
    subjects: Sequence[str] | None = None,
) -> Iterator[Observation]:
    if sight.entered.regions:
        whole = sorted(sight.entered.regions)
        for row in store.observations(whole, as_of=last, subjects=subjects):
            yield _named(row, sight.named, catalogue)
    up_to = {region: revision for region, revision in sight.published if revision}
    published = store.observations_published(up_to, subjects) if up_to else []
    if sight.entered.units:
        whose = sorted({region for region, _ in sight.entered.units})
        for row in store.observations(whose, as_of=last, subjects=subjects):
            if _within(row, sight.entered, catalogue):
                yield _named(row, sight.named, catalogue)
        published = [
            one for one in published if not _within(one.observation, sight.entered, catalogue)
        ]
    for one in published:
        if _within(one.observation, sight.named, catalogue):
            yield one.observation
        else:
            yield one.without_history()


def _named(row: Observation, named: Reach, catalogue: Catalogue) -> Observation:
    """A figure, without who entered it where that may not be seen; when, its verdict rests on."""
    if row.region in named.regions or _within(row, named, catalogue):
        return row
    return row._replace(author="", note="", evidence="")


def _within(row: Observation, where: Reach, catalogue: Catalogue) -> bool:
    """Whether a figure is within reach, by the units responsible for it."""
    return where.holds(row.region, responsible_units(catalogue, *row[:3]))


# -- what is done about it


def remedies_seen(
    standing: Standing, regions: Sequence[str] | None
) -> dict[str, dict[str, Remedy]]:
    """How remedies stand, by region and goal, as the standing's reader may see them.

    Where figures are seen as they were published, so are remedies: those that were written before
    the last publication, once the figure they answer for is published too. Who wrote one is told
    to who may see who entered what.
    """
    kept, sight = standing.store.remedies, standing.sight
    known = kept.latest(regions, standing.revision if sight is None else standing.last)
    if sight is not None:
        known = [
            one
            for region in dict.fromkeys(one.region for one in known)
            for one in _remedies_within(standing, sight, region, known)
        ]
    found: dict[str, dict[str, Remedy]] = {}
    for one in known:
        found.setdefault(one.region, {})[one.goal] = one
    return found


def _remedies_within(
    standing: Standing, sight: Sight, region: str, known: Sequence[Remedy]
) -> Iterator[Remedy]:
    own = [one for one in known if one.region == region]
    goals = {row["id"]: row for row in standing.catalogue.goals_of(region)}

    def within(where: Reach, goal: str) -> bool:
        return where.holds(region, goals[goal]["responsible"] or () if goal in goals else ())

    up_to = dict(sight.published).get(region, 0)
    entered = {one.goal: one for one in own if within(sight.entered, one.goal)}
    if up_to and any(one.goal not in entered for one in own):
        for one in standing.store.remedies.latest([region], up_to):
            if one.goal not in entered and _answers_what_is_seen(standing, one):
                entered[one.goal] = one
    for one in entered.values():
        yield one if within(sight.named, one.goal) else one._replace(author="", at=0)


def _answers_what_is_seen(standing: Standing, remedy: Remedy) -> bool:
    row = standing.row(remedy.goal)
    code = row["verdict"]["period"] if row is not None else None
    return bool(code) and (not remedy.period or period(code).order >= period(remedy.period).order)


# -- what was before


def earlier(standing: Standing, goal: str) -> list[Row]:
    """A goal's verdict as it was before its last figure, and as it was with it, oldest first.

    Both are judged on the day of that figure, or of its publication (China's clock), by the lamp
    rule of that day, with what was known until then; empty without figures. Where figures are seen
    as they were published, only the first is given.
    """
    from dashboard.progress.assess import assess_all
    from dashboard.progress.figures import Figures
    from dashboard.progress.table import record

    row = standing.any_row(goal)
    found: Assessment | None = row["verdict"]["assessment"] if row else None
    revision = _last_revision(found) if found is not None else 0
    if row is None or not revision:
        return []
    region, facts = row["region"], standing.facts
    regions = facts.regions_read(region)
    mine = [one for one in figures_seen(standing, regions) if one.revision == revision]
    day = standing.on if not mine else min(standing.on, _day_of(mine[0].at))
    rule = rule_on(standing.catalogue.region(region) or {}, day) or "default"
    goals = [replace(one, lamp_rule=rule) for one in facts.goals(region)]
    states = (revision, revision + 1) if standing.sight is None else (revision,)
    told = []
    for before in states:
        seen = figures_before(standing, regions, before)
        figures = Figures(((one[:3], one.period, one.value, one.revision) for one in seen), day)
        judged = assess_all(goals, figures, facts.rules)
        told += [record(one) for one in judged if one.goal.id == goal]
    return told


def _last_revision(found: Assessment) -> int:
    """The newest revision among the figures that a verdict rests on."""
    measured = found.measured
    figures = [*measured.parts, measured.figure]
    if measured.companion is not None:
        figures += [measured.companion.now]
    if measured.coverage is not None:
        figures += [measured.coverage.covered, measured.coverage.of]
    return max((one.revision for one in figures if one is not None), default=0)


def _day_of(at: int) -> date:
    return datetime.fromisoformat(moment_text(at)).astimezone(CHINA).date()


def end_of(day: date) -> datetime:
    """The last moment of a day on China's clock."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA) - timedelta(microseconds=1)


def _size(made: Any) -> int:
    """Bytes a drawn piece takes, about: texts are what most of them are."""
    if isinstance(made, str | bytes):
        return sys.getsizeof(made)
    if isinstance(made, dict | list | tuple):
        return sys.getsizeof(made) + sum(
            map(_size, made.values() if isinstance(made, dict) else made)
        )
    return 2_000
