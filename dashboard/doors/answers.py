"""An answer on its way out: dressed in our headers, or our own page in place of another's refusal."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from dashboard.doors.addresses import is_for_programs
from dashboard.doors.bodies import Body
from dashboard.doors.error_pages import refusal
from dashboard.doors.visits import RawHeaders, Visit, language_of, values
from dashboard.languages import LOGGED

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send

# After these nothing more is read: what would come next may be anything, or there is no place for it.
_LAST = {400, 408, 413, 503}

# How a browser is to treat a body. Who is told that theirs is unchanged has these with it, and an answer
# without one carries what guides the caching (RFC 9110, 15.4.5).
_OF_A_BODY = {
    b"content-security-policy",
    b"x-content-type-options",
    b"x-frame-options",
    b"referrer-policy",
    b"cross-origin-opener-policy",
    b"cross-origin-resource-policy",
    b"permissions-policy",
}

# The methods of those addresses that are not only read.
_ALLOWED = {
    **dict.fromkeys(("sign-in", "sign-out", "password"), b"GET, HEAD, POST"),
    "upload_file": b"DELETE, PUT",
}

# The kind of an address, the visit, and the headers given -> those that go out.
Heads: TypeAlias = Callable[[str, Visit, RawHeaders], RawHeaders]


class Answer:
    """An ASGI `send` that dresses answers and puts our own page in place of others' refusals.

    `home` is the overview's address, which a refusal leads to.
    """

    def __init__(
        self, heads: Heads, scope: "Scope", send: "Send", visit: Visit, kind: str, home: str
    ) -> None:
        self._heads, self._scope, self._send = heads, scope, send
        self._visit, self._kind, self._home = visit, kind, home
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
                allow = next((v for k, v in message["headers"] if k.lower() == b"allow"), b"")
                await self.refuse((self.body.failed if self.body else 0) or status, allow=allow)
                self._replaced = True
                return
            self.status = message["status"]
            heads = self._heads(self._kind, self._visit, list(message.get("headers", ())))
            if status == 304:
                heads = [pair for pair in heads if pair[0] not in _OF_A_BODY]
            message = {**message, "headers": heads}
        if not self._replaced:
            await self._send(message)

    async def redirect(self, location: str) -> None:
        """Answer with the way to elsewhere."""
        await self._whole(303, [(b"location", location.encode())], b"")

    async def refuse(self, status: int, wait: int = 0, allow: bytes = b"") -> None:
        """Answer with our own page, unless an answer has begun; `wait` is told in seconds.

        `allow` are the methods that the address takes, where it is known.
        """
        if self.status:
            return
        headers = self._scope["headers"]
        accepts = ",".join(values(headers, b"accept"))
        program = is_for_programs(self._scope["path"])
        accepted = ",".join(values(headers, b"accept-language")) or (LOGGED if program else "")
        lang = language_of(self._scope["query_string"].decode("latin-1"), accepted)
        told = (status, accepts, lang, self._visit.id, self._home)
        kind, body = refusal(*told, of_program=program)
        more = [(b"connection", b"close")] if status in _LAST else []
        if status == 405:
            more.append((b"allow", allow or _ALLOWED.get(self._kind, b"GET, HEAD")))
        await self._whole(status, [(b"content-type", kind), *more, *waits(wait)], body)

    async def _whole(self, status: int, headers: RawHeaders, body: bytes) -> None:
        self.status = status
        told = [*headers, (b"content-length", str(len(body)).encode())]
        kind = self._kind if self._kind == "shared" else "refusal"
        heads = self._heads(kind, self._visit, told)
        await self._send({"type": "http.response.start", "status": status, "headers": heads})
        sent = b"" if self._scope["method"] == "HEAD" else body
        await self._send({"type": "http.response.body", "body": sent, "more_body": False})


def waits(seconds: int) -> RawHeaders:
    """Return the header that tells after how long to come again; none for 0."""
    return [(b"retry-after", str(seconds).encode())] if seconds else []


def secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a header as it is, but a cookie such that it is sent back over TLS only."""
    # The libraries' own cookies know nothing of the proxy that ends the TLS.
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        value += b"; Secure"
    return name, value


def _is_html(message: "Message") -> bool:
    given = message.get("headers", ())
    return any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in given)
