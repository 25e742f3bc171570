"""Restoring a backup into an empty database of either kind: row for row, or not at all."""

import hashlib
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from dashboard.actuals import chain, installation_acts, write_order
from dashboard.actuals.database_addresses import shown
from dashboard.actuals.database_trouble import first_line
from dashboard.actuals.engines import new_engine, remove_file
from dashboard.actuals.observations import microseconds
from dashboard.actuals.schema_versions import wait_as_long_as_it_takes
from dashboard.actuals.transactions import writing
from dashboard.backup import rows, schema
from dashboard.backup.archive import ArchiveReader, Manifest
from dashboard.backup.messages import BackupError, DamagedArchive
from dashboard.register.copies import filled

ACTION = "restore"


def restore(path: Path, url: str, folder: Path | None = None, author: str = "") -> Manifest:
    """Put the backup at `path` into the empty database at `url`, and its register into `folder`.

    The tables are made as the backup had them, filled, read again, compared with the backup's
    checksums, brought up to date, and told in the audit that they were restored by `author`, all in one
    transaction. Raises `DamagedArchive`,
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
            _fill(engine, archive, path, author)
            restored = True
        except DBAPIError as error:
            where = shown(engine.url)
            raise BackupError("database", database=where, reason=first_line(error)) from error
        finally:
            engine.dispose()
            if made and not restored:
                remove_file(engine)
    return manifest


def _fill(engine: Engine, archive: ArchiveReader, path: Path, author: str) -> None:
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
            raise DamagedArchive("damaged", path=str(path))
        for table in tables:
            part = held[table.name]
            rows.replace(connection, table, part.columns, archive.rows(part))
            rows.advance_numbers(connection, table)
        for table in tables:
            part = held[table.name]
            if rows.fingerprint(connection, table, part.columns) != part.sha256:
                raise BackupError("differs", database=where, table=table.name)
        schema.bring_up_to_date(connection)
        _record(connection, manifest, path, author)


def _record(connection: Connection, manifest: Manifest, path: Path, author: str) -> None:
    """Tell in the audit from which file everything came: its name, its checksum, when it was made."""
    chain.lock(connection, [chain.NO_REGION])
    last, last_at = write_order.last_given(connection)
    turn = write_order.Turn(last, max(microseconds(datetime.now(UTC)), last_at + 1))
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    told = {
        "file": path.name,
        "sha256": checksum,
        "made": manifest.made,
        "program": manifest.program,
        "database": manifest.database,
    }
    installation_acts.record(connection, turn, author, ACTION, told)
