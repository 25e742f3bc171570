"""The server: Streamlit's pages behind our own front page, headers, health route and warm-up."""

import gc
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard import __version__
from dashboard import settings as configuration
from dashboard.front_page import FrontDoor, language_of
from dashboard.languages import LANGUAGES, say
from dashboard.look import theme_options
from dashboard.settings import Settings, is_loopback

if TYPE_CHECKING:
    import streamlit as st
    from starlette.requests import Request
    from starlette.responses import Response

SCRIPT = Path(__file__).parent / "app.py"


class AddressTaken(OSError):
    """Something already listens where the server was told to."""


def serve(settings: Settings) -> None:
    """Run the server until it is told to stop. Prints its address once it is ready.

    Outside loopback it runs read-only, and says so. Raises `AddressTaken`, and before it listens
    whatever is wrong with the register (`RegisterFaults`) or the database (`StoreError`).
    """
    outside = not is_loopback(settings.host)
    settings = settings.with_changes(read_only=settings.read_only or outside)
    _refuse_taken_address(settings)
    with tempfile.TemporaryDirectory(prefix="cluster-dashboard-demo-") as folder:
        if settings.demo:
            url = f"sqlite:///{(Path(folder) / 'demo.db').as_posix()}"
            settings = settings.with_changes(database=url)
        _open_once(settings)
        configuration.activate(settings)
        if outside:
            _tell("server.read-only", host=settings.host)
        # The default would end the process at once and leave the throw-away database behind.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        _listen(settings)


def _listen(settings: Settings) -> None:
    import uvicorn
    from streamlit.web import bootstrap

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                if settings.demo:
                    _tell("server.demo")
                _tell("server.ready", address=address(settings))

    app = application(settings)
    bootstrap.load_config_options(streamlit_options(settings))
    # Not `App.run()`: the socket it binds has no protocol named, so that asyncio leaves Nagle's
    # algorithm on, and every rerun waits 40 ms for an acknowledgement. uvicorn's own has it off.
    options = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=30,
        ws_ping_timeout=30,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = Announced(options)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(1)


def application(settings: Settings) -> "st.App":
    """Return the ASGI application for `settings`."""
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.routing import Route

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        import anyio

        await anyio.to_thread.run_sync(_warm, settings)
        yield

    return st.App(
        SCRIPT,
        routes=[Route("/healthz", _healthz)],
        middleware=[Middleware(FrontDoor)],
        lifespan=lifespan,
        on_script_error=apologise,
    )


def address(settings: Settings) -> str:
    """Return the address a person opens."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def settings_for_script() -> Settings:
    """Return the settings the pages work under, also when started by `streamlit run`.

    Streamlit then decided where to listen, and without an address it listens everywhere.
    """
    chosen = configuration.current()
    if chosen is configuration.active():
        return chosen
    import streamlit as st

    host = st.get_option("server.address") or "0.0.0.0"  # noqa: S104 - what Streamlit then does
    return chosen.with_changes(host=host, read_only=chosen.read_only or not is_loopback(host))


def streamlit_options(settings: Settings) -> dict[str, Any]:
    """Return Streamlit's own options: the theme, and what keeps it quiet and quick."""
    reachable = {"127.0.0.1", "localhost", "::1", settings.host}
    anywhere = settings.host in {"0.0.0.0", "::"}  # noqa: S104 - a comparison
    return theme_options() | {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.headless": True,
        # Guards the websocket, which the XSRF cookie does not.
        "server.allowedHosts": ["*"] if anywhere else sorted(reachable),
        "server.maxUploadSize": 10,
        "server.fileWatcherType": "none",
        "server.enableAgentApi": False,
        # Named, because Streamlit otherwise asks an outside host for its own address.
        "browser.serverAddress": settings.host,
        "browser.gatherUsageStats": False,
        "client.allowedOrigins": [],
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "global.developmentMode": False,
        "logger.hideWelcomeMessage": True,
        "logger.level": "warning",
        # A full collection after every rerun is four fifths of a small rerun.
        "runner.postScriptGC": False,
        "runner.magicEnabled": False,
    }


def apologise(_: Exception) -> bool:
    """Show a sentence instead of a fault of ours, which Streamlit has put into the server's log."""
    import streamlit as st

    lang = language_of(f"lang={st.query_params.get('lang', '')}", st.context.locale or "")
    st.error(say("server.fault", lang))
    return True


async def _healthz(_: "Request") -> "Response":
    from starlette.responses import JSONResponse

    return JSONResponse({"status": "ok", "version": __version__})


def _warm(settings: Settings) -> None:
    """Pay for imports, register, store and assessments before the first visitor comes."""
    from dashboard import loading

    loading.warm(settings)
    # What is alive now stays alive: no later collection need look at it again.
    gc.collect()
    gc.freeze()


def _open_once(settings: Settings) -> None:
    """Open register and store, so that a fault of theirs ends the start in its own words."""
    from dashboard.actuals.store import Store
    from dashboard.register import load_register

    # What is compiled here is mapped from the cache a moment later.
    load_register(settings.register, settings.seeds, settings.cache)
    Store.open(settings.database).close()


def _refuse_taken_address(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            found = say("server.taken", "en", address=address(settings), reason=fault.strerror)
            raise AddressTaken(found) from fault


def _tell(key: str, **values: str) -> None:
    for lang in LANGUAGES:
        sys.stdout.write(say(key, lang, **values) + "\n")
    sys.stdout.flush()
