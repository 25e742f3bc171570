"""What a visitor may send: so much, and within so long."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Message, Receive

# Our forms are a few fields; files are sent to an address of their own (`uploads`).
FORM_BYTES = 64 * 1024
# A program may send as many figures at once as its description says, each with a note.
PROGRAM_BYTES = 4 * 1024 * 1024
# A body may pause so long between two pieces, and take so long in all.
PAUSE_SECONDS = 10.0
WHOLE_SECONDS = 60.0


class TooLarge(Exception):
    """The body is larger than this address takes."""


class TooSlow(Exception):
    """The body did not come in time."""


class Body:
    """An ASGI `receive` that counts and waits no longer than it should."""

    def __init__(
        self, receive: "Receive", most: int, announced: str, seconds: float = WHOLE_SECONDS
    ) -> None:
        self._receive, self._left = receive, most
        # What is announced too large is refused before a byte of it is read.
        if announced and not (announced.isascii() and announced.isdigit()):
            raise TooLarge
        if announced and int(announced[:16]) > most:
            raise TooLarge
        self._end = asyncio.get_running_loop().time() + seconds
        self._whole = False
        # The status that a refusal deserves: who reads the body may turn our fault into their own.
        self.failed = 0

    async def __call__(self) -> "Message":
        """Return the next piece. Raises `TooLarge`, `TooSlow`."""
        if self._whole:
            # Now it only tells when the visitor has gone, and that may take as long as the answer.
            return await self._receive()
        left = self._end - asyncio.get_running_loop().time()
        try:
            message = await asyncio.wait_for(self._receive(), min(PAUSE_SECONDS, max(left, 0.001)))
        except TimeoutError:
            self.failed = 408
            raise TooSlow from None
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self.failed = 413
                raise TooLarge
            self._whole = not message.get("more_body", False)
        return message
