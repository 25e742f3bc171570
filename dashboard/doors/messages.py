"""What the pages' own script says over the websocket, and what is not passed on of either side."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import Message, Receive

# Streamlit takes more kinds from anybody: to empty the caches of all, to take files, to write what
# its tools need. These are what a page needs.
_NEEDED = frozenset({"rerun_script", "stop_script", "app_heartbeat", "deferred_file"})
MALFORMED = "malformed"


def kind_of_message(data: bytes) -> str:
    """Return what a message of a visitor asks for: Streamlit's own word, or `MALFORMED`."""
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # ships no types
    from streamlit.proto.BackMsg_pb2 import BackMsg

    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return MALFORMED
    kind: str | None = message.WhichOneof("type")
    if kind == "backend_operation_request":
        kind = message.backend_operation_request.WhichOneof("payload")
    return kind or MALFORMED


class Conversation:
    """An ASGI `receive` of a websocket that passes on what a page needs and drops the rest.

    `dropped` is told of each kind that is. What cannot be read at all is passed on: the pages'
    server then ends this websocket.
    """

    def __init__(self, receive: "Receive", dropped: Callable[[str], None]) -> None:
        self._receive, self._dropped = receive, dropped

    async def __call__(self) -> "Message":
        """Return the next message that may pass."""
        while True:
            message = await self._receive()
            data = message.get("bytes")
            if message["type"] != "websocket.receive" or data is None:
                return message
            kind = kind_of_message(data)
            if kind in _NEEDED or kind == MALFORMED:
                return message
            self._dropped(kind)


def without_insides(message: "Message") -> "Message":
    """Return what the server says to a page, without the server's paths and versions.

    They stand in the first message of a run; Streamlit has no setting for it.
    """
    data = message.get("bytes")
    if data is None or _script_path() not in data:
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


def file_made(message: "Message") -> str:
    """Return the address of a file that was made because the visitor asked for it; "" for none."""
    data = message.get("bytes")
    if data is None or b"/media/" not in data:
        return ""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    told = ForwardMsg()
    told.ParseFromString(data)
    if told.WhichOneof("type") != "backend_operation_response":
        return ""
    return urlsplit(told.backend_operation_response.deferred_file.url).path


@cache
def _script_path() -> bytes:
    from streamlit.runtime import get_instance

    return str(get_instance()._main_script_path).encode()
