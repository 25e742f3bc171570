"""HTTP/1.1 as uvicorn speaks it, with a clock on the request's head and our headers on refusals.

uvicorn waits for ever for the rest of a head; many such visitors would leave no place for others.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0


def patient_protocol(headers: Mapping[str, str]) -> type[H11Protocol]:
    """Return the protocol's class; `headers` go on answers to what is not HTTP."""
    extra = [(name.encode(), value.encode()) for name, value in headers.items()]

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
                *extra,
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
