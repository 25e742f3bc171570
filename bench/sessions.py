"""A visitor without a browser: speaks the protocol of the installed Streamlit over a websocket."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class PageFailed(RuntimeError):
    """The page raised, or did not compile."""


class Session:
    """One visitor. Keeps what the real front end keeps: the page, its address and the messages seen."""

    def __init__(
        self, port: int, page: str = "", query: str = "", scheme: str = "ws", **told: Any
    ) -> None:
        self._address = f"{scheme}://127.0.0.1:{port}/_stcore/stream"
        # What is told to the websocket beside: cookies, TLS.
        self._told = told
        self._page, self._query = page, query
        self._script = ""
        self._seen: list[str] = []
        self._sheet, self._fragment = BidiComponent(), ""
        self._stamp = 0

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(
            self._address,
            subprotocols=["streamlit"],
            max_size=2**28,
            compression=None,
            **self._told,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._socket.close()

    async def rerun(self) -> float:
        """Ask for the page once; returns milliseconds until the server has sent all of it."""
        return await self._asked(BackMsg())

    async def enter(self) -> float:
        """Type a little less than last year's figure into the entry page's form and press Enter.

        Nobody doubts it: the made-up series hardly grow, and a cluster's has to stay below its
        region's. Returns milliseconds until the figure is saved and the page is there with the next
        series; raises `PageFailed` where it still asks for the same figure. The page was asked for
        before.
        """
        shown = json.loads(self._sheet.json)
        (row,) = shown["rows"]
        self._stamp += 2
        place = {"region": shown["region"], "period": shown["period"], "id": row["id"]}
        edit = place | {"seen": row["seen"], "value": _a_little_less(row), "stamp": self._stamp}
        pressed = place | {"seen": None, "stamp": self._stamp + 1}
        asked = BackMsg()
        asked.rerun_script.fragment_id = self._fragment
        widget = asked.rerun_script.widget_states.widgets.add()
        widget.id = self._sheet.id
        widget.json_value = json.dumps({"report": {"edits": [edit], "enter": pressed}})
        taken = await self._asked(asked)
        (after,) = json.loads(self._sheet.json)["rows"]
        if after["id"] == row["id"]:
            raise PageFailed(f"{row['id']} was not saved: {after}")
        return taken

    async def _asked(self, asked: BackMsg) -> float:
        state: Any = asked.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._script
        if not self._script:
            state.page_name = self._page
        state.context_info.timezone = "UTC"
        state.context_info.locale = "zh-CN"
        state.context_info.url = f"http://127.0.0.1/{self._page}"
        state.cached_message_hashes.extend(self._seen)
        began = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        seen: list[str] = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(self._socket.recv(), 120))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._script = message.new_session.page_script_hash
            elif kind == "navigation":
                # Of several pages the one that is shown: a new session names the first.
                self._script = message.navigation.page_script_hash
            elif kind == "ref_hash":
                seen.append(message.ref_hash)
            elif kind == "delta":
                if message.metadata.cacheable:
                    seen.append(message.hash)
                _refuse_failure(message.delta.new_element)
                if message.delta.new_element.WhichOneof("type") == "bidi_component":
                    self._sheet.CopyFrom(message.delta.new_element.bidi_component)
                    self._fragment = message.delta.fragment_id
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise PageFailed("the page does not compile")
                self._seen = list(dict.fromkeys(seen))
                return (time.perf_counter() - began) * 1000


def _refuse_failure(element: Element) -> None:
    shown = element.WhichOneof("type")
    if shown == "exception":
        raise PageFailed(element.exception.message)
    if shown == "alert" and element.alert.format == Alert.ERROR:
        raise PageFailed(element.alert.body)


async def reruns(port: int, page: str, query: str, times: int) -> list[float]:
    """Milliseconds of `times` reruns of one visitor, after three that do not count."""
    async with Session(port, page, query) as session:
        for _ in range(4):
            await session.rerun()
        taken = []
        for _ in range(times):
            taken.append(await session.rerun())
            await asyncio.sleep(0.02)
        return taken


async def with_visitors(
    port: int, page: str, query: str, counts: Sequence[int], look: Callable[[], float]
) -> list[float]:
    """Open more and more visitors who each see the page once; return what `look` finds at each count."""
    found = []
    async with AsyncExitStack() as opened:
        visitors = 0
        for count in counts:
            while visitors < count:
                session = await opened.enter_async_context(Session(port, page, query))
                await session.rerun()
                visitors += 1
            # The server is still putting away what the last rerun left.
            await asyncio.sleep(2)
            found.append(look())
    return found


def _a_little_less(row: Mapping[str, str]) -> str:
    less = Decimal(1) if row["id"].startswith("region") else Decimal("0.98")
    value = Decimal(row["previous"].replace(",", "")) * less
    return str(int(value) if row["unit"] == "家" else round(value, 3))
