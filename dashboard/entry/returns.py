"""A unit's return for a period: what it holds, when it is due, and how it stands."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dashboard.actuals.due_dates import Due, due_day, is_reported_for, owed_codes, standing
from dashboard.actuals.observations import (
    FigureKey,
    Observation,
    PublishedObservation,
    moment_text,
)
from dashboard.actuals.periods import period
from dashboard.actuals.return_states import State, Vintage
from dashboard.actuals.return_steps import ReturnKey, ReturnNow, ReturnStep
from dashboard.entry.rows import Held, recorded, suits
from dashboard.entry.series import Asked
from dashboard.languages.numbers import CHINA
from dashboard.register.figure_checks import FigureCheck, Severity
from dashboard.register.reporting import ReportingRule
from dashboard.register.series import SeriesKey


@dataclass(frozen=True, slots=True)
class Report:
    """How one unit's report for one period stands on a day.

    `due` is the day by which all of it is owed; `owed` are its series, of which `entered` have a
    figure.
    """

    now: ReturnNow
    reporting: ReportingRule
    due: date
    standing: Due
    owed: int
    entered: int

    @property
    def key(self) -> ReturnKey:
        """Return which return it is."""
        return self.now.key

    @property
    def missing(self) -> int:
        """Return how many figures nobody has reported."""
        return self.owed - self.entered

    def unit(self, lang: str) -> str:
        """Return who reports."""
        return self.reporting.unit_name(lang)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A figure under review: as submitted, with what it is read beside.

    `before` is the figure of the period before in the same year, `last_year` that of the same
    period a year ago; None where there is none. `published` is what readers see of it until then,
    where that is another number or the figure is withdrawn. `reason` says why it was to be mended when the return
    last went back, and `since` what became of it then.
    """

    series: Asked
    code: str
    figure: Observation | None
    before: Observation | None
    last_year: Observation | None
    published: PublishedObservation | None
    vintage: Vintage | None
    reason: str
    since: "Since | None" = None


class Since(StrEnum):
    """What became of a figure since its return last went back."""

    QUESTIONED = "questioned"
    MENDED = "mended"
    UNMENDED = "unmended"
    ACCEPTED = "accepted"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that nobody has reported though others have: `reported` of `peers` clusters."""

    series: Asked
    reported: int
    peers: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class ShownReturn:
    """A return with its steps and its figures.

    `marked` are those last sent back, with why; `reasons` what was found at a revision when it was
    entered, and why it stands; `missing` those not reported where others have.
    """

    now: ReturnNow
    steps: Sequence[ReturnStep]
    rows: Sequence[ReviewRow]
    marked: Mapping[FigureKey, str]
    reasons: Mapping[int, str]
    missing: Sequence[Missing] = ()

    def unit(self, lang: str) -> str:
        """Return who reports."""
        return self.rows[0].series.reporting.unit_name(lang) if self.rows else self.now.key.unit


def is_reported(row: ReviewRow) -> bool:
    """Tell whether there is a figure at all; a withdrawn one is none."""
    return row.figure is not None and not row.figure.withdrawn


def units_of(asked: Iterable[Asked]) -> dict[str, list[Asked]]:
    """Return the series by the unit that reports them, in the order owed."""
    found: dict[str, list[Asked]] = {}
    for series in asked:
        found.setdefault(series.reporting.unit, []).append(series)
    return found


def owed_by(series: Sequence[Asked], code: str) -> list[Asked]:
    """Return the series of a unit that are owed for a period."""
    year = period(code).year
    return [
        each
        for each in series
        if each.owed_in(year) and suits(each, code) and is_reported_for(each.reporting.every, code)
    ]


def figures_of(series: Sequence[Asked], code: str, held: Held) -> list[FigureKey]:
    """Return what a unit's return holds: what is owed, and what else is recorded for its last month.

    So that a single quarter or a day that was entered beside the months is reviewed with them; what
    was read in January goes with February.
    """
    at = period(code)
    months = {1, 2} if at.month == 2 else {at.month}
    owed = {(*each.key, code): None for each in owed_by(series, code)}
    more = {
        (*each.key, known): None
        for each in series
        for known in held.get(each.key, {})
        if period(known).year == at.year and period(known).month in months
    }
    return list(owed | more)


def has_return(series: Sequence[Asked], code: str) -> bool:
    """Tell whether a unit makes a return for a period: one of its calendar, for which it owes."""
    return period(code).kind in {"year", "cumulative"} and bool(owed_by(series, code))


def levels_of(series: Sequence[Asked]) -> tuple[str, ...]:
    """Return the regions that approve a unit's return: the longest way that one of its series goes."""
    return max((each.reporting.through for each in series), key=len)


def periods_owed(asked: Iterable[Asked], on: date, code: str | None = None) -> list[str]:
    """Return the periods of the twelve months before a day, oldest first; `code` alone if given."""
    if code is not None:
        return [code]
    since = date(on.year - 1, on.month, 1)
    return owed_codes((each.reporting.every for each in asked), since, on)


def reports_of(
    asked: Sequence[Asked],
    held: Held,
    returns: Mapping[ReturnKey, ReturnNow],
    first: Mapping[FigureKey, int],
    on: date,
    *,
    by_return_only: bool,
    codes: Sequence[str],
) -> list[Report]:
    """Return how each unit stands for each of the periods `codes` for which it owes anything.

    `first` has the moment (µs) at which each figure was first recorded. Without a return a report is
    made when all that is owed is recorded, unless it counts `by_return_only`.
    """
    found = []
    for unit, series in units_of(asked).items():
        for code in codes:
            owed = owed_by(series, code)
            if not owed:
                continue
            key = ReturnKey(series[0].region, unit, code)
            now = returns.get(key) or ReturnNow(key)
            entered = [each for each in owed if recorded(held, each, code) is not None]
            reported = None
            if now.first_submitted is not None:
                reported = _day(now.first_submitted)
            elif not by_return_only and len(entered) == len(owed):
                reported = _day(max(_first(first, held, each, code) for each in owed))
            due = max(due_day(code, each.reporting) for each in owed)
            stands = standing(code, due, on, reported, now.state is State.RETURNED)
            found.append(
                Report(
                    now,
                    series[0].reporting,
                    due,
                    stands,
                    len(owed),
                    len(entered),
                )
            )
    return found


def _first(first: Mapping[FigureKey, int], held: Held, series: Asked, code: str) -> int:
    known = first.get((*series.key, code))
    return held[series.key][code].at if known is None else known


def _day(at: int) -> date:
    return datetime.fromisoformat(moment_text(at)).astimezone(CHINA).date()


def missing_beside_others(
    own: Sequence[Asked],
    asked: Sequence[Asked],
    held: Held,
    code: str,
    checks: Callable[[SeriesKey], Mapping[str, FigureCheck]],
) -> list[Missing]:
    """Return the clusters' figures that a unit has not reported where others have, by the check.

    `own` are the unit's series and `asked` all of the region's; `held` has the figures of both. Others
    are the other clusters that owe the same indicator, at least two of them.
    """
    owing: dict[str, set[str]] = {}
    reporting: dict[str, set[str]] = {}
    for each in owed_by(asked, code):
        if each.subject_kind == "cluster":
            owing.setdefault(each.indicator, set()).add(each.subject)
            if recorded(held, each, code) is not None:
                reporting.setdefault(each.indicator, set()).add(each.subject)
    found = []
    for series in owed_by(own, code):
        check = checks(series.key)["missing_beside_others"]
        waits = series.subject_kind == "cluster" and recorded(held, series, code) is None
        if check.severity is Severity.OFF or not waits:
            continue
        peers = len(owing.get(series.indicator, set()) - {series.subject})
        # The series itself waits, so that it is none of those that have reported.
        reported = len(reporting.get(series.indicator, ()))
        if peers > 1 and reported >= check.thresholds["share"] * peers:
            found.append(Missing(series, reported, peers, check.severity))
    return found


def since_returned(
    marked: Collection[FigureKey],
    before: Mapping[FigureKey, int | None],
    now: Mapping[FigureKey, int | None],
    state: State,
) -> dict[FigureKey, Since]:
    """Return what became of each figure since its return last went back.

    `marked` were to be mended, all of them where none was named; `before` has the revisions that went
    back, `now` those of today. What was not questioned stands as it was read, unless it is changed.
    """
    found = {}
    for figure in now:
        changed = before.get(figure) != now[figure]
        if not marked or figure in marked:
            waits = Since.QUESTIONED if state is State.RETURNED else Since.UNMENDED
            found[figure] = Since.MENDED if changed else waits
        else:
            found[figure] = Since.CHANGED if changed else Since.ACCEPTED
    return found


def review_rows(
    series: Sequence[Asked],
    figures: Iterable[FigureKey],
    held: Held,
    published: Mapping[FigureKey, PublishedObservation],
    vintages: Mapping[FigureKey, Vintage | None],
    marked: Mapping[FigureKey, str],
    since: Mapping[FigureKey, Since] | None = None,
) -> list[ReviewRow]:
    """Return a row for each of a return's figures, in the order owed."""
    known = {each.key: (place, each) for place, each in enumerate(series)}
    found = []
    for figure in figures:
        if figure[:3] not in known:
            continue
        place, asked = known[figure[:3]]
        own = held.get(asked.key, {})
        row = ReviewRow(
            asked,
            figure[3],
            own.get(figure[3]),
            _before(own, figure[3]),
            _last_year(own, figure[3]),
            _replaced(own.get(figure[3]), published.get(figure)),
            vintages.get(figure),
            marked.get(figure, ""),
            (since or {}).get(figure),
        )
        found.append((place, period(figure[3]).order, row))
    return [row for _, _, row in sorted(found, key=lambda each: each[:2])]


def _replaced(
    own: Observation | None, published: PublishedObservation | None
) -> PublishedObservation | None:
    """What readers see of a figure, where what would be published is another number or none."""
    if own is None or published is None or own.value == published.observation.value:
        return None
    return published


def _before(own: Mapping[str, Observation], code: str) -> Observation | None:
    """The figure of the last period of the same kind before this one, of the same year."""
    at = period(code)
    kinds = {"year", "cumulative"} if at.kind in {"year", "cumulative"} else {at.kind}
    earlier = [
        row
        for known, row in own.items()
        if not row.withdrawn
        and period(known).year == at.year
        and period(known).kind in kinds
        and period(known).order < at.order
    ]
    return max(earlier, key=lambda row: period(row.period).order, default=None)


def _last_year(own: Mapping[str, Observation], code: str) -> Observation | None:
    before = period(code).previous_year()
    row = own.get(before.code) if before else None
    return None if row is None or row.withdrawn else row
