"""A page as the first answer holds it: read without a script, until the page itself stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.languages import say
from dashboard.views.environment import Markup, render, render_around
from dashboard.views.rows import Link


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the bar over the page; `here`: to the page itself."""

    label: str
    href: str
    here: bool


def chart_place(
    title: str, stated: str, table: tuple[Sequence[str], Sequence[Sequence[str]]], height: int
) -> Markup:
    """Return what stands where a chart will be: its statement and its numbers, at its height (px)."""
    columns, rows = table
    return render(
        "chart_place", title=title, stated=stated, columns=columns, rows=rows, height=height
    )


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a page without a script is made of.

    `over` are its banners, `head` its finding; under what is chosen there stand its `charts`, a card
    each; then `left` and `right` stand beside each other where there is room, `below`
    under them; `more` leads to what was too long.
    """

    places: Sequence[Place]
    over: Markup
    head: str
    charts: Sequence[str]
    left: Sequence[str]
    right: Sequence[str]
    below: Sequence[str]
    more: Link | None

    def values(self, lang: str) -> dict[str, object]:
        """Return them as the templates name them, without the empty ones."""
        return {
            "product": say("pages.product", lang),
            "places": self.places,
            "over": self.over,
            "head": self.head,
            "charts": [part for part in self.charts if part],
            "left": [part for part in self.left if part],
            "right": [part for part in self.right if part],
            "below": [part for part in self.below if part],
            "more": self.more,
        }


def first_answer(parts: PageParts, style: Markup, lang: str) -> Markup:
    """Return the page as an element that stands over Streamlit's own until that is there.

    It has a root of its own, with the look in it, so that nothing of it is taken for a part of the
    page it stands over.
    """
    return render_around("first_answer", style=style, **parts.values(lang))
