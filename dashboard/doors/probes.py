"""Insides of Streamlit, uvicorn and h11 on which a door relies, tried before anything listens.

A door that stands on what another version does otherwise would not fall: it would stand open. So each
is tried once, by what it does where it does something. That a version is merely another than those
which were tested is no refusal.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import Any, NamedTuple, TypeAlias

from packaging.requirements import Requirement

from dashboard.doors.addresses import kind_of
from dashboard.doors.messages import NOBODYS_OFFER, given, kind_of_message, without_insides
from dashboard.doors.modes import ModeRefused
from dashboard.doors.protocol import patient_protocol
from dashboard.doors.uploads import page_of
from dashboard.doors.visits import VISIT_HEADER, RawHeaders
from dashboard.settings import Settings

PACKAGE = "cluster-target-tracking-dashboard"
# Whose insides are relied on; between which versions they were tested, pyproject.toml says.
_LIBRARIES = ("streamlit", "uvicorn", "h11", "starlette")


_KNOCK = (
    b"GET /_stcore/stream HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    b"Sec-WebSocket-Protocol: streamlit\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
)


class Untested(NamedTuple):
    """A library in a version that was not tested with this program."""

    library: str
    version: str
    tested: str


def untested_versions() -> list[Untested]:
    """Return the libraries, of those whose insides are relied on, in another version than tested."""
    found = []
    try:
        required = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        # Run from a folder, without having been installed: nobody says what was tested.
        return []
    for text in required:
        asked = Requirement(text)
        if asked.name in _LIBRARIES and asked.marker is None:
            version = metadata.version(asked.name)
            if not asked.specifier.contains(version, prereleases=True):
                found.append(Untested(asked.name, version, str(asked.specifier)))
    return found


# The library, the inside as a person may be told of it, and what tells whether it does as it should.
Probe: TypeAlias = tuple[str, str, Callable[[], bool]]


def probe(settings: Settings, more: Sequence[Probe] = (), own_server: bool = True) -> None:
    """Try every inside. Raises `ModeRefused` for the first that is missing or does otherwise.

    `more` are those that others than the doors rely on. `own_server` is whether connections come to
    our own protocol, and not to `streamlit run`'s.
    """
    addresses = ("streamlit", "the addresses of files and messages", lambda: _addresses(settings))
    probes = [*_OF_PAGES, addresses, *more, *(_OF_CONNECTIONS if own_server else ())]
    if settings.mode == "oidc":
        probes.append(("streamlit", "the cookies of st.login", _provider_cookies))
    # What is tried on purpose is refused on purpose: the libraries' own words on it tell nobody anything.
    logging.disable(logging.CRITICAL)
    try:
        for library, inside, tried in probes:
            try:
                works = tried()
            except Exception as fault:
                raise _refused(library, inside, f"{type(fault).__name__}: {fault}") from fault
            if not works:
                raise _refused(library, inside, "")
    finally:
        logging.disable(logging.NOTSET)


def _refused(library: str, inside: str, reason: str) -> ModeRefused:
    told = f"{inside} ({reason[:200]})" if reason else inside
    return ModeRefused(
        "doors.refused.inside", library=library, version=metadata.version(library), inside=told
    )


def _messages_of_visitors() -> bool:
    from streamlit.proto.BackMsg_pb2 import BackMsg

    asked: Any = BackMsg()
    asked.rerun_script.query_string = asked.rerun_script.context_info.url = "a"
    asked.rerun_script.page_name = asked.rerun_script.fragment_id = "a"
    asked.rerun_script.widget_states.widgets.add(id="a").json_value = "{}"
    file: Any = BackMsg()
    file.backend_operation_request.deferred_file.file_id = NOBODYS_OFFER
    other: Any = BackMsg(clear_cache=True)
    kinds = [kind_of_message(each.SerializeToString()) for each in (asked, file, other)]
    return kinds == ["rerun_script", "deferred_file", "clear_cache"]


def _messages_to_visitors() -> bool:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    offer: Any = ForwardMsg()
    offer.delta.new_element.download_button.deferred_file_id = "a" * 32
    file: Any = ForwardMsg()
    file.backend_operation_response.deferred_file.url = "http://127.0.0.1/media/a.csv"
    session: Any = ForwardMsg()
    session.new_session.initialize.session_id = session.new_session.main_script_path = "a"
    about = session.new_session.initialize.environment_info
    about.python_version = about.server_os = about.streamlit_version = session.new_session.name = (
        "a"
    )
    gives = [
        given({"type": "websocket.send", "bytes": each.SerializeToString()}, script=b"/a/script.py")
        for each in (offer, file)
    ]
    session.new_session.main_script_path = "/a/script.py"
    begins = {"bytes": session.SerializeToString()}
    gives.append(given(begins, script=b"/a/script.py"))
    told: Any = ForwardMsg()
    told.ParseFromString(without_insides(begins, script=b"/a/script.py")["bytes"])
    left = told.new_session.initialize.environment_info
    if told.new_session.main_script_path != "a" or left.ListFields():
        return False
    return gives == [[("offer", "a" * 32)], [("file", "/media/a.csv")], [("session", "a")]]


def _offers_are_random() -> bool:
    from streamlit.runtime.media_file_manager import MediaFileManager
    from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    made = {files.add_deferred(lambda: b"", "text/csv", str(place)) for place in range(3)}
    return len(made) == 3 and all(len(id) == 32 and int(id, 16) for id in made)


def _files_on_their_way_in() -> bool:
    from streamlit.runtime import Runtime
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
    from streamlit.runtime.uploaded_file_manager import UploadedFileRec
    from streamlit.web.server.starlette import starlette_routes

    page, file = "0" * 36, "1"
    files = MemoryUploadedFileManager("/")
    files.add_file(page, UploadedFileRec(file, "a.csv", "text/csv", b"a"))
    there = len(files.get_files(page, [file]))
    files.remove_file(page, file)
    path = f"/{starlette_routes.BASE_ROUTE_UPLOAD_FILE}/{page}/{file}"
    named = isinstance(getattr(Runtime, "uploaded_file_mgr", None), property)
    return there == 1 and not files.get_files(page, [file]) and page_of(path) == page and named


def _session_in_the_subprotocols() -> bool:
    from starlette.datastructures import Headers
    from streamlit.web.server.starlette import starlette_websocket

    told = Headers({"sec-websocket-protocol": "streamlit, token, session"})
    known = starlette_websocket._parse_subprotocols(told)
    without = Headers({"sec-websocket-protocol": "streamlit, token"})
    route = starlette_websocket._ROUTE_WEBSOCKET_STREAM
    return (
        known == ("streamlit", "token", "session")
        and starlette_websocket._parse_subprotocols(without)[2] is None
        and route == "_stcore/stream"
    )


def _script_of_the_runtime() -> bool:
    from streamlit.runtime import Runtime

    return "_main_script_path" in Runtime.__init__.__code__.co_names


def _loggers() -> bool:
    from streamlit import logger

    made = logger.get_logger("dashboard.probe")
    return logger._loggers.pop("dashboard.probe") is made


def _run_of_a_page() -> bool:
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    return get_script_run_ctx(suppress_warning=True) is None


def _headers_of_a_page() -> bool:
    """A run of a page knows the headers of its websocket's handshake, also one that is there twice."""
    from starlette.websockets import WebSocket
    from streamlit.runtime import context
    from streamlit.web.server.starlette.starlette_websocket import StarletteClientContext

    async def silent(*_: Any) -> Any:
        return {}

    told = [(b"cookie", b"a=1"), (VISIT_HEADER, b"kept"), (b"cookie", b"b=\xe6")]
    shaken = WebSocket({"type": "websocket", "headers": told, "client": None}, silent, silent)
    client = StarletteClientContext(shaken)
    found = context.StreamlitHeaders(client.headers)
    asks: Any = vars(context.ContextProxy)["headers"].fget
    return (
        found.get_all("Cookie") == ["a=1", "b=\xe6"]
        and found.get("X-Cluster-Visit") == "kept"
        # Outside of a run there are none, and so nobody.
        and len(asks(context.ContextProxy())) == 0
    )


def _addresses(settings: Settings) -> bool:
    """What the pages ask of Streamlit lies where the door knows it, and what it tells of itself does not."""
    from streamlit.web.server.starlette import starlette_routes as known

    lies = {
        known.ROUTE_HEALTH: "streamlit",
        known.ROUTE_HOST_CONFIG: "streamlit",
        f"{known.BASE_ROUTE_STATIC}/a": "static",
        f"{known.BASE_ROUTE_MEDIA}/a": "media",
        f"{known.BASE_ROUTE_COMPONENT}/a": "component",
        f"{known.BASE_ROUTE_CORE}/bidi-components/a": "bidi-components",
        known._ROUTE_COMPONENTS_V2.replace("{path:path}", "a"): "bidi-components",
        f"{known.BASE_ROUTE_UPLOAD_FILE}/a": "upload_file",
        known.ROUTE_METRICS: "",
        known.ROUTE_SCRIPT_HEALTH: "",
        f"{known.BASE_ROUTE_APP_STATIC}/a": "",
    }
    return all(kind_of(f"/{path}", settings) == kind for path, kind in lies.items())


def _provider_cookies() -> bool:
    from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
    from streamlit.web.server.starlette import starlette_app_utils
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    signed = starlette_app_utils.create_signed_value("a" * 32, USER_COOKIE_NAME, "{}")
    kept = signed if isinstance(signed, bytes) else signed.encode()

    def single(name: str) -> bytes | None:
        if name != USER_COOKIE_NAME:
            return None
        return starlette_app_utils.decode_signed_value("a" * 32, name, kept)

    return get_cookie_with_chunks(single, USER_COOKIE_NAME) == b"{}" and bool(
        encode_provider_token("default")
    )


class _Wire(asyncio.Transport):
    """A connection that ends nowhere: keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.written, self.closed = b"", False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        """Nothing more comes."""

    def resume_reading(self) -> None:
        """Nothing more comes."""

    def is_closing(self) -> bool:
        return self.closed

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """What speaks from now on is told all that comes by whoever tries it."""


class _Keeper:
    """Stands where the door stands, and keeps what it is asked."""

    def __init__(self, admitted: bool = False) -> None:
        self.asked: list[str] = []
        self._admitted = admitted

    def unreadable(self, address: str, status: int, head: bytes) -> tuple[RawHeaders, bytes]:
        self.asked.append(f"unreadable {address}")
        return [(b"x-probe", b"kept")], b"%d %s" % (status, head[:1])

    def admits(self, scope: Any) -> bool:
        self.asked.append(f"admits {scope['path']}")
        return self._admitted

    def take_place(self, _: str) -> bool:
        return True

    def leave_place(self, _: str) -> None:
        pass


def _connections() -> bool:
    """What uvicorn makes of bytes goes through our own protocol, and through its strict lines."""
    head = b"GET /a HTTP/1.1\r\nHost: a\r\n"
    knock = head + b"Connection: upgrade\r\nUpgrade: websocket\r\n\r\n"
    faulty = (
        b"\x16\x03\x01\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
        head + b"X: 1\r\n 2\r\n\r\n",
        head.replace(b"1.1", b"2.0") + b"\r\n",
        head + b"Transfer-Encoding: chunked\r\n\r\n1 \r\n",
    )
    rest = head + b"Content-Length: 5\r\n\r\na"
    *refused, admitted, waits = asyncio.run(_spoken(*faulty, knock, rest))
    return (
        # Nothing follows the refusal; what is still sent is thrown away for a while.
        all(each == (["unreadable 127.0.0.1"], True, True, True) for each in refused)
        and admitted == (["admits /a"], False, False, False)
        # What is left of a body after the answer is waited for, and not for ever.
        and waits == ([], False, False, True)
    )


def _refused_websocket() -> bool:
    """What the door admits becomes a websocket without extensions; a refusal goes out with its head."""
    (answer,) = asyncio.run(_upgraded(_KNOCK))
    asked, sent = answer
    head, _, body = sent.partition(b"\r\n\r\n")
    return (
        asked == [("websocket", "/_stcore/stream", ["streamlit"], False)]
        and head.startswith(b"HTTP/1.1 403 ")
        and b"x-probe: kept" in head.lower()
        and body == b"no"
    )


async def _upgraded(*sent: bytes) -> list[tuple[list[tuple[str, str, list[str], bool]], bytes]]:
    """For each handshake: what the pages were asked (with extensions or not), and what was answered."""
    import uvicorn
    from uvicorn.server import ServerState

    asked: list[tuple[str, str, list[str], bool]] = []

    async def pages(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        extended = any(name == b"sec-websocket-extensions" for name, _ in scope["headers"])
        asked.append((scope["type"], scope["path"], scope["subprotocols"], extended))
        head = [(b"x-probe", b"kept"), (b"content-length", b"2")]
        await send({"type": "websocket.http.response.start", "status": 403, "headers": head})
        await send({"type": "websocket.http.response.body", "body": b"no", "more_body": False})

    found = []
    for data in sent:
        wire, keeper = _Wire(), _Keeper(admitted=True)
        config = uvicorn.Config(
            pages,
            http=patient_protocol(keeper),
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            log_config=None,
            lifespan="off",
        )
        config.load()
        state = ServerState()
        speaks = patient_protocol(keeper)(config, state, {})
        speaks.connection_made(wire)
        speaks.data_received(data)
        await asyncio.gather(*state.tasks)
        found.append((asked, wire.written))
    return found


async def _spoken(*sent: bytes) -> list[tuple[list[str], bool, bool, bool]]:
    """For each connection: what the door was asked, whether its headers went out, whether it ended.

    And whether it is going to, without a word.
    """
    import uvicorn
    from uvicorn.server import ServerState

    async def pages(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001 - an ASGI application
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    found = []
    for data in sent:
        keeper, wire = _Keeper(), _Wire()
        config = uvicorn.Config(
            pages, http=patient_protocol(keeper), log_config=None, lifespan="off"
        )
        config.load()
        state = ServerState()
        speaks: Any = patient_protocol(keeper)(config, state, {})
        speaks.connection_made(wire)
        speaks.data_received(data)
        await asyncio.gather(*state.tasks)
        told = b"x-probe: kept" in wire.written
        found.append((keeper.asked, told, wire.closed, speaks.rest_clock is not None))
        speaks.connection_lost(None)
    return found


_OF_PAGES: tuple[Probe, ...] = (
    ("streamlit", "the messages of a page (BackMsg)", _messages_of_visitors),
    ("streamlit", "the messages to a page (ForwardMsg)", _messages_to_visitors),
    ("streamlit", "the ids of files that are made when asked for", _offers_are_random),
    ("streamlit", "the files on their way in", _files_on_their_way_in),
    ("streamlit", "the session's id in the handshake", _session_in_the_subprotocols),
    ("streamlit", "the path of the script in the runtime", _script_of_the_runtime),
    ("streamlit", "the loggers", _loggers),
    ("streamlit", "the context of a run", _run_of_a_page),
    ("streamlit", "the headers of a page (st.context.headers)", _headers_of_a_page),
)
_OF_CONNECTIONS: tuple[Probe, ...] = (
    ("uvicorn", "the protocol of connections", _connections),
    ("uvicorn", "the handshake of a websocket and its refusal", _refused_websocket),
)
