"""Several processes of one server behind one port: all that one browser asks goes to the same one.

A page, its files and what is sent to it lie in the memory of one process. All of them listen at the
same socket; whoever takes a connection reads the head of each request, and where it is another's
passes on the connection, with what was read of it, through a socket of the system's own: no byte of
what follows is copied. A browser is told by a cookie with the number of its process, which the first
page gives it; who has none (a program) goes by its address. A number is no secret: whoever makes one
up chooses a process, as a connection chooses it anyway.
"""

import asyncio
import re
import socket
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h11

from dashboard.doors.addresses import kind_of, path_within
from dashboard.doors.logs import LOG
from dashboard.doors.visits import RawHeaders, visit_of
from dashboard.people.attempts import network_of
from dashboard.people.cookies import read_cookie, set_cookie
from dashboard.people.proxies import trusted_networks
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from uvicorn import Server
    from uvicorn.protocols.http.h11_impl import H11Protocol

PROCESS = "cluster_process"
# h11 refuses a longer head.
_LONGEST_HEAD = 16 * 1024
# More than is read of a connection at once, and less than the system passes on in one piece.
_LONGEST_PIECE = 300 * 1024
_WHOLE = re.compile(rb"\n\r?\n")
# Pages that a browser begins with: their answers tell it its process.
_FIRST = frozenset({"page", "sign-in"})
# Seconds between two signs of life.
BEAT = 1.0


@dataclass(frozen=True, slots=True)
class ProcessSockets:
    """One process's part: its number, the sockets all listen at, and those between them.

    `counts` is the folder in which all count what one address has and asks for.
    `inbox` gives what others pass on, `outboxes` are theirs by number. What is passed on to one that
    is being started anew waits for it. `life` ends when the process that watches over all ends.
    """

    number: int
    listening: tuple[socket.socket, ...]
    inbox: socket.socket
    outboxes: tuple[socket.socket, ...]
    life: socket.socket
    counts: Path


class ProcessChoice:
    """Which process a request belongs to."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._processes = settings, settings.processes
        self._trusted = trusted_networks(settings.proxies)

    def told(self, headers: RawHeaders) -> int | None:
        """Return the number that a browser was told; None where it was told none there is."""
        cookies = [value for name, value in headers if name.lower() == b"cookie"]
        held = read_cookie(cookies, PROCESS, self._settings) or ""
        known = len(held) < 4 and held.isascii() and held.isdigit() and int(held) < self._processes
        return int(held) if known else None

    def owner(self, request: bytes, peer: str) -> int:
        """Return the number of the process that a request belongs to, of which the head is there."""
        headers = _headers(request)
        told = self.told(headers)
        if told is not None:
            return told
        came = visit_of({"headers": headers, "client": (peer, 0), "scheme": "http"}, self._trusted)
        return zlib.crc32(network_of(came.address).encode()) % self._processes


class ProcessCookie:
    """ASGI: tells a browser that comes anew its process: each in turn gets the next."""

    def __init__(
        self, app: "ASGIApp", settings: Settings, choice: ProcessChoice, sockets: ProcessSockets
    ) -> None:
        self._app, self._settings, self._route = app, settings, choice
        self._next, self._processes = sockets.number, settings.processes

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass on, and add the cookie to the answer of a first page."""
        if scope["type"] != "http" or not self._is_new(scope):
            await self._app(scope, receive, send)
            return

        async def with_cookie(message: "Message") -> None:
            if message["type"] == "http.response.start":
                self._next = (self._next + 1) % self._processes
                cookie = set_cookie(PROCESS, str(self._next), self._settings).encode()
                heads = [*message.get("headers", ()), (b"set-cookie", cookie)]
                message = {**message, "headers": heads}
            await send(message)

        await self._app(scope, receive, with_cookie)

    def _is_new(self, scope: "Scope") -> bool:
        path = path_within(scope["path"], self._settings) or ""
        return (
            kind_of(path, self._settings) in _FIRST and self._route.told(scope["headers"]) is None
        )


def routing_protocol(
    protocol: "type[H11Protocol]", choice: ProcessChoice, sockets: ProcessSockets
) -> "type[H11Protocol]":
    """Return `protocol` such that it passes on the connection of a request that is another's."""

    given: Any = protocol

    class RoutingProtocol(given):  # type: ignore[misc]  # a class that is given
        def __init__(self, *rest: Any, first: bytes = b"", **named: Any) -> None:
            super().__init__(*rest, **named)
            # What another process has read of a connection that it passed on.
            self._first = first
            # What has come of a head that is not whole; h11 has it, too.
            self._begun = b""

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            if self._first:
                super().data_received(self._first)

        def data_received(self, data: bytes) -> None:
            # What is sent before the last answer is there, stays where that one is made.
            if {self.conn.our_state, self.conn.their_state} == {h11.IDLE}:
                request = (self._begun + data).lstrip(b"\r\n")
                self._begun = b""
                if _WHOLE.search(request):
                    owner = choice.owner(request, self.client[0] if self.client else "")
                    if owner != sockets.number and self._passed_on(owner, request):
                        return
                elif len(request) <= _LONGEST_HEAD:
                    self._begun = request
            super().data_received(data)

        def _passed_on(self, owner: int, request: bytes) -> bool:
            if self.transport.get_write_buffer_size():
                return False
            held = self.transport.get_extra_info("socket")
            try:
                socket.send_fds(sockets.outboxes[owner], [request], [held.fileno()])
            except OSError as fault:
                # It has not taken what was passed on for long: told as where no place is left.
                LOG.warning("A request could not be passed on", process=owner, reason=str(fault))
                self._crowded = True
                return False
            self.transport.close()
            return True

    return RoutingProtocol


class PassedConnections:
    """What one process does beside serving, while its server runs: takes what is passed on, lives."""

    def __init__(self, server: "Server", sockets: ProcessSockets) -> None:
        self._server, self._sockets = server, sockets
        self._loop = asyncio.get_running_loop()
        self._taking: set[asyncio.Task[None]] = set()
        for each in (sockets.inbox, sockets.life, *sockets.outboxes):
            each.setblocking(False)
        self._loop.add_reader(sockets.inbox, self._take)
        self._loop.add_reader(sockets.life, self._end)
        self._beat()

    def leave(self) -> None:
        """Take nothing more."""
        self._loop.remove_reader(self._sockets.inbox)
        self._loop.remove_reader(self._sockets.life)

    def _beat(self) -> None:
        try:
            self._sockets.life.send(b".")
        except BlockingIOError:
            # Who watches is late itself.
            pass
        except OSError:
            return
        self._loop.call_later(BEAT, self._beat)

    def _end(self) -> None:
        """Nobody watches any more: the server has been ended, and its parts with it."""
        self._loop.remove_reader(self._sockets.life)
        self._server.should_exit = True

    def _take(self) -> None:
        try:
            first, found, flags, _ = socket.recv_fds(self._sockets.inbox, _LONGEST_PIECE, 4)
        except BlockingIOError:
            return
        connections = [socket.socket(fileno=each) for each in found]
        if len(connections) != 1 or flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
            # No descriptor was left for it.
            LOG.warning("A request that was passed on could not be taken")
            for each in connections:
                each.close()
            return
        task = self._loop.create_task(self._serve(connections[0], first))
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)

    async def _serve(self, connection: socket.socket, first: bytes) -> None:
        server = self._server
        make: Callable[..., asyncio.Protocol] = server.config.http_protocol_class
        connection.setblocking(False)
        try:
            await self._loop.connect_accepted_socket(
                lambda: make(
                    config=server.config,
                    server_state=server.server_state,
                    app_state=server.lifespan.state,
                    first=first,
                ),
                connection,
            )
        except OSError:
            # Its visitor has left meanwhile.
            connection.close()


def between(processes: int) -> tuple[tuple[socket.socket, ...], tuple[socket.socket, ...]]:
    """Return the inboxes of this many processes and, by the same numbers, what leads to them."""
    pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(processes)]
    for _, into in pairs:
        into.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _LONGEST_PIECE)
    return tuple(out for out, _ in pairs), tuple(into for _, into in pairs)


def _headers(request: bytes) -> RawHeaders:
    head = _WHOLE.split(request, maxsplit=1)[0]
    pairs: Sequence[tuple[bytes, bytes, bytes]] = [
        line.partition(b":") for line in head.splitlines()[1:]
    ]
    return [(name.strip(), value.strip()) for name, _, value in pairs]
