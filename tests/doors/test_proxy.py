"""A reverse proxy that names the user, and those who only say they are one."""

import json
from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus

from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role
from tests.doors.conftest import OPERATOR, ROOT
from tests.doors.tab import Tab
from tests.doors.test_modes import refused
from tests.doors.test_strangers import raw
from tests.doors.visitor import Visitor
from tests.machine.server import Served, ServerFactory

HEADER = "X_Remote_User"
PAGE = ("region", "region=binzhou&lang=en")


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


def shown_to(served: Served, headers: dict[str, str]) -> str:
    with Tab(served.port, headers=headers) as page:
        return page.open(*PAGE).shown


@pytest.fixture(scope="module")
def of_binzhou(proxied: Served) -> str:
    """Somebody who reads Binzhou's figures once the proxy names them."""
    name = "boss"
    with Directory.open(proxied.database) as people:
        Visitor(proxied.port).get("/", **{HEADER: name})
        shown_to(proxied, {"X-Remote-User": name})
        people.grants.give(OPERATOR, name, Grant(Role.VIEWER, "binzhou"))
    return name


def test_whom_the_trusted_proxy_names_gets_the_pages(proxied: Served, of_binzhou: str) -> None:
    assert "Binzhou" in shown_to(proxied, {"X-Remote-User": of_binzhou})
    nobody = shown_to(proxied, {})
    assert "Sign in first" in nobody
    assert "Binzhou" not in nobody


# How the door's own word to the pages may be imitated.
@pytest.mark.parametrize("name", ["X-Cluster-Visit", "x_cluster_visit", "X-Cluster_Visit"])
@pytest.mark.parametrize("named", [{}, {"X-Remote-User": "guest"}])
def test_a_visit_told_from_outside_is_not_believed(
    proxied: Served, of_binzhou: str, name: str, named: dict[str, str]
) -> None:
    forged = json.dumps({"id": "1", "address": "", "vouched": of_binzhou})
    seen = shown_to(proxied, named | {name: forged})
    assert "Binzhou" not in seen
    assert of_binzhou not in seen


def test_a_smuggled_name_opens_no_page(proxied: Served, of_binzhou: str) -> None:
    for headers in (
        {"X_Remote_User": of_binzhou},
        {"X-Remote-User": "guest", "X_Remote_User": of_binzhou},
    ):
        with pytest.raises(InvalidStatus) as refused:
            shown_to(proxied, headers)
        assert refused.value.response.status_code == 403


def test_that_somebody_came_is_written_down_once_with_where_from(proxied: Served) -> None:
    for _ in range(2):
        shown_to(proxied, {"X-Remote-User": "new-here", "X-Forwarded-For": "198.51.100.7"})
    with Directory.open(proxied.database) as people:
        told = [each for each in people.audit.latest(50) if each.subject == "new-here"]
    assert sorted(each.action for each in told) == ["first-visit", "sign-in"]
    assert {each.address for each in told} == {"198.51.100.7"}


def test_without_proxies_or_header_it_does_not_start() -> None:
    assert "CLUSTER_DASHBOARD_PROXIES" in refused("--mode", "proxy")
