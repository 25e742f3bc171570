"""Periods of reporting: a year, January to month N, a single half or quarter, a point in time.

| code | kind | means |
| --- | --- | --- |
| `2025` | year | the whole year; for a level, its end |
| `2025-M02` … `2025-M11` | cumulative | January to that month; for a level, the end of that month |
| `2025-H2`, `2025-Q2` … `2025-Q4` | half, quarter | that half or quarter alone |
| `2025-06-20` | point | that day; for a flow, from 1 January to that cut-off day |

January and February are reported together, so a year has 11 monthly points (1–2, 1–3, … 1–12);
`2025-M01` exists for levels only. January to June is `2025-M06` whether called 1–6月, 上半年 or
H1; January to December is the year. A level (an indicator of kind `stock`, `share` or `index`) is
read at the end of a month, so its quarters, halves and month-end days become that month.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from dashboard.actuals.messages import ActualsError

PeriodKind = Literal["year", "cumulative", "half", "quarter", "point"]

FIRST_YEAR, LAST_YEAR = 1949, 2199

# Read at a moment instead of summed since January.
LEVEL_KINDS = frozenset({"stock", "share", "index"})


def label_kind(indicator: Mapping[str, Any]) -> str:
    """Return the kind a period is written for: a flow running since the plan's start is `running`.

    `indicator` is a row with `kind` and `accumulates`, an indicator's or a goal's.
    """
    kind = str(indicator.get("kind") or "flow")
    return "running" if kind == "flow" and indicator.get("accumulates") == "start" else kind


_CODE = re.compile(
    r"([12][0-9]{3})(?:-(?:(M)(0[1-9]|1[01])|(H)(2)|(Q)([234])|([01][0-9])-([0-3][0-9])))?"
)
_RANK = {"quarter": 0, "half": 1, "point": 2, "cumulative": 3, "year": 4}


class PeriodError(ActualsError):
    """The text is no period, or could be more than one; `message` says which and what to write."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period, made from its code. Raises `PeriodError` unless the code is a normal one.

    `month` is its last month (1 to 12), `end` its last day. `order` sorts periods by their end; at
    one end the longer stretch comes last.
    """

    code: str
    year: int = field(init=False, compare=False)
    kind: PeriodKind = field(init=False, compare=False)
    month: int = field(init=False, compare=False)
    end: date = field(init=False, compare=False)
    order: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        year, kind, end = _read(self.code)
        order = ((end.year * 100 + end.month) * 100 + end.day) * 10 + _RANK[kind]
        # Kept, not computed: checks compare periods by the million.
        facts = {"year": year, "kind": kind, "month": end.month, "end": end, "order": order}
        for name, value in facts.items():
            object.__setattr__(self, name, value)

    def previous_year(self) -> "Period | None":
        """The same period of last year, None before `FIRST_YEAR`; 29 February becomes the 28th."""
        if self.year == FIRST_YEAR:
            return None
        if self.code.endswith("-02-29"):
            return period(f"{self.year - 1}-02-28")
        return period(f"{self.year - 1}{self.code[4:]}")

    def next_year(self) -> "Period | None":
        """The same period of next year, None after `LAST_YEAR`; 29 February becomes the 28th."""
        if self.year == LAST_YEAR:
            return None
        if self.code.endswith("-02-29"):
            return period(f"{self.year + 1}-02-28")
        return period(f"{self.year + 1}{self.code[4:]}")

    def label(self, lang: str, kind: str = "flow") -> str:
        """The period as read by people, for an indicator of `kind`: "2025年1–9月"."""
        from dashboard.languages.numbers import period_text

        return period_text(self.code, kind, lang)


@lru_cache(maxsize=8192)
def period(code: str) -> Period:
    """Return the period of a code, the same object each time. Raises `PeriodError`."""
    return Period(code)


def period_before(code: str) -> str | None:
    """Return the code of the same period a year before, None for a code that is none."""
    try:
        before = period(code).previous_year()
    except PeriodError:
        return None
    return before.code if before else None


def cumulative(year: int, month: int) -> Period:
    """January to `month`: 12 is the year. Month 1 is for levels only."""
    return period(f"{year}" if month == 12 else f"{year}-M{month:02d}")


def _read(code: str) -> tuple[int, PeriodKind, date]:
    found = _CODE.fullmatch(code)
    if found is None:
        raise PeriodError("period.unreadable", text=code[:40])
    year = int(found[1])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError("period.year-range", text=code, first=FIRST_YEAR, last=LAST_YEAR)
    if found[2]:
        return year, "cumulative", _month_end(year, int(found[3]))
    if found[4]:
        return year, "half", _month_end(year, 12)
    if found[6]:
        return year, "quarter", _month_end(year, 3 * int(found[7]))
    if found[8]:
        try:
            return year, "point", date(year, int(found[8]), int(found[9]))
        except ValueError:
            raise PeriodError("period.no-such-day", text=code) from None
    return year, "year", date(year, 12, 31)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
