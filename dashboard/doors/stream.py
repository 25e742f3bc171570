"""One page's websocket: what passes in and out of it, and to whom."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dashboard.doors.access import Access, holder_of
from dashboard.doors.answers import waits
from dashboard.doors.error_pages import refusal
from dashboard.doors.logs import LOG
from dashboard.doors.messages import (
    GUEST_BYTES,
    LARGEST_BYTES,
    Conversation,
    given,
    without_insides,
)
from dashboard.doors.metrics import Metrics
from dashboard.doors.visits import RawHeaders, Visit
from dashboard.languages import LOGGED

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send


class Stream:
    """The websocket of one page; `heads` are our own headers of a visit."""

    def __init__(
        self,
        scope: "Scope",
        send: "Send",
        visit: Visit,
        access: Access,
        metrics: Metrics,
        heads: Callable[[Visit], RawHeaders],
    ) -> None:
        self._scope, self._send, self._visit = scope, send, visit
        # The door gives the pages others.
        self._headers: RawHeaders = scope["headers"]
        self._access, self._metrics, self._heads = access, metrics, heads
        self.opened = False
        self._holder = ""
        self._dropped: set[str] = set()

    async def conversation(self, receive: "Receive") -> Conversation | None:
        """Return the visitor's side, bounded by who they are; None for who may not have a page.

        A session that was not given to them is taken out of the scope.
        """
        person = await self._access.person(self._headers, self._visit)
        if not self._access.shows_pages_to(person):
            return None
        # The same as long as this websocket is open, or nobody any more.
        self._holder = holder_of(person, self._visit)
        heads = self._access.without_foreign_session(self._scope["headers"], self._holder)
        self._scope["headers"] = heads

        async def may_ask_for(offer: str) -> bool:
            return await self._access.may_ask_for(offer, self._headers, self._visit)

        most = LARGEST_BYTES if self._access.is_known(person) else GUEST_BYTES
        may_send = self._access.may_send_files(person)
        return Conversation(receive, self._drop, most, may_ask_for, may_send)

    async def send(self, message: "Message") -> None:
        """Pass on what the server says, without its insides; note what it gives and to whom."""
        if message["type"] == "websocket.accept":
            self.opened = True
            self._metrics.visitors(+1)
            LOG.info("opened", kind="stream", address=self._visit.address)
            given_heads = message.get("headers", ())
            message = {**message, "headers": [*given_heads, *self._heads(self._visit)]}
        elif message["type"] == "websocket.close" and not self.opened:
            await self.refuse(403)
            return
        self._access.give(given(message), self._holder)
        await self._send(without_insides(message))

    async def refuse(self, status: int, wait: int = 0) -> None:
        """Answer the handshake with a refusal; `wait` is told in seconds."""
        kind, body = refusal(status, "", LOGGED, self._visit.id)
        head = [(b"content-type", kind), (b"cache-control", b"no-store"), *waits(wait)]
        head += self._heads(self._visit)
        starts = {"type": "websocket.http.response.start", "status": status, "headers": head}
        await self._send(starts)
        await self._send({"type": "websocket.http.response.body", "body": body, "more_body": False})

    def _drop(self, kind: str) -> None:
        self._metrics.refusal("message")
        if kind not in self._dropped:
            # Once for each kind and page: a flood of them must not become one of lines.
            self._dropped.add(kind)
            reason = f"message {kind}"
            LOG.warning("refused", kind="stream", reason=reason, address=self._visit.address)
