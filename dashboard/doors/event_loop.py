"""The event loop of a server whose pages run in threads: woken once for all that they send together.

asyncio's own wakes itself anew for each of the 70 messages of a page: a system call each, at which the
thread lets go of the interpreter and has to wait for it behind whatever the loop does then.
"""

import asyncio


class EventLoop(asyncio.SelectorEventLoop):
    """asyncio's, which is not woken while it is on its way to look what has come."""

    _is_woken = False

    def _write_to_self(self) -> None:
        # What was added stands in its list already, and is found there by the turn that begins.
        if not self._is_woken:
            self._is_woken = True
            super()._write_to_self()  # type: ignore[misc]  # asyncio's own

    def _read_from_self(self) -> None:
        super()._read_from_self()  # type: ignore[misc]  # asyncio's own
        # Last: a word that came while it was read would be gone, and the loop sleep on for ever. Who
        # sent none meanwhile has added what is to be done before this turn looks.
        self._is_woken = False
