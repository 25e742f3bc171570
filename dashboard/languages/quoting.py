"""Quoting printed words, which may hold quotations of their own."""

from dashboard.languages import say

_INNER = str.maketrans("“”", "‘’")


def in_quotes(wording: str, lang: str) -> str:
    """Return `wording` in quotation marks; marks within it become single (GB/T 15834)."""
    return say("charts.quoted", lang, wording=wording.translate(_INNER))
