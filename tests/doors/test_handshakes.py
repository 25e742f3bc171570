"""Requests for the pages' websocket: what is none, and what comes from another site.

Our door answers each of them, so that headers, log and counts are ours; and nobody's `Origin`
makes the server ask an outside host for its own address.
"""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from dashboard.doors.metrics import Metrics
from dashboard.settings import Settings
from dashboard.shell.application import behind_the_door
from tests.doors.conftest import ROOT, Team
from tests.doors.test_strangers import raw, run
from tests.machine.server import Served, ServerFactory

SOUND = {
    "Host": "127.0.0.1:{port}",
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Origin": "http://127.0.0.1:{port}",
    "Sec-WebSocket-Protocol": "streamlit",
}


def knock(
    port: int,
    changed: dict[str, str | None] | None = None,
    more: str = "",
    first: str = "GET /_stcore/stream HTTP/1.1",
) -> bytes:
    """Ask for the websocket, with some headers `changed` (None: left out) and `more` lines."""
    kept = {name: value for name, value in (SOUND | (changed or {})).items() if value is not None}
    lines = [first, *(f"{name}: {value.format(port=port)}" for name, value in kept.items())]
    sent = "\r\n".join(lines) + "\r\n" + more + "\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=300) as connection:
        connection.sendall(sent.encode("latin-1"))
        found = b""
        # Of an open websocket the head is all; a refusal is read to its end.
        while b"\r\n\r\n" not in found or found.split()[1] != b"101":
            piece = connection.recv(65536)
            if not piece:
                break
            found += piece
            length = re.search(rb"(?i)content-length: (\d+)", found)
            if length and len(found.partition(b"\r\n\r\n")[2]) >= int(length[1]):
                break
            if b"transfer-encoding: chunked" in found.lower() and found.endswith(b"0\r\n\r\n"):
                break
    return found


class Outside:
    """An outside host: a proxy on this machine that counts who asks it for anything."""

    def __init__(self) -> None:
        self.asked = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._count)
        self._thread.start()

    def _count(self) -> None:
        with suppress(OSError):
            while True:
                self._listening.accept()[0].close()
                self.asked += 1

    def close(self) -> None:
        # Who waits in `accept` is not woken by closing alone.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    counting = Outside()
    yield counting
    counting.close()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory, outside: Outside) -> Iterator[Served]:
    """One's own machine; whatever the server asks the outside for goes to `outside`."""
    proxy = f"http://127.0.0.1:{outside.port}"
    told = {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""}
    with ServerFactory(tmp_path_factory.mktemp("local"), ROOT) as factory:
        yield factory("--mode", "local", environment=told)


def refusals(team: Team) -> int:
    told = team.visitor().get("/metrics").text
    found = re.search(r'refusals_total\{reason="handshake"\} (\d+)', told)
    return int(found[1]) if found else 0


def test_a_sound_one_is_answered_with_the_policy(team: Team) -> None:
    found = knock(team.served.port, {"Cookie": team.signed_in("viewer").cookie})
    assert found.startswith(b"HTTP/1.1 101 ")
    assert b"default-src 'self'" in found
    assert b"x-request-id: " in found


@pytest.mark.parametrize(
    ("changed", "more", "first", "status", "reason"),
    [
        ({"Sec-WebSocket-Key": None}, "", "", 400, "key"),
        ({"Sec-WebSocket-Key": "short"}, "", "", 400, "key"),
        ({}, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400, "key"),
        ({"Sec-WebSocket-Version": "8"}, "", "", 400, "version"),
        ({"Sec-WebSocket-Version": None}, "", "", 400, "version"),
        ({"Connection": "keep-alive"}, "", "", 400, "upgrade"),
        ({"Upgrade": "websocket, h2c"}, "Upgrade: websocket\r\n", "", 400, "upgrade"),
        ({}, "Origin: https://evil.example\r\n", "", 400, "origin"),
        ({"Sec-WebSocket-Protocol": "a b"}, "", "", 400, "subprotocol"),
        ({"Sec-WebSocket-Protocol": ""}, "", "", 400, "subprotocol"),
        ({}, "Content-Length: 5\r\n", "", 400, "body"),
        ({}, f"X-Long: {'a' * 9000}\r\n", "", 400, "too-long"),
        ({}, "", "POST /_stcore/stream HTTP/1.1", 405, "method"),
        ({}, "", "GET /region HTTP/1.1", 404, "address"),
        ({}, "", "GET /_stcore/stream HTTP/1.0", 400, "protocol"),
    ],
)
def test_what_is_no_handshake_is_refused_by_our_own_door(
    changed: dict[str, str | None], more: str, first: str, status: int, reason: str, team: Team
) -> None:
    before = refusals(team)
    found = knock(team.served.port, changed, more, first or "GET /_stcore/stream HTTP/1.1")
    assert int(found.split()[1]) == status
    head = found.partition(b"\r\n\r\n")[0].lower()
    assert b"default-src 'self'" in head
    assert b"cache-control: no-store" in head
    id = re.search(rb"x-request-id: ([0-9a-f]{16})", head)
    assert id
    # The library's own words go to nobody.
    for word in (b"websocket", b"invalid", b"header"):
        assert word not in found.partition(b"\r\n\r\n")[2].lower()
    assert refusals(team) == before + 1
    lines = [json.loads(line) for line in team.served.printed().splitlines() if line[:1] == "{"]
    (line,) = [x for x in lines if x.get("request") == id[1].decode() and x["said"] == "refused"]
    assert line["reason"] == f"handshake: {reason}"


FOREIGN = [
    "https://evil.example",
    "http://evil.example:{port}",
    "null",
    # Another program of the same machine, and what only looks like this one.
    "http://localhost:9999",
    "http://127.0.0.1:1",
    "https://localhost:{port}",
    "https://localhost",
    "https://127.0.0.1:{port}",
    "http://0.0.0.0:3",
    "http://127.0.0.1",
    "http://127.0.0.1:{port}@evil.example",
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1.evil.example:{port}",
    "file://",
    "",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_page_of_another_origin_is_refused_and_nobody_outside_is_asked(
    origin: str, team: Team, local: Served, outside: Outside
) -> None:
    for port in (team.served.port, local.port):
        found = knock(port, {"Origin": origin})
        assert found.startswith(b"HTTP/1.1 403 ")
        assert b"default-src 'self'" in found
    assert outside.asked == 0


def test_the_own_origin_is_that_under_which_the_server_was_asked(local: Served) -> None:
    named = {"Host": "localhost:{port}", "Origin": "http://localhost:{port}"}
    assert knock(local.port, named).startswith(b"HTTP/1.1 101 ")
    # Both are this machine, and not one origin.
    crossed = {"Host": "localhost:{port}"}
    assert knock(local.port, crossed).startswith(b"HTTP/1.1 403 ")
    # Programs are of no site and say none; browsers always do.
    assert knock(local.port, {"Origin": None}).startswith(b"HTTP/1.1 101 ")


@pytest.mark.parametrize("host", ["evil.example:{port}", "evil.example", "127.0.0.1.evil.example"])
def test_a_name_that_was_made_to_mean_this_machine_opens_nothing(host: str, local: Served) -> None:
    found = knock(local.port, {"Host": host, "Origin": f"http://{host}"})
    assert found.startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize(
    "path", ["/", "/_stcore/health", "/_stcore/host-config", "/media/x.csv", "/healthz", "/sign-in"]
)
def test_no_request_of_another_site_makes_the_server_ask_outside(
    path: str, local: Served, outside: Outside
) -> None:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{local.port}\r\nConnection: close\r\n"
    found = raw(local.port, f"{head}Origin: https://evil.example\r\n\r\n".encode())
    assert b"evil.example" not in found
    assert outside.asked == 0


def test_who_comes_when_the_house_is_full_is_told_so_by_our_own_door() -> None:
    told: list[dict[str, Any]] = []

    async def pages(*_: object) -> None:
        raise AssertionError("nothing reaches the pages")

    async def nothing() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def keep(message: Any) -> None:
        told.append(message)

    settings = Settings.from_environment(mode="public", host="127.0.0.1")
    scope = {
        "type": "http", "method": "GET", "path": "/", "query_string": b"", "scheme": "http",
        "http_version": "1.1", "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 1),
        "cluster.crowded": True,
    }  # fmt: skip
    run(lambda: behind_the_door(pages, settings, Metrics())(scope, nothing, keep))
    assert told[0]["status"] == 503
    assert b"content-security-policy" in {name for name, _ in told[0]["headers"]}


def test_behind_tls_the_own_origin_is_the_address_it_was_told(tmp_path_factory:
    pytest.TempPathFactory) -> None:  # fmt: skip
    with ServerFactory(tmp_path_factory.mktemp("tls"), ROOT) as factory:
        port = factory(
            "--mode", "team", "--reading", "public", "--address", "https://targets.example"
        ).port
        for origin, status in (
            ("https://targets.example", b"101"),
            ("http://targets.example", b"403"),
            ("https://targets.example:8443", b"403"),
            ("https://127.0.0.1", b"403"),
        ):
            found = knock(port, {"Host": "targets.example", "Origin": origin})
            assert found.split()[1] == status
        refused = raw(port, b"\x16\x03\x01 hello\r\n\r\n")
        assert refused.startswith(b"HTTP/1.1 400 ")
        for head in (b"strict-transport-security: max-age=31536000", b"x-request-id: "):
            assert head in refused
