"""Lamps: the status of a goal as shape, word and colour."""

from dashboard.views.environment import Markup, render


def lamp(
    status: str, lang: str, word: bool = True, label: str | None = None, why: str | None = None
) -> Markup:
    """Return a lamp: shape and word (`label` instead of the status's own word).

    `why` is the link to the explanation of this verdict. Without `word` the shape carries the word
    as its accessible name and as a tooltip.
    """
    return render("lamp", status=status, lang=lang, word=word, label=label, why=why)
