"""The database whose records are looked at: one that is there, left as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.database import existing_engine, failed, shown
from dashboard.audit.messages import AuditError
from dashboard.backup.rows import snapshot
from dashboard.backup.schema import SCHEMAS, versions


@contextmanager
def open_recorded(url: str) -> Iterator[Connection]:
    """A connection that sees the database at `url` as it is at one moment.

    Raises `AuditError` for one without chains, `StoreError`, `PeopleError`.
    """
    engine = existing_engine(url)
    newest = {each.version_table: each.head for each in SCHEMAS}
    try:
        with snapshot(engine) as connection:
            found = versions(connection)
            if not found:
                raise AuditError("no-tables", database=shown(engine.url))
            if found != newest:
                raise AuditError("not-upgraded", database=shown(engine.url))
            yield connection
    except DBAPIError as error:
        raise failed("store.read-failed", error) from error
    finally:
        engine.dispose()
