"""Which files make up a register, and how to tell cheaply whether they changed."""

import hashlib
import os
import stat
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Stamp = tuple[str, int, int, int, int]
# By folder: what it was when it was listed, and the files that were in it.
_Listings: TypeAlias = MutableMapping[str, tuple[Stamp, list[str]]]

# Nanoseconds after which a folder's own time tells of every later change: file systems count in ticks
# of some milliseconds, the coarsest in two seconds.
_SETTLED_NS = 3_000_000_000


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


class Sources:
    """Where the files of a register are looked for, again and again: `stamps` is asked at every view."""

    def __init__(self, path: Path, seeds: Path | None = None) -> None:
        self._register = str(path)
        self._seeds = tuple(map(str, _seed_folders(path, seeds)))
        self._listings: _Listings = {}

    def stamps(self) -> list[Stamp]:
        """The stamps of the files that `find_files` finds now. Raises OSError when one is gone."""
        found = os.stat(self._register)  # noqa: PTH116 - a `Path` costs twice as much
        if stat.S_ISREG(found.st_mode):
            stamps = [_stamped(self._register, found)]
        else:
            stamps = [_stamp(name) for name in self._yaml_files(self._register) or ()]
        for folder in self._seeds:
            records = self._yaml_files(folder)
            if records is not None:
                return stamps + [_stamp(name) for name in records]
        return stamps

    def _yaml_files(self, folder: str) -> list[str] | None:
        """The files of a folder; it is listed anew only where its own time tells of a change."""
        try:
            found = os.stat(folder)  # noqa: PTH116 - as above
        except (FileNotFoundError, NotADirectoryError):
            return None
        seen, kept = _stamped(folder, found), self._listings.get(folder)
        if kept is not None and kept[0] == seen:
            return kept[1]
        began = time.time_ns()
        names = _yaml_files(folder)
        if names is not None and began - max(seen[1:3]) > _SETTLED_NS:
            self._listings[folder] = seen, names
        return names


def _stamp(name: str) -> Stamp:
    return _stamped(name, os.stat(name))  # noqa: PTH116 - as above


def _stamped(name: str, found: os.stat_result) -> Stamp:
    return (name, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def find_files(path: Path, seeds: Path | None = None) -> Files:
    """The files of a register: one file or a folder of *.yaml, and its seeds folder.

    Without `seeds`, the folder called `seeds` beside the register, or beside the folder it lies
    in. Raises FileNotFoundError when there is no register at `path`.
    """
    registers = _yaml_files(str(path))
    if registers is None:
        if not path.is_file():
            raise FileNotFoundError(str(path))
        registers = [str(path)]
    for folder in _seed_folders(path, seeds):
        records = _yaml_files(str(folder))
        if records is not None:
            return Files(tuple(map(Path, registers)), tuple(map(Path, records)))
    return Files(tuple(map(Path, registers)), ())


def _seed_folders(path: Path, seeds: Path | None) -> tuple[Path, ...]:
    """The folders that may hold the document records; the first that is there does."""
    if seeds is not None:
        return (seeds,)
    beside = path.absolute().parent
    return beside / "seeds", beside.parent / "seeds"


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
