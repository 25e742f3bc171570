"""What stands over every page where there is cause: demonstration, faults, a day looked back to, notes."""

from collections.abc import Sequence

from dashboard.addresses.selection import Note
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.views.environment import Markup
from dashboard.views.notices import demo_ribbon, notice, notices
from dashboard.wording.findings import looking_back


def banners(
    standing: Standing, lang: str, demo: bool, faults: Sequence[str] | None, notes: Sequence[Note]
) -> Markup:
    """Return the notices of a view; empty without cause.

    `faults` are the register's, told one by one to who mends them; None where there is none.
    """
    parts = []
    if demo:
        parts.append(demo_ribbon(lang))
    if faults is not None:
        parts.append(notice("fault", lang, say("pages.register-broken", lang), items=faults))
    if standing.as_of:
        parts.append(notice("info", lang, "", looking_back(standing, lang)))
    for title in dict.fromkeys(note.title(lang) for note in notes):
        told = [note.text(lang) for note in notes if note.title(lang) == title]
        parts.append(notice("info", lang, title, items=told))
    return notices(parts) if parts else Markup()
