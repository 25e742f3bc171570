"""What was found at a figure when it was entered, in words, with the reason for which it stands."""

from collections.abc import Sequence

from dashboard.actuals.entering.kept_reasons import read
from dashboard.languages import has, say


def checks_in_words(found: Sequence[str], lang: str) -> str:
    """Return what was found, by its codes."""
    words = [
        say(key, lang) if has(key, lang) else code
        for code in found
        # returns.check.*
        for key in (f"returns.check.{code}",)
    ]
    return say("entry.sheet.comma", lang).join(words)


def kept_in_words(text: str, lang: str) -> str | None:
    """Return what is kept of a revision's checks; None where nothing was found."""
    if not text:
        return None
    kept = read(text)
    found = checks_in_words(kept.found, lang)
    return say("returns.review.check", lang, found=found, reason=kept.reason)
