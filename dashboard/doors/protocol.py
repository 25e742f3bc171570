"""HTTP/1.1 as uvicorn speaks it, with a clock on the request's head, and refusals left to our door.

uvicorn waits for ever for the rest of a head, and for the rest of a body that nobody asks for any more;
many such visitors would leave no place for others.
"""

import asyncio
import sys
from http import HTTPStatus
from typing import Any, Protocol

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.doors.framing import StrictLines
from dashboard.doors.handshakes import is_knock
from dashboard.doors.visits import RawHeaders

HEAD_SECONDS = 15.0
# Whom there is no place for is told so, but is not waited for.
CROWDED_HEAD_SECONDS = 2.0
# After an answer, what is left of its request is thrown away for so long: who closes at once on somebody
# who still sends takes the answer back.
REST_SECONDS = 10.0

# Idle ones too: an open page is one connection, and a browser may hold a few more. As many as one process
# can hold; how many of one address, the door knows.
MOST_CONNECTIONS = 900


class Doorkeeper(Protocol):
    """What stands behind the protocol and answers in its place."""

    def unreadable(self, address: str, status: int, head: bytes) -> tuple[RawHeaders, bytes]:
        """Return headers and body of the answer to what cannot be read.

        `address` is where it came from, `head` what is known of its head.
        """

    def admits(self, scope: Any) -> bool:
        """Tell whether a request may become a websocket."""

    def take_place(self, address: str) -> bool:
        """Count a connection from an address; tell whether it is within the address's share."""

    def leave_place(self, address: str) -> None:
        """Count a connection no more."""


def patient_protocol(door: Doorkeeper, most: int = MOST_CONNECTIONS) -> type[H11Protocol]:
    """Return the protocol's class.

    What comes beyond `most` connections, or the share of one address, is passed on marked
    `cluster.crowded`. Only what the door admits becomes a websocket; to all else the door answers,
    and not the library's words.
    """

    class PatientProtocol(H11Protocol):
        _head_clock: asyncio.TimerHandle | None = None
        rest_clock: asyncio.TimerHandle | None = None
        _lines: StrictLines
        _crowded = False
        _place: str | None = None
        _refused = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
            super().connection_made(transport)
            self._lines = self.conn._receive_buffer = StrictLines()
            self._place = self.client[0] if self.client else None
            within = self._place is None or door.take_place(self._place)
            self._crowded = len(self.connections) > most or not within
            self._start_clock()

        def _leave_place(self) -> None:
            if self._place is not None:
                door.leave_place(self._place)
                self._place = None

        def data_received(self, data: bytes) -> None:
            if self._refused:
                return
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._stop_clock()
            elif self.conn.trailing_data[0] and self._head_clock is None:
                self._start_clock()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._lines.head = ()
            if self.conn.their_state is h11.SEND_BODY:
                cycle = self.cycle
                self.rest_clock = self.loop.call_later(REST_SECONDS, self._has_enough, cycle)

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_clock()
            if self.rest_clock is not None:
                self.rest_clock.cancel()
            self._leave_place()
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words are not sent
            # Not uvicorn's words: they go to whoever probes. Called while h11's fault is handled.
            status = HTTPStatus(getattr(sys.exception(), "error_status_hint", 400))
            address = self.client[0] if self.client else ""
            told, body = door.unreadable(address, status, self._lines.begun())
            head = [(b"connection", b"close"), (b"cache-control", b"no-store"), *told]
            events: list[Any] = [
                h11.Response(status_code=status, headers=head, reason=status.phrase.encode()),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ]
            if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
                for event in events:
                    self.transport.write(self.conn.send(event) or b"")
                self._refused = True
            self._stop_clock()
            if self._refused and self.transport.can_write_eof():
                # Whoever still sends has the answer all the same, and is not read any more.
                self.transport.write_eof()
                self.rest_clock = self.loop.call_later(REST_SECONDS, self.transport.close)
            else:
                self.transport.close()

        def _should_upgrade(self) -> bool:
            self.scope["cluster.crowded"] = self._crowded  # type: ignore[typeddict-unknown-key]  # told to the door
            return is_knock(list(self.scope["headers"])) and door.admits(self.scope)

        def handle_websocket_upgrade(self, event: h11.Request) -> None:
            # No extension is offered, and one that cannot be read would be answered by the library.
            self.headers = [pair for pair in self.headers if pair[0] != b"sec-websocket-extensions"]
            # From here on it is another's, which does not tell when it is lost; the door holds a place
            # for the page.
            self._leave_place()
            super().handle_websocket_upgrade(event)

        def _start_clock(self) -> None:
            seconds = CROWDED_HEAD_SECONDS if self._crowded else HEAD_SECONDS
            self._head_clock = self.loop.call_later(seconds, self._too_slow)

        def _stop_clock(self) -> None:
            if self._head_clock is not None:
                self._head_clock.cancel()
                self._head_clock = None

        def _has_enough(self, cycle: object) -> None:
            # Unless the rest has come, and another request after it.
            if self.cycle is cycle and self.conn.their_state is h11.SEND_BODY:
                self.transport.close()

        def _too_slow(self) -> None:
            self._head_clock = None
            if self.conn.their_state is h11.IDLE:
                self.transport.close()

    return PatientProtocol
