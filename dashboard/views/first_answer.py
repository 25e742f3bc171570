"""A page as the first answer holds it: read without a script, until the page itself stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.languages import say
from dashboard.views.environment import Markup, render
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


def first_answer(
    places: Sequence[Place],
    over: Markup,
    head: str,
    charts: Sequence[str],
    left: Sequence[str],
    right: Sequence[str],
    below: Sequence[str],
    more: Link | None,
    style: Markup,
    lang: str,
) -> Markup:
    """Return the page as an element that stands over Streamlit's own until that is there.

    `over` are its banners, `head` its finding; under what is chosen there stand its `charts`, a card
    each; then `left` and `right` stand beside each other where there is room, `below`
    under them; `more` leads to what was too long. It has a root of its own, with the look in it, so
    that nothing of it is taken for a part of the page it stands over.
    """
    return render(
        "first_answer",
        product=say("pages.product", lang),
        places=places,
        over=over,
        head=head,
        charts=[part for part in charts if part],
        left=[part for part in left if part],
        right=[part for part in right if part],
        below=[part for part in below if part],
        more=more,
        style=style,
    )
