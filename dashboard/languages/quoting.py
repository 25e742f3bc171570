"""Quoting printed words, which may hold quotations of their own."""

from dashboard.languages import say

_INNER = str.maketrans("“”", "‘’")


def cited(wording: str | None, clause: str | None, lang: str) -> str | None:
    """Return a wording in quotation marks with its clause, or what there is of the two."""
    said = in_quotes(wording, lang) if wording else None
    return " ".join(part for part in (said, clause) if part) or None


def in_quotes(wording: str, lang: str) -> str:
    """Return `wording` in quotation marks; marks within it become single (GB/T 15834)."""
    return say("charts.quoted", lang, wording=wording.translate(_INNER))
