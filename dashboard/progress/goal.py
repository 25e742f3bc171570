"""A goal as the engine reads it: one row of the register's goals table in exact numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import isnan
from typing import Any

from dashboard.progress.numbers import exact
from dashboard.register.names import ABOUT_TOLERANCE
from dashboard.register.series import GoalSeries, series_of

COMPARATORS = (
    ">=", ">", "<=", "<", "=", "about", "range", "approach", "maintain",
    "in step", "basically in step", "better than",
)  # fmt: skip
IN_STEP = ("in step", "basically in step", "better than")
KINDS = ("flow", "stock", "share", "index", "growth")
FROM_BASE = ("times base", "change from base", "average growth")
OVER_MEMBERS = ("each-cluster", "tier")
TOLERANCE = Fraction(ABOUT_TOLERANCE)
"""What 左右 tolerates where a goal carries nothing, a fraction of the printed number."""
STEP_TOLERANCE = Fraction(1, 200)
"""What 基本同步 tolerates where a goal carries nothing: half a percentage point of growth."""
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_NO_ROWS: Mapping[str, Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Milestone:
    """A printed step on the way, its number in the goal's own measure."""

    year: int
    value: Fraction


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a goal over members, and when it is one: days from and until (None: open)."""

    id: str
    spells: tuple[tuple[date | None, date | None], ...] = ((None, None),)

    def on(self, day: date) -> bool:
        """Whether it is a member on a day."""
        return any(
            (first is None or first <= day) and (last is None or day <= last)
            for first, last in self.spells
        )


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal. Years are 0 where none is printed; numbers None where there is none.

    `value` and `far` are the printed number and the other end of a range (of a falling range `value`
    is its upper end, the one that is reached first), in the goal's own measure. `kind` is that of
    the indicator; a goal in step is judged as growth. `counted` tells whether its unit counts whole
    things (家, 辆). `constant_growth` says how a derived path
    runs. `changed` is the first year of another basis. `recognised` has the day on which each member
    that has it got the level asked for; None where the goal asks for no recognition. `heir` and
    `companion` are the indicators, as rows, of the series that goes on and of the one kept in step.

    What follows from these alone is worked out once: `sense` is 1 where more is better, -1 where
    less is (falling indicators and "at most" goals); `in_step` whether the number to be reached is
    another series' growth; `judged_as` the kind by which it is judged; `of_members` of a goal for
    each cluster the same goal for each member alone, with the member's own series.
    """

    id: str
    region: str
    plan: str
    subject: str
    subject_kind: str
    indicator: str
    unit: str
    counted: bool
    kind: str
    direction: str
    comparator: str
    measure: str
    value: Fraction | None
    far: Fraction | None
    due: int
    due_unreadable: bool
    annual: bool
    since: int
    from_start: bool
    base_year: int
    base: Fraction | None
    base_printed: bool
    constant_growth: bool
    milestones: tuple[Milestone, ...]
    tolerance: Fraction
    step_tolerance: Fraction
    to_be_kept: bool
    stretch_of: str
    tier: str
    members: tuple[Member, ...]
    members_complete: bool
    recognised: Mapping[str, date] | None
    in_force: bool
    lamp_rule: str
    changed: int
    series: GoalSeries
    row: Mapping[str, Any]
    heir: Mapping[str, Any] | None = None
    companion: Mapping[str, Any] | None = None
    sense: int = field(init=False)
    in_step: bool = field(init=False)
    judged_as: str = field(init=False)
    of_members: tuple[Goal, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out what every measure asks many times."""
        falling = self.direction == "down" or self.comparator in ("<=", "<")
        in_step = self.comparator in IN_STEP or self.measure == "in step with"
        each = self.members if self.subject_kind == "each-cluster" else ()
        for name, value in (
            ("sense", -1 if falling else 1),
            ("in_step", in_step),
            ("judged_as", "growth" if in_step else self.kind),
            ("of_members", tuple(self._of_member(number) for number in range(len(each)))),
        ):
            object.__setattr__(self, name, value)

    @property
    def strict(self) -> bool:
        """Whether the number itself does not count: 超过, 突破 (Civil Code art. 1259)."""
        return self.comparator in (">", "<", "better than")

    @property
    def over_members(self) -> bool:
        """Whether it counts members that meet it."""
        return self.subject_kind in OVER_MEMBERS

    @property
    def running(self) -> bool:
        """Whether it is a flow counted over more than one year (累计, 新增 since a year)."""
        several = self.since > 0 and (self.due == 0 or self.due > self.since)
        return self.judged_as == "flow" and not self.annual and (self.from_start or several)

    @property
    def from_base(self) -> bool:
        """Whether only a base makes its number: ×2, −13 %, 7.5 % a year."""
        return self.measure in FROM_BASE

    @property
    def kept_level(self) -> bool:
        """Whether a level is to stay where it is, within the tolerance on both sides."""
        return self.direction == "keep" and self.comparator in ("maintain", "=", "about")

    def is_small(self, number: Fraction | None) -> bool:
        """Whether so many things counted are below one a month, without a useful schedule (rule 6).

        `number` is the one to be reached, a multiple of a base resolved.
        """
        return self.judged_as == "flow" and self.counted and number is not None and number < 12

    def _of_member(self, number: int) -> Goal:
        member = self.members[number]
        return replace(
            self,
            subject=member.id,
            subject_kind="cluster",
            members=(),
            series=self.series.members[number],
        )


def goal_of(
    row: Mapping[str, Any],
    indicators: Mapping[str, Mapping[str, Any]] = _NO_ROWS,
    tolerance: Fraction = TOLERANCE,
) -> Goal:
    """Read one row of the goals table; what is absent or no number of the field counts as empty.

    `indicators` are the rows of the indicators table by id; `tolerance` stands where the row has no
    `about_tolerance`.
    """
    kind, unit = _word(row, "kind", "flow"), _word(row, "unit", "count")
    path, comparator = row.get("path"), _word(row, "comparator", ">=")
    direction = _word(row, "direction", "up")
    value, far = exact(row.get("value")), exact(row.get("value_high"))
    if comparator == "range" and direction == "down" and far is not None:
        value, far = far, value
    base = exact(row.get("base_value"))
    known = indicators.get(str(row.get("indicator")), {})
    allowed, step = exact(row.get("about_tolerance")), exact(row.get("step_tolerance"))
    recognised = row.get("recognised")
    # Money grows by a rate and counts by a number, unless the register states another path.
    grows = path == "constant growth" or (path != "straight" and unit == "yuan")
    return Goal(
        id=_word(row, "id"),
        region=_word(row, "region"),
        plan=_word(row, "plan"),
        subject=_word(row, "subject"),
        subject_kind=_word(row, "subject_kind"),
        indicator=_word(row, "indicator"),
        unit=unit,
        counted=unit == "count" or known.get("decimals") is False,
        kind=kind,
        direction=direction,
        comparator=comparator,
        measure=_word(row, "measure", "value"),
        value=value,
        far=far,
        due=year_of(row.get("due")),
        due_unreadable=_given(row.get("due")) and not year_of(row.get("due")),
        annual=row.get("every") == "year",
        since=year_of(row.get("since")),
        from_start=row.get("accumulates") == "start",
        base_year=year_of(row.get("base_year")),
        base=base,
        base_printed=row.get("base_printed") is True and base is not None,
        constant_growth=grows,
        milestones=_milestones(row.get("milestones")),
        tolerance=tolerance if allowed is None or allowed < 0 else allowed,
        step_tolerance=STEP_TOLERANCE if step is None or step < 0 else step,
        to_be_kept=row.get("kept") is True,
        stretch_of=_word(row, "stretch_of"),
        tier=_word(row, "tier"),
        members=_members(row),
        members_complete=row.get("members_complete") is not False,
        recognised=_recognised(recognised) if _is_list(recognised) else None,
        in_force=row.get("in_force") is not False,
        lamp_rule=_word(row, "lamp_rule", "default"),
        changed=year_of(known.get("continued_since")) if known.get("continued_by") else 0,
        series=series_of(row, indicators),
        row=row,
        heir=indicators.get(_word(known, "continued_by")),
        companion=indicators.get(_word(row, "step_indicator")),
    )


def year_of(value: Any) -> int:
    """A year from 1 to 9999, 0 for anything else."""
    if type(value) is int:
        return value if _FIRST_YEAR <= value <= _LAST_YEAR else 0
    number = exact(value)
    if number is None or not _FIRST_YEAR <= number <= _LAST_YEAR:
        return 0
    return int(number)


def _word(row: Mapping[str, Any], name: str, otherwise: str = "") -> str:
    value = row.get(name)
    return value if isinstance(value, str) else otherwise


def _given(value: Any) -> bool:
    """Whether a cell states anything; a frame's own nothing is a float that is no number."""
    return value is not None and not (isinstance(value, float) and isnan(value))


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple) or getattr(value, "ndim", 0) == 1


def items(value: Any) -> list[Any]:
    """The items of a list cell, none for anything else."""
    if isinstance(value, list | tuple):
        return list(value)
    return list(value) if hasattr(value, "tolist") and getattr(value, "ndim", 0) == 1 else []


def _milestones(cell: Any) -> tuple[Milestone, ...]:
    found = {}
    for one in items(cell):
        if isinstance(one, Mapping):
            year, value = year_of(one.get("year")), exact(one.get("value"))
            if year and value is not None:
                found[year] = Milestone(year, value)
    return tuple(found[year] for year in sorted(found))


def _members(row: Mapping[str, Any]) -> tuple[Member, ...]:
    dated: dict[str, list[tuple[date | None, date | None]]] = {}
    for one in items(row.get("membership")):
        if isinstance(one, Mapping):
            spell = _day(one.get("from")), _day(one.get("until"))
            dated.setdefault(str(one.get("member")), []).append(spell)
    return tuple(
        Member(str(name), tuple(dated[name])) if name in dated else Member(str(name))
        for name in items(row.get("members"))
    )


def _recognised(cell: Any) -> dict[str, date]:
    found = {}
    for one in items(cell):
        if isinstance(one, Mapping) and (day := _day(one.get("on"))) is not None:
            found[str(one.get("member"))] = day
    return found


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
