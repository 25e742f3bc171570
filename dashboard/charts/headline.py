"""The page's finding first: a title and a sentence with numbers."""

from collections.abc import Sequence
from typing import TypeAlias

from dashboard.charts.lamps import lamp_colour
from dashboard.charts.markup import root, text
from dashboard.languages import say

Part: TypeAlias = str | tuple[str, str]


def sentence_html(sentence: str | Sequence[Part]) -> str:
    """Return a sentence; a part (words, "strong") is bold, (words, status) bold and coloured."""
    parts = [sentence] if isinstance(sentence, str) else sentence
    return "".join(_part(part) for part in parts)


def _part(part: Part) -> str:
    if isinstance(part, str):
        return text(part)
    words, mark = part
    colour = "" if mark == "strong" else f' class="ct-{lamp_colour(mark)}"'
    return f"<strong{colour}>{text(words)}</strong>"


def headline(
    title: str,
    sentence: str | Sequence[Part],
    lang: str,
    code: str | None = None,
    *,
    details: Sequence[str] = (),
    level: int = 1,
) -> str:
    """Return the head of a page: title, tier code, details (period, document) and the finding."""
    parts = [f"<h{level}>{text(title)}</h{level}>"]
    if code:
        parts.append(f'<span class="ct-code">{text(code)}</span>')
    if details:
        parts.append(
            f'<span class="ct-details">{text(say("charts.dot", lang).join(details))}</span>'
        )
    said = f'<p class="ct-sentence">{sentence_html(sentence)}</p>' if sentence else ""
    return root(f'<div class="ct-title">{"".join(parts)}</div>{said}', "ct-headline", tag="header")
