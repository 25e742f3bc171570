"""The words of drawings: what their series are called, and which period, goal and path a mark stands for."""

from collections.abc import Iterable, Sequence

from dashboard.actuals.periods import period
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.languages.numbers import date_text, percent, period_text
from dashboard.languages.quoting import in_quotes
from dashboard.wording.scales import Amount, Scale, compared

# What is drawn -> what it is called where it is drawn, in the hover and in the table behind.
_SERIES = {
    "actual": "charts.series.actual",
    "current": "charts.series.current",
    "floor": "charts.series.floor",
    "forecast": "charts.series.forecast",
    "forecast-brief": "charts.series.forecast-brief",
    "goal": "charts.series.goal",
    "goal-of": "charts.series.goal-of",
    "judged": "charts.series.judged",
    "mean": "evaluation.chart.mean",
    "milestone": "charts.series.milestone",
    "previous": "charts.series.previous",
    "reported-growth": "charts.series.reported-growth",
    "schedule": "charts.series.schedule",
    "single": "charts.series.single",
    "so-far": "charts.series.so-far",
    "status": "charts.behind.status",
    "stretch": "charts.series.stretch",
    "stretch-line": "charts.series.stretch-line",
    "year-goal": "charts.series.year-goal",
}
_MONTHS = {
    1: "charts.month.m1",
    2: "charts.month.m2",
    3: "charts.month.m3",
    4: "charts.month.m4",
    5: "charts.month.m5",
    6: "charts.month.m6",
    7: "charts.month.m7",
    8: "charts.month.m8",
    9: "charts.month.m9",
    10: "charts.month.m10",
    11: "charts.month.m11",
    12: "charts.month.m12",
}
# A path's kind, and whether it runs straight -> what it is called.
_PATHS = {
    ("derived", False): "charts.path.derived",
    ("derived", True): "charts.path.derived-straight",
    ("required", False): "charts.path.required",
    ("required", True): "charts.path.required-straight",
}


def series_name(which: str, lang: str, *, year: int | None = None, amount: str = "") -> str:
    """Return what a series is called; of months and other goals with its `year`, of a line its `amount`."""
    return say(_SERIES[which], lang, year=year, amount=amount)


def marked(what: str, amount: str, lang: str) -> str:
    """Return the word at a mark: "Planned goal 550"."""
    return say("charts.mark", lang, what=what, amount=amount)


def marked_at(what: str, amount: str, lang: str) -> str:
    """Return the word at a mark that its number leads: "412, 2025"."""
    return say("charts.mark-at", lang, what=what, amount=amount)


def level_name(what: str, when: str, lang: str) -> str:
    """Return the word on the line of a goal without a year."""
    return say("charts.series.level", lang, goal=what, when=when)


def months_axis(lang: str) -> str:
    """Return what an axis of months is called, whose figures run from January on."""
    return say("charts.month.axis", lang)


def year_tick(year: int, lang: str, *, level: bool) -> str:
    """Return a year on an axis; of a `level`, which is read at a year's end, as its end."""
    return period_text(str(year), "stock", lang) if level else str(year)


def table_columns(named: Sequence[str], lang: str, *, noted: bool) -> list[str]:
    """Return the heads of the table behind a figure: the period, its series, and notes where there are any."""
    heads = [say("charts.behind.when", lang), *named]
    return [*heads, say("charts.behind.note", lang)] if noted else heads


def is_of_notes(head: str, lang: str) -> bool:
    """Tell whether a column of the table behind a figure is that of its notes."""
    return head == say("charts.behind.note", lang)


def fold_title(n: int, unit: str, lang: str) -> str:
    """Return what opens the table behind a figure, of `n` rows in a unit."""
    if unit in ("", "%"):
        return say("charts.behind.open", lang, n=n)
    return say("charts.behind.open-in", lang, n=n, unit=unit)


def in_a_row(parts: Iterable[str], lang: str) -> str:
    """Return notes, or findings, one after the other."""
    return say("charts.behind.between", lang).join(parts)


def found(what: str, when: str, amount: str, lang: str) -> str:
    """Return one thing that a figure shows, for who is read it aloud."""
    return say("charts.behind.found", lang, what=what, when=when, amount=amount)


def drawing_note(standing: Standing, lang: str, unpublished: int = 0) -> str:
    """Return the last line of a printed drawing: the day, the product, and of what kind its figures are.

    They may be made up, and `unpublished` of those it was drawn from are not published.
    """
    said = [
        say("pages.as-of", lang, day=date_text(standing.on, lang)),
        say("pages.product", lang),
    ]
    if standing.demo:
        said.append(say("bulletin.note.demo", lang))
    if unpublished:
        said.append(say("charts.file.unpublished", lang))
    return say("charts.dot", lang).join(said)


def plans_source(standing: Standing, region: str, lang: str) -> str:
    """Return which documents a region's goals stand in, by number, else by title."""
    catalogue = standing.catalogue
    documents = [catalogue.document(plan["document"]) or {} for plan in standing.plans(region)]
    named = dict.fromkeys(one.get("number") or catalogue.name(one, lang) for one in documents)
    return say("charts.figure.source", lang, source=say("charts.list-comma", lang).join(named))


def month_name(month: int, lang: str) -> str:
    """Return a month as it stands on an axis: "Sep"."""
    return say(_MONTHS[month], lang)


def until_month(month: int, lang: str) -> str:
    """Return how far a year goes that is not over: "to Sep"."""
    return say("charts.month.until", lang, month=month_name(month, lang))


def months_row(month: int, lang: str) -> str:
    """Return what the cumulative months up to `month` are called, of whichever year."""
    key = "charts.month.year" if month == 12 else "charts.month.to"
    return say(key, lang, month=month_name(month, lang))


def month_code(year: int, month: int) -> str:
    """Return the code of a year's months up to `month`."""
    return str(year) if month == 12 else f"{year}-M{month:02d}"


def cumulative_text(year: int, month: int, kind: str, lang: str) -> str:
    """Return a year's months up to `month` as a period."""
    return period_text(month_code(year, month), kind, lang)


def period_name(code: str, kind: str, lang: str) -> str:
    """Return the period of a point by its code."""
    return period_text(code, kind, lang)


def end_text(at: float, kind: str, lang: str) -> str:
    """Return the period that ends at a place on an axis of years, where a year's end is its number."""
    year, month = divmod(round(at * 12), 12)
    return period_text(month_code(year + 1, month) if month else str(year), kind, lang)


def year_text(code: str | None, year: int, kind: str, lang: str) -> str:
    """Return the period of a point on a line of years; `code` where it lies within one."""
    return period_text(code or str(year), kind, lang)


def brief_text(code: str | None, year: int, kind: str, lang: str) -> str:
    """Return the same as briefly as a word on a figure has to be: "Sep 2026"."""
    if code is None:
        return period_text(str(year), "flow", lang)
    at = period(code)
    if at.kind == "point":
        return period_text(code, kind, lang)
    return say("charts.month.end-of", lang, month=month_name(at.month, lang), year=at.year)


def goal_when(year: int | None, when: str | None, kind: str, lang: str) -> str:
    """Return the period a goal is for, as its series writes it, or the words for having no year."""
    if year is not None:
        return period_text(str(year), kind, lang)
    return when or say("charts.series.no-year", lang)


def goal_note(wording: str | None, clause: str | None, lang: str) -> str:
    """Return the wording and clause of a goal."""
    quoted = in_quotes(wording, lang) if wording else None
    return " ".join(part for part in (quoted, clause) if part)


def short_number(scale: Scale, comparator: str, value: Amount, high: Amount, lang: str) -> str:
    """Return a goal's number for a mark on a figure: with comparator, without the unit."""
    number = scale.brief(value)
    if high is not None:
        return say("wording.target.range", lang, low=number, high=scale.brief(high))
    return compared(comparator, number, lang)


def range_text(scale: Scale, low: Amount, high: Amount, lang: str) -> str:
    """Return a range with its unit once."""
    return say("wording.target.range", lang, low=scale.text(low), high=scale.full(high))


def path_name(kind: str, growth: float | None, through_milestones: bool, lang: str) -> str:
    """Name a path (`kind` derived or required) with its growth a year where it has one."""
    if through_milestones:
        return say("charts.path.through-milestones", lang)
    told = "" if growth is None else percent(growth, lang, signed=True)
    return say(_PATHS[kind, growth is None], lang, growth=told)
