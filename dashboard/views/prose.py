"""Headings, sentences, lists of notes and of links: what needs no drawing."""

from collections.abc import Iterable, Sequence

from dashboard.views.environment import Markup, render
from dashboard.views.rows import Link


def passage(
    title: str | None = None,
    about: str | None = None,
    sentences: Iterable[str] = (),
    *,
    level: int = 3,
) -> Markup:
    """Return a heading of `level`, a muted line under it, and a paragraph for each sentence."""
    return render("passage", title=title, about=about, sentences=sentences, level=level)


def notes(items: Sequence[tuple[str | None, str]], title: str | None = None) -> Markup:
    """Return notes, (tag, text) each, as a list; nothing where there is none."""
    return render("notes", items=items, title=title) if items else Markup()


def links(title: str, listed: Iterable[Link]) -> Markup:
    """Return links as a list under its heading; they open in the same window."""
    return render("links", title=title, links=listed)
