"""`cluster-dashboard settings`: what is set, and where each value comes from."""

import argparse
from datetime import timedelta

from dashboard.commands.console import Console
from dashboard.exchange.representations import to_json, to_table
from dashboard.languages import say
from dashboard.settings import NOT_FROM_OUTSIDE, PREFIX, Settings, settings_file, without_password


def settings(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Print every setting in force. What is secret lies in files, and of those the names are told."""
    names = [name for name in Settings.model_fields if name not in NOT_FROM_OUTSIDE]
    if arguments.format == "json":
        rows = [
            {"name": name, "value": _text(settings, name), "origin": settings.origin(name)}
            for name in names
        ]
        file = None if settings.file is None else str(settings.file)
        console.write(to_json({"file": file, "settings": rows}))
        return 0
    if settings.file is None:
        console.tell("cli.settings.no-file", path=settings_file())
    else:
        console.tell("cli.settings.file", path=settings.file)
    cells = [[name, _text(settings, name), _origin(settings, name, console.lang)] for name in names]
    # cli.settings.*
    headings = [say(f"cli.settings.{name}", console.lang) for name in ("name", "value", "origin")]
    console.write(to_table(headings, cells))
    return 0


def _text(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    if name in {"database", "replica"}:
        return without_password(value)
    if isinstance(value, timedelta):
        return str(value // timedelta(minutes=1))
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _origin(settings: Settings, name: str, lang: str) -> str:
    origin = settings.origin(name)
    key = "in-file" if origin == "file" else origin
    called = f"--{name}" if origin == "option" else PREFIX + name.upper()
    return say(f"cli.settings.{key}", lang, name=called)
