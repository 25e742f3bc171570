"""Whether a request for a websocket is sound, asked before the libraries that would answer.

They answer in their own words and without our headers; and of a foreign `Origin` the pages' server
would ask an outside host for its own address, while everybody waits.
"""

import base64
import binascii
import re
from typing import Any

from dashboard.doors.addresses import STREAM
from dashboard.doors.visits import RawHeaders

_WORD = r"[-!#$%&'*+.^_`|~0-9A-Za-z]+"
_TOKENS = re.compile(rf"{_WORD}(?:[ \t]*,[ \t]*{_WORD})*")
# The websockets library reads no more headers, and none that is longer.
_MOST_HEADERS, _LONGEST_LINE = 128, 8000


def is_knock(headers: RawHeaders) -> bool:
    """Tell whether a request asks for a websocket, soundly or not."""
    return any(value.strip().lower() == b"websocket" for value in _all(headers, b"upgrade"))


def handshake_fault(scope: Any) -> str:
    """Return what is wrong with a request for the pages' websocket, in a word; "" for nothing.

    As RFC 6455, 4.2.1 asks; and it must have no body.
    """
    headers: RawHeaders = scope["headers"]
    if scope.get("method", "GET") != "GET":
        return "method"
    if scope["http_version"] != "1.1":
        return "protocol"
    if scope["path"] != STREAM:
        return "address"
    if len(headers) > _MOST_HEADERS or any(len(n) + len(v) > _LONGEST_LINE for n, v in headers):
        return "too-long"
    if not _is_upgrade(headers):
        return "upgrade"
    keys, versions = _all(headers, b"sec-websocket-key"), _all(headers, b"sec-websocket-version")
    if len(keys) != 1 or not _is_key(keys[0]):
        return "key"
    if versions != [b"13"]:
        return "version"
    if len(_all(headers, b"origin")) > 1:
        return "origin"
    if _all(headers, b"transfer-encoding") or set(_all(headers, b"content-length")) - {b"0"}:
        return "body"
    # The pages put a token and a session's id there; Streamlit takes the first for the protocol.
    protocols = [value.decode("latin-1") for value in _all(headers, b"sec-websocket-protocol")]
    if not all(_TOKENS.fullmatch(each) for each in protocols):
        return "subprotocol"
    return ""


def _is_upgrade(headers: RawHeaders) -> bool:
    connection = b",".join(_all(headers, b"connection")).decode("latin-1")
    upgrade = [value.lower() for value in _all(headers, b"upgrade")]
    wanted = [part.strip().lower() for part in connection.split(",")]
    return bool(_TOKENS.fullmatch(connection)) and "upgrade" in wanted and upgrade == [b"websocket"]


def _is_key(key: bytes) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except binascii.Error:
        return False


def _all(headers: RawHeaders, name: bytes) -> list[bytes]:
    return [value.strip() for key, value in headers if key.lower() == name]
