"""What the figures are given: small plain rows, filled by the pages from frames.

Amounts are in the base unit (yuan, count, fraction). Texts are raw: the figures escape them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from dashboard.wording.scales import Amount

Number: TypeAlias = int | float | Fraction


@dataclass(frozen=True, slots=True)
class YearPoint:
    """A value of a whole year, or a level's within it: then `period` is its code.

    `vintage` says how settled it is (preliminary, final, revised) where a return said so.
    """

    year: int
    value: Amount
    note: str | None = None
    period: str | None = None
    vintage: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodPoint:
    """A value that no line of years carries: a single quarter or half, growth of the year so far.

    `period` is its code.
    """

    period: str
    value: Amount
    note: str | None = None
    vintage: str | None = None


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """A cumulative value, January to `month`."""

    month: int
    value: Amount
    note: str | None = None
    vintage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMark:
    """A goal or a printed milestone on a figure.

    `year` is None where the plan prints none, or asks for it every year: such a goal stands as a
    line across all years, called `when` ("no year printed" by default).
    """

    year: int | None
    value: Amount
    comparator: str = ">="
    value_high: Amount = None
    wording: str | None = None
    clause: str | None = None
    label: str | None = None
    ambition: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A path or what is required: (time in years, value) by years' ends, as it was worked out.

    It may begin within a year: the end of September 2026 is 2025.75. `growth` is the growth a year
    that all of it has, None where it runs straight, or in stretches `through_milestones`.
    """

    points: Sequence[tuple[Number, Number]]
    growth: Number | None = None
    through_milestones: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisBar:
    """A bar of a basis panel, with its goal if it has one."""

    name: str
    value: Amount = None
    goal: Amount = None
    status: str = "no-data"
    period: str | None = None
    vintage: str | None = None
