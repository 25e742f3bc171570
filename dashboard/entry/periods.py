"""The periods a person may choose: those that have ended, the newest first."""

from collections.abc import Collection, Iterable
from datetime import date

from dashboard.actuals.periods import LEVEL_KINDS, Period, PeriodError, period
from dashboard.actuals.written_periods import parse_period


def period_codes(year: int, kind: str, today: date) -> list[str]:
    """Return the codes of the periods of `year` that have ended by `today`, the longest first.

    `kind` is the indicator's; "" stands for a mix of indicators and gives what suits them all.
    """
    codes = [f"{year}", *(f"{year}-M{month:02d}" for month in range(11, 1, -1))]
    if kind in LEVEL_KINDS:
        codes.append(f"{year}-M01")
    elif kind == "flow":
        codes += [f"{year}-{part}" for part in ("H2", "Q4", "Q3", "Q2")]
    return [code for code in codes if period(code).end <= today]


def with_saved(codes: list[str], year: int, saved: Iterable[str]) -> list[str]:
    """Return `codes` and after them what else was saved for `year`: a single quarter, a day."""
    more = {period(code) for code in saved if code not in codes}
    ordered = sorted(more, key=lambda each: each.order, reverse=True)
    return codes + [each.code for each in ordered if each.year == year]


def offered(code: str, kind: str, today: date) -> bool:
    """Tell whether a text, which may come from an old draft, is a period that can be chosen."""
    try:
        return code in period_codes(Period(code).year, kind, today)
    except PeriodError:
        return False


def newest_code(today: date) -> str:
    """Return the period most likely to be reported now: January to the last month that has ended."""
    if today.month <= 2:
        # January is reported together with February.
        return f"{today.year - 1}"
    return f"{today.year}-M{today.month - 1:02d}"


def years(first: int, today: date) -> list[int]:
    """Return the years to choose from, newest first; a year begins to be offered with its first end."""
    return [year for year in range(today.year, first - 1, -1) if period_codes(year, "stock", today)]


def period_label(code: str, kind: str, lang: str) -> str:
    """Return a period as people name it; for a mix of indicators ("") as for a flow."""
    return Period(code).label(lang, kind or "flow")


def headings(code: str, kinds: Collection[str]) -> list[str]:
    """Return what a table of the person's own may call a period, for indicators of all of `kinds`.

    As headings are compared: without spaces, in small letters, with and without the year; what could
    be another period (9月 of a flow) is not among them.
    """
    at = period(code)
    month = at.end.month
    spoken = [
        f"1-{month}月", f"1-{month}月份", f"{month}月", f"{month}月份", f"{month}月末", f"{month}月底",
        f"前{month}个月", "前两季度", "前三季度", "一季度", "二季度", "三季度", "四季度", "上半年", "下半年",
        "全年", "年末", "年底", "年度", "q1", "q2", "q3", "q4", "h1", "h2",
    ]  # fmt: skip
    dated = [
        f"{at.year}",
        f"{at.year}年",
        f"{at.year}-{month:02d}",
        f"{at.year}.{month}",
        at.code.lower(),
    ]
    found = {each for each in dated if _means(each, at, kinds)}
    for each in spoken:
        if _means(f"{at.year}年{each}", at, kinds):
            found |= {f"{at.year}年{each}", f"{at.year}{each}", each}
            if each == f"{month}月":
                found.add("本月")
    running = {f"{each}累计" for each in found} if at.kind in {"cumulative", "year"} else set()
    return sorted(found | running)


def _means(text: str, at: Period, kinds: Collection[str]) -> bool:
    try:
        return all(parse_period(text, kind).code == at.code for kind in kinds)
    except PeriodError:
        return False


def codes_offered(year: int, kind: str, saved: Iterable[str], today: date) -> list[str]:
    """Return the codes to choose from in `year`: those that have ended, and what else was saved."""
    return with_saved(period_codes(year, kind, today), year, saved)


def chosen_code(
    wishes: Iterable[str | None],
    kind: str,
    saved: Collection[str],
    first_year: int,
    today: date,
) -> str:
    """Return the period that is looked at: the first of `wishes` that can be had, else the newest.

    A wish names at least a year that is offered; what cannot be had in it gives way to its newest.
    """
    offered_years = years(first_year, today)
    for wish in (*wishes, newest_code(today), f"{offered_years[0]}"):
        if wish and wish[:4].isdigit() and int(wish[:4]) in offered_years:
            codes = codes_offered(int(wish[:4]), kind, saved, today)
            return wish if wish in codes else codes[0]
    raise AssertionError("the newest year is always offered")
