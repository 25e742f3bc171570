"""Cards, rows and stacks of them, and lists of facts: the frame other parts stand in."""

from collections.abc import Iterable, Sequence

from dashboard.views.environment import Markup, render, render_around


def card(
    body: Markup, title: str | None = None, subtitle: str | None = None, footer: str | None = None
) -> Markup:
    """Return a card around `body`."""
    return render("card", body=body, title=title, subtitle=subtitle, footer=footer)


def grid(cards: Sequence[Markup], columns: int = 2) -> Markup:
    """Return cards side by side on a desktop, one below the other on a phone."""
    return render_around("grid", cards=cards, columns=columns)


def stacked(parts: Iterable[str], *classes: str) -> Markup:
    """Return parts one below the other; empty ones are left out, and so is a stack of nothing."""
    shown = [part for part in parts if part]
    return render_around("stacked", parts=shown, classes=classes) if shown else Markup()


def facts(pairs: Iterable[tuple[str, str]], title: str | None = None) -> Markup:
    """Return label and value pairs as a definition list, under its heading where it has one."""
    return render("facts", pairs=pairs, title=title)
