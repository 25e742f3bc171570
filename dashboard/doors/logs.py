"""The server's log: a JSON object a line with the request's id, and nothing secret in it.

`LOG.warning("refused", kind="stream")` is one line with `said`, `kind`, and `request` where there is
one (bound by the door with `structlog.contextvars`). Lines of libraries are written alike.
"""

import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import structlog
from structlog.dev import ConsoleRenderer
from structlog.processors import JSONRenderer, format_exc_info
from structlog.stdlib import BoundLogger, ProcessorFormatter, filter_by_level
from structlog.typing import EventDict, Processor

from dashboard.doors.visits import told_visit
from dashboard.languages.characters import visible
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.doors.probes import Untested

# Not configured for the whole process: whose loggers others make, is their business.
LOG: BoundLogger = structlog.wrap_logger(
    logging.getLogger("dashboard.doors"),
    processors=[filter_by_level, ProcessorFormatter.wrap_for_formatter],
    wrapper_class=BoundLogger,
)

_HIDDEN = "[hidden]"
# Words that tell a secret when a value follows, also within longer names: id_token, client_secret.
_TELLING = r"[\w-]*(?:token|secret|cookie|session|api_?key|credential)\w*"
_PHRASE = r"[\w-]*(?:password|passwd|passphrase|pwd)\w*"
_THEN = r"['\"]?\s*[=:]\s*['\"]?"
_SECRETS = (
    # The address of a link is its key.
    (re.compile(r"(/s/)[A-Za-z0-9_-]{20,}"), r"\1"),
    (re.compile(r"cd_[A-Za-z0-9_-]{20,}"), ""),
    # With or without the scheme of the header Authorization.
    (re.compile(rf"(?i)(\b(?:proxy-)?authorization{_THEN})(?:[a-z]+\s+)?[^\s'\",;&}}]+"), r"\1"),
    (re.compile(r"(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{6,}"), r"\1"),
    # A password may be several words: to the end of the line, the quotation or the field.
    (re.compile(rf"(?i)(\b{_PHRASE}{_THEN})[^\n'\"&;,}}]+"), r"\1"),
    (re.compile(rf"(?i)(\b(?:{_TELLING}|cluster_\w+|_streamlit_\w+|code|state){_THEN})[^\s'\",;&}}]+"),
     r"\1"),
    # Ids of Streamlit's sessions and files.
    (re.compile(r"\b[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b"), ""),
    # User and password in an address; the password may hold a slash.
    (re.compile(r"(\w[\w+.-]*://[^\s:/@]*:)[^\s'\"]+(?=@)"), r"\1"),
)  # fmt: skip
_LONGEST = 8000


def clean(text: str, known: Iterable[str] = ()) -> str:
    """Return `text` without what must stay secret, and without what a terminal obeys.

    `known` are secrets of this very server.
    """
    for secret in known:
        text = text.replace(secret, _HIDDEN)
    for pattern, kept in _SECRETS:
        text = pattern.sub(rf"{kept}{_HIDDEN}", text)
    return visible(text[:_LONGEST])


def request_id() -> str:
    """Return the id of the request that is answered here; in a run of a page, of its visit."""
    return structlog.contextvars.get_contextvars().get("request") or _of_page_run()


def _of_page_run() -> str:
    if "streamlit" not in sys.modules:
        return ""
    import streamlit as st
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    if get_script_run_ctx(suppress_warning=True) is None:
        return ""
    visit = told_visit(st.context.headers.get("X-Cluster-Visit"))
    return visit.id if visit else ""


def lines(known: Iterable[str] = (), plain: bool = False) -> ProcessorFormatter:
    """Return what writes a record as one JSON object (`plain`: as one line for people).

    `known` are secrets of this very server.
    """
    secrets = tuple(known)

    def hide(_: object, __: str, event: EventDict) -> EventDict:
        return {
            k: v if isinstance(v, int | float) else clean(str(v), secrets) for k, v in event.items()
        }

    ends: list[Processor] = [JSONRenderer(ensure_ascii=False)]
    if plain:
        ends = [
            _for_people,
            ConsoleRenderer(colors=False, pad_level=False, pad_event_to=0, sort_keys=False),
        ]
    return ProcessorFormatter(processors=[format_exc_info, _as_written, hide, *ends])


def _as_written(_: object, __: str, event: EventDict) -> EventDict:
    """The fields of a line, in their order and by the names they have in the log."""
    record: logging.LogRecord = event.pop("_record")
    event.pop("_from_structlog")
    told: EventDict = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "from": record.name,
        "said": event.pop("event"),
    }
    request, trace = request_id(), event.pop("exception", None)
    told.update({"request": request} if request else {})
    told.update(event)
    told.update({"trace": trace} if trace else {})
    return told


def _for_people(_: object, __: str, event: EventDict) -> EventDict:
    """The same by the names that structlog has for them; where a line is from, is not told."""
    names = {"at": "timestamp", "said": "event", "trace": "exception"}
    return {names.get(name, name): value for name, value in event.items() if name != "from"}


def set_up(settings: Settings, secrets: Iterable[str] = ()) -> None:
    """Write all logs of this process to stderr, ours, the server's and the pages'."""
    from streamlit import logger as of_streamlit

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(lines((*secrets, *_of_database(settings)), settings.mode == "local"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    # On one's own machine the terminal stays quiet; a shared server tells who came to which door.
    logging.getLogger("dashboard.doors").setLevel(
        logging.WARNING if settings.mode == "local" else logging.INFO
    )
    # Streamlit gives each of its loggers a handler of its own, which would write unstructured.
    for made in of_streamlit._loggers.values():
        made.handlers, made.propagate = [handler], False
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets"):
        each = logging.getLogger(name)
        each.handlers, each.propagate = [handler], False
        each.setLevel(logging.WARNING)


def warn_of(untested: "Iterable[Untested]") -> None:
    """Write down which libraries are of another version than was tested."""
    for each in untested:
        LOG.warning(
            f"{each.library} {each.version} was not tested with this program; {each.tested} was."
            " What its doors rely on was tried at the start and is as it should be."
        )


def _of_database(settings: Settings) -> tuple[str, ...]:
    password = urlsplit(settings.database).password
    return tuple({password, unquote(password)}) if password and len(password) > 3 else ()
