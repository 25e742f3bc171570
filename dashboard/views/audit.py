"""The table of the audit: a row an entry."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.views.environment import Markup, render


class EntryShown(NamedTuple):
    """One entry in words; empty where there is nothing to say.

    `before_exact` and `after_exact` are figures to their last digit, shown on hover.
    """

    at: str
    person: str
    origin: str
    act: str
    subject: str
    before: str
    after: str
    reason: str
    before_exact: str = ""
    after_exact: str = ""


def entries_table(entries: Sequence[EntryShown], lang: str) -> Markup:
    """Return the entries as a table (HTML)."""
    return render("audit", entries=entries, lang=lang)
