"""The page's finding first: a title and a sentence with numbers."""

from collections.abc import Sequence
from typing import TypeAlias

from dashboard.views.environment import Markup, render

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
    """Return the head of a page: title, tier code, details (period, document) and the finding.

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
