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

from dashboard.settings import Settings

LOG = logging.getLogger("dashboard.doors")
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")

_HIDDEN = "[hidden]"
# Tokens, what stands after a telling name, user and password in an address.
_SECRETS = (
    re.compile(r"cd_[A-Za-z0-9_-]{20,}"),
    re.compile(
        r"(?i)(?<=\b)((?:__host-)?cluster_(?:session|visit|claims|return)|_streamlit_\w+|"
        r"password|new_password|client_secret|cookie_secret|authorization|code|state|token)"
        r"(['\"]?\s*[=:]\s*['\"]?)[^\s'\",;&}]+"
    ),
    re.compile(r"(\w+://[^\s:/@]*):[^\s@/]+@"),
)
_LONGEST = 8000


def clean(text: str, known: Iterable[str] = ()) -> str:
    """Return `text` without what must stay secret; `known` are secrets of this very server."""
    for secret in known:
        text = text.replace(secret, _HIDDEN)
    text = _SECRETS[0].sub(_HIDDEN, text)
    text = _SECRETS[1].sub(rf"\1\2{_HIDDEN}", text)
    return _SECRETS[2].sub(rf"\1:{_HIDDEN}@", text)[:_LONGEST]


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
        if REQUEST_ID.get():
            told["request"] = REQUEST_ID.get()
        told |= {k: v if isinstance(v, int | float) else clean(str(v), self._known)
                 for k, v in getattr(record, "told", {}).items()}  # fmt: skip
        if record.exc_info:
            told["trace"] = clean(self.formatException(record.exc_info), self._known)
        if self._plain:
            trace = f"\n{told['trace']}" if "trace" in told else ""
            return f"{told['at']} {told['level']} {told['said']}{trace}"
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
