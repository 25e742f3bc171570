"""The application: Streamlit's pages with our routes, behind the front page and the door; its warm-up."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.languages import say
from dashboard.settings import Settings
from dashboard.shell.front_page import FrontDoor, language_of, security_headers, shell_is_known
from dashboard.shell.process_memory import (
    collect_seldom,
    give_back_memory,
    keep_giving_back_memory,
)
from dashboard.views.look import theme_options

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from dashboard.doors.door import Door
    from dashboard.doors.metrics import Metrics
    from dashboard.doors.probes import Probe
    from dashboard.doors.provider_file import Provider
    from dashboard.doors.rates import Bounds

SCRIPT = Path(__file__).parents[1] / "script.py"


def application(
    settings: Settings, provider: "Provider | None" = None, bounds: "Bounds | None" = None
) -> "Door":
    """Return the ASGI application for `settings`: the doors, and the pages behind them."""
    import streamlit as st

    from dashboard.doors.metrics import Metrics

    metrics = Metrics()
    pages = st.App(SCRIPT, **pages_of(settings, provider, metrics))
    return behind_the_door(pages, settings, metrics, bounds)


def pages_of(settings: Settings, provider: "Provider | None", metrics: "Metrics") -> dict[str, Any]:
    """Return what the pages' own application is made of, beside its script: routes and warm-up."""
    import streamlit as st
    from starlette.middleware import Middleware

    from dashboard import loading
    from dashboard.doors.api.routes import api_routes
    from dashboard.doors.evidence import evidence_routes
    from dashboard.doors.health import health_routes
    from dashboard.doors.identity import people
    from dashboard.doors.provider import Exchange, provider_routes, provider_secrets
    from dashboard.doors.sign_in import signing_routes

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        import anyio

        await anyio.to_thread.run_sync(_warm, settings)
        kept_small = asyncio.create_task(keep_giving_back_memory())
        try:
            yield
        finally:
            kept_small.cancel()

    checks: dict[str, Callable[[], object]] = {
        "database": lambda: loading.store(settings).check(saves=not settings.read_only),
        "register": lambda: settings.register.stat() and loading.register_watch(settings).held(),
    }
    routes = [*health_routes(metrics, checks), *api_routes(settings), *evidence_routes(settings)]
    middleware = []
    secrets = None
    if settings.signs_in:
        checks["people"] = lambda: people(settings).audit.latest(1)
    if settings.mode in {"team", "oidc"}:
        routes += signing_routes(settings, metrics)
    if provider is not None:
        routes += provider_routes(settings)
        middleware.append(Middleware(Exchange, settings, provider, metrics))
        secrets = provider_secrets(settings, provider)
    return {
        "routes": routes,
        "middleware": middleware,
        "secrets": secrets,
        "lifespan": lifespan,
        "on_script_error": apologise,
    }


def behind_the_door(
    pages: "ASGIApp", settings: Settings, metrics: "Metrics", bounds: "Bounds | None" = None
) -> "Door":
    """Return the door with our front page and the pages behind it."""
    from dashboard.doors.access import Access
    from dashboard.doors.api.kept_answers import KeptAnswers
    from dashboard.doors.door import Door

    front = FrontDoor(pages, settings)
    return Door(
        KeptAnswers(front, settings),
        settings,
        security_headers(),
        metrics,
        Access(settings),
        bounds,
    )


def insides(settings: Settings) -> "tuple[Probe, ...]":
    """Return what the pages' server and the first answer rely on, beside the doors, to be tried."""

    from dashboard.app_pages.drawing import sends_figures

    def options() -> bool:
        from streamlit import config

        return set(streamlit_options(settings)) <= set(config.get_config_options())

    def server_of_pages() -> bool:
        import streamlit as st

        parts = ("routes", "middleware", "secrets", "lifespan", "on_script_error")
        return bool(inspect.signature(st.App).bind(SCRIPT, **dict.fromkeys(parts)))

    def component() -> bool:
        from dashboard.app_pages.sheet import sheet_is_known

        return sheet_is_known()

    return (
        ("streamlit", "the shell that every page begins with (index.html)", shell_is_known),
        ("streamlit", "the options that keep the server quiet", options),
        ("streamlit", "the server of the pages (st.App)", server_of_pages),
        ("streamlit", "components and their files (st.components.v2)", component),
        ("streamlit", "the element as which a figure is sent", sends_figures),
    )


def streamlit_options(settings: Settings) -> dict[str, Any]:
    """Return Streamlit's own options: the theme, and what keeps it quiet and quick."""
    from dashboard.doors.addresses import known_hosts
    from dashboard.doors.uploads import MOST_MEGABYTES

    anywhere = settings.host in {"0.0.0.0", "::"}  # noqa: S104 - a comparison
    return theme_options() | {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.headless": True,
        # Asked again behind our door, which knows that any of its addresses may name the server.
        "server.allowedHosts": ["*"] if anywhere else sorted(known_hosts(settings)),
        # In megabytes. The entry page takes files; our door knows whose.
        "server.maxUploadSize": MOST_MEGABYTES,
        # In megabytes; our door bounds it lower, and a guest's lower still.
        "server.maxWidgetStateSize": 2,
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

    from dashboard.doors.logs import request_id

    lang = language_of(f"lang={st.query_params.get('lang', '')}", st.context.locale or "")
    known = request_id()
    more = " " + say("doors.error.request", lang, id=known) if known else ""
    st.error(say("server.fault", lang) + more)
    return True


def _warm(settings: Settings) -> None:
    """Pay for imports, register, store and assessments before the first visitor comes."""
    from dashboard import loading

    loading.warm(settings)
    collect_seldom()
    give_back_memory()
