"""What proxies say of whom they pass on: with ports and without, and from proxies nobody named."""

from typing import Any

import pytest

from dashboard.doors.access import Access
from dashboard.doors.door import Door
from dashboard.doors.metrics import Metrics
from dashboard.doors.visits import visit_of
from dashboard.people.proxies import trusted_networks
from dashboard.settings import Settings
from tests.doors.asked import asked, refuses_nothing, run

PROXY = "10.0.0.5"


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:50123", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        # What a visitor wrote stands further left, and a trusted proxy's own port does not matter.
        ("198.51.100.1:1, 192.0.2.7:2, 10.0.0.9:3", "192.0.2.7"),
        ("unknown", PROXY),
        ("192.0.2.7:50123:1", PROXY),
        ("[192.0.2.7", "192.0.2.7"),
        ("", PROXY),
    ],
)
def test_the_visitor_is_found_with_a_port_and_without(told: str, address: str) -> None:
    scope: dict[str, Any] = {"scheme": "http", "client": (PROXY, 1)}
    scope["headers"] = [(b"x-forwarded-for", told.encode())]
    assert visit_of(scope, trusted_networks(["10.0.0.0/8"])).address == address


@pytest.mark.parametrize(
    ("client", "warned"), [("192.0.2.9", 1), (PROXY, 0)], ids=["unnamed", "named"]
)
def test_a_proxy_that_nobody_named_is_warned_of_once(
    caplog: pytest.LogCaptureFixture, client: str, warned: int
) -> None:
    settings = Settings.from_environment(mode="public", host="127.0.0.1", proxies=(PROXY,))
    door = Door(refuses_nothing, settings, {}, Metrics(), Access(settings))
    for header in (b"X-Forwarded-For", b"x-real-ip", b"forwarded"):
        run(asked(door, "/", client, (header, b"198.51.100.1")))
    told = [line for line in caplog.text.splitlines() if "CLUSTER_DASHBOARD_PROXIES" in line]
    assert len(told) == warned
