"""Making a backup: everything as it is at one moment, while others read and write."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

from dashboard import __version__
from dashboard.actuals.database_addresses import shown
from dashboard.actuals.database_trouble import first_line
from dashboard.actuals.engines import existing_engine
from dashboard.actuals.observations import microseconds, moment_text
from dashboard.backup import rows, schema
from dashboard.backup.archive import ArchiveWriter, Manifest
from dashboard.backup.messages import BackupError


class Made(NamedTuple):
    """A backup that is written, and the tables of other programs that are not in it."""

    manifest: Manifest
    left_out: list[str]


def create(url: str, register: Sequence[tuple[str, Path]], path: Path) -> Made:
    """Write all tables of the database at `url` and the register's files to `path`.

    `register` gives for each file its place, as in `data/targets.yaml`. The database is left as it
    is, also when it wants migrating. Raises `BackupError`, `StoreError`, `PeopleError`, `OSError`;
    then there is no file.
    """
    contents = [(name, file.read_bytes()) for name, file in register]
    engine = existing_engine(url)
    place = shown(engine.url)
    try:
        with ArchiveWriter(path) as writer, rows.snapshot(engine) as connection:
            versions = schema.versions(connection)
            if not versions:
                raise BackupError("no-tables", database=place)
            for table in schema.tables(connection):
                columns = [column.name for column in table.columns]
                writer.add_table(table.name, columns, rows.read(connection, table, columns))
            left_out = schema.foreign_tables(connection)
            for name, content in contents:
                writer.add_file(name, content)
            manifest = writer.finish(
                program=__version__,
                made=moment_text(microseconds(datetime.now(UTC))),
                database=engine.dialect.name,
                schemas=versions,
            )
    except DBAPIError as error:
        raise BackupError("database", database=place, reason=first_line(error)) from error
    finally:
        engine.dispose()
    return Made(manifest, left_out)
