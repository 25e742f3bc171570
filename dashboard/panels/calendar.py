"""What is due when: the goals by year, for the days before any figure is there as well."""

from dashboard.charts.cards import card
from dashboard.charts.markup import linked, root, text
from dashboard.languages import say
from dashboard.panels.standing import GROUPS, Standing
from dashboard.panels.tally import tally
from dashboard.selection import Selection


def calendar(standing: Standing, lang: str, base: Selection) -> str:
    """Return the goals by year due, the earliest first, those without a year last."""
    table = standing.table()
    due = table["due"].fillna(0).astype(int)
    years = sorted(set(due[due > 0]))
    lines = ""
    for year in [*years, 0]:
        groups = table.loc[due == year, "group"]
        if groups.empty:
            continue
        counted = tally(groups)
        href = base.href(page="goals", since=year, until=year) if year else None
        word = say("pages.due.year", lang, year=year) if year else say("pages.due.other", lang)
        parts = [
            say(f"pages.calendar.{group}", lang, n=n)
            for group in GROUPS
            if (n := getattr(counted, group))
        ]
        lines += (
            f"<dt>{linked(text(word), href, 'ct-link')}<small>{text(_when(year, standing, lang))}"
            f"</small></dt><dd><b>{text(say('pages.calendar.goals', lang, n=counted.total))}</b>"
            f"<small>{text(say('pages.comma', lang).join(parts))}</small></dd>"
        )
    body = root(f'<dl class="ct-calendar">{lines}</dl>')
    return card(body, say("pages.calendar.title", lang), say("pages.calendar.about", lang))


def _when(year: int, standing: Standing, lang: str) -> str:
    if not year:
        return ""
    left = year - standing.on.year
    if left < 0:
        return say("pages.calendar.past", lang)
    return say("pages.calendar.left", lang, years=left) if left else say("pages.calendar.now", lang)
