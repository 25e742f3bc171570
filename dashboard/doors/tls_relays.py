"""Encrypted connections whose requests are another process's: opened here, passed on in the clear.

What encrypts a connection lies in the memory of the process that took it, so it stays there; the other
gets one end of a socket of the system's own, as if its visitor were there, and what is sent either way
is copied between the two.
"""

import asyncio
import socket
from typing import Any

Peer = tuple[str, int]


class RelayedTransport:
    """The end of a relayed connection, which says of itself what its visitor's would: whence, and TLS."""

    def __init__(self, inner: asyncio.Transport, peer: Peer) -> None:
        self._inner = inner
        self._told: dict[str, Any] = {"peername": peer, "sslcontext": True}

    def __getattr__(self, name: str) -> Any:
        """All else is the end's own."""
        return getattr(self._inner, name)

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """As `asyncio.BaseTransport`; of the socket between two processes nothing is told."""
        return self._told.get(name, default)

    def socket(self) -> socket.socket:
        """Return the socket between two processes, to be passed on once more."""
        held: socket.socket = self._inner.get_extra_info("socket")
        return held


class RelayEnd(asyncio.Protocol):
    """One of the two ends of a relayed connection: what comes here goes to the other."""

    def __init__(self, transport: asyncio.Transport | None = None) -> None:
        self.transport = transport
        self.other: RelayEnd | None = None
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Nothing comes before the two are joined."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Pass on what comes."""
        if self.other is not None and self.other.transport is not None:
            self.other.transport.write(data)

    def pause_writing(self) -> None:
        """More than is taken here is not read there."""
        if self.other is not None and self.other.transport is not None:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        """It is read on."""
        if self.other is not None and self.other.transport is not None:
            self.other.transport.resume_reading()

    def connection_lost(self, _: Exception | None) -> None:
        """What has been passed on still goes out there, and then that one ends, too."""
        self.lost = True
        if self.other is not None and self.other.transport is not None:
            self.other.transport.close()


class Relay:
    """A visitor's connection joined with one end of a socket pair, whose other end has been passed on.

    Held among the `connections` of its server, which waits for them when it ends.
    """

    def __init__(
        self, visitor: asyncio.Transport, here: socket.socket, connections: set[Any]
    ) -> None:
        self._connections = connections
        connections.add(self)
        visitor.pause_reading()
        self._visitor = RelayEnd(visitor)
        visitor.set_protocol(self._visitor)
        here.setblocking(False)
        self._task = asyncio.get_running_loop().create_task(self._join(here))

    def shutdown(self) -> None:
        """Do nothing when the server ends: the process that answers ends what it has answered."""

    async def _join(self, here: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        ended = loop.create_future()

        class Here(RelayEnd):
            def connection_lost(self, fault: Exception | None) -> None:
                super().connection_lost(fault)
                ended.set_result(None)

        transport, end = await loop.connect_accepted_socket(Here, here)
        end.other, self._visitor.other = self._visitor, end
        visitor = self._visitor.transport
        if self._visitor.lost or visitor is None:
            transport.close()
        else:
            visitor.resume_reading()
        await ended
        self._connections.discard(self)
