"""A text that would do harm unescaped, and a judge of what came out."""

from collections.abc import Iterator
from html.parser import HTMLParser

HARM = """<script>alert(1)</script>"'><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>"""

TAGS = {
    "a", "b", "blockquote", "caption", "cite", "col", "colgroup", "dd", "details", "div", "dl", "dt", "footer", "h1",
    "h2", "h3", "header", "i", "li", "ol", "p", "section", "small", "span", "strong", "summary",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
VOID = {"col"}
ATTRIBUTES = {
    "aria-hidden", "aria-label", "class", "data-beneath", "data-finding", "data-label", "href", "lang",
    "role", "scope", "style", "target",
    "title",
}  # fmt: skip


class Judge(HTMLParser):
    """Collects what a browser would build."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def judged(html: str) -> Judge:
    """Parse a piece and fail unless it is well formed and holds only what drawings write."""
    judge = Judge()
    judge.feed(html)
    judge.close()
    assert judge.open == []
    assert set(judge.tags) <= TAGS
    assert {name for name, _ in judge.attributes} <= ATTRIBUTES
    for name, value in judge.attributes:
        if name == "href":
            assert value and not value.lower().startswith(("javascript:", "data:", "vbscript:"))
        if name == "style":
            assert value and "javascript" not in value and "expression" not in value
    return judge


def strings(value: object) -> Iterator[str]:
    """Yield every text anywhere in a figure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
