"""The outermost door: every request and websocket comes through it, and every answer goes out here.

Outside of it there is only uvicorn. What it refuses never reaches the pages' server: another
host's name, an address nobody has, a user named by who is not the proxy, a body too large or slow.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from dashboard.doors.addresses import STREAM, is_ours, kind_of
from dashboard.doors.asking import VISIT_HEADER, RawHeaders, Visit, language_of, values, visit_of
from dashboard.doors.bodies import FORM_BYTES, UPLOAD_BYTES, Body, TooLarge, TooSlow
from dashboard.doors.error_pages import refusal
from dashboard.doors.logs import LOG, REQUEST_ID
from dashboard.doors.measures import Measures
from dashboard.people.proxies import ProxyRefused, identify_from_proxy, trusted_networks
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Tells whether who comes with these headers on this visit may open pages.
MayRead: TypeAlias = Callable[[RawHeaders, Visit], Awaitable[bool]]

_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
# Asked by their address by what watches over servers, and telling nothing.
_ANY_HOST = {"healthz", "readyz"}


class Refused(Exception):
    """What came is not let in: the status it is answered with, and why, for log and counts."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Door:
    """ASGI: lets in, with headers, an id, a log line and a count for all that comes."""

    def __init__(
        self,
        app: "ASGIApp",
        settings: Settings,
        headers: Mapping[str, str],
        measures: Measures,
        may_read: MayRead,
    ) -> None:
        self._app, self._settings, self._measures = app, settings, measures
        self._may_read = may_read
        self._headers = [(k.encode(), v.encode()) for k, v in headers.items()]
        if settings.secure:
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))
        self._trusted = trusted_networks(settings.proxies)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer, refuse or pass on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        visit = visit_of(scope, self._trusted)
        scope["cluster.visit"] = visit
        token = REQUEST_ID.set(visit.id)
        try:
            if scope["type"] == "websocket":
                await self._websocket(scope, receive, send, visit)
            else:
                await self._http(scope, receive, send, visit)
        finally:
            REQUEST_ID.reset(token)

    async def _http(self, scope: "Scope", receive: "Receive", send: "Send", visit: Visit) -> None:
        began = time.perf_counter()
        kind = kind_of(scope["path"], self._settings)
        out = _Answer(self, scope, send, visit, kind)
        try:
            self._check(scope, visit, kind)
            if kind == "page" and not await self._may_read(scope["headers"], visit):
                await out.redirect(_to_sign_in(scope))
            else:
                announced = values(scope["headers"], b"content-length")
                most = UPLOAD_BYTES if kind == "upload_file" else FORM_BYTES
                out.body = Body(receive, most, announced[0] if announced else "")
                await self._app(scope, out.body, out)
        except Refused as refused:
            self._tell_refusal(visit, kind, refused.reason)
            await out.refuse(refused.status)
        except TooLarge:
            self._tell_refusal(visit, kind, "too-large")
            await out.refuse(413)
        except TooSlow:
            self._tell_refusal(visit, kind, "too-slow")
            await out.refuse(408)
        except Exception:  # noqa: BLE001 - the last place that can still answer; it is logged whole
            LOG.exception("An answer failed")
            await out.refuse(500)
        seconds = time.perf_counter() - began
        self._measures.request(kind or "unknown", scope["method"], out.status, seconds)
        told = {
            "method": scope["method"] if scope["method"] in _METHODS else "other",
            "kind": kind or "unknown",
            "status": out.status,
            "ms": round(seconds * 1000, 1),
            "address": visit.address,
        }
        LOG.info("answered", extra={"told": told})

    async def _websocket(
        self, scope: "Scope", receive: "Receive", send: "Send", visit: Visit
    ) -> None:
        opened = False

        async def out(message: "Message") -> None:
            nonlocal opened
            if message["type"] == "websocket.accept":
                opened = True
                self._measures.visitors(+1)
                LOG.info("opened", extra={"told": {"kind": "stream", "address": visit.address}})
                message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
            elif message["type"] == "websocket.close" and not opened:
                await self._refuse_handshake(send, visit, 403)
                return
            await send(message)

        try:
            self._check(scope, visit, "stream" if scope["path"] == STREAM else "")
            await self._app(scope, receive, out)
        except Refused as refused:
            self._tell_refusal(visit, "stream", refused.reason)
            await self._refuse_handshake(send, visit, refused.status)
        except TypeError as fault:
            # Streamlit's answer to a text frame, after it has closed: a visitor's fault, not ours.
            self._tell_refusal(visit, "stream", f"malformed: {fault}"[:80])
        finally:
            if opened:
                self._measures.visitors(-1)

    def _check(self, scope: "Scope", visit: Visit, kind: str) -> None:
        """Raise `Refused`, or make the headers such that pages can believe them."""
        headers: RawHeaders = scope["headers"]
        hosts = [value for name, value in headers if name.lower() == b"host"]
        if kind not in _ANY_HOST and not (len(hosts) == 1 and is_ours(visit.host, self._settings)):
            raise Refused(421, "host")
        if self._settings.mode == "proxy":
            try:
                vouched = identify_from_proxy(
                    headers, visit.peer, self._trusted, self._settings.proxy_header
                )
            except ProxyRefused as fault:
                raise Refused(403, fault.code) from fault
            visit.vouched = vouched.name if vouched else ""
        if not kind:
            raise Refused(404, "address")
        if scope["type"] == "http" and scope["method"] not in _METHODS:
            raise Refused(405, "method")
        kept = [pair for pair in headers if not _imitates(pair[0])]
        scope["headers"] = [*kept, (VISIT_HEADER, visit.as_header())]

    def _tell_refusal(self, visit: Visit, kind: str, reason: str) -> None:
        self._measures.refusal(reason.partition(":")[0])
        told = {"kind": kind or "unknown", "reason": reason, "address": visit.address}
        LOG.warning("refused", extra={"told": told})

    async def _refuse_handshake(self, send: "Send", visit: Visit, status: int) -> None:
        kind, body = refusal(status, "", "en", visit.id)
        head = [(b"content-type", kind), (b"cache-control", b"no-store"), *self._headers]
        await send({"type": "websocket.http.response.start", "status": status, "headers": head})
        await send({"type": "websocket.http.response.body", "body": body, "more_body": False})

    def heads(self, kind: str, visit: Visit, given: RawHeaders) -> RawHeaders:
        """Return an answer's headers: ours before any of the same name."""
        ours = [*self._headers, (b"x-request-id", visit.id.encode())]
        if kind not in {"static", "healthz"} and (
            self._settings.signs_in
            or not any(name.lower() == b"cache-control" for name, _ in given)
        ):
            # What a signed-in person saw must not come back from a cache after they have left.
            ours.append((b"cache-control", b"no-store"))
        names = {name for name, _ in ours}
        kept = [pair for pair in given if pair[0].lower() not in {*names, b"server"}]
        return [*kept, *ours]


class _Answer:
    """An ASGI `send` that dresses answers and puts our own page in place of others' refusals."""

    def __init__(self, door: Door, scope: "Scope", send: "Send", visit: Visit, kind: str) -> None:
        self._door, self._scope, self._send = door, scope, send
        self._visit, self._kind = visit, kind
        self.status = 0
        self.body: Body | None = None
        self._replaced = False

    async def __call__(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            status = message["status"]
            if self._kind == "static" and _is_html(message):
                # Streamlit answers with its own front page for a file it does not have.
                status = 404
            if status >= 400 and not self._visit.answers_itself:
                await self.refuse((self.body.failed if self.body else 0) or status)
                self._replaced = True
                return
            self.status = message["status"]
            heads = self._door.heads(self._kind, self._visit, list(message.get("headers", ())))
            message = {**message, "headers": heads}
        if not self._replaced:
            await self._send(message)

    async def redirect(self, location: str) -> None:
        await self._whole(303, [(b"location", location.encode())], b"")

    async def refuse(self, status: int) -> None:
        """Answer with our own page, unless an answer has begun."""
        if self.status:
            return
        headers = self._scope["headers"]
        accepts = ",".join(values(headers, b"accept"))
        accepted = ",".join(values(headers, b"accept-language"))
        lang = language_of(self._scope["query_string"].decode("latin-1"), accepted)
        kind, body = refusal(status, accepts, lang, self._visit.id)
        more = [(b"connection", b"close")] if status in {408, 413} else []
        await self._whole(status, [(b"content-type", kind), *more], body)

    async def _whole(self, status: int, headers: RawHeaders, body: bytes) -> None:
        self.status = status
        told = [*headers, (b"content-length", str(len(body)).encode())]
        heads = self._door.heads("refusal", self._visit, told)
        await self._send({"type": "http.response.start", "status": status, "headers": heads})
        sent = b"" if self._scope["method"] == "HEAD" else body
        await self._send({"type": "http.response.body", "body": sent, "more_body": False})


def _is_html(message: "Message") -> bool:
    given = message.get("headers", ())
    return any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in given)


def _imitates(name: bytes) -> bool:
    # `_` for `-` is how a header is smuggled past who compares names.
    return name.lower().replace(b"_", b"-").strip() == VISIT_HEADER


def _to_sign_in(scope: "Scope") -> str:
    query = scope["query_string"].decode("latin-1")
    asked = scope["path"] + (f"?{query}" if query else "")
    lang = "en" if "lang=en" in query else "zh" if "lang=zh" in query else ""
    return f"/sign-in?next={quote(asked, safe='')}" + (f"&lang={lang}" if lang else "")
