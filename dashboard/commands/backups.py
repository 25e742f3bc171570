"""`cluster-dashboard backup` and `restore`: a whole database and its register, as one file and back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.languages.numbers import moment_text
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.backup.archive import Manifest


def backup(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write everything there is to a new file, while others read and write."""
    from dashboard.backup.creation import create
    from dashboard.register.copies import layout

    try:
        register = layout(settings.register, settings.seeds)
    except FileNotFoundError as fault:
        raise CommandFault("backup.no-register", path=settings.register) from fault
    path = Path(arguments.file)
    made = create(settings.database, register, path)
    size = path.stat().st_size
    console.tell("backup.made", path=path, kilobytes=-(-size // 1024), **_counts(made.manifest))
    if made.left_out:
        console.complain_of("backup.left-out", tables=tuple(made.left_out))
    return 0


def restore(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Fill an empty database from a backup, and an empty folder with its register."""
    from dashboard.backup.restoration import restore as fill
    from dashboard.entry.author import local_author

    folder = Path(arguments.folder) if arguments.folder else None
    manifest = fill(Path(arguments.file), settings.database, folder, local_author())
    made = moment_text(manifest.made, console.lang)
    console.tell("backup.restored", made=made, **_counts(manifest))
    if folder is None:
        console.tell("backup.register-left", n=len(manifest.files))
    else:
        console.tell("backup.register-restored", n=len(manifest.files), folder=folder)
    return 0


def _counts(manifest: "Manifest") -> dict[str, int]:
    rows = sum(table.rows for table in manifest.tables)
    return {"rows": rows, "tables": len(manifest.tables), "files": len(manifest.files)}
