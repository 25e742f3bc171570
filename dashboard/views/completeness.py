"""Who has reported: a line a unit, a column a period, a mark and a word in each cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.views.environment import Markup, render


@dataclass(frozen=True, slots=True)
class Mark:
    """How a report stands: its state for the mark, its word, how much is entered, a hover, a link."""

    state: str
    word: str
    entered: str
    title: str
    href: str | None


def completeness_table(
    heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Mark | None]]], lang: str
) -> Markup:
    """Return the table on a card; None stands where nothing is owed."""
    return render("completeness", heads=heads, rows=rows, lang=lang)
