"""Lamps: the status of a goal as shape, word and colour."""

from dashboard.charts.markup import attributes, linked, text
from dashboard.languages import say
from dashboard.progress.status import SHAPES, STATUSES


def lamp_colour(status: str) -> str:
    """Return green, yellow, red, grey or none for a status id or a lamp id."""
    return status if status in SHAPES else STATUSES[status].lamp


def lamp_word(status: str, lang: str) -> str:
    """Return the word for a status id, or the word for a whole lamp colour."""
    if status in SHAPES:
        return say(f"charts.lamp.{status}", lang)
    return say(STATUSES[status].key, lang)


def shape(status: str) -> str:
    """Return the bare shape, hidden from screen readers: a word must stand beside it."""
    colour = lamp_colour(status)
    return f'<i class="ct-shape ct-shape-{colour}" aria-hidden="true"></i>'


def lamp(
    status: str, lang: str, word: bool = True, label: str | None = None, why: str | None = None
) -> str:
    """Return a lamp: shape and word (`label` instead of the status's own word).

    `why` is the link to the explanation of this verdict. Without `word` the shape carries the word
    as its accessible name and as a tooltip.
    """
    said = label if label is not None else lamp_word(status, lang)
    colour = lamp_colour(status)
    if word:
        shown = f"{shape(status)}<span>{text(said)}</span>"
        return linked(shown, why, f"ct-lamp ct-{colour}")
    named = attributes(role="img", aria_label=said, title=said)
    return f'<span class="ct-lamp ct-{colour}"{named}>{shape(status)}</span>'
