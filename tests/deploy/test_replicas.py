"""Two replicas on one PostgreSQL behind a real nginx, as deploy/nginx.conf has it."""

import http.client
import ssl
from pathlib import Path

import pytest
from websockets.sync.client import connect

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


@pytest.mark.long
def test_visitors_stay_with_their_replica_and_move_when_it_is_gone(
    serve: ServerFactory, postgres_url: str, tmp_path: Path
) -> None:
    options = ("--mode", "public", "--address", f"https://{HOST}", "--host", "127.0.0.1")
    around = {"CLUSTER_DASHBOARD_PROXIES": "127.0.0.1"}
    replicas = [serve(*options, database=postgres_url, environment=around) for _ in range(2)]
    folder, tls = tmp_path / "nginx", free_port()
    folder.mkdir()
    whole = nginx.arranged(folder, [each.port for each in replicas], tls)
    with nginx.running(whole, tls):
        status, headers, body = asked(tls, "/?lang=en")
        assert status == 200
        assert "strict-transport-security" in headers
        assert b"<h1" in body
        cookie = headers["set-cookie"].partition(";")[0]
        assert cookie.startswith("cluster_route=")
        before = [each.printed().count('"answered"') for each in replicas]
        for _ in range(6):
            status, again, _ = asked(tls, "/region?region=binzhou", cookie)
            assert (status, again.get("set-cookie")) == (200, None)
        gained = [
            each.printed().count('"answered"') - n for each, n in zip(replicas, before, strict=True)
        ]
        assert sorted(gained) == [0, 6]
        with connect(
            f"wss://127.0.0.1:{tls}/_stcore/stream",
            ssl=_trusting(),
            server_hostname=HOST,
            origin=f"https://{HOST}",
            additional_headers={"Cookie": cookie},
            subprotocols=["streamlit"],  # type: ignore[list-item]  # a name is a string
        ) as page:
            assert page.subprotocol == "streamlit"
        replicas[gained.index(6)].stop()
        status, _, body = asked(tls, "/region?region=binzhou", cookie)
        assert status == 200
        assert b"<h1" in body
        assert asked(tls, "/metrics", cookie)[0] == 404
