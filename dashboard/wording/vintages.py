"""How settled figures are, in words: 初步数, 最终数, 修订数, where a return said so."""

from collections.abc import Iterable

from dashboard.judging import Row, Standing
from dashboard.languages import say

_WORDS = {
    "preliminary": "returns.vintage.preliminary",
    "final": "returns.vintage.final",
    "revised": "returns.vintage.revised",
}


def vintage_word(vintage: str, lang: str) -> str:
    """Return how settled a figure is."""
    return say(_WORDS[vintage], lang)


def noted(vintage: str | None, note: str | None, lang: str) -> str:
    """Return how settled a figure is, where that was said, and its note."""
    word = vintage_word(vintage, lang) if vintage else ""
    return say("charts.dot", lang).join(part for part in (word, note) if part)


def vintage_of(standing: Standing, row: Row) -> str | None:
    """Return how settled the figure is that a goal was judged by; None where nothing was said."""
    revision = row["verdict"].get("revision")
    return standing.vintages(row["region"]).get(revision) if revision else None


def with_vintage(told: str | None, vintage: str | None, lang: str) -> str | None:
    """Return a period with how settled its figure is."""
    if vintage is None:
        return told
    return joined((told, vintage_word(vintage, lang)), lang)


def joined(parts: Iterable[str | None], lang: str) -> str | None:
    """Return the parts there are, with a dot between them; None where there is none."""
    return say("pages.dot", lang).join(part for part in parts if part) or None
