"""Transactions of a database of figures: all of a write or nothing, on the file that was opened."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError

from dashboard.actuals import chain, sqlite_files
from dashboard.actuals.retries import milliseconds_left
from dashboard.actuals.schema_versions import (
    HEAD,
    MIGRATION_LOCK,
    MIGRATIONS,
    upgrade,
    version,
    wait_as_long_as_it_takes,
)
from dashboard.actuals.store_faults import DatabaseGone, StoreError, place

# KiB that a large write may keep in memory of SQLite's pages, for as long as it lasts.
LARGE_CACHE = 65_536


@contextmanager
def writing(engine: Engine, *, large: bool = False) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first moment on SQLite.

    A `large` one may take more memory than others do.

    Raises `DatabaseGone` when the file is gone, or one without figures has taken its place: nothing
    is made anew, and the connections stay for those who read. Raises `StoreError` when another
    database has taken its place, which is open from then on.
    """
    with engine.connect().execution_options(begin_immediate=True) as connection:
        if is_gone(connection):
            raise DatabaseGone("store.gone", inside=place(engine))
        if is_replaced(connection):
            connection.invalidate()
            engine.dispose()
            migrate(engine, MIGRATIONS, HEAD, version, MIGRATION_LOCK)
            raise StoreError("store.replaced", inside=place(engine))
        roomy = large and engine.dialect.name == "sqlite"
        with _large_cache(connection) if roomy else nullcontext(), connection.begin():
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds_left()}")
            chain.begin(connection)
            yield connection
            chain.refuse_unsealed(connection)


@contextmanager
def _large_cache(connection: Connection) -> Iterator[None]:
    """Let SQLite keep in memory what a large transaction changes.

    Without room for them it writes changed pages and reads them again, time after time.
    """
    driver = connection.connection.dbapi_connection
    assert driver is not None
    (before,) = driver.execute("PRAGMA cache_size").fetchone()
    driver.execute(f"PRAGMA cache_size = -{LARGE_CACHE}")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            driver.execute(f"PRAGMA cache_size = {before}")
            driver.execute("PRAGMA shrink_memory")


def is_replaced(connection: Connection) -> bool:
    """Tell whether another file has taken the place of the one that is open, or none is there."""
    if connection.dialect.name != "sqlite":
        return False
    return bool(sqlite_files.identity(connection.info["file"]) != connection.info["id"])


def is_gone(connection: Connection) -> bool:
    """Tell whether no database of figures is where the open one was."""
    return is_replaced(connection) and not sqlite_files.has_figures(connection.info["file"])


def is_read_only(connection: Connection) -> bool:
    """Tell whether the server takes no changes: a standby, or one that was told to."""
    if connection.dialect.name == "sqlite":
        return False
    return bool(connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on")


@contextmanager
def driver_cursor(connection: Connection) -> Iterator[DBAPICursor]:
    """The driver's own cursor in the connection's transaction, for what is read by the thousand.

    SQLAlchemy's rows would cost more than the reading. What the driver raises becomes what
    SQLAlchemy would have raised, so that every failure is met alike.
    """
    if not connection.in_transaction():
        connection.begin()
    dialect, driver = connection.dialect, connection.connection.dbapi_connection
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except dialect.loaded_dbapi.Error as error:
        lost = dialect.is_disconnect(error, driver, cursor)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            None,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=dialect,
        ) from error
    finally:
        cursor.close()


def migrate(
    engine: Engine,
    migrations: str,
    head: str,
    found: Callable[[Connection], str | None],
    lock: int,
) -> None:
    """Bring tables up to the migration `head`; who holds the `lock` does, and all others wait.

    `migrations` is "package:folder", `found` gives the migration that a database has.
    """
    with engine.connect() as connection:
        if found(connection) == head:
            return
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock})
        if found(connection) == head:
            return
        wait_as_long_as_it_takes(connection)
        upgrade(connection, migrations, head)
