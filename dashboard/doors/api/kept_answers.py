"""Answers that are given again, without a look at the database, while nothing at all has changed.

Kept for askers about whom no question has to be asked: this machine's user, and guests where reading
is public. Whether they may ask is decided anew each time; whose name, token or session comes with the
request is answered anew as well.
"""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.doors.addresses import PROGRAMS
from dashboard.doors.api.callers import is_nobody_in_particular, refuse_other_sites
from dashboard.doors.api.problems import Problem
from dashboard.doors.api.reading import COMPRESSED, is_known
from dashboard.doors.visits import RawHeaders, Visit
from dashboard.judging import Kept
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dashboard.actuals.store import Store
    from dashboard.register import RegisterWatch

_MOST_BYTES = 32 * 1024 * 1024
# Of an answer beside its body, about.
_FRAME_BYTES = 1000
_BELOW = f"{PROGRAMS}/"
# A longer question is answered, but not remembered.
_LONGEST = 1000
_ANSWER_HANGS_ON = {b"accept", b"accept-encoding", b"accept-language"}
_ASKED_ANEW = {b"content-length", b"if-match"}
_NOT_SENT_AGAIN = {b"content-encoding", b"content-length", b"content-type"}


class _Answered(NamedTuple):
    """An answer, and the state of register, database and calendar in which it was made.

    `body` is None where nobody has asked for it in this state, but for whether it is still so.
    """

    state: Hashable
    headers: RawHeaders
    etag: str
    body: bytes | None


class KeptAnswers:
    """ASGI: answers from what is kept, or passes on and keeps what comes back."""

    def __init__(self, app: "ASGIApp", settings: Settings) -> None:
        self._app, self._settings, self._kept = app, settings, Kept(_MOST_BYTES)
        self._watched: tuple[RegisterWatch, Store] | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer or pass on."""
        key = self._key(scope)
        # Before anything is read: what is committed meanwhile makes another state.
        state = None if key is None else self._state()
        if key is None or state is None:
            ours = _is_ours(scope)
            await self._app(scope, receive, _tagged_by_coding(scope, send) if ours else send)
            return
        found: _Answered | None = self._kept.get(key)
        if found is not None and found.state == state:
            named = is_known(_named(scope).decode("latin-1"), found.etag)
            if named or found.body is not None:
                await _give(found, named, send)
                return
        keeping = _Keeping(self._kept, key, state, found, send)
        await self._app(scope, receive, _tagged_by_coding(scope, keeping))

    def _key(self, scope: "Scope") -> Hashable | None:
        """Return what an answer hangs on beside the state; None for what is not kept."""
        if not _is_ours(scope) or scope["method"] not in {"GET", "HEAD"}:
            return None
        path, query = scope["path"], scope["query_string"]
        if len(path) + len(query) > _LONGEST:
            return None
        headers: RawHeaders = scope["headers"]
        visit: Visit = scope["cluster.visit"]
        if not is_nobody_in_particular(headers, self._settings, visit):
            return None
        told = tuple(pair for pair in headers if pair[0] in _ANSWER_HANGS_ON)
        if sum(len(value) for _, value in told) > _LONGEST:
            return None
        if any(name in _ASKED_ANEW for name, _ in headers):
            return None
        try:
            refuse_other_sites(headers, self._settings, visit)
        except Problem:
            return None
        return path, query, told

    def _state(self) -> Hashable | None:
        """Return what is the same while every answer is; None where that takes a question."""
        if self._watched is None:
            from dashboard import loading

            # Of one process they are always the same.
            settings = self._settings
            self._watched = loading.register_watch(settings), loading.store(settings)
        register, store = self._watched
        seen, commits = register.unchanged(), store.commits()
        if seen is None or commits is None:
            return None
        return seen, commits, self._settings.on()


class _Keeping:
    """An ASGI `send` that keeps a whole answer which names itself, or the word that it is still so.

    `before` is what was kept in another state.
    """

    def __init__(
        self, kept: Kept, key: Hashable, state: Hashable, before: _Answered | None, send: "Send"
    ) -> None:
        self._kept, self._key, self._state, self._send = kept, key, state, send
        self._before = before
        self._status, self._headers = 0, list[tuple[bytes, bytes]]()

    async def __call__(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message["headers"])
        elif self._status in {200, 304}:
            self._keep(self._headers, message)
            self._status = 0
        await self._send(message)

    def _keep(self, headers: RawHeaders, message: "Message") -> None:
        etag = dict(headers).get(b"etag", b"").decode("ascii")
        if not etag or message.get("more_body"):
            return
        made = _Answered(self._state, headers, etag, message.get("body", b""))
        if self._status == 304:
            # What was committed meanwhile has not changed it: whoever only asks whether it is still so
            # would else have it made anew for ever.
            before = self._before
            if before is not None and is_known(etag, before.etag):
                made = before._replace(state=self._state)
            else:
                made = made._replace(body=None)
        self._kept.put(self._key, made, len(made.body or b"") + _FRAME_BYTES)


def _is_ours(scope: "Scope") -> bool:
    return bool(scope["type"] == "http" and scope["path"].startswith(_BELOW))


def _tagged_by_coding(scope: "Scope", send: "Send") -> "Send":
    """Return a `send` by which a compressed answer has a tag of its own (RFC 9110, 8.8.3.3).

    So has the word that it is still so, for who named that tag.
    """
    named = _named(scope)

    async def tagged(message: "Message") -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            own = headers.get(b"etag", b"").removesuffix(b'"') + COMPRESSED.encode()
            if b"etag" in headers and (
                own in named if message["status"] == 304 else b"content-encoding" in headers
            ):
                message["headers"] = [
                    (name, own if name == b"etag" else value) for name, value in message["headers"]
                ]
        await send(message)

    return tagged


def _named(scope: "Scope") -> bytes:
    """The tags of the answers that the asker has."""
    return b",".join(value for name, value in scope["headers"] if name == b"if-none-match")


async def _give(found: _Answered, named: bool, send: "Send") -> None:
    status, headers, body = 200, found.headers, found.body or b""
    if named:
        headers = [pair for pair in headers if pair[0] not in _NOT_SENT_AGAIN]
        status, body = 304, b""
    start: dict[str, Any] = {"type": "http.response.start", "status": status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})
