"""The database whose records are looked at: one that is there, left as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.database_addresses import shown
from dashboard.actuals.engines import existing_engine
from dashboard.actuals.store_faults import failed
from dashboard.audit.messages import AuditError
from dashboard.backup.rows import snapshot
from dashboard.backup.schema import SCHEMAS, versions
from dashboard.people.tables import accounts_head


def has_accounts(connection: Connection) -> bool:
    """Tell whether the database has tables of accounts: where nobody signs in there need be none."""
    return connection.dialect.has_table(connection, accounts_head.name)


@contextmanager
def open_recorded(url: str) -> Iterator[Connection]:
    """A connection that sees the database at `url` as it is at one moment.

    Raises `AuditError` for one without chains, `StoreError`, `PeopleError`.
    """
    engine = existing_engine(url)
    try:
        with snapshot(engine) as connection:
            found = versions(connection)
            if not found:
                raise AuditError("no-tables", database=shown(engine.url))
            of_figures, of_people = (each.version_table for each in SCHEMAS)
            newest = {each.version_table: each.head for each in SCHEMAS}
            # Where nobody signs in there need be no accounts.
            if found != newest and (of_people in found or found[of_figures] != newest[of_figures]):
                raise AuditError("not-upgraded", database=shown(engine.url))
            yield connection
    except DBAPIError as error:
        raise failed("store.read-failed", error) from error
    finally:
        engine.dispose()
