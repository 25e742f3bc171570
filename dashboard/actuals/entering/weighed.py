"""A figure that is weighed: its value and period, what it stands beside, and what is said of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from dashboard.actuals.entering.context import SINCE_JANUARY, Context
from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.messages import Figure, Message, Name, Param
from dashboard.actuals.periods import LEVEL_KINDS, Period
from dashboard.languages import LOGGED
from dashboard.languages.numbers import digits
from dashboard.register.figure_checks import FigureCheck

# From one to twelve firms is growth, not a slipped digit.
SMALL_COUNT = 20

Thresholds: TypeAlias = Mapping[str, Decimal]
Check: TypeAlias = Callable[["Weighed", Thresholds], Iterable[Message]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A figure that is weighed: its row, value and period, what it is weighed against."""

    row: Understood
    value: Decimal
    at: Period
    context: Context
    references: "tuple[Reference, ...]"
    checks: Mapping[str, FigureCheck]


class Reference(NamedTuple):
    """What a value is compared with: which, the figure to name, both in one measure, above zero.

    `recorded` tells that it was there before this batch.
    """

    which: str
    at: Period
    figure: Decimal
    theirs: Decimal
    ours: Decimal
    recorded: bool

    @property
    def times(self) -> Decimal:
        """How many times the larger is the smaller."""
        return max(self.theirs, self.ours) / min(self.theirs, self.ours)


def references(
    row: Understood, at: Period, value: Decimal, context: Context
) -> Iterator[Reference]:
    """What a value stands beside in its own series, the nearest to it first."""
    if row.kind in {"growth", "index"}:
        return
    for which, other, figure, theirs, ours in _compared(row, at, value, context):
        if theirs > 0 and ours > 0:
            recorded = which == "replaced" or not context.is_entered(row.series, other)
            yield Reference(which, other, figure, theirs, ours, recorded)


def _compared(
    row: Understood, at: Period, value: Decimal, context: Context
) -> Iterator[tuple[str, Period, Decimal, Decimal, Decimal]]:
    if row.old_value is not None:
        yield "replaced", at, row.old_value, row.old_value, value
    year_before = at.previous_year()
    last_year = context.value(row.series, year_before) if year_before else None
    if year_before is not None and last_year is not None:
        yield "last-year", year_before, last_year, last_year, value
    level = row.kind in LEVEL_KINDS
    if not level and at.kind not in SINCE_JANUARY:
        return
    around = context.around(row.series, at, every_kind=level)
    # What was reported after it speaks where nothing was before.
    after = around.after if around.before is None else None
    for which, point in (("last", around.before), ("next", after)):
        if point is None:
            continue
        other, figure = point
        if level or from_start(row):
            yield which, other, figure, figure, value
        else:
            # Since-January figures of different months compare by their monthly average.
            yield which, other, figure, figure / other.month, value / at.month


def is_small_count(weighed: Weighed, other: Decimal) -> bool:
    """Whether both are counts of so few that a multiple says nothing."""
    return weighed.row.unit == "count" and max(other, weighed.value) < SMALL_COUNT


def from_start(row: Understood) -> bool:
    """Whether a flow runs on from a start instead of beginning anew each January."""
    return bool(row.row and row.row.get("accumulates") == "start")


def message(code: str, weighed: Weighed, **params: Param) -> Message:
    """Return what is found of a figure."""
    value = Figure(weighed.value, weighed.row.unit)
    # actuals.entering.*
    return Message(f"actuals.entering.{code}", {"value": value, **params})


def label(at: Period, row: Understood) -> Name:
    """Return what a period is called of this indicator."""
    return Name.each(lambda lang: at.label(lang, row.kind))


def beside(code: str, weighed: Weighed, at: Period, value: Decimal, **params: Param) -> Message:
    """Return what is found of a figure beside another of its series."""
    other = Figure(value, weighed.row.unit)
    return message(code, weighed, period=label(at, weighed.row), other=other, **params)


def jumped(code: str, weighed: Weighed, reference: Reference, times: str) -> Message:
    """Return that a figure is so many times one it stands beside."""
    return beside(code, weighed, reference.at, reference.figure, times=times)


def times_text(thresholds: Thresholds) -> str:
    """Return from how many times on a check speaks."""
    return digits(thresholds["factor"], LOGGED, 4)
