"""The templates, compiled once a process: autoescaping, and strict about what they are given."""

import re
from collections.abc import Iterator, MutableMapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from dashboard.languages import say
from dashboard.languages.numbers import count, unbroken
from dashboard.wording.states import lamp_colour, lamp_word

__all__ = ["Markup", "render", "render_around", "safe_href"]

# What a link may begin with; anything with another scheme (javascript:, data:) is dropped.
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:")
_TEMPLATES = Path(__file__).with_name("templates")
# What every template may call without asking for it; each may call what the ones before it define.
_MACROS = ("links", "lamps", "cards", "tables", "quotations", "forms")
# A line break between words, or between attributes, is a blank; any other is only the file's layout.
_BREAK = re.compile(r"\s*\n\s*")
_BETWEEN_WORDS = re.compile(r'(?<=[\w"])\s*\n\s*(?=\w)')


# A line may end behind a dot between two things, and none begins with one.
_DOT, _DOT_BEHIND = " · ", "\u00a0· "
# A number and its 个, and the parts of a clause's number, stand on one line; what is no markup keeps
# its text as it is.
_COUNTED = re.compile(
    # One of these signs begins each: the rest of the page is passed over at once.
    r"[<\d一二三四五六七八九十](?:"
    r"(?<=<)(?:(?P<raw>title|option|textarea)\b.*?</(?P=raw)>)"
    r'|(?<=\d)(?<!"ct-whole">\d)(?<![\d,.]\d)[\d,.]* ?个(?![^<>]*>)'
    r"|(?<=” [一二三四五六七八九十])[一二三四五六七八九十]*\([一二三四五六七八九十]+\)\d*(?![^<>]*>))",
    re.DOTALL,
)


class _Layout(Extension):
    """Leaves line breaks and indents of the files out of the pages, where they would be blanks."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type != "data":
                yield token
                continue
            bare = _BREAK.sub("", _BETWEEN_WORDS.sub(" ", token.value))
            if bare:
                yield Token(token.lineno, "data", bare)


class _Environment(Environment):
    """Gives a template what is global as one dict: copying Jinja's chain takes longer than a part."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


@cache
def _environment() -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # The files of an installed package do not change under a running server.
        auto_reload=False,
        cache_size=-1,
        extensions=[_Layout],
    )
    environment.filters["href"] = safe_href
    environment.filters["unbroken"] = unbroken
    environment.globals |= {
        "say": say,
        "count": count,
        "lamp_colour": lamp_colour,
        "lamp_word": lamp_word,
    }
    for name in _MACROS:
        macros = vars(environment.get_template(f"macros/{name}.html").module)
        environment.globals |= {key: one for key, one in macros.items() if key[0] != "_"}
    return environment


def render(template: str, **values: object) -> Markup:
    """Return the template `template` (a file's name without its ending), filled with plain values.

    Texts are escaped, `Markup` is not. Raises `jinja2.UndefinedError` where a value is missing.
    """
    written = str(render_around(template, **values)).replace(_DOT, _DOT_BEHIND)
    return Markup(_COUNTED.sub(_on_one_line, written))  # noqa: S704 - escaped by the template


def render_around(template: str, **values: object) -> Markup:
    """Return a template around parts that are rendered: its own texts have no numbers. Raises as `render`."""
    written = _environment().get_template(f"{template}.html").render(values)
    return Markup(written)  # noqa: S704 - escaped by the template


def render_drawing(template: str, **values: object) -> str:
    """Return a drawing's SVG; its texts are escaped. Raises as `render` does."""
    return _environment().get_template(f"{template}.svg").render(values)


def _on_one_line(found: re.Match[str]) -> str:
    return found[0] if found["raw"] else _whole(found[0])


@lru_cache(maxsize=1024)
def _whole(text: str) -> str:
    return _environment().get_template("whole.html").render(text=text)


@lru_cache(maxsize=4096)
def safe_href(href: str | None) -> str | None:
    """Return `href` if following it can only open a page, else None."""
    if not href:
        return None
    # Browsers drop control characters and blanks inside a scheme, so they are dropped here too.
    bare = re.sub(r"[\x00-\x20\x7f]", "", href)
    scheme = _SCHEME.match(bare)
    if scheme and scheme[0].lower() not in _SAFE_SCHEMES:
        return None
    return bare
