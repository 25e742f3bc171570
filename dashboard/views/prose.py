"""A page's finding, headings, sentences, lists of notes and of links: what needs no drawing."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from dashboard.views.environment import Markup, render
from dashboard.views.rows import Link

Part: TypeAlias = str | tuple[str, str]


def headline(
    title: str,
    sentence: str | Sequence[Part],
    lang: str,
    code: str | None = None,
    *,
    details: Sequence[str] = (),
    note: str = "",
    level: int = 1,
) -> Markup:
    """Return the finding that a page begins with: title, tier code, details (period, document) and the finding.

    `note` is a muted line under it.

    A part of the sentence (words, "strong") is bold, (words, status) bold and coloured.
    """
    parts = [sentence] if isinstance(sentence, str) else sentence
    told = [(part, None) if isinstance(part, str) else part for part in parts if part]
    return render(
        "headline",
        title=title,
        sentence=told,
        lang=lang,
        code=code,
        details=details,
        note=note,
        level=level,
    )


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
