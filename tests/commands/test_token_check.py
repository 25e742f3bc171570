"""`token check` sends the token to the server that was named, and to nobody else."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.commands.conftest import Run

TOKEN = "cd_" + "A" * 43
ACTS = {"token": "harvest", "name": "li", "actions": ["read-published"], "regions": None}


class Server(BaseHTTPRequestHandler):
    """Answers at /api/who as its server was told, and keeps what it was sent."""

    answers: tuple[int, dict[str, str], bytes] = (200, {}, b"{}")
    sent: list[str | None]
    url: str

    def do_GET(self) -> None:
        self.sent.append(self.headers["Authorization"])
        status, headers, body = self.answers
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def serving() -> Iterator[type[Server]]:
    kind = type("OneServer", (Server,), {"sent": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    kind.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def named() -> Iterator[type[Server]]:
    yield from serving()


@pytest.fixture
def other() -> Iterator[type[Server]]:
    yield from serving()


@pytest.mark.parametrize("status", [302, 308])
def test_a_redirect_is_told_and_not_followed(
    run: Run, named: type[Server], other: type[Server], status: int
) -> None:
    to = f"{other.url}/api/who"
    named.answers = (status, {"Location": to}, b"")
    done = run("token", "check", "--server", named.url, CLUSTER_DASHBOARD_TOKEN=TOKEN)
    assert (done.code, done.out) == (1, "")
    (sentence,) = done.complaints
    assert sentence.startswith(f"{named.url} answers with a redirect to {to}")
    assert named.sent == [f"Bearer {TOKEN}"]
    assert other.sent == []


def test_a_server_that_is_ours_is_believed(run: Run, named: type[Server]) -> None:
    named.answers = (200, {}, json.dumps(ACTS).encode())
    done = run("token", "check", "--server", named.url, CLUSTER_DASHBOARD_TOKEN=TOKEN)
    assert done.code == 0
    assert "“harvest” acts for “li”" in done.out


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"token": 1, "name": 2, "actions": 3}'])
def test_a_server_that_is_another_program_s_is_told_in_a_sentence(
    run: Run, named: type[Server], body: bytes
) -> None:
    named.answers = (200, {}, body)
    done = run("token", "check", "--server", named.url, CLUSTER_DASHBOARD_TOKEN=TOKEN)
    assert (done.code, done.out) == (1, "")
    (sentence,) = done.complaints
    assert sentence.startswith(f"{named.url} cannot be reached: ")
