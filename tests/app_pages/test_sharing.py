"""Under which address others reach the server, and who they are."""

import re

import pytest

from dashboard.doors.addresses import for_others
from dashboard.settings import Settings

HERE = "http://127.0.0.1:8501"


@pytest.mark.parametrize(
    ("settings", "origin", "shared"),
    [
        # Alone on this machine: nobody else can open it.
        (Settings(), HERE, (HERE, "machine")),
        (Settings(), "http://localhost:8501/targets", ("http://localhost:8501/targets", "machine")),
        # Behind a proxy of the same machine, whose name is set.
        (
            Settings(mode="public", address="https://targets.example"),
            HERE,
            ("https://targets.example", "everybody"),
        ),
        (Settings(host="192.0.2.7"), HERE, ("http://192.0.2.7:8501", "everybody")),
        (Settings(host="2001:db8::7"), HERE, ("http://[2001:db8::7]:8501", "everybody")),
        # Who came by a name that is reached from outside passes that on.
        (
            Settings(host="0.0.0.0"),
            "http://192.0.2.9:8501/targets",
            ("http://192.0.2.9:8501/targets", "everybody"),
        ),
        (
            Settings(host="192.0.2.7", mode="team"),
            "https://targets.example",
            ("https://targets.example", "signed-in"),
        ),
        (
            Settings(host="192.0.2.7", mode="team", reading="public"),
            "https://targets.example",
            ("https://targets.example", "everybody"),
        ),
    ],
)
def test_what_is_shared_is_an_address_that_others_reach(
    settings: Settings, origin: str, shared: tuple[str, str]
) -> None:
    assert for_others(origin, settings) == shared


def test_a_server_that_listens_everywhere_is_shared_by_the_machines_own_address() -> None:
    origin, readers = for_others(HERE, Settings(host="0.0.0.0"))
    # A machine without any network has no such address, and says that nobody else can come.
    if readers == "machine":
        assert origin == HERE
    else:
        assert re.fullmatch(r"http://\d+\.\d+\.\d+\.\d+:8501", origin)
        assert "127.0.0.1" not in origin
