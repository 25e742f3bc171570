"""Signing in with an identity provider: Streamlit's `st.login` behind a sign-in of our own.

Streamlit and Authlib do the OpenID Connect part (`/auth/login`, `/oauth2callback`). Their cookies
would be good for thirty days, never Secure, and forget the page asked for; so the answer of the
callback is exchanged here: the claims are checked, a session of ours begins (it ends everywhere
when it ends), and only our two cookies go out.
"""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from dashboard.doors.claims_cookie import CLAIMS, server_secret, signed_grants
from dashboard.doors.forms import provider_fault_page
from dashboard.doors.identity import people
from dashboard.doors.logs import LOG
from dashboard.doors.metrics import Metrics
from dashboard.doors.provider_file import Provider
from dashboard.doors.sign_in import NEVER_BACK_TO, Asked
from dashboard.doors.visits import Visit, language_of
from dashboard.languages import say
from dashboard.people.actor import By
from dashboard.people.claims import (
    ClaimsRefused,
    grants_of_rules,
    identity_from_claims,
    rules_met,
)
from dashboard.people.cookies import SESSION, clear_cookie, read_cookie, set_cookie
from dashboard.people.identity import Kind
from dashboard.people.return_path import safe_return_path
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

RETURN = "cluster_return"
CALLBACK = "/oauth2callback"


def provider_secrets(settings: Settings, provider: Provider) -> dict[str, Any]:
    """Return what `st.login` reads as its secrets."""
    return {
        "auth": {
            "redirect_uri": settings.address + CALLBACK,
            "cookie_secret": server_secret(settings.secret),
            "client_id": provider.client,
            "client_secret": provider.secret,
            "server_metadata_url": provider.metadata,
        }
    }


def provider_routes(settings: Settings) -> "list[Route]":
    """Return `/sign-in`, which remembers the page asked for and goes on to the provider."""
    from starlette.routing import Route

    async def sign_in(request: "Request") -> "Response":
        from starlette.responses import Response
        from streamlit.auth_util import encode_provider_token

        asked = Asked(request, settings, {})
        to = f"/auth/login?provider={quote(encode_provider_token('default'))}"
        answer = Response(None, 303, {"location": to, "cache-control": "no-store"})
        kept = set_cookie(RETURN, quote(asked.next, safe=""), settings)
        answer.headers.append("set-cookie", kept)
        return answer

    return [Route("/sign-in", sign_in)]


class Exchange:
    """ASGI middleware: turns the provider's sign-in at `/oauth2callback` into a session of ours."""

    def __init__(
        self, app: "ASGIApp", settings: Settings, provider: Provider, metrics: Metrics
    ) -> None:
        self._app, self._settings = app, settings
        self._provider, self._metrics = provider, metrics

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Exchange at the callback, else pass on."""
        if scope["type"] != "http" or scope["path"] != CALLBACK:
            await self._app(scope, receive, send)
            return
        from starlette.concurrency import run_in_threadpool

        given: list[tuple[bytes, bytes]] = []

        async def keep(message: "Message") -> None:
            if message["type"] == "http.response.start":
                given.extend(message.get("headers", ()))

        await self._app(scope, receive, keep)
        answer = await run_in_threadpool(self._answer, scope, given)
        for name, value in given:
            # Streamlit's own session, in which Authlib has just used up the state.
            if name.lower() == b"set-cookie" and not value.startswith(b"_streamlit_user"):
                answer.headers.append("set-cookie", value.decode("latin-1"))
        await answer(scope, receive, send)

    def _answer(self, scope: "Scope", given: list[tuple[bytes, bytes]]) -> "Response":
        from starlette.responses import HTMLResponse, Response

        visit: Visit = scope["cluster.visit"]
        visit.answers_itself = True
        cookies = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
        kept = read_cookie(cookies, RETURN, self._settings)
        next = safe_return_path(unquote(kept or ""), NEVER_BACK_TO)
        accepted = b",".join(v for n, v in scope["headers"] if n.lower() == b"accept-language")
        lang = language_of(next.partition("?")[2], accepted.decode("latin-1"))
        try:
            session, grants = self._sign_in(visit, given, cookies)
        except _NotSignedIn as refused:
            self._metrics.sign_in("failed")
            LOG.warning("refused", kind="provider", reason=refused.reason)
            told = {"cache-control": "no-store"}
            sentence = refused.sentence(lang)
            return HTMLResponse(provider_fault_page(lang, sentence, next), 403, told)
        self._metrics.sign_in("done")
        answer = Response(None, 303, {"location": next, "cache-control": "no-store"})
        answer.headers.append("set-cookie", set_cookie(SESSION, session, self._settings))
        answer.headers.append("set-cookie", set_cookie(CLAIMS, grants, self._settings))
        answer.headers.append("set-cookie", clear_cookie(RETURN, self._settings))
        return answer

    def _sign_in(
        self, visit: Visit, given: list[tuple[bytes, bytes]], cookies: list[bytes]
    ) -> tuple[str, str]:
        claims = _claims(given, server_secret(self._settings.secret))
        if claims is None:
            raise _NotSignedIn("no-identity", "doors.sign-in.provider-none")
        now = datetime.now(UTC)
        try:
            claimed = identity_from_claims(
                claims, self._provider.issuer, self._provider.client, now
            )
        except ClaimsRefused as fault:
            raise _NotSignedIn(fault.code, "doors.sign-in.provider-failed", fault) from fault
        met = rules_met(claims, self._provider.rules)
        grants = grants_of_rules(met, self._provider.rules)
        directory = people(self._settings)
        visiting = By(request_id=visit.id, address=visit.address)
        person = directory.outside.known(
            visiting, Kind.OIDC, claimed.key, claimed.name, claimed.display, grants
        )
        if person is None or person.id is None:
            raise _NotSignedIn("disabled", "doors.sign-in.disabled")
        replaced = read_cookie(cookies, SESSION, self._settings)
        session = directory.sessions.start(person.id, visit.address, replaced)
        by = By(person, request_id=visit.id, address=visit.address)
        directory.audit.record(by, "sign-in", person.name)
        return session, signed_grants(self._settings, session, met, claimed.expires)


class _NotSignedIn(Exception):
    def __init__(self, reason: str, key: str, fault: ClaimsRefused | None = None) -> None:
        super().__init__(reason)
        self.reason, self._key, self._fault = reason, key, fault

    def sentence(self, lang: str) -> str:
        why = self._fault.message.text(lang) if self._fault else ""
        return say(self._key, lang, reason=why) if why else say(self._key, lang)


def _claims(given: list[tuple[bytes, bytes]], secret: str) -> dict[str, Any] | None:
    """Return the claims in the cookie that Streamlit has just signed, None where there is none."""
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    set_here: dict[str, str] = {}
    for name, value in given:
        if name.lower() == b"set-cookie":
            key, _, rest = value.decode("latin-1").partition("=")
            set_here[key.strip()] = rest.partition(";")[0].strip().strip('"')

    def single(name: str) -> bytes | None:
        held = set_here.get(name)
        return decode_signed_value(secret, name, held.encode("latin-1")) if held else None

    raw = get_cookie_with_chunks(single, USER_COOKIE_NAME)
    claims = json.loads(raw) if raw else None
    return claims if isinstance(claims, dict) else None
