"""HTTP/1.1 as uvicorn speaks it, with a clock on the request's head, and refusals left to our door.

uvicorn waits for ever for the rest of a head; many such visitors would leave no place for others.
"""

import asyncio
from typing import Any, Protocol

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.doors.asking import RawHeaders
from dashboard.doors.handshakes import is_knock

HEAD_SECONDS = 15.0

# Idle ones too: an open page is one connection, and a browser may hold a few more.
MOST_CONNECTIONS = 900


class Doorkeeper(Protocol):
    """What stands behind the protocol and answers in its place."""

    def unreadable(self, address: str) -> RawHeaders:
        """Return the headers of the answer to what is not HTTP; `address` is where it came from."""

    def admits(self, scope: Any) -> bool:
        """Tell whether a request may become a websocket."""


def patient_protocol(door: Doorkeeper, most: int = MOST_CONNECTIONS) -> type[H11Protocol]:
    """Return the protocol's class.

    What comes beyond `most` connections is passed on marked `cluster.crowded`. Only what the door
    admits becomes a websocket; to all else the door answers, and not the library's words.
    """

    class PatientProtocol(H11Protocol):
        _head_clock: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
            super().connection_made(transport)
            self._start_clock()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._stop_clock()
            elif self.conn.trailing_data[0] and self._head_clock is None:
                self._start_clock()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_clock()
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words are not sent
            # Not uvicorn's words: they go to whoever probes.
            head: list[tuple[bytes, bytes]] = [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"connection", b"close"),
                (b"cache-control", b"no-store"),
                *door.unreadable(self.client[0] if self.client else ""),
            ]
            events: list[Any] = [
                h11.Response(status_code=400, headers=head, reason=b"Bad Request"),
                h11.Data(data=b"400\n"),
                h11.EndOfMessage(),
            ]
            if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
                for event in events:
                    self.transport.write(self.conn.send(event) or b"")
            self.transport.close()

        def _should_upgrade(self) -> bool:
            crowded = len(self.connections) > most
            self.scope["cluster.crowded"] = crowded  # type: ignore[typeddict-unknown-key]  # told to the door
            return is_knock(list(self.scope["headers"])) and door.admits(self.scope)

        def handle_websocket_upgrade(self, event: h11.Request) -> None:
            # No extension is offered, and one that cannot be read would be answered by the library.
            self.headers = [pair for pair in self.headers if pair[0] != b"sec-websocket-extensions"]
            super().handle_websocket_upgrade(event)

        def _start_clock(self) -> None:
            self._head_clock = self.loop.call_later(HEAD_SECONDS, self._too_slow)

        def _stop_clock(self) -> None:
            if self._head_clock is not None:
                self._head_clock.cancel()
                self._head_clock = None

        def _too_slow(self) -> None:
            self._head_clock = None
            if self.conn.their_state is h11.IDLE:
                self.transport.close()

    return PatientProtocol
