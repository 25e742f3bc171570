"""The outermost door: every request and websocket comes through it, and every answer goes out here.

Outside of it there is only uvicorn. What it refuses never reaches the pages' server: another
host's name or origin, an address nobody has, a user named by who is not the proxy, a body too large
or slow, a handshake that is none, a message no page sends.
"""

import re
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from structlog.contextvars import bound_contextvars

from dashboard.actuals.store_faults import StoreError
from dashboard.addresses.received_links import mended_address
from dashboard.addresses.selection import PAGES
from dashboard.doors.access import Access
from dashboard.doors.addresses import (
    FOR_PAGES,
    SHARED,
    STREAM,
    is_for_programs,
    is_ours,
    is_own_origin,
    kind_of,
    path_outside,
    path_within,
)
from dashboard.doors.answers import Answer, secured
from dashboard.doors.bodies import (
    FORM_BYTES,
    PROGRAM_BYTES,
    WHOLE_SECONDS,
    Body,
    TooLarge,
    TooSlow,
)
from dashboard.doors.error_pages import refusal
from dashboard.doors.framing import framing_fault
from dashboard.doors.handshakes import handshake_fault, is_knock
from dashboard.doors.logs import LOG
from dashboard.doors.metrics import Metrics
from dashboard.doors.rates import Bounds, own_bounds
from dashboard.doors.stream import Stream
from dashboard.doors.uploads import UPLOAD_BYTES, UPLOAD_METHODS, UPLOAD_SECONDS, Uploads
from dashboard.doors.visits import (
    VISIT_HEADER,
    RawHeaders,
    Visit,
    is_one_of,
    language_of,
    new_id,
    values,
    visit_of,
)
from dashboard.languages import LANGUAGES, LOGGED
from dashboard.people.proxies import ProxyRefused, identify_from_proxy, trusted_networks
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

# How much may be sent to an address, and within how long, where it is no form.
_LIMITS = {
    "api": (PROGRAM_BYTES, WHOLE_SECONDS),
    "upload_file": (UPLOAD_BYTES, UPLOAD_SECONDS),
}
_READING = {"GET", "HEAD"}
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
# What a proxy says of whom it passes on; believed of those in the settings only.
_FORWARDING = {b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip", b"forwarded"}
# Of a link that holds more, nothing is made good.
_LONGEST_LINK = 2000
# The address of a link that is a key, as hands and programs bend it.
_KEY = re.compile(r"/+[sS]/+([A-Za-z0-9_-].*)")
# What of a head that cannot be read is enough to tell whose it is.
_FIRST_LINE = re.compile(rb"[A-Z]+ (/[!-~]*?)(?:\?([!-~]{0,2000})[!-~]*)?(?: HTTP/|$|\r)")
_LANGUAGE = re.compile(rb"(?i)\naccept-language:[ \t]*([!-~ ]{1,200})")
# A library's cookie for all paths of the host.
_WHOLE_HOST = re.compile(rb"(?i)(;\s*path=)/(?=\s*;|\s*$)")
# Another Streamlit on the same host has it as well. Of two by one name, script and server would each
# take another; of this one, whose value is compared with itself alone, one will do for both.
_SHARED_COOKIE = b"_streamlit_xsrf="
# Seconds after which to come again when the database does not answer.
_DATABASE_WAIT = 5
# Asked by their address by what watches over servers, and telling nothing.
_ANY_HOST = {"healthz", "readyz"}


class Refused(Exception):
    """What came is not let in: the status it is answered with, and why, for log and counts.

    `wait` is after how many seconds it may come again.
    """

    def __init__(self, status: int, reason: str, wait: int = 0) -> None:
        super().__init__(reason)
        self.status, self.reason, self.wait = status, reason, wait


class Door:
    """ASGI: lets in, with headers, an id, a log line and a count for all that comes."""

    def __init__(
        self,
        app: "ASGIApp",
        settings: Settings,
        headers: Mapping[str, str],
        metrics: Metrics,
        access: Access,
        bounds: Bounds | None = None,
    ) -> None:
        self._app, self._settings, self._metrics = app, settings, metrics
        self._access = access
        self._rates, self._places = bounds or own_bounds()
        self._headers = [(k.encode(), v.encode()) for k, v in headers.items()]
        # Of a host that others share it is not ours to say that all of it speaks TLS only.
        if settings.secure and not settings.base_path:
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))
        self._shared = shared_headers()
        self._framed = shared_headers(settings.embed_origins)
        self._trusted = trusted_networks(settings.proxies)
        self._told_of_proxy = self._told_of_path = False
        self._uploads = Uploads()
        # Asked of the same few names at every request.
        self._is_ours = lru_cache(maxsize=64)(partial(is_ours, settings=settings))

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer, refuse or pass on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        scope = self._entered(scope)
        visit = visit_of(scope, self._trusted)
        scope["cluster.visit"] = visit
        with bound_contextvars(request=visit.id):
            self._tell_of_proxy(scope, visit)
            if scope["type"] == "websocket":
                await self._websocket(scope, receive, send, visit)
            else:
                await self._http(scope, receive, send, visit)

    def _entered(self, scope: "Scope") -> "Scope":
        """Return a request as all behind the door knows it: its path below that of our address.

        What lies elsewhere has none, and is nobody's.
        """
        path = path_within(scope["path"], self._settings)
        if path is None and not self._told_of_path:
            self._told_of_path = True
            LOG.warning(
                "A request came for a path that is not below the one in CLUSTER_DASHBOARD_ADDRESS."
                " If a proxy of yours takes that path off, let it pass it on."
            )
        return {**scope, "path": path or "", "raw_path": quote(path or "").encode()} | (
            {"cluster.elsewhere": True} if path is None else {}
        )

    async def _http(self, scope: "Scope", receive: "Receive", send: "Send", visit: Visit) -> None:
        began = time.perf_counter()
        kind = kind_of(scope["path"], self._settings)
        home = path_outside("/", self._settings)
        out = Answer(self._heads, scope, send, visit, kind, home)
        try:
            self._check(scope, visit, kind)
            headers = scope["headers"]
            if kind == "media" and not await self._access.may_have_file(
                scope["path"], headers, visit
            ):
                raise Refused(403, "not-yours")
            if kind == "upload_file":
                await self._check_upload(scope, visit)
            if kind == "page" and not await self._access.may_have_page(headers, visit):
                await out.redirect(_to_sign_in(scope))
            else:
                announced = values(scope["headers"], b"content-length")
                most, seconds = _LIMITS.get(kind, (FORM_BYTES, WHOLE_SECONDS))
                out.body = Body(receive, most, announced[0] if announced else "", seconds)
                try:
                    await self._app(scope, out.body, out)
                finally:
                    if kind == "upload_file" and scope["method"] == "PUT":
                        self._uploads.came(scope["path"], out.status == 204)
        except Refused as refused:
            meant = _meant(scope) if refused.reason == "address" else None
            if meant is not None:
                await out.redirect(meant)
            else:
                self._tell_refusal(visit, kind, refused.reason)
                await out.refuse(refused.status, refused.wait)
        except TooLarge:
            self._tell_refusal(visit, kind, "too-large")
            await out.refuse(413)
        except TooSlow:
            self._tell_refusal(visit, kind, "too-slow")
            await out.refuse(408)
        except StoreError as fault:
            LOG.error(f"Nobody can tell who asks. {fault}")
            await out.refuse(503, _DATABASE_WAIT)
        except Exception:  # noqa: BLE001 - the last place that can still answer; it is logged whole
            LOG.exception("An answer failed")
            await out.refuse(500)
        seconds = time.perf_counter() - began
        self._metrics.request(kind or "unknown", scope["method"], out.status, seconds)
        told = {
            "method": scope["method"] if scope["method"] in _METHODS else "other",
            "kind": kind or "unknown",
            "status": out.status,
            "ms": round(seconds * 1000, 1),
            "address": visit.address,
        }
        LOG.info("answered", **told)

    async def _check_upload(self, scope: "Scope", visit: Visit) -> None:
        """Raise `Refused` unless a file comes from who may enter figures, to a page of theirs."""
        path, method = scope["path"], scope["method"]
        if not await self._access.may_send_file(path, scope["headers"], visit):
            raise Refused(404, "upload")
        if method not in UPLOAD_METHODS:
            raise Refused(405, "method")
        if not self._uploads.has_place(path, method):
            raise Refused(429, "uploads", 60)

    async def _websocket(
        self, scope: "Scope", receive: "Receive", send: "Send", visit: Visit
    ) -> None:
        stream = Stream(scope, send, visit, self._access, self._metrics, self._own_headers)
        try:
            self._check(scope, visit, "stream" if scope["path"] == STREAM else "")
            with self._places.taken(visit.address) as has_place:
                if not has_place:
                    raise Refused(503, "crowded")
                says = await stream.conversation(receive)
                if says is None:
                    raise Refused(403, "guest")
                await self._app(scope, says, stream.send)
        except Refused as refused:
            self._tell_refusal(visit, "stream", refused.reason)
            await stream.refuse(refused.status, refused.wait)
        except StoreError as fault:
            LOG.error(f"Nobody can tell who asks. {fault}")
            await stream.refuse(503, _DATABASE_WAIT)
        except TypeError as fault:
            # Streamlit's answer to a text frame, after it has closed: a visitor's fault, not ours.
            self._tell_refusal(visit, "stream", f"malformed: {fault}"[:80])
        except Exception:  # noqa: BLE001 - the last place that can still answer; it is logged whole
            LOG.exception("A page's websocket failed")
            if stream.opened:
                await send({"type": "websocket.close", "code": 1011})
            else:
                await stream.refuse(500)
        finally:
            if stream.opened:
                self._metrics.visitors(-1)

    def _tell_of_proxy(self, scope: "Scope", visit: Visit) -> None:
        """Warn, once, of a proxy that nobody has configured: behind it all visitors look like one."""
        forwards = any(name.lower() in _FORWARDING for name, _ in scope["headers"])
        if self._told_of_proxy or not forwards or is_one_of(visit.peer, self._trusted):
            return
        self._told_of_proxy = True
        LOG.warning(
            "A forwarding header came from an address that is not among CLUSTER_DASHBOARD_PROXIES"
            " and is not believed. If a proxy of yours sent it, name it there; else all who come"
            " through it count as one address.",
            address=visit.peer,
        )

    def admits(self, scope: "Scope") -> bool:
        """Tell whether a request may become a websocket. Why not, is said when it is answered."""
        try:
            self._judge(self._entered(scope), visit_of(scope, self._trusted), "stream")
        except Refused:
            return False
        return True

    def take_place(self, address: str) -> bool:
        """Count a connection; many visitors come from a trusted proxy's address, which has no share."""
        return is_one_of(address, self._trusted) or self._places.take(address)

    def leave_place(self, address: str) -> None:
        """Count a connection no more."""
        if not is_one_of(address, self._trusted):
            self._places.leave(address)

    def _judge(self, scope: "Scope", visit: Visit, kind: str) -> None:
        """Raise `Refused`, or note on the visit whom a trusted proxy vouches for."""
        headers: RawHeaders = scope["headers"]
        fault = framing_fault(headers)
        if fault:
            raise Refused(400, f"framing: {fault}")
        if kind not in _ANY_HOST and not self._is_ours(visit.host):
            raise Refused(421, "host")
        if scope.get("cluster.crowded") and kind not in _ANY_HOST:
            raise Refused(503, "crowded")
        if scope["type"] == "websocket" or is_knock(headers):
            fault = handshake_fault(scope)
            if fault:
                statuses = {"method": 405, "address": 404}
                raise Refused(statuses.get(fault, 400), f"handshake: {fault}")
            origin = next((v for name, v in headers if name.lower() == b"origin"), None)
            own = visit.origin
            if origin is not None and not is_own_origin(
                origin.decode("latin-1"), own, self._settings
            ):
                raise Refused(403, "origin")
        if self._settings.mode == "proxy":
            try:
                vouched = identify_from_proxy(
                    headers, visit.peer, self._trusted, self._settings.proxy_header
                )
            except ProxyRefused as refused:
                raise Refused(403, refused.code) from refused
            visit.vouched = vouched.name if vouched else ""
        if not kind:
            raise Refused(404, "address")
        methods = _READING if kind in {"shared", "evidence"} else _METHODS
        # What programs are given names the methods of each address itself.
        if scope["type"] == "http" and kind != "api" and scope["method"] not in methods:
            raise Refused(405, "method")

    def _check(self, scope: "Scope", visit: Visit, kind: str) -> None:
        """Raise `Refused`, or make the headers such that pages can believe them."""
        self._judge(scope, visit, kind)
        wait = self._rates.wait(kind, visit.address)
        if wait:
            raise Refused(429, "rate", wait)
        headers: RawHeaders = scope["headers"]
        kept = [pair for pair in headers if not _imitates(pair[0])]
        if scope["type"] == "websocket" or kind in FOR_PAGES:
            # Of an origin that it does not take for its own, the pages' server would ask outside.
            bare = [pair for pair in kept if pair[0].lower() != b"origin"]
            if scope["type"] == "websocket" and len(bare) < len(kept):
                bare.append((b"origin", visit.origin.encode("latin-1")))
            kept = bare
        # What answers programs reads the visit itself.
        scope["headers"] = kept if kind == "api" else [*kept, (VISIT_HEADER, visit.as_header())]

    def unreadable(self, address: str, status: int, head: bytes) -> tuple[RawHeaders, bytes]:
        """Write down that something came which cannot be read; return headers and body of the answer.

        A program is told in its own form; whoever else asks gets the bare number.
        """
        visit = Visit(new_id(), address, address, "", "")
        with bound_contextvars(request=visit.id):
            self._tell_refusal(visit, "", "unreadable")
        kind, body = b"text/plain; charset=utf-8", b"%d\n" % status
        first = _FIRST_LINE.match(head)
        path = path_within(first[1].decode("ascii"), self._settings) if first else None
        if first and path and is_for_programs(path):
            accepted = _LANGUAGE.search(head)
            lang = language_of(
                (first[2] or b"").decode("ascii"),
                accepted[1].decode("latin-1") if accepted else LOGGED,
            )
            kind, body = refusal(status, "", lang, visit.id, of_program=True)
        return [(b"content-type", kind), *self._own_headers(visit)], body

    def _own_headers(self, visit: Visit) -> RawHeaders:
        return [*self._headers, (b"x-request-id", visit.id.encode())]

    def _tell_refusal(self, visit: Visit, kind: str, reason: str) -> None:
        self._metrics.refusal(reason.partition(":")[0])
        LOG.warning("refused", kind=kind or "unknown", reason=reason, address=visit.address)

    def _heads(self, kind: str, visit: Visit, given: RawHeaders) -> RawHeaders:
        """Return an answer's headers: ours before any of the same name, cookies for TLS only."""
        ours = self._own_headers(visit)
        if kind == "shared":
            # Nothing of the pages' own: no script, and whoever is led away does not tell from where.
            told = self._framed if visit.framed else self._shared
            dropped = {b"x-frame-options"} if visit.framed else set()
            ours = [pair for pair in ours if pair[0] not in {*dict(told), *dropped}] + told
        if kind not in {"static", "healthz"} and (
            self._settings.signs_in
            or not any(name.lower() == b"cache-control" for name, _ in given)
        ):
            # What a signed-in person saw must not come back from a cache after they have left.
            ours.append((b"cache-control", b"no-store"))
        names = {name for name, _ in ours}
        kept = [pair for pair in given if pair[0].lower() not in {*names, b"server"}]
        kept = [(name, self._as_outside(name.lower(), value)) for name, value in kept]
        if self._settings.secure:
            kept = [secured(*pair) for pair in kept]
        return [*kept, *ours]

    def _as_outside(self, name: bytes, value: bytes) -> bytes:
        """Return the value of an answer's header as it holds below the path of our address."""
        if name == b"location" and value.startswith(b"/") and not value.startswith(b"//"):
            return path_outside(value.decode("latin-1"), self._settings).encode("latin-1")
        if name == b"set-cookie" and not value.startswith(_SHARED_COOKIE):
            path = path_outside("/", self._settings).encode()
            return _WHOLE_HOST.sub(rb"\1" + path, value)
        return value


def shared_headers(origins: Sequence[str] = ()) -> RawHeaders:
    """Return the headers of what a link that is a key shows; `origins` are sites that may frame it."""
    policy = {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "base-uri": "'self'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(["'self'", *origins]),
    }
    told = "; ".join(f"{name} {value}" for name, value in policy.items())
    return [(b"content-security-policy", told.encode()), (b"referrer-policy", b"no-referrer")]


def _imitates(name: bytes) -> bool:
    # `_` for `-` is how a header is smuggled past who compares names.
    return name.lower().replace(b"_", b"-").strip() == VISIT_HEADER


def _meant(scope: "Scope") -> str | None:
    """Return the page's address that a bent link means; None where it means none."""
    if scope["method"] not in {"GET", "HEAD"} or len(scope["path"]) > _LONGEST_LINK:
        return None
    if scope.get("cluster.elsewhere"):
        return None
    query = scope["query_string"].decode("latin-1")
    if key := _KEY.fullmatch(scope["path"]):
        return SHARED + quote(key[1]) + (f"?{query}" if query else "")
    return mended_address(scope["path"], query, PAGES)


def _to_sign_in(scope: "Scope") -> str:
    query = scope["query_string"].decode("latin-1")
    asked = scope["path"] + (f"?{query}" if query else "")
    lang = next((each for each in LANGUAGES if f"lang={each}" in query), "")
    return f"/sign-in?next={quote(asked, safe='')}" + (f"&lang={lang}" if lang else "")
