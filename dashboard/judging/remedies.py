"""Which goals want a reason and a remedy, and which remedies are overdue or wait for a report."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dashboard.actuals.periods import period
from dashboard.judging import Row, Standing

if TYPE_CHECKING:
    from dashboard.actuals.remedies import Remedy

# A goal of these groups wants a reason and a remedy; what was missed wants an account of it.
BEHIND = ("yellow", "red", "missed")
# What a goal without a remedy is listed under, beside the states of those that have one.
WANTING = "wanting"


class GoalRemedy(NamedTuple):
    """A goal in force with what is done about it.

    `wanted`: it is behind, and nobody has said why and what is done, or what was done is over and a
    newer figure is behind still. `overdue`: the deadline has passed. `asked`: a month has begun
    since anything was said of what became of it.
    """

    goal: Row
    remedy: "Remedy | None"
    wanted: bool
    overdue: bool
    asked: bool

    @property
    def state(self) -> str:
        """Return `WANTING`, or the remedy's state."""
        return WANTING if self.wanted or self.remedy is None else self.remedy.state

    @property
    def shown(self) -> "Remedy | None":
        """Return the remedy that answers for the goal now; None where one is wanted."""
        return None if self.wanted else self.remedy


def goal_remedy(standing: Standing, row: Row) -> GoalRemedy | None:
    """Return what is done about a goal; None where nothing is, and nothing is wanted."""
    held = standing.remedies(row["region"]).get(row["id"])
    wanted = row["group"] in BEHIND and (held is None or _is_over(held, row))
    if held is None:
        return GoalRemedy(row, None, wanted, False, False) if wanted else None
    if wanted:
        return GoalRemedy(row, held, True, False, False)
    asked = bool(held.at) and held.wants_report(standing.on)
    return GoalRemedy(row, held, False, held.is_overdue(standing.on), asked)


def remedies_of(standing: Standing, region: str) -> list[GoalRemedy]:
    """Return the goals of a region of which a remedy is wanted or known, in the goals' order."""
    found = (goal_remedy(standing, row) for row in standing.rows(region))
    return [one for one in found if one is not None]


def overdue_remedies(standing: Standing) -> list[GoalRemedy]:
    """Return the remedies of all regions whose deadline has passed, the oldest deadline first."""
    found = [
        one
        for region, held in standing.all_remedies().items()
        if any(remedy.is_overdue(standing.on) for remedy in held.values())
        for one in remedies_of(standing, region)
        if one.overdue
    ]
    return sorted(found, key=lambda one: one.remedy.deadline if one.remedy else "")


def wanted_of_units(
    standing: Standing, region: str, units: Iterable[str], series: Iterable[tuple[str, str, str]]
) -> list[Row]:
    """Return the goals that are behind without a reason, read any of `series`, and are of `units`.

    See `answering_units`.
    """
    from dashboard.register.reporting import answering_units
    from dashboard.register.series import series_of

    own, read = set(units), set(series)
    indicators = {row["id"]: row for row in standing.catalogue.rows("indicators")}
    return [
        one.goal
        for one in remedies_of(standing, region)
        if one.wanted
        and own.intersection(answering_units(standing.catalogue, one.goal))
        and read.intersection(series_of(one.goal, indicators))
    ]


def days_over(remedy: "Remedy", on: date) -> int:
    """Return for how many days a deadline has passed."""
    return (on - date.fromisoformat(remedy.deadline)).days


def _is_over(held: "Remedy", row: Row) -> bool:
    code = row["verdict"]["period"]
    if not held.is_done() or not code:
        return False
    return not held.period or period(code).order > period(held.period).order
