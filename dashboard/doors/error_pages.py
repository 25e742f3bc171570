"""What a refusal looks like: one sentence in the visitor's language and the request's id."""

import json

from dashboard.doors.api.problems import MEDIA_TYPE, problem
from dashboard.languages import LANGUAGES, LOCALES, say
from dashboard.views.environment import render
from dashboard.views.look import icon_address

# Status -> the wording; all others are told by their hundred.
_WORDED = {400, 401, 403, 404, 405, 408, 413, 421, 429, 500, 503}
# Of what is refused to programs, before their own application is asked.
_TOLD_TO_PROGRAMS = _WORDED | {414, 431, 505}


def page(template: str, lang: str, title: str, **values: object) -> bytes:
    """Return a page of our own from its template: no script, nothing from elsewhere."""
    told = {"locale": LOCALES[lang], "title": title, "icon": icon_address()}
    return render(template, lang=lang, **told, **values).encode()


def refusal(
    status: int,
    accepts: str,
    lang: str,
    request_id: str,
    home: str = "/",
    *,
    of_program: bool = False,
) -> tuple[bytes, bytes]:
    """Return content type and body that tell a refusal; no detail beyond its kind.

    `home` is the overview's address. `of_program`: what was refused is an address of programs, which
    read problem details.
    """
    known = _TOLD_TO_PROGRAMS if of_program else _WORDED
    told = status if status in known else (500 if status >= 500 else 400)
    if of_program:
        # doors.program.*
        body = problem(status, "refused", say(f"doors.program.{told}", lang), request_id, lang)
        return MEDIA_TYPE.encode(), body
    # doors.error.*
    if "text/html" not in accepts:
        sentences = {each: say(f"doors.error.{told}", each) for each in LANGUAGES}
        plain = {"status": status, "request": request_id, **sentences}
        body = json.dumps(plain, ensure_ascii=False).encode()
        return b"application/json; charset=utf-8", body
    spoken = (lang, *(other for other in LANGUAGES if other != lang))
    said = [(LOCALES[each], say(f"doors.error.{told}", each)) for each in spoken]
    body = page("refusal", lang, str(status), sentences=said, request=request_id, home=home)
    return b"text/html; charset=utf-8", body
