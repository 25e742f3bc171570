"""The state of the world a page is drawn from, and what is drawn from it, kept while it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from dashboard.actuals.observations import Observation, microseconds, moment_text
from dashboard.actuals.periods import period
from dashboard.judging.kept import size_of
from dashboard.judging.region_verdicts import RegionSummary, RegionVerdicts, Row, Summary
from dashboard.judging.seen import figures_seen, remedies_seen
from dashboard.languages.numbers import CHINA
from dashboard.people.sight import Sight
from dashboard.progress.numbers import decimal_text

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.actuals.officials import AssignedOfficial
    from dashboard.actuals.remedies import Remedy
    from dashboard.actuals.store import Store
    from dashboard.judging.register_of_day import RegisterOfDay
    from dashboard.judging.verdicts import Judging
    from dashboard.register import Catalogue

Piece = TypeVar("Piece")

# Which regions the piece being drawn has looked at, "*" for all of them.
_LOOKED_AT: ContextVar[tuple[set[str], ...]] = ContextVar("looked_at", default=())


@dataclass(frozen=True, eq=False)
class Standing:
    """The state of the world a page is drawn from: promises, figures and verdicts at one date.

    `as_of` is set when that is not the newest, and `young` when nothing had been recorded by then,
    so that what was filled in since counts. `sight` says of which figures it was judged, None of all.
    `read_as_of` is set where what it is read from is behind: up to then it is whole. `known_by` is
    until when what is said beside figures counts, how settled they are and who is assigned; without
    it the end of the day looked back to.
    """

    facts: RegisterOfDay
    judging: Judging
    store: Store
    on: date
    sight: Sight | None = None
    as_of: date | None = None
    last: int | None = None
    young: bool = False
    changes: Mapping[str, Any] | None = None
    read_as_of: datetime | None = None
    known_by: datetime | None = None
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
        return (self.catalogue.version, self.on, self.as_of, self.known_by, region, seen, state)

    def drawn(self, draw: Callable[..., Piece], *arguments: Hashable) -> Piece:
        """Return `draw(self, *arguments)`, drawn once for all who see the same until it changes."""
        key = (
            draw,
            arguments,
            self.catalogue.version,
            self.on,
            self.as_of,
            self.known_by,
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
        self.judging.pieces.put(key, (frozenset(looked), self._state(looked), made), size_of(made))
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
        counted: Counter[str] = Counter()
        for one in chosen:
            counted.update(self._summary(one).groups)
        return counted

    def plans(self, region: str) -> list[Row]:
        """The region's plans in force."""
        return [p for p in self.catalogue.plans_of(region) if p["status"] == "in force"]

    # -- figures

    def figures_of(self, region: str, subject: str, indicator: str) -> list[Row]:
        """The latest figures of one series that had ended by `on`, oldest period first.

        Of a group of regions also the sums of what all of them have reported.
        """
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

    @property
    def until(self) -> datetime | None:
        """Until when what is said beside figures counts; None for all of it."""
        return self.known_by or (None if self.as_of is None else end_of(self.as_of))

    def vintages(self, region: str) -> Mapping[int, str]:
        """How settled each submitted revision of a region is, as was known on the day."""

        def asked() -> dict[int, str]:
            found = self.store.returns.vintages(region, self.until)
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
            until = None if self.until is None else microseconds(self.until)
            known = self.judging.store.officials.of_region(region)
            return [one for one in known if until is None or one.at <= until]

        self._look((region,))
        return self._once(("officials", region), asked)

    def remedies(self, region: str) -> Mapping[str, Remedy]:
        """How what is done about a region's goals stands, by goal, as far as it is seen."""
        return self.drawn(_remedies_of, region)

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
            newest = self._once(("newest", one), partial(self.judging.newest, self, one))
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
        if not self._own.get("ready"):
            self._own["ready"] = self.judging.is_ready(self)
        return bool(self._own["ready"])

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
        rows += self._added(key, rows)
        rows.sort(key=lambda row: (row["year"], row["month"], row["period"]))
        return rows

    def _added(self, key: tuple[str, str, str], entered: Sequence[Row]) -> list[Row]:
        """What a group of regions has beside what is entered: the sums that its goals are judged by."""
        region, subject, name = key
        group, indicator = self.catalogue.group(subject), self.catalogue.indicator(name)
        if group is None or indicator is None or not indicator["additive"]:
            return []
        from dashboard.progress.measures.group import shared

        ends = {period(row["period"]).end for row in entered}
        parts = [
            {row["period"]: row for row in self.figures_of(one, one, name)}
            for one in group["regions"]
        ]
        return [
            _sum_row(rows, region, subject)
            for rows in shared(parts)
            if period(rows[0]["period"]).end not in ends
        ]

    def _once(self, key: Hashable, make: Callable[[], Piece]) -> Piece:
        """Kept for as long as this standing is looked at: a page asks for the same many times."""
        if key in self._own:
            found: Piece = self._own[key]
            return found
        made = self._own[key] = make()
        return made


def _remedies_of(standing: Standing, region: str) -> Mapping[str, Remedy]:
    standing._look((region,))
    return remedies_seen(standing, [region]).get(region, {})


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


def _sum_row(rows: Sequence[Row], region: str, subject: str) -> Row:
    """The sum of one period's rows, entered by nobody, as new as the newest of them."""
    newest = max(rows, key=lambda row: row["revision"])
    total = decimal_text(sum((Fraction(row["value"]) for row in rows), Fraction(0))) or "0"
    told = {"region": region, "subject": subject, "value": total, "value_float": float(total)}
    return newest | told | dict.fromkeys(("typed", "unit_typed", "note", "evidence", "author"), "")


def end_of(day: date) -> datetime:
    """The last moment of a day on China's clock."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA) - timedelta(microseconds=1)
