"""Cards, grids of cards and lists of facts: the frame other pieces stand in."""

from collections.abc import Iterable, Sequence

from dashboard.charts.markup import root, text


def framed(body: str, header: str, *classes: str, frame: bool = True, footer: str = "") -> str:
    """Put a piece with its header on a card, or bare where the page has its own card."""
    top = f"<header>{header}</header>" if header else ""
    foot = f"<footer>{footer}</footer>" if footer else ""
    if not frame:
        return root(top + body + foot, *classes)
    return root(f'<section class="ct-card">{top}{body}{foot}</section>', *classes)


def title_html(title: str | None, subtitle: str | None = None, level: int = 2) -> str:
    """Return a heading with its subtitle; empty when there is neither."""
    head = f"<h{level}>{text(title)}</h{level}>" if title else ""
    return head + (f'<p class="ct-sub">{text(subtitle)}</p>' if subtitle else "")


def card(
    body: str, title: str | None = None, subtitle: str | None = None, footer: str | None = None
) -> str:
    """Return a card around `body`, which must be HTML made by these drawings."""
    return framed(body, title_html(title, subtitle), footer=text(footer))


def grid(cards: Sequence[str], columns: int = 2) -> str:
    """Return cards side by side on a desktop, one below the other on a phone."""
    inner = "".join(f"<div>{one}</div>" for one in cards)
    return f'<div class="ct-grid" style="--ct-columns:{int(columns)}">{inner}</div>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return label and value pairs (raw texts) as a definition list."""
    items = "".join(f"<dt>{text(label)}</dt><dd>{text(value)}</dd>" for label, value in pairs)
    return root(f'<dl class="ct-facts">{items}</dl>')
