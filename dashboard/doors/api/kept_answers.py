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
from dashboard.doors.api.reading import is_known
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
_NOT_SENT_AGAIN = {b"content-length", b"content-type"}


class _Answered(NamedTuple):
    """An answer, and the state of register, database and calendar in which it was made."""

    state: Hashable
    headers: RawHeaders
    etag: str
    body: bytes


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
            await self._app(scope, receive, send)
            return
        found: _Answered | None = self._kept.get(key)
        if found is not None and found.state == state:
            await _give(found, scope, send)
            return
        await self._app(scope, receive, _Keeping(self._kept, key, state, send))

    def _key(self, scope: "Scope") -> Hashable | None:
        """Return what an answer hangs on beside the state; None for what is not kept."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        path, query = scope["path"], scope["query_string"]
        if not path.startswith(_BELOW) or len(path) + len(query) > _LONGEST:
            return None
        headers: RawHeaders = scope["headers"]
        visit: Visit = scope["cluster.visit"]
        if not is_nobody_in_particular(headers, self._settings, visit):
            return None
        told = b",".join(value for name, value in headers if name == b"accept-language")
        if len(told) > _LONGEST or any(name == b"content-length" for name, _ in headers):
            return None
        try:
            refuse_other_sites(scope["method"], headers, self._settings, visit)
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
    """An ASGI `send` that keeps a whole answer which names itself."""

    def __init__(self, kept: Kept, key: Hashable, state: Hashable, send: "Send") -> None:
        self._kept, self._key, self._state, self._send = kept, key, state, send
        self._headers: RawHeaders | None = None

    async def __call__(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200:
                self._headers = list(message["headers"])
        elif self._headers is not None:
            self._keep(self._headers, message)
            self._headers = None
        await self._send(message)

    def _keep(self, headers: RawHeaders, message: "Message") -> None:
        etag = dict(headers).get(b"etag")
        if etag is None or message.get("more_body"):
            return
        body: bytes = message.get("body", b"")
        made = _Answered(self._state, headers, etag.decode("ascii"), body)
        self._kept.put(self._key, made, len(body) + _FRAME_BYTES)


async def _give(found: _Answered, scope: "Scope", send: "Send") -> None:
    named = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
    status, headers, body = 200, found.headers, found.body
    if is_known(named.decode("latin-1"), found.etag):
        headers = [pair for pair in headers if pair[0] not in _NOT_SENT_AGAIN]
        status, body = 304, b""
    start: dict[str, Any] = {"type": "http.response.start", "status": status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})
