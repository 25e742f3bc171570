"""The server's start: what is tried and opened before it listens, and its one process or several."""

import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import settings as configuration
from dashboard.doors.modes import check_mode, provider_of, secrets_of
from dashboard.doors.probes import probe, untested_versions
from dashboard.languages import LANGUAGES, LOGGED, say
from dashboard.languages.characters import visible
from dashboard.settings import Settings
from dashboard.shell.application import application, insides, streamlit_options
from dashboard.shell.process_memory import spare_memory

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from dashboard.doors.processes import ProcessSockets


class AddressTaken(OSError):
    """Something already listens where the server was told to."""


def serve(settings: Settings) -> None:
    """Run the server until it is told to stop. Prints its address once it is ready.

    Raises `ModeRefused`, `AddressTaken`, and before it listens whatever is wrong with the register
    (`RegisterFaults`) or the database (`StoreError`, `PeopleError`).
    """
    from streamlit.web import bootstrap

    spare_memory()
    check_mode(settings)
    # Before anything asks for one: options that change later are told of in Streamlit's own words.
    bootstrap.load_config_options(streamlit_options(settings))
    probe(settings, insides(settings))
    _refuse_taken_address(settings)
    # The default would end the process at once and leave the throw-away database behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as opened:
        if settings.demo:
            made = tempfile.TemporaryDirectory(prefix="cluster-dashboard-demo-")
            folder = opened.enter_context(made)
            url = f"sqlite:///{(Path(folder) / 'demo.db').as_posix()}"
            settings = settings.with_changes(database=url)
        open_once(settings)
        configuration.activate(settings)
        if settings.mode == "public":
            _tell("doors.public", host=settings.host)
        if settings.processes == 1:
            _listen(settings)
        else:
            _watch_over(settings)


def _watch_over(settings: Settings) -> None:
    """Have several processes serve, and print the address once all do."""
    from dashboard.doors import logs
    from dashboard.doors.supervision import NeverServed, supervise

    logs.set_up(settings, secrets_of(settings, provider_of(settings)))
    logs.warn_of(untested_versions())
    with ExitStack() as opened, suppress(KeyboardInterrupt):
        listening = [opened.enter_context(each) for each in _bound(settings)]
        try:
            ready = partial(_tell_ready, settings)
            supervise(settings, listening, serve_process, _database_stays(settings), ready)
        except NeverServed:
            sys.exit(1)


def _database_stays(settings: Settings) -> Callable[[], bool]:
    """Return what tells whether the database, where it is a file, is still the one there is now."""
    from dashboard.actuals import sqlite_files
    from dashboard.actuals.database_addresses import understood

    parsed = understood(settings.database)
    if parsed.get_backend_name() != "sqlite":
        return lambda: True
    path = str(parsed.database)
    opened = sqlite_files.identity(path)
    return lambda: sqlite_files.identity(path) == opened


def serve_process(settings: Settings, process_sockets: "ProcessSockets") -> None:
    """Serve as one of several processes, which another watches over."""
    from streamlit.web import bootstrap

    spare_memory()
    bootstrap.load_config_options(streamlit_options(settings))
    configuration.activate(settings)
    _open_people(settings)
    _listen(settings, process_sockets)


def _listen(settings: Settings, process_sockets: "ProcessSockets | None" = None) -> None:
    import uvicorn

    from dashboard.doors import logs
    from dashboard.doors.messages import LARGEST_BYTES
    from dashboard.doors.processes import (
        PassedConnections,
        ProcessChoice,
        ProcessCookie,
        routing_protocol,
    )
    from dashboard.doors.protocol import patient_protocol
    from dashboard.doors.rates import common_bounds, own_bounds

    class Announced(uvicorn.Server):
        _passed: PassedConnections | None = None

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                if process_sockets is None:
                    _tell_ready(settings)
                else:
                    self._passed = PassedConnections(self, process_sockets)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            if self._passed is not None:
                self._passed.leave()
            await super().shutdown(sockets)

    provider = provider_of(settings)
    bounds = own_bounds()
    if process_sockets is not None:
        bounds = common_bounds(process_sockets.counts, settings.processes, process_sockets.number)
    door = application(settings, provider, bounds)
    logs.set_up(settings, secrets_of(settings, provider))
    app: ASGIApp = door
    protocol = patient_protocol(door)
    if process_sockets is None:
        logs.warn_of(untested_versions())
    else:
        choice = ProcessChoice(settings)
        app, protocol = (
            ProcessCookie(door, settings, choice, process_sockets),
            routing_protocol(protocol, choice, process_sockets),
        )
    # Not `App.run()`: the socket it binds has no protocol named, so that asyncio leaves Nagle's
    # algorithm on, and every rerun waits 40 ms for an acknowledgement. uvicorn's own has it off.
    options = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=protocol,
        # Windows' own is another one.
        loop="auto" if sys.platform == "win32" else "dashboard.doors.event_loop:EventLoop",
        # Who is behind a proxy is decided by our own list of trusted ones.
        proxy_headers=False,
        log_config=None,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.certificate_key,
        ws="websockets-sansio",
        ws_max_size=LARGEST_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=30,
        ws_ping_timeout=30,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = Announced(options)
    _allow_more_connections()
    with suppress(KeyboardInterrupt):
        server.run(None if process_sockets is None else list(process_sockets.listening))
    if not server.started:
        sys.exit(1)


def _allow_more_connections() -> None:
    """Take as many open files as the system allows: who comes beyond our places is told so."""
    with suppress(ImportError, OSError, ValueError):
        # Not on Windows, where there is no such limit.
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def address(settings: Settings) -> str:
    """Return the address a person opens."""
    if settings.address:
        return settings.address
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{'https' if settings.certificate else 'http'}://{host}:{settings.port}"


def open_once(settings: Settings) -> None:
    """Open register and store, so that a fault of theirs ends the start in its own words."""
    from dashboard.actuals.engines import replica_engine
    from dashboard.actuals.store import Store
    from dashboard.register import load_register

    # What is compiled here is mapped from the cache a moment later.
    load_register(settings.register, settings.seeds, settings.cache)
    Store.open(settings.database).close()
    if settings.replica:
        # Whether it answers is no matter of the start: the primary is there.
        replica_engine(settings.replica).dispose()
    _open_people(settings)


def _open_people(settings: Settings) -> None:
    """Open the accounts where there are any.

    A process that opened them only when it is asked would make a database anew, were it gone by then.
    """
    if settings.signs_in:
        from dashboard.doors.identity import people

        people(settings)


def _bound(settings: Settings) -> list[socket.socket]:
    """Return sockets at all addresses of the host, as asyncio binds them for one process."""
    found = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    sockets = []
    for family, kind, protocol, _, where in dict.fromkeys(found):
        # With its protocol named, so that asyncio turns Nagle's algorithm off.
        each = socket.socket(family, kind, protocol)
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        each.bind(where)
        sockets.append(each)
    return sockets


def _refuse_taken_address(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            found = say("server.taken", LOGGED, address=address(settings), reason=fault.strerror)
            raise AddressTaken(found) from fault


def _tell_ready(settings: Settings) -> None:
    if settings.demo:
        _tell("server.demo")
    _tell("server.ready", address=address(settings))


def _tell(key: str, **values: str) -> None:
    for lang in LANGUAGES:
        sys.stdout.write(visible(say(key, lang, **values)) + "\n")
    sys.stdout.flush()
