"""A page in a browser without a screen: the websocket, what it shows, and its inputs and buttons."""

import json
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

# The inputs in which figures are typed.
SHEET = "entry-sheet"
MAY_TAKE_S = 300
# How a widget's id ends: in the key our pages give it.
_KEY = re.compile(r"\$\$ID-[0-9a-f]+-(.+)")


@dataclass
class Widget:
    """An input or a button as the server has drawn it.

    `fragment` is the part of the page it is in, `told` what the server has sent to its script, and
    `file` under what a file is made that it offers.
    """

    id: str
    fragment: str = ""
    disabled: bool = False
    told: str = ""
    file: str = ""


@dataclass
class Tab:
    """One open page.

    `shown` is all text of the last run, `everything` that of all runs, `widgets` are those of the
    page by our keys, `fragments` its parts that run by themselves. `resumes` is the id of a session
    to go on with, as a browser says after a lost connection.
    """

    port: int
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    shown: str = ""
    everything: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)
    fragments: set[str] = field(default_factory=set)
    query: str = ""
    page: str = ""
    session: str = ""
    resumes: str = ""
    _hash: str = ""
    _open: ExitStack = field(default_factory=ExitStack)
    _states: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _files: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        heads = self.headers | ({"Cookie": self.cookie} if self.cookie else {})
        opened = connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit", *(["no-token", self.resumes] if self.resumes else [])],  # type: ignore[list-item]  # a text is one
            additional_headers=heads,
            max_size=2**28,
        )
        self._socket: ClientConnection = self._open.enter_context(opened)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def open(self, page: str, query: str = "") -> Self:
        """Open a page as a link does."""
        self.page, self.query, self._hash = page, query, ""
        return self.rerun()

    def rerun(self, fragment: str = "", trigger: str = "") -> Self:
        """Run the page, or a part of it, again with all inputs as they are; `trigger` is a button."""
        self.ask(fragment, trigger)
        return self.collect()

    def ask(self, fragment: str = "", trigger: str = "") -> None:
        """As `rerun`, without waiting for its end."""
        asked = BackMsg()
        client = asked.rerun_script
        client.query_string, client.fragment_id = self.query, fragment
        client.page_name, client.page_script_hash = self.page, self._hash
        client.context_info.url = f"http://127.0.0.1:{self.port}/{self.page}"
        client.context_info.locale = "en"
        for id, (kind, value) in self._states.items():
            setattr(client.widget_states.widgets.add(id=id), kind, value)
        if trigger:
            client.widget_states.widgets.add(id=trigger).trigger_value = True
        self.send(asked)

    def send(self, message: BackMsg) -> None:
        """Send any message, also one that no page would."""
        self.send_bytes(message.SerializeToString())

    def send_bytes(self, data: bytes) -> None:
        """Send what may be no message at all."""
        self._socket.send(data)

    def collect(self) -> Self:
        """Take in what the server sends until the run has ended, and the runs it begins itself."""
        found: list[str] = []
        while True:
            message = self.receive()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
                if not message.metadata.run.fragment_ids:
                    # The whole page is drawn anew.
                    found.clear()
                    self.widgets.clear()
                    self.fragments.clear()
            elif kind == "navigation":
                self._hash = message.navigation.page_script_hash
            elif kind == "delta":
                self._note(message.delta)
            found.append(str(message))
            self.everything += found[-1]
            if kind == "script_finished":
                self.shown = "\n".join(found)
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return self

    def until(self, told: str) -> Self:
        """Take in what the server sends until it tells something."""
        while told not in (found := str(self.receive())):
            self.everything += found
        return self

    def receive(self) -> ForwardMsg:
        message = ForwardMsg()
        data = self._socket.recv(MAY_TAKE_S)
        assert isinstance(data, bytes)
        message.ParseFromString(data)
        return message

    def type(self, key: str, text: str) -> Self:
        """Type into the input `key` and leave it."""
        self._states[self.widgets[key].id] = ("string_value", text)
        return self.rerun(self.widgets[key].fragment)

    def report(self, key: str, state: dict[str, Any]) -> Self:
        """Let the script of the input `key` report what was typed in it."""
        self._states[self.widgets[key].id] = ("json_value", json.dumps(state))
        return self.rerun(self.widgets[key].fragment)

    def fill_in(self, **typed: str) -> Self:
        """Type into the first row of the sheet, later than all that was typed before."""
        told = json.loads(self.widgets[SHEET].told)
        row = told["rows"][0]
        texts = {column["id"]: row[column["id"]] for column in told["columns"] if column["typed"]}
        place = {"region": told["region"], "period": told["period"], "id": row["id"]}
        stamp = told["taken"].get(told["region"], 0) + 1
        edit = texts | typed | place | {"seen": row["seen"], "stamp": stamp}
        return self.report(SHEET, {"report": {"edits": [edit], "enter": None}})

    def click(self, key: str) -> Self:
        """Click the button `key`."""
        widget = self.widgets[key]
        assert not widget.disabled
        return self.rerun(widget.fragment, widget.id)

    def offers(self, key: str) -> bool:
        """Tell whether the page has the button `key` and lets it be clicked."""
        return key in self.widgets and not self.widgets[key].disabled

    def file_of(self, key: str) -> str:
        """Ask for the file behind the download `key`; return its address, "" if it is refused."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = self.widgets[key].file
        self.send(asked)
        while True:
            message = self.receive()
            if message.WhichOneof("type") == "backend_operation_response":
                return message.backend_operation_response.deferred_file.url

    def _note(self, delta: Any) -> None:
        if delta.fragment_id:
            self.fragments.add(delta.fragment_id)
        kind = delta.new_element.WhichOneof("type")
        if kind is None:
            return
        element = getattr(delta.new_element, kind)
        id = getattr(element, "id", "")
        named = _KEY.fullmatch(id)
        if named and named[1] != "None":
            self.widgets[named[1]] = Widget(
                id,
                delta.fragment_id,
                bool(getattr(element, "disabled", False)),
                str(getattr(element, "json", "")),
                getattr(element, "deferred_file_id", ""),
            )
