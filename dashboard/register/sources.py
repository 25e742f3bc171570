"""Which files make up a register, and how to tell cheaply whether they changed."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

Stamp = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Files:
    """The register's files and the document records beside it."""

    registers: tuple[Path, ...]
    seeds: tuple[Path, ...]

    def stamps(self) -> list[Stamp]:
        """Path, mtime, ctime (ns), size and inode of each: equal stamps mean unchanged files.

        ctime is there because an editor may put mtime back. Raises OSError when a file is gone.
        """
        return [_stamp(path) for path in (*self.registers, *self.seeds)]


def _stamp(path: Path) -> Stamp:
    found = os.stat(path)  # noqa: PTH116 - asked at every view, and `Path.stat` costs twice as much
    return (str(path), found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def find_files(path: Path, seeds: Path | None = None) -> Files:
    """The files of a register: one file or a folder of *.yaml, and its seeds folder.

    Without `seeds`, the folder called `seeds` beside the register, or beside the folder it lies
    in. Raises FileNotFoundError when there is no register at `path`.
    """
    if path.is_dir():
        registers = tuple(_yaml_files(path))
    elif path.is_file():
        registers = (path,)
    else:
        raise FileNotFoundError(str(path))
    folder = seeds
    if folder is None:
        beside = path.absolute().parent
        candidates = (beside / "seeds", beside.parent / "seeds")
        folder = next((place for place in candidates if place.is_dir()), None)
        return Files(registers, tuple(_yaml_files(folder)) if folder else ())
    return Files(registers, tuple(_yaml_files(folder)) if folder.is_dir() else ())


def _yaml_files(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        names = [e.name for e in entries if e.name.endswith((".yaml", ".yml")) and e.is_file()]
    return [folder / name for name in sorted(names)]


def digest(contents: list[tuple[str, bytes]]) -> str:
    """sha256 over names and contents, so that moving text between files counts as a change."""
    total = hashlib.sha256()
    for name, content in contents:
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def code_fingerprint() -> str:
    """Changes with this package's own files: a compiled register outlives no change of compiler."""
    here = Path(__file__).parent
    stamps = []
    for folder in (here, here / "models", here / "checking"):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    found = entry.stat()
                    stamps.append(f"{entry.name}:{found.st_mtime_ns}:{found.st_size}")
    return hashlib.sha256("\n".join(sorted(stamps)).encode()).hexdigest()
