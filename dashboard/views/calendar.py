"""What is due when: a line a year, a column a group of goals."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.views.environment import Markup, render


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


def calendar_card(groups: Sequence[Group], years: Sequence[Year], lang: str) -> Markup:
    """Return the goals by year due on a card."""
    return render("calendar", groups=groups, years=years, lang=lang)
