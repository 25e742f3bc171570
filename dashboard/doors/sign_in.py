"""The routes for signing in, signing out and changing one's password."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dashboard.actuals.store_faults import StoreError
from dashboard.doors.claims_cookie import CLAIMS
from dashboard.doors.forms import password_page, sign_in_page, sign_out_page
from dashboard.doors.identity import people, person_of
from dashboard.doors.logs import LOG
from dashboard.doors.metrics import Metrics
from dashboard.doors.visits import Visit, language_of, values
from dashboard.languages import LANGUAGES, say
from dashboard.people.actor import By
from dashboard.people.attempts import SlowDown
from dashboard.people.cookies import (
    SESSION,
    VISIT,
    came_from_us,
    clear_cookie,
    form_token,
    is_ours,
    read_cookie,
    set_cookie,
    visit_id,
)
from dashboard.people.identity import GUEST, Kind, Person
from dashboard.people.messages import PeopleError
from dashboard.people.return_path import safe_return_path
from dashboard.people.sessions import SignInRefused
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

NEVER_BACK_TO = frozenset({"/sign-in", "/sign-out", "/password", "/oauth2callback", "/auth/login"})


class Asked:
    """A request at one of our forms: whose it is, in which language, and what was filled in."""

    def __init__(self, request: "Request", settings: Settings, fields: dict[str, str]) -> None:
        self.visit: Visit = request.scope["cluster.visit"]
        # From here on our own pages tell what is wrong.
        self.visit.answers_itself = True
        self.raw: list[tuple[bytes, bytes]] = request.scope["headers"]
        self.cookies = [value for name, value in self.raw if name.lower() == b"cookie"]
        self.settings, self.fields = settings, fields
        # How many seconds the answer is held back.
        self.pause = 0.0
        query = request.query_params
        chosen = fields.get("lang") or query.get("lang") or ""
        accepted = request.headers.get("accept-language", "")
        self.lang = chosen if chosen in LANGUAGES else language_of("", accepted)
        self.next = safe_return_path(fields.get("next") or query.get("next"), NEVER_BACK_TO)

    @property
    def session(self) -> str | None:
        return read_cookie(self.cookies, SESSION, self.settings)

    @property
    def visiting(self) -> str | None:
        return read_cookie(self.cookies, VISIT, self.settings)

    def person(self) -> Person:
        return person_of(self.settings, self.cookies, self.visit)

    def by(self, person: Person | None = None) -> By:
        return By(person or GUEST, {}, self.visit.id, self.visit.address)

    def is_ours(self, form: str, cookie: str | None) -> bool:
        """Tell whether our own page sent this form: by its token and by what the browser says."""
        origin = values(self.raw, b"origin")
        site = values(self.raw, b"sec-fetch-site")
        own = self.settings.address_origin or self.visit.origin
        return is_ours(cookie, form, self.fields.get("token")) and (
            came_from_us(origin[0] if origin else None, site[0] if site else None, own)
            or came_from_us(
                origin[0] if origin else None, site[0] if site else None, self.visit.origin
            )
        )


def signing_routes(settings: Settings, metrics: Metrics) -> "list[Route]":
    """Return `/sign-in`, `/sign-out` and `/password` for the mode `team` (and leaving for `oidc`)."""
    from starlette.concurrency import run_in_threadpool
    from starlette.routing import Route

    async def sign_in(request: "Request") -> "Response":
        asked = Asked(request, settings, await _fields(request))
        answer = await run_in_threadpool(
            _answered, asked, lambda: _sign_in(asked, request.method, metrics)
        )
        # Here and not in the thread: of threads there are few.
        await asyncio.sleep(asked.pause)
        return answer

    async def sign_out(request: "Request") -> "Response":
        asked = Asked(request, settings, await _fields(request))
        return await run_in_threadpool(_answered, asked, lambda: _sign_out(asked, request.method))

    async def password(request: "Request") -> "Response":
        asked = Asked(request, settings, await _fields(request))
        return await run_in_threadpool(_answered, asked, lambda: _password(asked, request.method))

    both = ["GET", "POST"]
    routes = [Route("/sign-out", sign_out, methods=both)]
    if settings.mode == "team":
        routes.append(Route("/sign-in", sign_in, methods=both))
        routes.append(Route("/password", password, methods=both))
    return routes


def _answered(asked: Asked, answer: Callable[[], "Response"]) -> "Response":
    """Return the answer of a form, or let the door say that the database keeps it from being one."""
    from starlette.responses import Response

    try:
        return answer()
    except StoreError as fault:
        if not fault.is_logged:
            LOG.error(f"A form cannot be answered. {fault}")
        asked.visit.answers_itself = False
        return Response(status_code=503)


def _sign_in(asked: Asked, method: str, metrics: Metrics) -> "Response":
    if method != "POST":
        return _shown_sign_in(asked)
    if not asked.is_ours("/sign-in", asked.visiting):
        LOG.warning("refused", kind="sign-in", reason="foreign-form")
        metrics.refusal("foreign-form")
        return _shown_sign_in(asked, say("doors.sign-in.stale", asked.lang), 403)
    name, password = asked.fields.get("name", ""), asked.fields.get("password", "")
    try:
        found = people(asked.settings).signing_in.sign_in(asked.by(), name, password, asked.session)
    except SlowDown as fault:
        metrics.sign_in("slowed")
        asked.pause = max(0.0, fault.pause)
        page = _shown_sign_in(asked, fault.message.text(asked.lang), 429, name)
        page.headers["retry-after"] = str(fault.retry_after)
        return page
    except PeopleError as fault:
        metrics.sign_in("failed")
        return _shown_sign_in(asked, fault.message.text(asked.lang), 401, name)
    metrics.sign_in("done")
    goes = f"/password?next={_quoted(asked.next)}" if found.person.must_change else asked.next
    answer = _redirect(goes)
    answer.headers.append("set-cookie", set_cookie(SESSION, found.session, asked.settings))
    answer.headers.append("set-cookie", clear_cookie(VISIT, asked.settings))
    return answer


def _shown_sign_in(asked: Asked, fault: str = "", status: int = 200, name: str = "") -> "Response":
    visiting = asked.visiting or visit_id()
    # A name of 64 characters is the longest there is; more need not come back.
    token = form_token(visiting, "/sign-in")
    answer = _page(sign_in_page(asked.lang, token, asked.next, name[:64], fault), status)
    if not asked.visiting:
        answer.headers.append("set-cookie", set_cookie(VISIT, visiting, asked.settings))
    return answer


def _sign_out(asked: Asked, method: str) -> "Response":
    person = asked.person()
    if method != "POST":
        if not person.signed_in or asked.session is None:
            return _redirect(asked.next)
        token = form_token(asked.session, "/sign-out")
        known = person.kind is Kind.ACCOUNT
        return _page(sign_out_page(asked.lang, token, asked.next, person.name, known))
    if not asked.is_ours("/sign-out", asked.session):
        return _redirect(f"/sign-out?next={_quoted(asked.next)}")
    directory = people(asked.settings)
    if person.signed_in and asked.fields.get("everywhere"):
        directory.sessions.end_everywhere(asked.by(person), person.name)
    directory.sessions.end(asked.session, asked.by(person))
    # Not back to where figures of theirs were: the front page, or where one signs in.
    answer = _redirect("/")
    for name in (SESSION, CLAIMS):
        answer.headers.append("set-cookie", clear_cookie(name, asked.settings))
    return answer


def _password(asked: Asked, method: str) -> "Response":
    person = asked.person()
    if not person.signed_in or asked.session is None:
        return _redirect(f"/sign-in?next={_quoted(asked.next)}&lang={asked.lang}")
    if method != "POST":
        return _shown_password(asked, person, asked.session)
    if not asked.is_ours("/password", asked.session):
        return _shown_password(
            asked, person, asked.session, say("doors.sign-in.stale", asked.lang), 403
        )
    if asked.fields.get("new", "") != asked.fields.get("again", ""):
        fault = say("doors.password.differ", asked.lang)
        return _shown_password(asked, person, asked.session, fault, 400)
    old, new = asked.fields.get("old", ""), asked.fields.get("new", "")
    try:
        session = people(asked.settings).signing_in.change_password(asked.by(person), old, new)
    except PeopleError as fault:
        status = (
            429 if isinstance(fault, SlowDown) else 401 if isinstance(fault, SignInRefused) else 400
        )
        return _shown_password(asked, person, asked.session, fault.message.text(asked.lang), status)
    answer = _redirect(asked.next)
    answer.headers.append("set-cookie", set_cookie(SESSION, session, asked.settings))
    return answer


def _shown_password(
    asked: Asked, person: Person, session: str, fault: str = "", status: int = 200
) -> "Response":
    token = form_token(session, "/password")
    shown = password_page(asked.lang, token, asked.next, person.name, person.must_change, fault)
    return _page(shown, status)


async def _fields(request: "Request") -> dict[str, str]:
    """Return what a plain form holds; files, and one field twice, are nothing of ours."""
    if request.method != "POST":
        return {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    async with request.form(max_fields=20) as form:
        several: Any = form.multi_items()
    names = [name for name, _ in several]
    return {n: v for n, v in several if isinstance(v, str) and names.count(n) == 1}


def _page(body: bytes, status: int = 200) -> "Response":
    from starlette.responses import HTMLResponse

    return HTMLResponse(body, status, {"cache-control": "no-store"})


def _redirect(to: str) -> "Response":
    from starlette.responses import Response

    # Not `RedirectResponse`: it would encode the path once more. `safe_return_path` has judged it.
    return Response(None, 303, {"location": to, "cache-control": "no-store"})


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="")
