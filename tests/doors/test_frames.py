"""Requests that two servers in a row could read differently: refused, and nothing read after them."""

import socket

import pytest

from dashboard.doors.access import Access
from dashboard.doors.door import Door
from dashboard.doors.framing import StrictLines
from dashboard.doors.metrics import Metrics
from dashboard.settings import Settings
from tests.doors.asked import asked, refuses_nothing, run
from tests.doors.conftest import Team
from tests.doors.test_strangers import raw

# Would be answered 200 if it were read as a request of its own.
SECOND = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"


GET = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (400, HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (400, HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n"),
        (400, HEAD + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde"),
        (400, HEAD + b"Content-Length: 5, 5\r\n\r\nabcde"),
        (400, HEAD + b"Content-Length : 5\r\n\r\nabcde"),
        (501, HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        (400, CHUNKED.replace(b"/1.1", b"/1.0") + b"0\r\n\r\n"),
        (400, b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n"),
        (400, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: 1\nContent-Length: 50\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\n"),
        (400, b"\nGET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        (400, GET + b"X: 1\rContent-Length: 50\r\n\r\n"),
        (400, GET + b"X: 1\r\n folded\r\n\r\n"),
        (400, GET + b"X: 1\r\n\tTransfer-Encoding: chunked\r\n\r\n"),
        (400, GET + b"X: 1\r\n \r\n\r\n"),
        (400, GET + b"X : 1\r\n\r\n"),
        (400, GET + b"X: a\x00b\r\n\r\n"),
        (400, GET + b"X: a\x01b\r\n\r\n"),
        (400, GET.replace(b"127.0.0.1", b"127.0.0.1, evil.example") + b"\r\n"),
        (400, GET.replace(b"127.0.0.1", b"127.0.0.1,") + b"\r\n"),
        (400, GET.replace(b"127.0.0.1", b"127.0.0.1 evil.example") + b"\r\n"),
        (400, GET.replace(b"127.0.0.1", b"127.0.0.1/evil") + b"\r\n"),
        (400, GET.replace(b"127.0.0.1", b"evil.example@127.0.0.1") + b"\r\n"),
        (400, GET + b"Host: 127.0.0.1\r\n\r\n"),
        (400, GET.replace(b"/healthz", b"http://evil.example/healthz") + b"\r\n"),
        (400, GET.replace(b"/healthz", b"http://127.0.0.1/healthz") + b"\r\n"),
        (400, GET.replace(b"/healthz", b"%2Fhealthz") + b"\r\n"),
        (400, GET.replace(b"/healthz", b"/healthz#x") + b"\r\n"),
        (400, GET.replace(b"GET /healthz", b"CONNECT 127.0.0.1:80") + b"\r\n"),
        (505, GET.replace(b"/1.1", b"/2.0") + b"\r\n"),
        (505, GET.replace(b"/1.1", b"/1.2") + b"\r\n"),
        (505, GET.replace(b"/1.1", b"/0.9") + b"\r\n"),
        (505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        (414, GET.replace(b"/healthz", b"/healthz?" + b"a" * 17_000) + b"\r\n"),
        (431, GET + b"X: " + b"a" * 70_000 + b"\r\n\r\n"),
        (431, GET + b"X: 1\r\n" * 200 + b"\r\n"),
        (400, CHUNKED + b"1\r\nx\r\n0\r\nX: 1\n\r\n"),
        (400, CHUNKED + b"1\r\nx\r\n0\r\nX: 1\r\n folded\r\n\r\n"),
        (400, CHUNKED + b"1 \r\nx\r\n0\r\n\r\n"),
        (400, CHUNKED + b"1;a\n\r\nx\r\n0\r\n\r\n"),
        (400, CHUNKED + b'1;a="\r\nx\r\n0\r\n\r\n'),
        (400, CHUNKED + b"1;" + b"a" * 300 + b"\r\nx\r\n0\r\n\r\n"),
        (400, CHUNKED + b"f" * 20 + b"\r\n"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_and_is_the_last(
    team: Team, status: int, sent: bytes
) -> None:
    found = raw(team.served.port, sent + SECOND)
    assert found.startswith(b"HTTP/1.1 %d " % status)
    assert found.lower().count(b"connection: close") == 1
    assert found.count(b"HTTP/1.1 ") == 1
    assert b'"status":"ok"' not in found


def test_a_chunk_may_have_extensions_which_mean_nothing_here(team: Team) -> None:
    form = CHUNKED.replace(
        b"\r\n\r\n", b"\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    body = b'4;a;b=c;d="e f"\r\nname\r\n0\r\nX: HTTP/2.0\r\n\r\n'
    last = SECOND.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    found = raw(team.served.port, form + body + last)
    # The form is without a token of ours.
    assert found.startswith(b"HTTP/1.1 403 ")
    assert found.count(b"HTTP/1.1 200 ") == 1


def test_a_bare_line_feed_is_seen_however_the_head_comes_in(team: Team) -> None:
    sent = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\nX: 1\r\n\r\n"
    with socket.create_connection(("127.0.0.1", team.served.port), timeout=40) as connection:
        found = b""
        for place in range(len(sent)):
            # Who still sends after the refusal is not cut off: the answer would be lost with it.
            connection.sendall(sent[place : place + 1])
        while piece := connection.recv(65536):
            found += piece
    assert found.startswith(b"HTTP/1.1 400 ")


def test_a_body_may_hold_any_bytes_and_requests_may_follow_each_other(team: Team) -> None:
    body = b"name=a\nb\n\n"
    form = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n"
    form += b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    last = SECOND.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    found = raw(team.served.port, form + SECOND + last)
    # The form is without a token of ours.
    assert found.startswith(b"HTTP/1.1 403 ")
    assert found.count(b"HTTP/1.1 200 ") == 2


def test_health_is_told_to_who_asks_as_of_old(team: Team) -> None:
    assert raw(team.served.port, b"GET /healthz HTTP/1.0\r\n\r\n").split()[1] == b"200"
    assert raw(team.served.port, b"GET / HTTP/1.0\r\n\r\n").split()[1] == b"421"


def test_lines_are_split_as_h11_splits_them() -> None:
    lines = StrictLines()
    lines += b"GET / HTTP/1.1\r\nHost: x\r\n"
    assert lines.maybe_extract_lines() is None
    lines += b"\r\nrest\n"
    assert lines.maybe_extract_lines() == [b"GET / HTTP/1.1", b"Host: x"]
    assert bytes(lines) == b"rest\n"
    lines = StrictLines()
    lines += b"\r\nbody\n"
    assert lines.maybe_extract_lines() == []


async def _status(path: str, crowded: bool) -> int:
    settings = Settings.from_environment(mode="public", host="127.0.0.1")
    door = Door(refuses_nothing, settings, {}, Metrics(), Access(settings))

    async def marked(scope, receive, send) -> None:  # type: ignore[no-untyped-def]  # an ASGI application
        await door({**scope, "cluster.crowded": crowded}, receive, send)

    status, _ = await asked(marked, path)
    return status


def test_health_is_told_when_places_are_taken() -> None:
    for path, status in (("/", 503), ("/healthz", 200), ("/readyz", 200)):
        assert run(_status(path, True)) == status
        assert run(_status(path, False)) == 200
