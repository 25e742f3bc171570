"""Restoring a backup into an empty database of either kind: row for row, or not at all."""

from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.database import (
    new_engine,
    remove_file,
    shown,
    wait_as_long_as_it_takes,
    writing,
)
from dashboard.actuals.database_trouble import first_line
from dashboard.backup import rows, schema
from dashboard.backup.archive import ArchiveReader, Manifest
from dashboard.backup.messages import BackupError, DamagedArchive
from dashboard.register.copies import filled


def restore(path: Path, url: str, folder: Path | None = None) -> Manifest:
    """Put the backup at `path` into the empty database at `url`, and its register into `folder`.

    The tables are made as the backup had them, filled, read again, compared with the backup's
    checksums, and then brought up to date, all in one transaction. Raises `DamagedArchive`,
    `NewerArchive`, `NotEmpty`, other `BackupError`s, `StoreError`, `FolderNotEmpty`, `OSError`; then
    the database is as it was.
    """
    with ArchiveReader(path) as archive, ExitStack() as opened:
        manifest = archive.manifest
        schema.refuse_unknown(manifest.schemas, str(path), manifest.program)
        if folder is not None:
            staged = opened.enter_context(filled(folder))
            for file in manifest.files:
                place = staged / file.path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.content(file))
        engine, made = new_engine(url)
        restored = False
        try:
            _fill(engine, archive, str(path))
            restored = True
        except DBAPIError as error:
            where = shown(engine.url)
            raise BackupError("database", database=where, reason=first_line(error)) from error
        finally:
            engine.dispose()
            if made and not restored:
                remove_file(engine)
    return manifest


def _fill(engine: Engine, archive: ArchiveReader, path: str) -> None:
    manifest, where = archive.manifest, shown(engine.url)
    with writing(engine) as connection:
        wait_as_long_as_it_takes(connection)
        schema.lock(connection)
        if not schema.are_there(connection, manifest.schemas, where):
            schema.make(connection, manifest.schemas)
        held = {part.name: part for part in manifest.tables}
        tables = schema.tables(connection)
        if {table.name: {*table.columns.keys()} for table in tables} != {
            name: {*part.columns} for name, part in held.items()
        }:
            raise DamagedArchive("damaged", path=path)
        for table in tables:
            part = held[table.name]
            rows.replace(connection, table, part.columns, archive.rows(part))
            rows.advance_numbers(connection, table)
        for table in tables:
            part = held[table.name]
            if rows.fingerprint(connection, table, part.columns) != part.sha256:
                raise BackupError("differs", database=where, table=table.name)
        schema.bring_up_to_date(connection)
