"""`cluster-dashboard init`: a register of one's own, out of reach of the program's upgrades."""

import argparse
from pathlib import Path

import dashboard
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.register.copies import filled, layout
from dashboard.settings import Settings, default_register


def init(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:  # noqa: ARG001 - every command is called alike
    """Copy the register that the program carries into an empty folder, whole or not at all."""
    folder = Path(arguments.folder).expanduser().absolute()
    if folder.resolve().is_relative_to(Path(dashboard.__file__).parent.resolve()):
        raise CommandFault("backup.begun-here", folder=folder)
    register = default_register()
    files = layout(register)
    with filled(folder) as staged:
        for name, path in files:
            place = staged / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(path.read_bytes())
    yours = folder / "data" / register.name
    console.tell("backup.begun", n=len(files), folder=folder, register=yours)
    return 0
