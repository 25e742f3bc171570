"""Completeness: units × periods, who has reported, late, not yet or not at all."""

from collections import Counter
from collections.abc import Callable, Sequence

from dashboard.actuals.due_dates import Due
from dashboard.actuals.periods import period
from dashboard.actuals.return_steps import ReturnKey
from dashboard.entry.periods import period_label
from dashboard.entry.returns import Report
from dashboard.languages import say
from dashboard.languages.numbers import date_text
from dashboard.views.environment import Markup
from dashboard.views.reporting import Mark, completeness_table
from dashboard.wording.states import standing_word

_IN = (Due.REPORTED, Due.LATE)


def counted(reports: Sequence[Report]) -> Counter[Due]:
    """Return how many reports stand how."""
    return Counter(each.standing for each in reports)


def finding(reports: Sequence[Report], lang: str) -> tuple[str, str]:
    """Return the page's finding: how many of all that is owed are in, and how the rest stand."""
    found = counted(reports)
    if not reports:
        return say("returns.completeness.finding-none", lang), ""
    done = sum(found[each] for each in _IN)
    title = say("returns.completeness.finding", lang, n=done, all=len(reports))
    return title, say(
        "returns.completeness.sentence", lang, **{each.value: found[each] for each in Due}
    )


def completeness(reports: Sequence[Report], lang: str, link: Callable[[ReturnKey], str]) -> Markup:
    """Return a row for each unit and a column for each period, the newest first (HTML)."""
    codes = sorted({each.key.period for each in reports}, key=lambda code: -period(code).order)
    rows: dict[str, dict[str, Report]] = {}
    names: dict[str, str] = {}
    for each in reports:
        rows.setdefault(each.key.unit, {})[each.key.period] = each
        names[each.key.unit] = each.unit(lang)
    return completeness_table(
        [period_label(code, "", lang) for code in codes],
        [
            (
                names[unit],
                [_mark(known[code], lang, link) if code in known else None for code in codes],
            )
            for unit, known in rows.items()
        ],
        lang,
    )


def _mark(report: Report, lang: str, link: Callable[[ReturnKey], str]) -> Mark:
    word = standing_word(report.standing, lang)
    entered = say("returns.entered", lang, n=report.entered, all=report.owed)
    due = date_text(report.due, lang)
    title = say("returns.completeness.hover", lang, state=word, due=due, entered=entered)
    return Mark(report.standing.value, word, entered, title, link(report.key))
