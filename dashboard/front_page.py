"""What stands before the pages: the HTML shell every address answers with, and the headers.

The shell is Streamlit's own, with our title, icon, language and one small script.

Streamlit's file names its hashed bundles, so it is read from the installed package and changed,
never kept here. The content-security policy allows exactly the inline scripts the shell has.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from dashboard.doors.addresses import is_page
from dashboard.doors.asking import language_of
from dashboard.languages import LANGUAGES, LOCALES, catalogue, say

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

_ASKS = {"GET", "HEAD"}
_SCRIPT = Path(__file__).with_name("front_page.js")

__all__ = ["FrontDoor", "FrontPage", "front_page", "is_page", "language_of", "security_headers"]

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


class FrontDoor:
    """ASGI middleware: our front page for every page address; all else goes on."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a page address, or pass on."""
        if scope["type"] == "http" and is_page(scope["path"]) and scope["method"] in _ASKS:
            await _shell(scope)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def security_headers() -> Mapping[str, str]:
    """Return the headers of every answer. Nothing may be loaded from, or sent to, anywhere else."""
    scripts = " ".join(sorted({s for lang in LANGUAGES for s in front_page(lang).scripts}))
    policy = {
        "default-src": "'self'",
        # Plotly and the grid compile WebAssembly.
        "script-src": f"'self' 'wasm-unsafe-eval' {scripts}".strip(),
        # Streamlit's components style themselves inline.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return {
        "content-security-policy": "; ".join(f"{k} {v}" for k, v in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def _shell(scope: "Scope") -> "Response":
    from starlette.datastructures import Headers
    from starlette.responses import HTMLResponse

    accepted = Headers(scope=scope).get("accept-language", "")
    lang = language_of(scope["query_string"].decode("latin-1"), accepted)
    headers = {"cache-control": "no-cache", "vary": "accept-language"}
    return HTMLResponse(front_page(lang).body, headers=headers)


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
    return page.replace("</head>", f"<script>{_script(lang)}</script></head>", 1)


def _script(lang: str) -> str:
    """Return our own script, with the words of Streamlit's frame in `lang` where it is not English."""
    words = {}
    if lang != "en":
        ours = catalogue("chrome", lang)
        words = {english: ours[key] for key, english in catalogue("chrome", "en").items()}
    # In a script element no text may close it.
    known = json.dumps(words, ensure_ascii=False).replace("<", "\\u003C")
    said = json.dumps(say("server.lost", lang), ensure_ascii=False).replace("<", "\\u003C")
    return f"const WORDS = {known};\nconst LOST = {said};\n{_SCRIPT.read_text(encoding='utf-8')}"


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
