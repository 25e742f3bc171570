"""The due list: what each unit still owes, the first thing that who reports sees."""

from collections.abc import Callable, Sequence
from datetime import date

from dashboard.actuals.due_dates import Due
from dashboard.actuals.periods import period
from dashboard.actuals.return_steps import ReturnKey
from dashboard.entry.periods import period_label
from dashboard.entry.returns import Report
from dashboard.languages import say
from dashboard.languages.numbers import date_text
from dashboard.views.environment import Markup
from dashboard.views.prose import passage
from dashboard.views.rows import Cell, Column, Link
from dashboard.views.tables import goal_table
from dashboard.wording.states import standing_word

_COLUMNS = ("unit", "period", "by", "entered", "state", "do")
# The word that is clicked stays whole beside a long reason.
_WIDTHS = {"do": "9%"}
_MOST = 6


def open_reports(reports: Sequence[Report]) -> list[Report]:
    """Return what is to be done: what was sent back first, then what is owed, the newest first."""
    back = [each for each in reports if each.standing is Due.RETURNED]
    owed = [each for each in reports if each.standing in {Due.DUE, Due.MISSING}]
    owed.sort(key=lambda each: period(each.key.period).order, reverse=True)
    return back + owed


def due_list(
    reports: Sequence[Report],
    on: date,
    lang: str,
    link: Callable[[ReturnKey], str] | None,
    completeness: str,
) -> Markup:
    """Return what is owed now (HTML): what was sent back, and of each unit the newest period.

    Earlier periods that were never reported are counted, not listed: they would bury what is wanted
    today. `link` leads to where a return is entered, without one nothing does; `completeness` to all.
    """
    listed: list[Report] = []
    units: set[str] = set()
    older = 0
    for each in open_reports(reports):
        if each.standing is not Due.RETURNED and (each.key.unit in units or len(listed) >= _MOST):
            older += 1
            continue
        units.add(each.key.unit)
        listed.append(each)
    title = say("returns.due.title", lang)
    if not listed:
        return passage(title, say("returns.due.none", lang))
    # returns.due.*
    columns = [
        Column(name, say(f"returns.due.{name}", lang), _kind(name), width=_WIDTHS.get(name))
        for name in _COLUMNS
        if link or name != "do"
    ]
    more = Link(say("returns.due.more", lang, n=older), completeness) if older else None
    return goal_table(
        [_row(each, on, lang, link) for each in listed],
        columns,
        lang,
        title=title,
        subtitle=say("returns.due.about", lang),
        more=more,
    )


def _kind(name: str) -> str:
    return {"entered": "number", "do": "link"}.get(name, "text")


def _row(
    report: Report, on: date, lang: str, link: Callable[[ReturnKey], str] | None
) -> dict[str, object]:
    key, back = report.key, report.standing is Due.RETURNED
    reason = None
    if back:
        now = report.now
        reason = say("returns.due.reason", lang, reason=now.reason, author=now.author)
    return {
        "unit": report.unit(lang),
        "period": period_label(key.period, "", lang),
        "by": Cell(date_text(report.due, lang), sub=_days(report.due, on, lang)),
        "entered": say("returns.entered", lang, n=report.entered, all=report.owed),
        "state": Cell(standing_word(report.standing, lang), sub=reason),
        "do": link
        and Link(say("returns.due.mend" if back else "returns.due.enter", lang), link(key)),
    }


def _days(due: date, on: date, lang: str) -> str:
    left = (due - on).days
    if left == 0:
        return say("returns.due.today", lang)
    # returns.due.days-left, returns.due.days-over
    return say(f"returns.due.days-{'left' if left > 0 else 'over'}", lang, n=abs(left))
