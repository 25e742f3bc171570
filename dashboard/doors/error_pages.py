"""What a refusal looks like: one sentence in the visitor's language and the request's id."""

import html
import json

from dashboard.languages import LANGUAGES, LOCALES, say

# Status -> the wording; all others are told by their hundred.
_WORDED = {400, 401, 403, 404, 405, 408, 413, 421, 429, 500, 503}

_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0;"
    "background:light-dark(#F5F7F9,#10151C);color:light-dark(#1B2430,#E8EDF3)}"
    "main{max-width:26rem;margin:10vh auto;padding:2rem;background:light-dark(#fff,#19202A);"
    "border:1px solid light-dark(#E2E7EC,#2C3642);border-radius:12px}h1{font-size:1.35rem;margin:0 0 1rem}"
    "p{margin:.5rem 0}small,.quiet{color:light-dark(#55606E,#A9B4C1)}a{color:light-dark(#1F4E79,#8FC1EC)}"
    "label{display:block;margin:1rem 0 .25rem;font-weight:600}"
    "input:not([type=hidden]):not([type=checkbox]){width:100%;box-sizing:border-box;font:inherit;padding:.55rem .7rem;"
    "border:1px solid light-dark(#8A96A3,#6C7885);border-radius:8px;background:transparent;color:inherit}"
    "button{margin-top:1.25rem;width:100%;font:inherit;font-weight:600;padding:.65rem;border:0;border-radius:8px;"
    "background:light-dark(#1F4E79,#2F6EA6);color:#fff;cursor:pointer}"
    ":focus-visible{outline:3px solid light-dark(#2C7FB8,#8FC1EC);outline-offset:2px}"
    "[role=alert]{background:light-dark(#FCEBE9,#3A1C1B);color:light-dark(#8E1D17,#FFB1AA);"
    "padding:.6rem .8rem;border-radius:8px}nav{margin-top:1.5rem;font-size:.9rem}"
)


def page(title: str, body: str, lang: str) -> bytes:
    """Return a page of our own around `body` (HTML): no script, nothing from elsewhere."""
    product = html.escape(say("server.title", lang))
    return (
        f'<!doctype html><html lang="{LOCALES[lang]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{html.escape(title)} · {product}</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    ).encode()


def refusal(status: int, accepts: str, lang: str, request_id: str) -> tuple[bytes, bytes]:
    """Return content type and body that tell a refusal; no detail beyond its kind."""
    told = status if status in _WORDED else (500 if status >= 500 else 400)
    if "text/html" not in accepts:
        sentences = {each: say(f"doors.error.{told}", each) for each in LANGUAGES}
        body = json.dumps(
            {"status": status, "request": request_id, **sentences}, ensure_ascii=False
        )
        return b"application/json; charset=utf-8", body.encode()
    parts = []
    # Who is refused may have no language that we know of: both are told.
    for each in (lang, *(other for other in LANGUAGES if other != lang)):
        sentence = html.escape(say(f"doors.error.{told}", each))
        tag = "h1" if each == lang else "p"
        parts.append(f'<{tag} lang="{LOCALES[each]}">{sentence}</{tag}>')
    home = html.escape(say("doors.error.home", lang))
    known = html.escape(say("doors.error.request", lang, id=request_id))
    parts.append(f'<p><a href="/">{home}</a></p><p><small>{known}</small></p>')
    return b"text/html; charset=utf-8", page(str(status), "".join(parts), lang)
