"""What is recorded of a document: readings, defects and missing annexes, and how numbers are reckoned."""

from dashboard.languages import say

# Kind of note -> the title and the line under it.
_NOTES = {
    "missing": ("pages.sources.missing-title", "pages.sources.missing-sub"),
    "defect": ("pages.sources.defect-title", "pages.sources.defect-sub"),
    "reading": ("pages.sources.reading-title", "pages.sources.reading-sub"),
}


def notes_title(kind: str, n: int, lang: str) -> tuple[str, str]:
    """Return the title over `n` notes of a kind (missing, defect, reading), and the line under it."""
    title, subtitle = _NOTES[kind]
    return say(title, lang, n=n), say(subtitle, lang)


def reading_text(text: str, lang: str, *, assumed: bool) -> str:
    """Return a settled reading of a document's text; an assumption says that it is one."""
    key = "pages.sources.assumption" if assumed else "pages.sources.reading"
    return say(key, lang, text=text)


def method_rule(rule: str, tolerance: str, lang: str) -> dict[str, str]:
    """Return what a number is, how it is reckoned, and why so."""
    return {
        # pages.rule.*
        part: say(f"pages.rule.{rule}.{part}", lang, tolerance=tolerance)
        for part in ("what", "how", "why")
    }
