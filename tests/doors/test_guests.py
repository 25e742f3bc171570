"""What guests cost: no websocket where they may not have pages, small messages, a share of places."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import uvicorn
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from dashboard.doors.access import Access
from dashboard.doors.door import Door
from dashboard.doors.messages import GUEST_BYTES, LARGEST_BYTES, TOO_LARGE, Conversation
from dashboard.doors.metrics import Metrics
from dashboard.doors.protocol import patient_protocol
from dashboard.doors.rates import own_bounds
from dashboard.settings import Settings
from tests.doors.asked import refuses_nothing, run
from tests.doors.conftest import Team
from tests.doors.tab import Tab
from tests.doors.test_strangers import raw
from tests.machine.server import free_port


# Made-up cookies, and the words that a proxy and our own door have for who is there.
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": f"cluster_session={'A' * 43}"},
        {"Cookie": "cluster_session="},
        {"Cookie": f"_streamlit_user={'A' * 43}"},
        {"X-Remote-User": "admin", "X-Cluster-Visit": '{"vouched": "admin"}'},
    ],
)
def test_who_may_not_have_pages_gets_no_websocket(team: Team, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as refused, Tab(team.served.port, headers=headers):
        pass
    assert refused.value.response.status_code == 403
    assert "default-src 'self'" in refused.value.response.headers["content-security-policy"]


def rerun(query: str = "", url: str = "", state: str = "") -> bytes:
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.context_info.url = url
    if state:
        asked.rerun_script.widget_states.widgets.add(id="a").string_value = state
    return asked.SerializeToString()


def passed(most: int, *sent: bytes) -> tuple[list[bytes], list[str]]:
    """Return which messages get through to the pages, and of which kinds others were dropped."""
    waiting: list[dict[str, Any]] = [{"type": "websocket.receive", "bytes": each} for each in sent]
    waiting.append({"type": "websocket.disconnect"})
    dropped: list[str] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def nothing_offered(_: str) -> bool:
        return False

    async def listen() -> list[bytes]:
        says = Conversation(receive, dropped.append, most, nothing_offered)
        found = []
        while (message := await says())["type"] == "websocket.receive":
            found.append(message["bytes"])
        return found

    return run(listen()), dropped


def test_messages_queries_and_widget_states_have_small_bounds() -> None:
    good = rerun("region=binzhou", "http://127.0.0.1/region", "x" * 60_000)
    large = [
        rerun("q" * 3_900_000),
        rerun("q" * 9_000),
        rerun(url="http://127.0.0.1/" + "u" * 9_000),
        rerun(state="x" * 70_000),
    ]
    assert passed(GUEST_BYTES, *large, good) == ([good], [TOO_LARGE] * 4)
    # Who has signed in may paste a table, and has no longer addresses than others.
    assert passed(LARGEST_BYTES, *large) == ([large[3]], [TOO_LARGE] * 3)
    assert passed(LARGEST_BYTES, rerun(state="x" * 2_200_000)) == ([], [TOO_LARGE])


def test_one_address_holds_no_more_than_its_share_of_open_pages() -> None:
    _, places = own_bounds(2)
    with ExitStack() as held:
        found = [
            held.enter_context(places.taken(address))
            for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1",
                            "2001:db8::2", "2001:db8::3")
        ]  # fmt: skip
        assert found == [True, True, False, True, True, True, False]
    for _ in range(3):
        with places.taken("192.0.2.1") as first, places.taken("192.0.2.1") as second:
            assert first
            assert second


async def keeps_pages(scope: Any, receive: Any, send: Any) -> None:
    """Stand behind a door, answer 200, and keep a page open until its visitor leaves."""
    if scope["type"] == "http":
        await refuses_nothing(scope, receive, send)
        return
    while (await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.accept", "subprotocol": "streamlit"})


@contextmanager
def served(*proxies: str, share: int) -> Iterator[int]:
    """Serve a door on this machine with a small share of connections for one address."""
    settings = Settings.from_environment(mode="public", host="127.0.0.1", proxies=proxies)
    door = Door(keeps_pages, settings, {}, Metrics(), Access(settings), own_bounds(share))
    port = free_port()
    options = uvicorn.Config(
        door,
        "127.0.0.1",
        port,
        http=patient_protocol(door),
        lifespan="off",
        log_config=None,
        ws="websockets-sansio",
    )
    server = uvicorn.Server(options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.05)
        yield port
    finally:
        server.should_exit = True
        thread.join(30)


def status(port: int, path: str) -> bytes:
    return raw(
        port, b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" % path.encode()
    ).split()[1]


def test_one_address_holds_no_more_than_its_share_of_connections_and_health_is_told() -> None:
    with served(share=4) as port, ExitStack() as held:
        assert status(port, "/") == b"200"
        for _ in range(4):
            held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=40))
        assert status(port, "/") == b"503"
        assert status(port, "/healthz") == b"200"
        # A connection beyond the share is not waited for as long as others.
        with socket.create_connection(("127.0.0.1", port), timeout=40) as beyond:
            assert beyond.recv(1) == b""


def opened(port: int) -> Tab:
    """Open a page, where places are given back a moment after they were left."""
    for _ in range(2000):
        try:
            return Tab(port).__enter__()
        except InvalidStatus:
            time.sleep(0.005)
    raise AssertionError("no place is given back")


def test_pages_and_connections_share_their_places_and_give_them_back() -> None:
    with served(share=4) as port:
        for _ in range(3):
            with ExitStack() as held:
                for _ in range(4):
                    held.push(opened(port).__exit__)
                assert status(port, "/") == b"503"
                with pytest.raises(InvalidStatus, match="503"):
                    held.enter_context(Tab(port))


def test_many_may_come_through_a_trusted_proxy() -> None:
    with served("127.0.0.1", share=4) as port, ExitStack() as held:
        for _ in range(9):
            held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=40))
        assert status(port, "/") == b"200"
