"""What strangers try at the door of a real server, byte by byte where it matters."""

import asyncio
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import pytest
import websockets

from tests.doors.conftest import Team
from tests.doors.visitor import Visitor

T = TypeVar("T")
# More than the server waits for anybody, also where it comes to that late.
LONGEST_WAIT_S = 300


def raw(port: int, sent: bytes) -> bytes:
    """Send bytes and return all that comes until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT_S) as connection:
        found = b""
        # Closing with bytes unread resets the connection: that is the server's right.
        with suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(sent)
            while piece := connection.recv(65536):
                found += piece
    return found


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run a coroutine in a thread of its own: the browser of other tests has a loop in this one."""
    found: list[T] = []

    async def once() -> None:
        found.append(await work())

    thread = threading.Thread(target=lambda: asyncio.run(once()))
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/script-health-check",
        "/_stcore/stream", "/app/static/x", "/auth/login", "/oauth2callback", "/a/b/c",
        "/static/../../etc/passwd", "/.env", "/_stcore/health/../metrics", "/%2e%2e/etc/passwd",
    ],
)  # fmt: skip
def test_addresses_that_are_nobodys_tell_nothing(team: Team, path: str) -> None:
    answer = Visitor(team.served.port).get(path)
    assert answer.status in {400, 404}
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/static/%2e%2e/%2e%2e/app.py", "/media/../../settings.py",
                                  "/static//etc/passwd", "/component/../../x"])  # fmt: skip
def test_no_path_leads_out_of_its_folder(team: Team, path: str) -> None:
    answer = Visitor(team.served.port).get(path)
    assert answer.status in {303, 400, 403, 404}
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/readyz", "/a/b", "/sign-in", "/static/none.js", "/_stcore/metrics"]
)
def test_every_answer_has_the_policy_and_an_id(team: Team, path: str) -> None:
    answer = Visitor(team.served.port).get(path)
    assert "default-src 'self'" in answer.header("content-security-policy")
    assert answer.header("x-content-type-options") == "nosniff"
    assert len(answer.header("x-request-id")) == 16


def test_what_is_not_http_gets_the_policy_and_no_words(team: Team) -> None:
    found = raw(team.served.port, b"\x16\x03\x01 hello\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 400 ")
    assert b"default-src 'self'" in found
    assert found.endswith(b"400\n")


def test_refusals_are_told_in_both_languages_and_without_detail(team: Team) -> None:
    page = Visitor(team.served.port).get("/a/b", Accept="text/html", Accept_Language="en")
    assert (page.status, page.header("content-type")) == (404, "text/html; charset=utf-8")
    assert "There is no such page." in page.text
    assert "没有这个页面。" in page.text
    assert page.header("x-request-id") in page.text


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80",
        "127.0.0.1@evil.example",
        "a b",
        "127.0.0.1#",
        "127.0.0.1/",
    ],
)
def test_another_name_for_this_server_is_refused(team: Team, host: str) -> None:
    assert Visitor(team.served.port).get("/sign-in", Host=host).status in {400, 421}


def test_two_hosts_or_none_are_refused(team: Team) -> None:
    two = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    none = b"GET / HTTP/1.0\r\n\r\n"
    assert raw(team.served.port, two).split()[1] in {b"400", b"421"}
    assert raw(team.served.port, none).split()[1] in {b"400", b"421"}


@pytest.mark.parametrize(
    "sent",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
    ],
)
def test_two_readings_of_one_request_are_none(team: Team, sent: bytes) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    status = raw(team.served.port, head + sent).split()[1]
    # 403: read as one form without a token. Never a second request.
    assert status in {b"400", b"403", b"501"}


def test_a_body_announced_too_large_is_refused_unread(team: Team) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999999999\r\n\r\n"
    found = raw(team.served.port, head)
    assert found.startswith(b"HTTP/1.1 413 ")
    assert b"default-src 'self'" in found


def test_a_body_that_grows_too_large_is_refused(team: Team) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
    head += b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    # 5 times 16 KiB are more than the 64 KiB a form may have.
    found = raw(
        team.served.port,
        head + b"4000\r\n" + b"a" * 0x4000 + b"\r\n" + (b"4000\r\n" + b"a" * 0x4000 + b"\r\n") * 4,
    )
    assert found.startswith(b"HTTP/1.1 413 ")


def test_who_never_ends_a_head_or_a_body_or_sends_on_after_the_answer_is_closed(
    team: Team,
) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n"
    head += b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=li"
    endless = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
    # All at once: what the server waits, the test waits.
    with ThreadPoolExecutor(3) as all_three:
        drips = all_three.submit(_drip, team.served.port)
        body, nothing = all_three.map(lambda sent: raw(team.served.port, sent), (head, endless))
    assert body.startswith(b"HTTP/1.1 408 ")
    assert nothing == b""
    assert drips.result().startswith(b"HTTP/1.1 200 ")


def _drip(port: int) -> bytes:
    """Go on sending a body, a byte a second, to who has answered; return the answer when it ends."""
    head = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT_S) as connection:
        connection.sendall(head)
        found = connection.recv(65536)
        with suppress(ConnectionResetError, BrokenPipeError):
            for _ in range(LONGEST_WAIT_S):
                connection.sendall(b"a")
                time.sleep(1)
            return b"never closed"
    return found


def test_a_head_too_large_is_refused(team: Team) -> None:
    found = raw(team.served.port, b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000)
    assert found == b"" or found.startswith(b"HTTP/1.1 431 ")


def test_unknown_methods_are_refused(team: Team) -> None:
    assert Visitor(team.served.port).ask("TRACE", "/").status == 405


def test_websocket_handshakes_carry_the_policy_and_refuse_other_sites(team: Team) -> None:
    address = f"ws://127.0.0.1:{team.served.port}/_stcore/stream"
    heads = {"Cookie": team.signed_in("viewer").cookie}

    async def knock() -> list[tuple[int, str]]:
        found = []
        for origin in (None, "https://evil.example"):
            try:
                async with websockets.connect(
                    address, subprotocols=["streamlit"], origin=origin, additional_headers=heads
                ) as opened:
                    head = opened.response
                    found.append((head.status_code, head.headers["content-security-policy"]))
            except websockets.exceptions.InvalidStatus as refusal:
                head = refusal.response
                found.append((head.status_code, head.headers["content-security-policy"]))
        return found

    answers = run(knock)
    assert [status for status, _ in answers] == [101, 403]
    assert all("default-src 'self'" in policy for _, policy in answers)


def test_malformed_frames_end_their_own_session_only(team: Team) -> None:
    address = f"ws://127.0.0.1:{team.served.port}/_stcore/stream"
    heads = {"Cookie": team.signed_in("viewer").cookie}

    async def knock(sent: bytes | str) -> None:
        async with websockets.connect(
            address, subprotocols=["streamlit"], additional_headers=heads
        ) as opened:
            try:
                await opened.send(sent)
                await asyncio.wait_for(opened.recv(), 5)
            except (websockets.exceptions.ConnectionClosed, TimeoutError):
                # Closed, or quietly ignored: both leave the server up.
                return

    async def knock_with_all() -> None:
        frames = (b"\xff\xfe\xfd garbage", b"", b"\x0a\x03abc", "text", b"a" * 5_000_000)
        await asyncio.gather(*map(knock, frames))

    run(knock_with_all)
    assert Visitor(team.served.port).get("/readyz").status == 200


def test_the_counts_name_nobody(team: Team) -> None:
    team.signed_in("clerk")
    told = Visitor(team.served.port).get("/metrics")
    assert told.status == 200
    assert 'cluster_dashboard_sign_ins_total{outcome="done"}' in told.text
    assert "clerk" not in told.text


def test_readiness_names_its_parts(team: Team) -> None:
    told = Visitor(team.served.port).get("/readyz")
    assert told.text == '{"status":"ok","database":"ok","register":"ok","people":"ok"}'
