"""A region judged: its goals with their verdicts as its reader may see them, and its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.actuals.observations import Observation
from dashboard.actuals.periods import period
from dashboard.judging.seen import figures_seen

if TYPE_CHECKING:
    from dashboard.judging.standing import Standing
    from dashboard.people.sight import Sight
    from dashboard.progress.assess import Assessment

Row = dict[str, Any]

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

_REVISION = attrgetter("revision")
# Measured with tracemalloc on generated registers of every kind, rounded up.
_BYTES_A_GOAL, _BYTES_A_FIGURE, _BYTES_A_SUMMARY = 12_000, 700, 700


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

    @cached_property
    def groups(self) -> Counter[str]:
        """How many of its goals are counted under each group; not to be changed."""
        return Counter(goal.group for goal in self.goals)

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


def judge(standing: Standing, region: str) -> RegionVerdicts:
    seen, judged = _assessed(standing, region)
    rows = tuple(_row(standing, one) for one in judged if one.goal.in_force)
    others = tuple(_row(standing, one) for one in judged if not one.goal.in_force)
    series: dict[tuple[str, str, str], list[Observation]] = {}
    for one in seen:
        series.setdefault(one[:3], []).append(one)
    return RegionVerdicts(rows, others, series, _summary_of(standing, region, seen, judged))


def summarised(standing: Standing, region: str) -> RegionSummary:
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
    held = [one for one in judged if one.goal.in_force]
    goals = tuple(_summary(standing, one) for one in held)
    own = tuple(_own(one) for one in held if _is_own(one))
    return RegionSummary(goals, newest_of(standing, region, seen), own)


def newest_of(standing: Standing, region: str, seen: Iterable[Observation]) -> Observation | None:
    """The figure entered last, of those of a region whose period had ended on the standing's day."""
    until = cache(lambda code: period(code).end <= standing.on)
    own = (one for one in seen if one.region == region and until(one.period))
    return max(own, key=_REVISION, default=None)


def _is_own(found: Assessment) -> bool:
    row = found.goal.row
    return row["subject_kind"] in ("region", "clusters") and row["stretch_of"] is None


def _own(found: Assessment) -> OwnGoal:
    row, figure, seen = found.goal.row, found.measured.figure, _is_reported(found)
    return OwnGoal(
        row["id"],
        intern(row["indicator"]),
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
    # Of the words that most goals share one is kept for all: each row was read with its own.
    cluster, rule = row["cluster"], row["lamp_rule"]
    return Summary(
        row["id"], intern(row["region"]), cluster and intern(cluster), intern(row["indicator"]),
        row["due"], rule and intern(rule), row["order"], found.status, found.lamp,
        _group(standing, found), _is_reported(found), drawn(found.gap, 100), drawn(found.done),
        actual_text(found), unit_of(found), drawn(found.actual),
    )  # fmt: skip
