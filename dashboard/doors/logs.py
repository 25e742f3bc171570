"""The server's log: a JSON object a line with the request's id, and nothing secret in it."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from dashboard.doors.asking import told_visit
from dashboard.settings import Settings

LOG = logging.getLogger("dashboard.doors")
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")

_HIDDEN = "[hidden]"
# Words that tell a secret when a value follows, also within longer names: id_token, client_secret.
_TELLING = r"[\w-]*(?:token|secret|cookie|session|api_?key|credential)\w*"
_PHRASE = r"[\w-]*(?:password|passwd|passphrase|pwd)\w*"
_THEN = r"['\"]?\s*[=:]\s*['\"]?"
_SECRETS = (
    (re.compile(r"cd_[A-Za-z0-9_-]{20,}"), ""),
    # With or without the scheme of the header Authorization.
    (re.compile(rf"(?i)(\b(?:proxy-)?authorization{_THEN})(?:[a-z]+\s+)?[^\s'\",;&}}]+"), r"\1"),
    (re.compile(r"(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{6,}"), r"\1"),
    # A password may be several words: to the end of the line, the quotation or the field.
    (re.compile(rf"(?i)(\b{_PHRASE}{_THEN})[^\n'\"&;,}}]+"), r"\1"),
    (re.compile(rf"(?i)(\b(?:{_TELLING}|cluster_\w+|_streamlit_\w+|code|state){_THEN})[^\s'\",;&}}]+"),
     r"\1"),
    # User and password in an address; the password may hold a slash.
    (re.compile(r"(\w[\w+.-]*://[^\s:/@]*:)[^\s'\"]+(?=@)"), r"\1"),
)  # fmt: skip
_LONGEST = 8000


def clean(text: str, known: Iterable[str] = ()) -> str:
    """Return `text` without what must stay secret; `known` are secrets of this very server."""
    for secret in known:
        text = text.replace(secret, _HIDDEN)
    for pattern, kept in _SECRETS:
        text = pattern.sub(rf"{kept}{_HIDDEN}", text)
    return text[:_LONGEST]


def request_id() -> str:
    """Return the id of the request that is answered here; in a run of a page, of its visit."""
    return REQUEST_ID.get() or _of_page_run()


def _of_page_run() -> str:
    if "streamlit" not in sys.modules:
        return ""
    import streamlit as st
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    if get_script_run_ctx(suppress_warning=True) is None:
        return ""
    visit = told_visit(st.context.headers.get("X-Cluster-Visit"))
    return visit.id if visit else ""


class Lines(logging.Formatter):
    """Writes a record as one JSON object (`plain`: as one line for people)."""

    def __init__(self, known: Iterable[str] = (), plain: bool = False) -> None:
        super().__init__()
        self._known = tuple(known)
        self._plain = plain

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": clean(record.getMessage(), self._known),
        }
        request = request_id()
        if request:
            told["request"] = request
        told |= {k: v if isinstance(v, int | float) else clean(str(v), self._known)
                 for k, v in getattr(record, "told", {}).items()}  # fmt: skip
        if record.exc_info:
            told["trace"] = clean(self.formatException(record.exc_info), self._known)
        if self._plain:
            trace = f"\n{told.pop('trace')}" if "trace" in told else ""
            head = " ".join(told.pop(name) for name in ("at", "level", "said"))
            more = "".join(f" {name}={value}" for name, value in told.items() if name != "from")
            return f"{head}{more}{trace}"
        return json.dumps(told, ensure_ascii=False)


def set_up(settings: Settings, secrets: Iterable[str] = ()) -> None:
    """Write all logs of this process to stderr, ours, the server's and the pages'."""
    from streamlit import logger as of_streamlit

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines((*secrets, *_of_database(settings)), settings.mode == "local"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    # On one's own machine the terminal stays quiet; a shared server tells who came to which door.
    LOG.setLevel(logging.WARNING if settings.mode == "local" else logging.INFO)
    # Streamlit gives each of its loggers a handler of its own, which would write unstructured.
    for made in of_streamlit._loggers.values():
        made.handlers, made.propagate = [handler], False
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets"):
        each = logging.getLogger(name)
        each.handlers, each.propagate = [handler], False
        each.setLevel(logging.WARNING)


def _of_database(settings: Settings) -> tuple[str, ...]:
    password = urlsplit(settings.database).password
    return tuple({password, unquote(password)}) if password and len(password) > 3 else ()
