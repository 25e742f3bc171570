"""A register as files to carry elsewhere: laid out as in the repository, written whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.register.sources import find_files


class FolderNotEmpty(FileExistsError):
    """The folder to write into has something in it, or is a file."""


def layout(register: Path, seeds: Path | None = None) -> list[tuple[str, Path]]:
    """Return each file of a register with its place: `data/…`, `seeds/…`, and the editors' schemas.

    Raises FileNotFoundError when there is no register at `register`.
    """
    files = find_files(register, seeds)
    placed = []
    for folder, paths in (("data", files.registers), ("seeds", files.seeds)):
        schemas = sorted({found for path in paths for found in path.parent.glob("*.schema.json")})
        placed += [(f"{folder}/{path.name}", path) for path in (*paths, *schemas)]
    return placed


@contextmanager
def filled(folder: Path) -> Iterator[Path]:
    """Give a folder to write into, which becomes `folder` when all went well, and goes otherwise.

    Raises `FolderNotEmpty` before anything is written.
    """
    folder = folder.absolute()
    refuse_full(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        yield staged
        # Others may read a register; only a temporary folder is made for its owner alone.
        staged.chmod(folder.stat().st_mode & 0o777 if folder.is_dir() else 0o755)
        if folder.is_dir():
            folder.rmdir()
        staged.rename(folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def refuse_full(folder: Path) -> None:
    """Raise `FolderNotEmpty` unless `folder` is an empty folder, or not there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(str(folder))
