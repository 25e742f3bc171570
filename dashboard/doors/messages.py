"""What the pages' own script says over the websocket, and what is not passed on of either side."""

import json
import re
from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import Message, Receive

# Streamlit takes more kinds from anybody: to empty the caches of all, to take files, to write what
# its tools need. These are what a page needs.
_NEEDED = frozenset({"rerun_script", "stop_script", "app_heartbeat", "deferred_file"})
# Where a file is to be sent, which is told to who may send one.
_FILE_ADDRESSES, _MOST_FILES = "file_urls_request", 3
MALFORMED, TOO_LARGE = "malformed", "too large"

# What one message may hold. Streamlit keeps it as long as the page is open: a guest chooses what to
# see; who enters figures may paste a table. An address that a browser and proxies pass on is shorter.
GUEST_BYTES = 64 * 1024
LARGEST_BYTES = 2 * 1024 * 1024
_QUERY_BYTES = 8 * 1024

# What goes out to a visitor, by kind (session, offer, file) and id.
Given: TypeAlias = list[tuple[str, str]]
NOBODYS_OFFER = "0" * 32


def kind_of_message(data: bytes, most: int = LARGEST_BYTES) -> str:
    """Return what a message of a visitor asks for: Streamlit's own word, `MALFORMED`, `TOO_LARGE`."""
    return TOO_LARGE if len(data) > most else _kind(_read(data))


def _kind(message: Any | None) -> str:
    if message is None:
        return MALFORMED
    kind: str | None = message.WhichOneof("type")
    if kind == "backend_operation_request":
        kind = message.backend_operation_request.WhichOneof("payload")
    if kind == "rerun_script":
        asked = message.rerun_script
        texts = (asked.query_string, asked.context_info.url, asked.page_name, asked.fragment_id)
        if any(len(text) > _QUERY_BYTES for text in texts):
            return TOO_LARGE
    return kind or MALFORMED


def _read(data: bytes) -> Any | None:
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # ships no types
    from streamlit.proto.BackMsg_pb2 import BackMsg

    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None
    return message


class Conversation:
    """An ASGI `receive` of a websocket that passes on what a page needs and drops the rest.

    `dropped` is told of each kind that is. `most` bytes a message may have; `may_ask_for` tells
    whether a file was offered to this visitor: another's is asked for as nobody's, and so refused in
    Streamlit's own way. `may_send_files` tells whether the visitor may send some. What cannot be
    read at all is passed on: the pages' server then ends this websocket.
    """

    def __init__(
        self,
        receive: "Receive",
        dropped: Callable[[str], None],
        most: int,
        may_ask_for: Callable[[str], Awaitable[bool]],
        may_send_files: bool = False,
    ) -> None:
        self._receive, self._dropped = receive, dropped
        self._most, self._may_ask_for = most, may_ask_for
        self._may_send_files = may_send_files

    async def __call__(self) -> "Message":
        """Return the next message that may pass."""
        while True:
            message = await self._receive()
            data = message.get("bytes")
            if message["type"] != "websocket.receive" or data is None:
                return message
            if len(data) > self._most:
                self._dropped(TOO_LARGE)
                continue
            asked = _read(data)
            kind = _kind(asked)
            if kind == "deferred_file":
                return {**message, "bytes": await self._judged(asked, data)}
            if kind == "rerun_script":
                return {**message, "bytes": self._mended(asked, data)}
            if kind in _NEEDED or kind == MALFORMED:
                return message
            if kind == _FILE_ADDRESSES and self._may_send_files and _is_modest(asked):
                return message
            self._dropped(kind)

    async def _judged(self, asked: Any, data: bytes) -> bytes:
        wanted = asked.backend_operation_request.deferred_file
        if await self._may_ask_for(wanted.file_id):
            return data
        self._dropped("deferred_file of another")
        wanted.file_id = NOBODYS_OFFER
        return bytes(asked.SerializeToString())

    def _mended(self, asked: Any, data: bytes) -> bytes:
        """The message without what no component of ours reports: it would end the page's run."""
        states = asked.rerun_script.widget_states.widgets
        told = [(state, state.json_value) for state in states if state.HasField("json_value")]
        mended = [(state, text, sound_json(text)) for state, text in told]
        if all(text == sound for _, text, sound in mended):
            return data
        for state, _, sound in mended:
            if sound is None:
                self._dropped("component state that is none")
                states.remove(state)
            else:
                state.json_value = sound
        return bytes(asked.SerializeToString())


def _is_modest(asked: Any) -> bool:
    return len(asked.file_urls_request.file_names) <= _MOST_FILES


def sound_json(text: str) -> str | None:
    r"""Return the JSON that a component reported, None for what is none.

    An unpaired surrogate (`"\ud800"`), which is no character and which no database takes, becomes the
    replacement character.
    """
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if "\\ud" not in text.lower():
        return text
    written = json.dumps(held, ensure_ascii=False)
    return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def without_insides(message: "Message", script: bytes = b"") -> "Message":
    """Return what the server says to a page, without the server's paths and versions.

    They stand in the first message of a run, which `script` tells as in `given`; Streamlit has no
    setting for it.
    """
    data = message.get("bytes")
    if data is None or (script or _script_path()) not in data:
        return message
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    told: Any = ForwardMsg()
    told.ParseFromString(data)
    if told.WhichOneof("type") != "new_session":
        return message
    told.new_session.main_script_path = told.new_session.name
    about = told.new_session.initialize.environment_info
    about.python_version = about.server_os = about.streamlit_version = ""
    return {**message, "bytes": told.SerializeToString()}


def given(message: "Message", script: bytes = b"") -> Given:
    """Return what a message gives to the visitor: their session, the offer of a file, or a file.

    `script` is the path of the pages' script, by which a session's beginning is found at once.
    """
    data = message.get("bytes")
    if data is None:
        return []
    begins, offers = (script or _script_path()) in data, _offer().search(data) is not None
    if not begins and not offers and b"/media/" not in data:
        return []
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    told: Any = ForwardMsg()
    told.ParseFromString(data)
    kind = told.WhichOneof("type")
    if kind == "new_session":
        return [("session", told.new_session.initialize.session_id)]
    if kind == "delta" and offers:
        offer = told.delta.new_element.download_button.deferred_file_id
        return [("offer", offer)] if offer else []
    if kind == "backend_operation_response":
        return [("file", urlsplit(told.backend_operation_response.deferred_file.url).path)]
    return []


@cache
def _offer() -> re.Pattern[bytes]:
    """What the id of a file that can be asked for looks like on the wire."""
    from streamlit.proto.DownloadButton_pb2 import DownloadButton

    number = DownloadButton.DESCRIPTOR.fields_by_name["deferred_file_id"].number
    return re.compile(re.escape(bytes([number << 3 | 2, 32])) + rb"[0-9a-f]{32}")


@cache
def _script_path() -> bytes:
    from streamlit.runtime import get_instance

    return str(get_instance()._main_script_path).encode()
