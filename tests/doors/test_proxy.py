"""A reverse proxy that names the user, and those who only say they are one."""

from collections.abc import Iterator

import pytest

from dashboard.people.directory import Directory
from tests.doors.conftest import ROOT
from tests.doors.test_strangers import raw
from tests.doors.visitor import Visitor
from tests.machine.server import Served, ServerFactory

HEADER = "X_Remote_User"


def started(serve: ServerFactory, trusted: str) -> Served:
    return serve(
        "--mode",
        "proxy",
        environment={
            "CLUSTER_DASHBOARD_PROXIES": trusted,
            "CLUSTER_DASHBOARD_PROXY_HEADER": "X-Remote-User",
        },
    )


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with ServerFactory(tmp_path_factory.mktemp("proxied"), ROOT) as factory:
        yield started(factory, "127.0.0.1")


def test_the_header_of_who_is_not_the_proxy_is_refused_and_logged(serve: ServerFactory) -> None:
    served = started(serve, "192.0.2.1")
    refused = Visitor(served.port).get("/", **{HEADER: "admin"})
    assert refused.status == 403
    assert Visitor(served.port).get("/").status == 200
    assert '"reason": "proxy.untrusted"' in served.printed()
    # What it claimed to be is not believed as an address either.
    spoofed = Visitor(served.port).get("/", X_Forwarded_For="192.0.2.1", **{HEADER: "admin"})
    assert spoofed.status == 403


@pytest.mark.parametrize(
    "lines",
    [
        b"X-Remote-User: li\r\nX-Remote-User: admin\r\n",
        b"X_Remote_User: admin\r\n",
        b"X-Remote-User: li\r\nX_Remote-User: admin\r\n",
        b"X-Remote-User: li, admin\r\n",
        b"X-Remote-User: \xff\xfe\r\n",
    ],
)
def test_smuggled_names_are_refused(proxied: Served, lines: bytes) -> None:
    head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    assert raw(proxied.port, head + lines + b"\r\n").startswith(b"HTTP/1.1 403 ")


def test_the_trusted_proxys_user_is_let_in(proxied: Served) -> None:
    assert Visitor(proxied.port).get("/", **{HEADER: "li"}).status == 200


def test_a_visit_told_from_outside_is_not_believed(proxied: Served) -> None:
    forged = b'{"id": "1", "address": "", "vouched": "admin"}'
    head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    assert raw(proxied.port, head + b"X-Cluster-Visit: " + forged + b"\r\n\r\n").startswith(
        b"HTTP/1.1 200 "
    )
    with Directory.open(proxied.database) as people:
        assert people.accounts.find("admin") is None


def test_without_proxies_or_header_it_does_not_start() -> None:
    import subprocess
    import sys

    command = [sys.executable, "-m", "dashboard.cli", "serve", "--mode", "proxy", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "CLUSTER_DASHBOARD_PROXIES" in done.stderr
    assert "Traceback" not in done.stderr
