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
        return [_stamp(str(path)) for path in (*self.registers, *self.seeds)]


def stamps_of(path: Path, seeds: Path | None = None) -> list[Stamp]:
    """The stamps of the files that `find_files` finds, without a `Path` for each: asked at every view.

    Raises OSError when a file is gone.
    """
    return [_stamp(name) for found in _names(path, seeds) for name in found]


def _stamp(name: str) -> Stamp:
    found = os.stat(name)  # noqa: PTH116 - a `Path` costs twice as much
    return (name, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def find_files(path: Path, seeds: Path | None = None) -> Files:
    """The files of a register: one file or a folder of *.yaml, and its seeds folder.

    Without `seeds`, the folder called `seeds` beside the register, or beside the folder it lies
    in. Raises FileNotFoundError when there is no register at `path`.
    """
    registers, records = _names(path, seeds)
    return Files(tuple(map(Path, registers)), tuple(map(Path, records)))


def _names(path: Path, seeds: Path | None) -> tuple[list[str], list[str]]:
    """The register's files and its document records, as names: a `Path` costs more than the look."""
    name = str(path)
    registers = _yaml_files(name)
    if registers is None:
        if not os.path.isfile(name):  # noqa: PTH113 - as above
            raise FileNotFoundError(name)
        registers = [name]
    if seeds is not None:
        return registers, _yaml_files(str(seeds)) or []
    beside = os.path.dirname(name if os.path.isabs(name) else str(path.absolute()))  # noqa: PTH117, PTH120 - as above
    for place in (beside, os.path.dirname(beside)):  # noqa: PTH120 - as above
        records = _yaml_files(os.path.join(place, "seeds"))  # noqa: PTH118 - as above
        if records is not None:
            return registers, records
    return registers, []


def _yaml_files(folder: str) -> list[str] | None:
    """The files of a folder in their order; None where it is none."""
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if e.name.endswith((".yaml", ".yml")) and e.is_file()]
    except (FileNotFoundError, NotADirectoryError):
        return None
    return [os.path.join(folder, name) for name in sorted(names)]  # noqa: PTH118 - as above


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
