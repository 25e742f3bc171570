"""Where links may lead: to pages, and to nothing that a browser would run."""

import re
from functools import lru_cache

# What a link may begin with; anything with another scheme (javascript:, data:) is dropped.
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:")


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
