"""The pages' websocket: it carries the identity of its cookie and nothing else."""

import asyncio

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus

from tests.doors.conftest import Team
from tests.doors.tab import Tab
from tests.doors.test_strangers import run

MAY_TAKE_S = 300


def page_of(team: Team, page: str, query: str, cookie: str) -> str:
    """Return all text the server sends for one run of a page, asked for under a `Cookie`."""

    async def look() -> str:
        address = f"ws://127.0.0.1:{team.served.port}/_stcore/stream"
        heads = {"Cookie": cookie} if cookie else {}
        async with websockets.connect(
            address, subprotocols=["streamlit"], additional_headers=heads, max_size=2**28
        ) as opened:
            asked = BackMsg()
            asked.rerun_script.query_string = query
            asked.rerun_script.page_name = page
            asked.rerun_script.context_info.url = f"http://127.0.0.1/{page}"
            asked.rerun_script.context_info.locale = "en"
            await opened.send(asked.SerializeToString())
            found: list[str] = []
            while True:
                message = ForwardMsg()
                message.ParseFromString(await asyncio.wait_for(opened.recv(), MAY_TAKE_S))
                found.append(str(message))
                if message.WhichOneof("type") == "script_finished":
                    return "\n".join(found)

    return run(look)


def test_the_signed_in_get_the_page_until_they_sign_out(team: Team) -> None:
    visitor = team.signed_in("clerk")
    cookie = f"cluster_session={visitor.cookies['cluster_session']}"
    assert "Binzhou" in page_of(team, "region", "region=binzhou&lang=en", cookie)
    visitor.sign_out()
    with pytest.raises(InvalidStatus), Tab(team.served.port, cookie):
        pass
