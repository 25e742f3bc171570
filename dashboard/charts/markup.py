"""Writing HTML from raw texts: the only place where angle brackets and data meet."""

import re
from html import escape

# What a link may begin with; anything with another scheme (javascript:, data:) is dropped.
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:")


def text(value: object) -> str:
    """Return `value` as HTML text, safe in content and in quoted attributes; None is empty."""
    return "" if value is None else escape(str(value), quote=True)


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


def attributes(**values: object) -> str:
    """Return HTML attributes with a leading blank; None and False are left out.

    `class_` is written class, `aria_label` aria-label.
    """
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{text(value)}"'
        for name, value in values.items()
        if value is not None and value is not False
    )


def linked(inner: str, href: str | None, class_: str | None = None) -> str:
    """Wrap HTML in a link, or in a span when there is nowhere safe to go."""
    target = safe_href(href)
    tag = "a" if target else "span"
    return f"<{tag}{attributes(class_=class_, href=target)}>{inner}</{tag}>"


def root(inner: str, *classes: str, tag: str = "div", **more: object) -> str:
    """Wrap a piece in the element the stylesheet hangs on."""
    return f"<{tag}{attributes(class_=' '.join(('ct', *classes)), **more)}>{inner}</{tag}>"
