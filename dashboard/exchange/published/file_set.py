"""Several files as a folder or as one zip file, that are there whole or not at all."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile


class FileSet(Protocol):
    """Where files are written, one after the other."""

    def file(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Return a new file to be written into."""


class FolderTaken(Exception):
    """The folder holds something already."""


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        path = self._path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            yield file


class _Zip:
    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        with self._packed.open(name, "w", force_zip64=True) as file:
            yield file  # type: ignore[misc]  # a file to write to, whatever its class


@contextmanager
def file_set(path: Path) -> Iterator[FileSet]:
    """Write files into a new or empty folder, or into a zip file where the name ends so.

    They are put in place at the end: what is broken off leaves nothing behind. Raises
    `FolderTaken`, `OSError`.
    """
    beside = path.absolute().parent
    if path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory(dir=beside, prefix=f".{path.name}.") as folder:
            whole = Path(folder) / "whole.zip"
            with ZipFile(whole, "w", ZIP_DEFLATED) as packed:
                yield _Zip(packed)
            whole.replace(path)
        return
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FolderTaken(str(path))
    folder_made = Path(tempfile.mkdtemp(dir=beside, prefix=f".{path.name}."))
    try:
        yield _Folder(folder_made)
        if path.exists():
            path.rmdir()
        folder_made.chmod(0o755)
        folder_made.rename(path)
    except BaseException:
        shutil.rmtree(folder_made, ignore_errors=True)
        raise


class Text:
    """A text being written into a file as UTF-8; it knows how many bytes, and their checksum."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self.bytes = file, hashlib.sha256(), 0

    def write(self, text: str) -> int:
        """Write a part of the text."""
        part = text.encode()
        self._file.write(part)
        self._hash.update(part)
        self.bytes += len(part)
        return len(text)

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of what was written."""
        return self._hash.hexdigest()
