"""What is due when: the goals by year, for the days before any figure is there as well."""

from dashboard.charts.cards import card
from dashboard.charts.lamps import lamp
from dashboard.charts.markup import linked, root, text
from dashboard.judging import GROUPS, Standing
from dashboard.languages import say
from dashboard.languages.numbers import count
from dashboard.panels.tally import SHAPES, Tally, tally
from dashboard.selection import Selection


def calendar(standing: Standing, lang: str, base: Selection) -> str:
    """Return the goals by year due, the earliest first, those without a year last: a column a group."""
    table = standing.table()
    due = table["due"].fillna(0).astype(int)
    years = sorted(set(due[due > 0]))
    counted = {year: tally(table.loc[due == year, "group"]) for year in [*years, 0]}
    groups = [group for group in GROUPS if any(getattr(one, group) for one in counted.values())]
    heads = "".join(f"<th>{_head(group, lang)}</th>" for group in groups)
    lines = "".join(
        _line(standing, year, one, groups, lang, base) for year, one in counted.items() if one.total
    )
    first = f"<th>{text(say('pages.calendar.year', lang))}</th>"
    first += f'<th class="ct-kind-number">{text(say("pages.calendar.all", lang))}</th>'
    body = f'<table class="ct-plain ct-calendar"><thead><tr>{first}{heads}</tr></thead><tbody>{lines}</tbody></table>'
    return card(root(body), say("pages.calendar.title", lang), say("pages.calendar.about", lang))


def _head(group: str, lang: str) -> str:
    full, short = (say(f"pages.{key}.{group}", lang) for key in ("lamp", "lamp-short"))
    status = SHAPES.get(group, group)
    # A phone has room for the short word only; the stylesheet shows one of the two.
    return "".join(
        f'<span class="ct-{name}">{lamp(status, lang, label=word)}</span>'
        for name, word in (("wide", full), ("narrow", short))
    )


def _line(
    standing: Standing, year: int, counted: Tally, groups: list[str], lang: str, base: Selection
) -> str:
    word = say("pages.due.year", lang, year=year) if year else say("pages.due.other", lang)
    here = {"page": "goals", "since": year, "until": year} if year else None
    name = linked(text(word), base.href(**here) if here else None, "ct-link")
    when = f"<small>{text(_when(year, standing, lang))}</small>" if year else ""
    cells = f'<td class="ct-kind-number"><b>{text(count(counted.total, lang))}</b></td>'
    for group in groups:
        n = getattr(counted, group)
        href = base.href(**here, status=group) if here else None
        said = linked(text(count(n, lang)), href) if n else '<span class="ct-nought">0</span>'
        cells += f'<td class="ct-kind-number">{said}</td>'
    return f'<tr><th scope="row">{name}{when}</th>{cells}</tr>'


def _when(year: int, standing: Standing, lang: str) -> str:
    left = year - standing.on.year
    if left < 0:
        return say("pages.calendar.past", lang)
    return say("pages.calendar.left", lang, years=left) if left else say("pages.calendar.now", lang)
