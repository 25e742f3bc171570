"""The card of the goals that need attention."""

from collections.abc import Sequence

from dashboard.languages import say
from dashboard.views.environment import Markup, render
from dashboard.views.rows import StatusCount


def laggards_card(
    parts: Sequence[tuple[str, Markup]], total: int, counts: Sequence[StatusCount], lang: str
) -> Markup:
    """Return tables, (heading, table) each, on a card, with the lamps that lead to all `total`."""
    title = say("pages.laggards.title", lang, n=total)
    return render("laggards", parts=parts, title=title, counts=counts, lang=lang)
