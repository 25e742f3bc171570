"""The file of a backup: a ZIP that any program opens, with its own list of contents.

`tables/NAME.jsonl` has one JSON list for each row, in the order of the key; `register/…` are the
register's files. The last member, `manifest.json`, gives every other one's length and SHA-256, so
that a file that was cut off or changed is told from a whole one before anything of it is used.
"""

import hashlib
import json
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.backup.messages import BackupError, DamagedArchive, NewerArchive

# The form of the file that this program writes, and the newest that it reads.
FORM = 1
MANIFEST = "manifest.json"
REGISTER = "register/"

Row: TypeAlias = list[Any]

# Everything the ZIP and JSON readers raise for bytes that are not as they should be.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    KeyError,
    ValueError,
    # A place in the file that is before its beginning.
    OSError,
)
_BLOCK = 1 << 20


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    bytes: int
    sha256: str

    @property
    def member(self) -> str:
        """Its place in the file."""
        raise NotImplementedError


class TablePart(_Part):
    """One table: its columns in the order of each row, and how many rows there are."""

    name: str
    columns: list[str]
    rows: int

    @property
    def member(self) -> str:
        """Its place in the file."""
        return f"tables/{self.name}.jsonl"


class FilePart(_Part):
    """One file of the register, as in `data/targets.yaml`."""

    path: str

    @property
    def member(self) -> str:
        """Its place in the file."""
        return REGISTER + self.path


class Manifest(BaseModel):
    """What a backup holds, when it was made, by which version, from which kind of database.

    `schemas` gives for each version table the migration that the tables had.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    form: int
    program: str
    made: str
    database: str
    schemas: dict[str, str]
    tables: list[TablePart]
    files: list[FilePart]


class ArchiveWriter:
    """Writes a backup beside its name, and gives it the name once it is whole."""

    def __init__(self, path: Path) -> None:
        """Raises `BackupError` when there is a file of that name, `OSError` as it comes."""
        self._path = path.absolute()
        if self._path.exists():
            raise BackupError("exists", path=str(path))
        # For its owner alone: hashes of passwords are in it.
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{path.name}.")
        self._unfinished = Path(name)
        self._file = os.fdopen(handle, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._tables: list[TablePart] = []
        self._files: list[FilePart] = []

    def __enter__(self) -> Self:
        return self

    def add_table(self, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Add a table, row by row."""
        part = TablePart(name=name, columns=list(columns), rows=0, bytes=0, sha256="")
        count = 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            for row in rows:
                count += 1
                yield line_of(row)

        length, digest = self._write(part.member, lines())
        changes = {"rows": count, "bytes": length, "sha256": digest}
        self._tables.append(part.model_copy(update=changes))

    def add_file(self, path: str, content: bytes) -> None:
        """Add a file of the register."""
        length, digest = self._write(REGISTER + path, [content])
        self._files.append(FilePart(path=path, bytes=length, sha256=digest))

    def finish(
        self, *, program: str, made: str, database: str, schemas: dict[str, str]
    ) -> Manifest:
        """Write the manifest, and give the file its name once the disk has it."""
        manifest = Manifest(
            form=FORM,
            program=program,
            made=made,
            database=database,
            schemas=schemas,
            tables=self._tables,
            files=self._files,
        )
        self._zip.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._unfinished.rename(self._path)
        return manifest

    def _write(self, member: str, blocks: Iterable[bytes]) -> tuple[int, str]:
        total, length = hashlib.sha256(), 0
        with self._zip.open(member, "w", force_zip64=True) as out:
            for block in blocks:
                total.update(block)
                length += len(block)
                out.write(block)
        return length, total.hexdigest()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._file.closed:
            # The ZIP's own closing would write its contents into a file that is given up.
            self._zip.fp = None
            self._file.close()
        self._unfinished.unlink(missing_ok=True)


class ArchiveReader:
    """A backup that is known to be whole.

    Raises `DamagedArchive` or `NewerArchive`; `OSError` where there is no such file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb"):
            pass
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as fault:
            raise self._damaged() from fault
        try:
            self.manifest = self._read_manifest()
            self._compare()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def rows(self, table: TablePart) -> Iterator[Row]:
        """Yield the rows of a table in the order of their key."""
        try:
            with self._zip.open(table.member) as opened:
                for line in opened:
                    row = json.loads(line)
                    if not isinstance(row, list) or len(row) != len(table.columns):
                        raise self._damaged()
                    yield row
        except _BROKEN as fault:
            raise self._damaged() from fault

    def content(self, file: FilePart) -> bytes:
        """Return one file of the register."""
        return self._zip.read(file.member)

    def _read_manifest(self) -> Manifest:
        try:
            text = self._zip.read(MANIFEST)
            told = json.loads(text)
            form = told["form"] if isinstance(told, dict) else None
            if isinstance(form, int) and form > FORM:
                raise NewerArchive("newer", path=str(self._path), program=str(told.get("program")))
            return Manifest.model_validate_json(text)
        except (*_BROKEN, ValidationError) as fault:
            raise self._damaged() from fault

    def _compare(self) -> None:
        """Hold every member against the manifest, to its last byte."""
        parts = [*self.manifest.tables, *self.manifest.files]
        members = [part.member for part in parts]
        held = self._zip.namelist()
        if sorted(held) != sorted([*members, MANIFEST]) or len(set(held)) != len(held):
            raise self._damaged()
        if not all(_inside(file.path) for file in self.manifest.files):
            raise self._damaged()
        for part in parts:
            try:
                with self._zip.open(part.member) as opened:
                    whole = _measured(opened) == (part.bytes, part.sha256)
            except _BROKEN as fault:
                raise self._damaged() from fault
            if not whole:
                raise self._damaged()

    def _damaged(self) -> DamagedArchive:
        return DamagedArchive("damaged", path=str(self._path))


def line_of(row: Sequence[Any]) -> bytes:
    """Return a row as its line: the same bytes whichever database it comes from."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _measured(opened: IO[bytes]) -> tuple[int, str]:
    total, length = hashlib.sha256(), 0
    while block := opened.read(_BLOCK):
        total.update(block)
        length += len(block)
    return length, total.hexdigest()


def _inside(path: str) -> bool:
    """Whether a name stays inside the folder it is written to, on every platform."""
    parts = PurePosixPath(path).parts
    plain = all(part not in {"..", "."} and not set(part) & set("\\:\0") for part in parts)
    return plain and bool(parts) and not path.startswith("/")
