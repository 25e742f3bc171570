"""What is due when, on China's calendar: periods, the day each is owed by, and how it stands on a day.

January and February are one period, so a year has eleven months (1–2月, 1–3月, … 1–12月); quarters
are cumulative (1–3月, 1–6月, 1–9月, the year). A period is owed by a day of the month after its end; a
Saturday or Sunday moves as the register says. Public holidays are not known here.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from dashboard.actuals.periods import Period, cumulative, period
from dashboard.register.reporting import ReportingRule

_MONTHS = {
    "month": tuple(range(2, 13)),
    "quarter": (3, 6, 9, 12),
    "half-year": (6, 12),
    "year": (12,),
}
_SATURDAY = 5


class Due(StrEnum):
    """How a unit's report for one period stands. Not reported is never zero, and no verdict.

    `AHEAD`: the period has not ended. `DUE`: it has, and its day is to come. `MISSING`: that day is
    past. `RETURNED`: it was reported and is to be mended. `LATE`: it was reported after its day.
    """

    AHEAD = "ahead"
    DUE = "due"
    MISSING = "missing"
    RETURNED = "returned"
    REPORTED = "reported"
    LATE = "late"


def codes_of(every: str, year: int) -> list[str]:
    """Return the codes of a year's periods, oldest first; `every` as in `ReportingRule`."""
    return [cumulative(year, month).code for month in _MONTHS[every]]


# A page asks this of every series for a year's periods, each time that it is drawn.
@lru_cache(maxsize=4_096)
def is_reported_for(every: str, code: str) -> bool:
    """Tell whether a figure that is reported so often is owed for a period.

    What is no period of the calendar (a single quarter, a day) is owed by nobody, and refused to
    nobody: True.
    """
    at = period(code)
    if at.kind not in {"year", "cumulative"}:
        return True
    return at.month in _MONTHS[every]


def due_day(code: str, rule: ReportingRule) -> date:
    """Return the day by which a period is owed."""
    return _due_day(code, rule.day, rule.weekend)


@lru_cache(maxsize=4_096)
def _due_day(code: str, of_month: int, weekend: str) -> date:
    end = period(code).end
    first = end + timedelta(days=1)
    last = monthrange(first.year, first.month)[1]
    day = first.replace(day=min(of_month, last))
    if day.weekday() >= _SATURDAY and weekend == "next-working-day":
        return day + timedelta(days=7 - day.weekday())
    if day.weekday() >= _SATURDAY and weekend == "previous-working-day":
        return day - timedelta(days=day.weekday() - _SATURDAY + 1)
    return day


def owed_codes(every: Iterable[str], since: date, on: date) -> list[str]:
    """Return the periods that ended from `since` on and before `on`, oldest first.

    `every` names how often: all periods that any of them has.
    """
    known = {
        code: period(code)
        for how in set(every)
        for year in range(since.year, on.year + 1)
        for code in codes_of(how, year)
    }
    ended = [at for at in known.values() if since <= at.end < on]
    return [at.code for at in sorted(ended, key=_order)]


def standing(
    code: str, due: date, on: date, reported: date | None = None, returned: bool = False
) -> Due:
    """Return how a period stands on the day `on`: `due` is its day, `reported` when it was."""
    if returned:
        return Due.RETURNED
    if reported is not None:
        return Due.LATE if reported > due else Due.REPORTED
    if period(code).end >= on:
        return Due.AHEAD
    return Due.DUE if on <= due else Due.MISSING


def _order(at: Period) -> int:
    return at.order
