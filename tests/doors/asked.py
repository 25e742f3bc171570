"""One request at a door without a network, as an ASGI server would put it."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def refuses_nothing(scope: "Scope", receive: "Receive", send: "Send") -> None:
    """Stand behind a door and answer 200."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"in"})


async def asked(
    app: "ASGIApp", path: str, client: str = "127.0.0.1", *headers: tuple[bytes, bytes]
) -> tuple[int, dict[bytes, bytes]]:
    """Return status and headers of the answer to a GET from `client`."""
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), *headers],
        "client": (client, 50_000),
    }
    starts: list[Message] = []

    async def receive() -> "Message":
        return {"type": "http.request", "body": b"", "more_body": False}

    async def keep(message: "Message") -> None:
        if message["type"] == "http.response.start":
            starts.append(message)

    await app(scope, receive, keep)
    (start,) = starts
    return start["status"], dict(start["headers"])


def in_a_thread(work: Callable[[], T]) -> T:
    """Return what `work` returns in a thread of its own: the browser of other tests has a loop here."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def run(coroutine: "Coroutine[Any, Any, T]") -> T:
    """Run a coroutine to its end."""
    return in_a_thread(lambda: asyncio.run(coroutine))
