"""Which addresses there are, and under which names this server is reached. All else is nobody's."""

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from dashboard.settings import Settings, is_loopback

# Our own routes, and those of the sign-in with an identity provider.
OWN = frozenset({"/healthz", "/readyz", "/metrics"})
SIGNING = frozenset({"/sign-in", "/sign-out", "/password"})
PROVIDER = frozenset({"/auth/login", "/oauth2callback"})
API = frozenset({"/api/who"})
# What programs ask; what lies below answers for itself, also for what is not there.
PROGRAMS = "/api/v1"
# Links that are keys: what follows is a secret, and what lies below one is read with it.
SHARED = "/s/"
# Files that were handed in for figures, each by its number.
_EVIDENCE = re.compile(r"/evidence/[1-9][0-9]{0,17}")
# What the pages' own script asks of Streamlit. `/_stcore/metrics` and others are not among it.
_STREAMLIT = frozenset({"/_stcore/health", "/_stcore/host-config", "/favicon.png", "/favicon.ico"})
_STREAMLIT_BELOW = (
    "/static/", "/media/", "/component/", "/_stcore/bidi-components/", "/_stcore/upload_file/",
)  # fmt: skip
# Answered by the pages' server, which has no business with where a request came from.
FOR_PAGES = frozenset(
    {"page", "streamlit", "static", "media", "component", "bidi-components", "upload_file"}
)
STREAM = "/_stcore/stream"
_PAGE = re.compile(r"/[a-z][a-z0-9-]*|/")
_NOT_PAGES = {"s", "static", "media", "component", "app", "metrics", "api", "auth"}


def path_within(asked: str, settings: Settings) -> str | None:
    """Return the path of a request below `settings.base_path`: the one that all else here speaks of.

    None for what lies elsewhere. Who watches over the server asks it directly, by the bare path.
    """
    base = settings.base_path
    if not base or asked in OWN:
        return asked
    below = asked.removeprefix(base)
    return below if asked.startswith(base) and below[:1] in {"", "/"} else None


def path_outside(path: str, settings: Settings) -> str:
    """Return an address of ours (`/region`) as others have to ask for it (`/targets/region`).

    For what leaves as a whole path. Links between pages are relative and hold under any base.
    """
    return settings.base_path + path


def is_page(path: str) -> bool:
    """Tell whether `path` is the address of a page: one plain word that is nobody else's."""
    if path in OWN | SIGNING | PROVIDER | API:
        return False
    return _PAGE.fullmatch(path) is not None and path[1:] not in _NOT_PAGES


def is_for_programs(path: str) -> bool:
    """Tell whether `path` is, or would be, an address of programs: what is refused there is told as data."""
    return path.startswith("/api/")


def kind_of(path: str, settings: Settings) -> str:
    """Return what an address is, in a word for logs and counts; "" for nobody's.

    The word never holds more of the path: names of files and sessions are in it.
    """
    if path in OWN:
        return path[1:] if path != "/metrics" or settings.metrics else ""
    if path in SIGNING:
        offered = settings.mode == "team" or (settings.mode == "oidc" and path != "/password")
        return path[1:] if offered else ""
    if path in PROVIDER:
        return "provider" if settings.mode == "oidc" else ""
    if path in API:
        return "api" if settings.signs_in else ""
    if path == PROGRAMS or path.startswith(f"{PROGRAMS}/"):
        return "api"
    if path.startswith(SHARED):
        return "shared"
    if _EVIDENCE.fullmatch(path):
        return "evidence" if settings.evidence else ""
    if is_page(path):
        return "page"
    if path in _STREAMLIT:
        return "streamlit"
    below = next((prefix for prefix in _STREAMLIT_BELOW if path.startswith(prefix)), "")
    return below.strip("/").removeprefix("_stcore/")


def is_ours(host: str, settings: Settings) -> bool:
    """Tell whether a `Host` header names this server.

    A name of another site that was made to resolve to this machine (DNS rebinding) does not. A
    server that listens everywhere is also reached by any of its addresses, which are no names.
    """
    try:
        asked = urlsplit(f"//{host}")
        name, _ = (asked.hostname or "").rstrip("."), asked.port
    except ValueError:
        return False
    # Whatever else an address may hold, an empty part of it as well, is no name of a host.
    if not name or asked.username is not None or asked.netloc != host:
        return False
    anywhere = settings.host in {"0.0.0.0", "::"}  # noqa: S104 - a comparison
    return name in known_hosts(settings) or (anywhere and _is_address(name))


def is_own_origin(origin: str, own: str, settings: Settings) -> bool:
    """Tell whether an `Origin` header is this server's: its scheme, host and port, nothing less.

    `own` is scheme and host as the visitor's request has them; `is_ours` has judged that host. The
    address in the settings is the server's own in any case.
    """
    if settings.secure:
        # Also where a proxy that nobody told us of ends the TLS before us.
        own = f"https://{own.partition('://')[2]}"
    return _origin(origin) in {_origin(own), _origin(settings.address_origin)} - {None}


def _origin(text: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    if usual is None or not parts.hostname or parts.username is not None:
        return None
    if parts.path or parts.query or parts.fragment:
        return None
    return parts.scheme, parts.hostname, usual if port is None else port


def known_hosts(settings: Settings) -> frozenset[str]:
    """Return the names this server goes by."""
    own = {"127.0.0.1", "localhost", "::1", settings.host.strip("[]").lower()}
    named = {urlsplit(settings.address).hostname or "", *(h.lower() for h in settings.hosts)}
    machine = {socket.gethostname().lower()} if settings.mode != "local" else set()
    return frozenset(own | named | machine) - {""}


def for_others(origin: str, settings: Settings) -> tuple[str, str]:
    """Return under which origin others reach this server, and who they are, in a word.

    `origin` is where the visitor's own browser has the pages from. The word is `machine` (nobody
    but who sits here), `everybody`, or `signed-in`.
    """
    there = urlsplit(origin)
    if is_loopback(there.hostname or ""):
        name = urlsplit(settings.address).netloc or _name_outside(settings, there.port)
        if not name:
            return origin, "machine"
        scheme = urlsplit(settings.address).scheme or there.scheme
        origin = f"{scheme}://{name}{there.path}"
    return origin, "everybody" if settings.reading == "public" else "signed-in"


def _name_outside(settings: Settings, port: int | None) -> str:
    """Return this machine's own address in its network with the port; "" where nobody listens there."""
    host = settings.host.strip("[]")
    if is_loopback(host):
        return ""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - a comparison
        host = _own_address()
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{port}" if host and port else shown


def _own_address() -> str:
    """Return the address from which this machine would speak to its network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Of the block that is kept for documents: routed like any other, and nobody's.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        own = str(probe.getsockname()[0])
    return "" if is_loopback(own) else own


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
