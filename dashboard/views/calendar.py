"""What is due when: the goals by year, for the days before any figure is there as well."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.addresses.selection import Selection
from dashboard.judging import GROUPS, Standing
from dashboard.judging.tally import Tally, tally
from dashboard.languages import say
from dashboard.views.environment import Markup, render
from dashboard.views.tally import SHAPES
from dashboard.wording.states import lamp_group_word, lamp_short_word


@dataclass(frozen=True, slots=True)
class Group:
    """A column: its lamp's status, its words, and its words where there is little room."""

    status: str
    words: str
    short: str


@dataclass(frozen=True, slots=True)
class Year:
    """A line: the year in words and how far it is; (number, link) of all goals and a group each."""

    words: str
    href: str | None
    when: str | None
    total: int
    counts: Sequence[tuple[int, str | None]]


def calendar(standing: Standing, lang: str, base: Selection) -> str:
    """Return the goals by year due, the earliest first, those without a year last: a column a group."""
    held: dict[int, list[str]] = {}
    for goal in standing.goals():
        held.setdefault(goal.due or 0, []).append(goal.group)
    counted = {year: tally(held.get(year, ())) for year in [*sorted(held.keys() - {0}), 0]}
    groups = [group for group in GROUPS if any(getattr(one, group) for one in counted.values())]
    shown = [
        Group(
            SHAPES.get(group, group),
            lamp_group_word(group, lang),
            lamp_short_word(group, lang),
        )
        for group in groups
    ]
    lines = [
        _line(standing, year, one, groups, lang, base) for year, one in counted.items() if one.total
    ]
    return calendar_card(shown, lines, lang)


def _line(
    standing: Standing, year: int, counted: Tally, groups: list[str], lang: str, base: Selection
) -> Year:
    here = {"page": "goals", "since": year, "until": year} if year else None
    return Year(
        words=say("pages.due.year", lang, year=year) if year else say("pages.due.other", lang),
        href=base.href(**here) if here else None,
        when=_when(year, standing, lang) if year else None,
        total=counted.total,
        counts=[
            (getattr(counted, group), base.href(**here, status=group) if here else None)
            for group in groups
        ],
    )


def _when(year: int, standing: Standing, lang: str) -> str:
    left = year - standing.on.year
    if left < 0:
        return say("pages.calendar.past", lang)
    return say("pages.calendar.left", lang, years=left) if left else say("pages.calendar.now", lang)


def calendar_card(groups: Sequence[Group], years: Sequence[Year], lang: str) -> Markup:
    """Return the goals by year due on a card."""
    return render("calendar", groups=groups, years=years, lang=lang)
