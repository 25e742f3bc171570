"""`cluster-dashboard serve`."""

import argparse
import errno
import os
import sys
import threading
import urllib.error
import urllib.request
import webbrowser

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.settings import Settings, is_loopback

_START_SECONDS = 120


def serve(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Run the dashboard until it is stopped; the server itself prints where it is."""
    if arguments.demo and "database" in vars(arguments):
        raise CommandFault("cli.fault.demo-database")
    from dashboard import server
    from dashboard.doors.modes import ModeRefused

    settings = settings.with_changes(demo=arguments.demo)
    if not arguments.no_browser and _someone_is_looking(settings):
        opener = threading.Thread(target=_open_when_ready, args=(server.address(settings),))
        opener.daemon = True
        opener.start()
    console.out.flush()
    try:
        server.serve(settings)
    except ModeRefused as fault:
        raise CommandFault(fault.key, **fault.values) from fault
    except server.AddressTaken as fault:
        cause = fault.__cause__
        if isinstance(cause, OSError) and cause.errno != errno.EADDRINUSE:
            raise CommandFault(
                "cli.fault.port-refused",
                host=settings.host,
                port=settings.port,
                reason=cause.strerror,
            ) from fault
        raise CommandFault("cli.fault.port-taken", port=settings.port) from fault
    return 0


def _someone_is_looking(settings: Settings) -> bool:
    # Without a desktop, `webbrowser` would start a text browser inside this terminal.
    if not (is_loopback(settings.host) and sys.stdout.isatty()):
        return False
    return sys.platform in {"win32", "darwin"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def _open_when_ready(address: str) -> None:
    waiting = threading.Event()
    for _ in range(_START_SECONDS * 2):
        try:
            with urllib.request.urlopen(address + "/healthz", timeout=5):  # noqa: S310 - our own
                webbrowser.open(address)
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            waiting.wait(0.5)
