"""What a lamp says and which colour it has."""

from dashboard.languages import say
from dashboard.progress.status import SHAPES, STATUSES


def lamp_colour(status: str) -> str:
    """Return green, yellow, red, grey or none for a status id or a lamp id."""
    return status if status in SHAPES else STATUSES[status].lamp


def lamp_word(status: str, lang: str) -> str:
    """Return the word for a status id, or the word for a whole lamp colour."""
    if status in SHAPES:
        return say(f"wording.lamp.{status}", lang)
    return say(STATUSES[status].key, lang)
