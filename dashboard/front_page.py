"""The HTML shell every address answers with: Streamlit's own, with our title, icon and language.

Streamlit's file names its hashed bundles, so it is read from the installed package and changed,
never kept here. The content-security policy allows exactly the inline scripts the shell has.
"""

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from dashboard.languages import LOCALES, say

# Three bars against a threshold: a tier board the size of a letter.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#1F4E79"/>'
    '<path d="M6 8h17v4H6zM6 14h12v4H6zM6 20h7v4H6z" fill="#fff"/>'
    '<path d="M25 6v20" stroke="#fff" stroke-width="2"/></svg>'
)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The shell in one language: `body` is UTF-8 HTML, `scripts` the CSP sources of its scripts."""

    body: bytes
    scripts: tuple[str, ...]


@cache
def front_page(lang: str) -> FrontPage:
    """Return the shell in `lang`. Made once per process and language."""
    import streamlit

    shell = Path(streamlit.__file__).parent / "static" / "index.html"
    page = _in_our_name(shell.read_text(encoding="utf-8"), lang)
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return FrontPage(page.encode(), tuple(_hash(script) for script in inline))


def _in_our_name(page: str, lang: str) -> str:
    title = html.escape(say("server.title", lang))
    about = html.escape(say("server.about", lang))
    head = (
        f"<title>{title}</title>"
        f'<meta name="description" content="{about}" />'
        f'<meta property="og:title" content="{title}" />'
        f'<meta property="og:description" content="{about}" />'
        '<meta property="og:type" content="website" />'
    )
    icon = f'<link rel="shortcut icon" href="data:image/svg+xml,{quote(ICON)}" />'
    changes = (
        (r"<!--.*?-->\s*", ""),
        (r'<html lang="[^"]*"', f'<html lang="{LOCALES[lang]}"'),
        (r'<link rel="shortcut icon"[^>]*>', icon),
        (r"<title>.*?</title>", head),
        # Pages are set in the system's fonts: Streamlit's own need not be fetched first.
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>\s*', ""),
        # The agent interface is off.
        (r'<link rel="service-desc"[^>]*>\s*', ""),
        (
            r"<noscript>.*?</noscript>",
            f"<noscript>{html.escape(say('server.noscript', lang))}</noscript>",
        ),
    )
    for pattern, ours in changes:
        page = re.sub(pattern, ours, page, flags=re.DOTALL)
    return page


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
