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
from gzip import compress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from dashboard.actuals.store_faults import StoreError
from dashboard.doors.addresses import SHARED, is_page
from dashboard.doors.identity import answering, who_asks
from dashboard.doors.logs import LOG
from dashboard.doors.visits import language_of
from dashboard.first_paint.first_answer import FirstAnswer, cannot_be_shown, first_answer
from dashboard.languages import LANGUAGES, LOCALES, catalogue, say
from dashboard.people.identity import GUEST
from dashboard.settings import Settings
from dashboard.shared_links import shared_page
from dashboard.shell.bundles import KINDS, Compressed, bundles_of, has_bundle, static_folder
from dashboard.views.look import icon_address, style

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ASKS = {"GET", "HEAD"}
_STATIC = "/static/"
# Where a view's own name goes, and before what its page.
_HEAD_BEGINS, _HEAD_ENDS = b"<!--view-->", b'<meta property="og:type" content="website" />'
_ROOT = b'<div id="root">'
# What the page itself is made of stands between these, scripts and styles.
_FRAME_BEGINS, _FRAME_ENDS = b"<!--frame-->", b"<!--/frame-->"
_SCRIPT = Path(__file__).with_name("front_page.js")

__all__ = ["FrontDoor", "FrontPage", "front_page", "is_page", "language_of", "security_headers"]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The shell in one language: `body` is UTF-8 HTML, `scripts` the CSP sources of its scripts."""

    body: bytes
    scripts: tuple[str, ...]


@cache
def front_page(lang: str, page: str = "overview") -> FrontPage:
    """Return the shell of a page in `lang`. Made once per process, language and page.

    What the page needs is named in it, so that the browser fetches all of it at once.
    """
    shell = static_folder().parent / "index.html"
    text = _in_our_name(shell.read_text(encoding="utf-8"), lang, page)
    inline = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    return FrontPage(text.encode(), tuple(_hash(script) for script in inline))


def shell_is_known() -> bool:
    """Tell whether the installed shell has all the places that our page goes into, and its scripts.

    Where one were missing, the first answer would be blank, or the page would never begin.
    """
    shell = front_page(LANGUAGES[0]).body
    frame = shell.partition(_FRAME_BEGINS)[2].partition(_FRAME_ENDS)[0]
    once = (_HEAD_BEGINS, _HEAD_ENDS, _FRAME_BEGINS, _ROOT, b"</head>", b"</body>", b"<noscript>")
    kinds = {kind for page in KINDS.values() for kind in page}
    return (
        all(shell.count(each) == 1 for each in once)
        and b'<script type="module"' in frame
        and all(has_bundle(kind) for kind in kinds)
    )


class FrontDoor:
    """ASGI middleware: our front page for every page address, static files compressed; all else goes on."""

    def __init__(self, app: "ASGIApp", settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._compressed = Compressed()

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a page's address or a script's, or pass on."""
        if scope["type"] == "lifespan":
            send = self._prepared_when_warm(send)
        if scope["type"] == "http" and scope["method"] in _ASKS:
            if scope["path"].startswith(SHARED):
                await (await self._shared(scope))(scope, receive, send)
                return
            if is_page(scope["path"]):
                await (await self._page(scope))(scope, receive, send)
                return
            if scope["path"].startswith(_STATIC) and (answer := await self._static(scope)):
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _prepared_when_warm(self, send: "Send") -> "Send":
        """Compress when the server has started: both at once would only make the start longer."""

        async def told(message: "Message") -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                self._compressed.prepare()

        return told

    async def _page(self, scope: "Scope") -> "Response":
        """The shell of a page, with what the visitor may see of it."""
        from starlette.concurrency import run_in_threadpool
        from starlette.datastructures import Headers
        from starlette.responses import HTMLResponse

        asked = Headers(scope=scope)
        query = scope["query_string"].decode("latin-1")
        lang = language_of(query, asked.get("accept-language", ""))
        page = scope["path"].strip("/") or "overview"
        seen = await run_in_threadpool(self._seen, scope, page, query, lang)
        body = filled(front_page(lang, page if page in KINDS else "overview").body, seen)
        # What somebody saw is kept by no cache, and shown to nobody by the way back.
        headers = {"cache-control": "no-store", "vary": "accept-encoding, accept-language, cookie"}
        if _takes_gzip(asked.get("accept-encoding", "")):
            headers["content-encoding"] = "gzip"
            body = await run_in_threadpool(compress, body, 4, mtime=0)
        return HTMLResponse(body, headers=headers)

    async def _shared(self, scope: "Scope") -> "Response":
        """What a link that is a key shows; a refusal of it is a page of its own."""
        from starlette.concurrency import run_in_threadpool
        from starlette.datastructures import Headers
        from starlette.responses import HTMLResponse

        found = await run_in_threadpool(shared_page.answer, self._settings, scope)
        if visit := scope.get("cluster.visit"):
            visit.answers_itself, visit.framed = True, found.framed
        body, headers = found.body, {"cache-control": "no-store", "vary": "accept-encoding"}
        if _takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            headers["content-encoding"] = "gzip"
            body = await run_in_threadpool(compress, body, 4, mtime=0)
        return HTMLResponse(body, found.status, headers)

    def _seen(self, scope: "Scope", page: str, query: str, lang: str) -> FirstAnswer | None:
        visit = scope.get("cluster.visit")
        try:
            visitor = who_asks(self._settings, scope["headers"], visit)
            asked = parse_qsl(query, keep_blank_values=True)
            with answering(scope["headers"], visit):
                return first_answer(self._settings, page, asked, lang, visitor)
        except StoreError as fault:
            return cannot_be_shown(fault, lang, GUEST)
        except Exception:  # noqa: BLE001 - a courtesy must not keep the page away; it is logged whole
            LOG.exception("The first answer could not be made")
            return None

    async def _static(self, scope: "Scope") -> "Response | None":
        """A static file's compressed copy; None where there is none or nobody takes it."""
        import anyio
        from starlette.datastructures import Headers
        from starlette.responses import Response

        path, asked = scope["path"].removeprefix(_STATIC), Headers(scope=scope)
        media = self._compressed.kind(path)
        if media is None or "range" in asked or not _takes_gzip(asked.get("accept-encoding", "")):
            return None
        copy = self._compressed.kept(path)
        if copy is None:
            copy = await anyio.to_thread.run_sync(self._compressed.copy, path)
        headers = {"content-encoding": "gzip", "vary": "accept-encoding"}
        if not copy.tag:
            # A name has the hash of its content in it.
            headers["cache-control"] = "public, max-age=31536000, immutable"
        else:
            headers |= {"cache-control": "public, no-cache", "etag": copy.tag}
            if copy.tag in asked.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
        return Response(copy.body, headers=headers, media_type=media)


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


def _takes_gzip(accepted: str) -> bool:
    """Tell whether an Accept-Encoding names gzip without refusing it by a quality of nought."""
    named = (part.replace(" ", "").lower().partition(";q=") for part in accepted.split(","))
    return any(name == "gzip" and (not weight or weight.strip("0.")) for name, _, weight in named)


def filled(shell: bytes, seen: FirstAnswer | None) -> bytes:
    """Return the shell with a view's title, finding and page in the places it has for them."""
    if seen is None:
        return shell
    head, told, rest = shell.partition(_HEAD_ENDS)
    _, _, head_after = head.partition(_HEAD_BEGINS)
    own = head[: len(head) - len(head_after)] + _named(seen.title, seen.description).encode() + told
    if not seen.body:
        return own + rest
    before, _, after = rest.partition(_FRAME_BEGINS)
    frame, _, after = after.partition(_FRAME_ENDS)
    # Inert until our script lets it in, when the answer is on the screen.
    later = b'<template id="frame">' + frame + b"</template>"
    answered = str(seen.body).encode() + _ROOT
    return own + before + after.replace(_ROOT, answered, 1).replace(b"</body>", later + b"</body>")


def _named(title: str, about: str) -> str:
    """What a view is called, for tabs and for who previews a link."""
    title, about = html.escape(title), html.escape(about)
    return (
        f"<title>{title}</title>"
        f'<meta name="description" content="{about}" />'
        f'<meta property="og:title" content="{title}" />'
        f'<meta property="og:description" content="{about}" />'
    )


def _in_our_name(text: str, lang: str, page: str) -> str:
    named = _named(say("server.title", lang), say("server.about", lang))
    head = f"{_HEAD_BEGINS.decode()}{named}{_HEAD_ENDS.decode()}"
    icon = f'<link rel="shortcut icon" href="{icon_address()}" />'
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
        text = re.sub(pattern, ours, text, flags=re.DOTALL)
    # Ours first: its script says where the server is before any of Streamlit's asks, and its style
    # needs none of theirs.
    of_frame = r'<script type="module".*?</script>|<link rel="(?:modulepreload|stylesheet)".*?>'
    frame = "".join(re.findall(of_frame, text))
    wanted = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in bundles_of(page)
    )
    own = f"{style()}<script>{_script(lang)}</script>"
    own += f"{_FRAME_BEGINS.decode()}{frame}{wanted}{_FRAME_ENDS.decode()}"
    return re.sub(of_frame, "", text).replace("</head>", f"{own}</head>", 1)


# What Streamlit's own frame speaks.
_STREAMLITS_OWN = "en"


def _script(lang: str) -> str:
    """Return our own script, with the words of Streamlit's frame in `lang` where it is not English."""
    theirs, ours = catalogue("chrome", _STREAMLITS_OWN), catalogue("chrome", lang)
    words = {said: ours[key] for key, said in theirs.items() if ours[key] != said}
    # In a script element no text may close it.
    known = json.dumps(words, ensure_ascii=False).replace("<", "\\u003C")
    said = json.dumps(say("server.lost", lang), ensure_ascii=False).replace("<", "\\u003C")
    return f"const WORDS = {known};\nconst LOST = {said};\n{_SCRIPT.read_text(encoding='utf-8')}"


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
