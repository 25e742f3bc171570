"""Two replicas on one PostgreSQL behind a real nginx, as deploy/nginx.conf has it."""

import http.client
import re
import ssl
import time
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.deploy import nginx
from tests.machine.server import ServerFactory, free_port

HOST = "targets.example"


def asked(tls: int, path: str, cookie: str = "") -> tuple[int, dict[str, str], bytes]:
    """Ask nginx over TLS under the host's own name."""
    connection = http.client.HTTPSConnection("127.0.0.1", tls, context=_trusting(), timeout=60)
    connection.request("GET", path, headers={"Host": HOST} | ({"Cookie": cookie} if cookie else {}))
    answer = connection.getresponse()
    found = (answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    connection.close()
    return found


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # The certificate was made a moment ago, by this test.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def opened(tls: int, cookie: str) -> ClientConnection:
    """Open the websocket of a page."""
    return connect(
        f"wss://127.0.0.1:{tls}/_stcore/stream",
        ssl=_trusting(),
        server_hostname=HOST,
        origin=f"https://{HOST}",
        additional_headers={"Cookie": cookie},
        subprotocols=["streamlit"],  # type: ignore[list-item]  # a name is a string
    )


def told_by(page: ClientConnection) -> str:
    """Return the cookie that the answer to a handshake sets, "" for none."""
    assert page.subprotocol == "streamlit"
    assert page.response is not None
    return page.response.headers.get("Set-Cookie", "").partition(";")[0]


@pytest.mark.long
def test_visitors_stay_with_their_replica_and_move_as_a_whole_when_it_is_gone(
    serve: ServerFactory, postgres_url: str, tmp_path: Path
) -> None:
    options = ("--mode", "public", "--address", f"https://{HOST}", "--host", "127.0.0.1")
    around = {"CLUSTER_DASHBOARD_PROXIES": "127.0.0.1"}
    replicas = [serve(*options, database=postgres_url, environment=around) for _ in range(2)]
    folder, tls = tmp_path / "nginx", free_port()
    folder.mkdir()
    whole = nginx.arranged(folder, [each.port for each in replicas], tls)

    def pages() -> list[int]:
        return [len(re.findall(r'"kind": ?"page"', each.printed())) for each in replicas]

    def answering(cookie: str) -> list[int]:
        """Ask six times; return how many of them each replica has answered."""
        before = pages()
        for _ in range(6):
            status, again, body = asked(tls, "/region?region=binzhou", cookie)
            assert (status, again.get("set-cookie")) == (200, None)
            assert b"<h1" in body
        # A line in a log follows the answer.
        while sum(after := pages()) < sum(before) + 6:
            time.sleep(0.01)
        return [now - then for now, then in zip(after, before, strict=True)]

    with nginx.running(whole, tls):
        status, headers, body = asked(tls, "/?lang=en")
        assert status == 200
        assert "strict-transport-security" in headers
        assert b"<h1" in body
        cookie, _, rest = headers["set-cookie"].partition(";")
        assert (cookie, rest) in [
            (f"cluster_route={n}", " Path=/; Secure; HttpOnly; SameSite=Lax") for n in (1, 2)
        ]
        own = int(cookie[-1]) - 1
        assert answering(cookie)[own] == 6
        with opened(tls, cookie) as page:
            assert told_by(page) == ""
        replicas[own].stop()
        # What is asked meanwhile is answered by the other, and a page stays where its websocket is.
        assert answering(cookie)[1 - own] == 6
        with opened(tls, cookie) as page:
            moved = told_by(page)
            assert moved == f"cluster_route={2 - own}"
            port = replicas[own].port
            replicas[own] = serve(*options, database=postgres_url, environment=around, port=port)
            assert answering(moved)[1 - own] == 6
        assert asked(tls, "/metrics", cookie)[0] == 404
        # A number that nobody was told is none, and another is told.
        assert asked(tls, "/", "cluster_route=3")[1]["set-cookie"].startswith("cluster_route=")
