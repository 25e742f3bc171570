"""Reading a period as people write it: `2025年1—9月`, `上半年`, `2025H1`, `2025-Q3`, `2025-09`.

What could mean two things is refused with a sentence that names both ways of writing it: a month
of a flow (January to September, or September alone?), 三季度 of a flow (first three quarters, or the
third?), `2025.1` (January, or October after a spreadsheet dropped the zero?), a period without year,
and a date that a spreadsheet may have made of a month: `2025/6/1`, `2025年6月1日`, `Jun-25`. The day
itself is `截至2025年6月1日`, `until 2025-6-1` or its code, `2025-06-01`.
"""

import re
from functools import lru_cache

from dashboard.actuals.periods import (
    LEVEL_KINDS,
    Period,
    PeriodError,
    cumulative,
    period,
)
from dashboard.languages.characters import written

# The dashes that people and programs put between months.
_DASHES = {ord(char): "-" for char in "‐‑‒–—―−~"}
_LONGEST = 40

_YEAR = r"(?P<year>[0-9]{4})"
# A date cell that a program wrote with its clock.
_MIDNIGHT = r"(?:T?0?0:00(?::00(?:\.0+)?)?)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(form, re.IGNORECASE))
    for name, form in (
        ("year", rf"{_YEAR}(?:年度?)?(?:全年|年末|年底|末|底)?"),
        ("span", rf"{_YEAR}年0?1月?[-至到]{_MONTH}(?:月份?)?(?:累计)?"),
        ("span", rf"{_YEAR}[-/.]?0?1月?[-至到]{_MONTH}月份?(?:累计)?"),
        ("span", rf"{_YEAR}\.0?1-{_MONTH}"),
        ("code", rf"{_YEAR}-?M{_MONTH}"),
        ("half", rf"{_YEAR}年?-?H(?P<half>[12])"),
        ("first-half", rf"{_YEAR}年?上半年"),
        ("second-half", rf"{_YEAR}年?下半年"),
        ("quarter", rf"{_YEAR}年?-?Q(?P<quarter>[1-4])"),
        ("alone", rf"{_YEAR}年?第?(?P<quarter>[一二三四1-4])季度?\(?(?:当季|单季)\)?"),
        ("spoken", rf"{_YEAR}年?第?(?P<quarter>[一二三四1-4])季度?"),
        ("quarters", rf"{_YEAR}年?前(?P<quarter>[二三两23])个?季度?"),
        ("months", rf"{_YEAR}年?前{_MONTH}个?月"),
        ("month-end", rf"(?:截至|截止)?{_YEAR}年{_MONTH}月(?:末|底)"),
        ("dotted", rf"{_YEAR}\.{_MONTH}"),
        ("month", rf"{_YEAR}年{_MONTH}月份?"),
        ("month", rf"{_YEAR}[-/]{_MONTH}"),
        ("day", rf"(?P<until>截至|截止|until)?{_YEAR}年{_MONTH}月(?P<day>[0-3]?[0-9])日?"),
        (
            "day",
            rf"(?P<until>截至|截止|until)?{_YEAR}(?P<by>[-/.]){_MONTH}(?P=by)(?P<day>[0-3]?[0-9]){_MIDNIGHT}",
        ),
    )
)
_YEARLESS = re.compile(
    r"[上下]半年|全年|前?[一二三四两1-4]个?季度?|(?:0?1-)?(?:1[0-2]|0?[1-9])月份?(?:末|底)?|[HQ][1-4]"
    r"|(?:1[0-2]|0?[1-9])月[0-3]?[0-9]日",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# How English spreadsheets show a month: Jun-25, 25-Jun, June 2025.
_NAMED_MONTH = re.compile(
    rf"(?:[0-9]{{1,4}}[-.,/']?)?(?P<name>{'|'.join(_MONTHS)})[a-z]*(?:[-.,/']?[0-9]{{1,4}})?",
    re.IGNORECASE,
)
# The code of a day. Pages and exports write it; in a file it may have been a spreadsheet's.
_DAY_CODE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=8192)
def parse_period(text: str, kind: str | None = None) -> Period:
    """Return the period that `text` means for an indicator of `kind` (flow, stock, growth, …).

    Without `kind` nothing is assumed: what a flow and a level would read differently is refused.
    Raises `PeriodError` with a sentence that says what to write instead.
    """
    if len(text) > _LONGEST:
        raise PeriodError("period.unreadable", text=text[:_LONGEST] + "…")
    plain = written(text).translate(_DASHES).replace(" ", "")
    if not plain:
        raise PeriodError("period.missing")
    for name, form in _FORMS:
        found = form.fullmatch(plain)
        if found is not None:
            return _read(name, found, text.strip(), kind)
    if _YEARLESS.fullmatch(plain):
        raise PeriodError("period.no-year", text=text.strip())
    if named := _NAMED_MONTH.fullmatch(plain):
        month = _MONTHS.index(named["name"].lower()) + 1
        raise PeriodError("period.named-month", text=text.strip(), month=month)
    raise PeriodError("period.unreadable", text=text.strip())


def may_be_month(text: str) -> bool:
    """Whether `text` is the code of a first day, as a spreadsheet writes what was a month."""
    return text.strip().endswith("-01") and _DAY_CODE.fullmatch(text.strip()) is not None


def day_or_month(text: str, found: Period, kind: str | None) -> PeriodError:
    """Return the question what a first of a month means, with both ways of writing it."""
    year, month, day = found.year, found.end.month, found.end.day
    code = "day-or-month-end" if kind in LEVEL_KINDS else "day-or-month"
    values = {"year": year, "month": month, "day": day}
    return PeriodError(f"period.{code}", text=text.strip(), code=f"{year}-M{month:02d}", **values)


def _read(name: str, found: re.Match[str], text: str, kind: str | None) -> Period:
    parts = found.groupdict()
    year = int(parts["year"])
    level = kind in LEVEL_KINDS
    month = int(parts.get("month") or 0)
    if name == "year":
        return period(str(year))
    if name in {"span", "code", "months", "month-end"}:
        if name == "month-end" and kind is not None and not level:
            raise PeriodError(
                "period.month-alone", text=text, year=year, month=month, code=f"{year}-M{month:02d}"
            )
        return _to_month(year, month, text, kind)
    if name in {"first-half", "second-half", "half"}:
        first = name == "first-half" or parts.get("half") == "1"
        if first:
            return cumulative(year, 6)
        return period(f"{year}" if level else f"{year}-H2")
    if name in {"quarter", "alone", "spoken", "quarters"}:
        return _quarter(name, parts["quarter"], year, text, kind)
    if name == "dotted" and found["month"] == "1":
        raise PeriodError("period.dotted", text=text, year=year)
    if name == "day":
        return _day(parts, year, text, kind)
    if level:
        return _to_month(year, month, text, kind)
    if month == 1:
        raise PeriodError("period.january", text=text, year=year)
    raise PeriodError(
        "period.month-alone", text=text, year=year, month=month, code=f"{year}-M{month:02d}"
    )


def _to_month(year: int, month: int, text: str, kind: str | None) -> Period:
    if month == 1 and kind not in LEVEL_KINDS:
        raise PeriodError("period.january", text=text, year=year)
    return cumulative(year, month)


def _quarter(name: str, written: str, year: int, text: str, kind: str | None) -> Period:
    number = 2 if written == "两" else _QUARTERS[written]
    if name == "quarters" or number == 1 or kind in LEVEL_KINDS:
        return cumulative(year, 3 * number)
    if name == "spoken":
        raise PeriodError("period.quarter", text=text, year=year, quarter=number, month=3 * number)
    return period(f"{year}-Q{number}")


def _day(parts: dict[str, str | None], year: int, text: str, kind: str | None) -> Period:
    month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    if kind is not None and kind != "flow" and kind not in LEVEL_KINDS:
        raise PeriodError("period.day-of-flow", text=text, year=year)
    point = period(f"{year}-{month:02d}-{day:02d}")
    if kind == "flow" and month == 1:
        raise PeriodError("period.january", text=text, year=year)
    if day == 1 and not parts["until"] and not may_be_month(text):
        raise day_or_month(text, point, kind)
    # A month's end has one code, so that 2025-06-30 and 2025年6月末 (or 1–6月) meet.
    at_end = point.end == cumulative(year, month).end
    return cumulative(year, month) if at_end and kind is not None else point
