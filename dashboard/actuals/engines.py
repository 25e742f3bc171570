"""Opening a database: the engine, its durability and its limits.

SQLite runs in WAL with synchronous FULL, so an acknowledged write survives a power cut; PostgreSQL
is spoken to through psycopg 3. A pooled connection serves one thread at a time, never two.
"""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from dashboard.actuals import sqlite_files
from dashboard.actuals.database_addresses import shown, understood
from dashboard.actuals.database_trouble import READ_ONLY_STATE, first_line, sqlstate
from dashboard.actuals.retries import (
    BUSY_MILLISECONDS,
    OPENING_PATIENCE,
    PATIENCE,
    milliseconds_left,
    retried,
)
from dashboard.actuals.schema_versions import HEAD, MIGRATION_LOCK, MIGRATIONS, version
from dashboard.actuals.store_faults import NoneIdle, StoreError, place_of
from dashboard.actuals.transactions import migrate

_WAL_TRIES = 20
# Connections of a process: kept open, and at most. Who finds none free waits as for a busy database.
_KEPT_OPEN, _MORE = 8, 12
# What PostgreSQL is told where neither the address nor its own settings say anything.
_LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}
# What libpq is told where the address says nothing: a server that answers nobody is given up in two
# seconds, a severed connection is noticed within half a minute, also by who waits for an answer
# (seconds; the last in milliseconds).
_KEEPALIVES = {
    "connect_timeout": 2,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


def open_engine(url: str) -> Engine:
    """Return an engine on `url` whose database has all migrations.

    `sqlite:///path` (the folder is made) or `postgresql://…`. Raises `StoreError`.
    """
    engine = _engine(understood(url))
    try:
        retried(
            lambda: migrate(engine, MIGRATIONS, HEAD, version, MIGRATION_LOCK),
            OPENING_PATIENCE,
            opening=True,
        )
    except DBAPIError as error:
        engine.dispose()
        raise StoreError(
            "store.unreachable", database=shown(engine.url), reason=first_line(error)
        ) from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def existing_engine(url: str) -> Engine:
    """Return an engine on a database that is there, as it is: nothing is made or migrated.

    Raises `StoreError` for an address that is none, and where an SQLite file is not there.
    """
    parsed = understood(url)
    if parsed.get_backend_name() == "sqlite" and not sqlite_files.is_there(str(parsed.database)):
        raise StoreError("store.absent", database=str(parsed.database))
    return _engine(parsed)


def inspecting_engine(url: str) -> Engine:
    """Return an engine on a database that is there, for reading only: nothing of it is changed.

    Raises `StoreError` for an address that is none, and where an SQLite file is not there.
    """
    parsed = understood(url)
    if parsed.get_backend_name() != "sqlite":
        return _engine(parsed)
    path = str(parsed.database)
    if not sqlite_files.is_there(path):
        raise StoreError("store.absent", database=path)
    # Where no log of changes is, nobody has it open; then not even the log's own files are made.
    how = "mode=ro" if sqlite_files.is_there(f"{path}-wal") else "immutable=1"
    reading = f"{Path(path).absolute().as_uri()}?{how}"
    return create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(reading, uri=True), poolclass=NullPool
    )


def replica_engine(url: str) -> Engine:
    """Return an engine on one standby, which is soon given up where it does not answer.

    Raises `StoreError` for an address that is none, or names several servers: one of them could be
    further behind than what another has just said.
    """
    parsed = understood(url)
    several = isinstance(parsed.query.get("host"), tuple) or "," in str(
        parsed.query.get("host", "")
    )
    if parsed.get_backend_name() != "postgresql" or several:
        raise StoreError("store.replica.address", url=shown(parsed))
    return _postgres_engine(parsed)


def new_engine(url: str) -> tuple[Engine, bool]:
    """Return an engine on a database to be filled, and whether its file has been made for it.

    No tables are made. Raises `StoreError`.
    """
    parsed = understood(url)
    on_a_file = parsed.get_backend_name() == "sqlite"
    missing = on_a_file and not sqlite_files.is_there(str(parsed.database))
    return _engine(parsed), missing


def remove_file(engine: Engine) -> None:
    """Take away the SQLite file that `new_engine` has made, and its companions."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{engine.url.database}{ending}").unlink(missing_ok=True)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return _postgres_engine(url)
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sqlite_files.make_private(Path(str(url.database)))
    except OSError as error:
        raise StoreError(
            "store.unreachable", database=str(url.database), reason=error.strerror or str(error)
        ) from error
    engine = create_engine(
        url,
        pool_size=_KEPT_OPEN,
        max_overflow=_MORE,
        pool_timeout=PATIENCE,
        connect_args={
            "check_same_thread": False,
            "timeout": BUSY_MILLISECONDS / 1000,
            "uri": True,
        },
        # Figures and hashes do not belong into tracebacks.
        hide_parameters=True,
    )
    event.listen(engine, "do_connect", _connect_to_what_is_there)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgres_engine(url: URL) -> Engine:
    """What the address says goes before what we would say."""
    # Its driver takes 10 MiB, which who keeps figures in a file has no use for.
    from dashboard.actuals.answer_limits import limit_answers

    said = url.query.get("options") or os.environ.get("PGOPTIONS", "")
    # Compiling what reads thousands of rows takes longer than reading them.
    ours = "-c timezone=UTC -c jit=off"
    told = {name: value for name, value in _KEEPALIVES.items() if name not in url.query}
    engine = create_engine(
        url,
        pool_size=_KEPT_OPEN,
        max_overflow=_MORE,
        pool_timeout=PATIENCE,
        connect_args=told | {"options": f"{ours} {said if isinstance(said, str) else said[-1]}"},
        hide_parameters=True,
    )
    limit_answers(engine)
    event.listen(engine, "connect", _limit_what_nobody_has_limited)
    event.listen(engine, "handle_error", _leave_who_only_reads)
    return engine


def _limit_what_nobody_has_limited(connection: Any, _: Any) -> None:
    with connection.cursor() as cursor:
        for name, limit in _LIMITS.items():
            cursor.execute(
                "SELECT set_config(name, %s, false) FROM pg_settings "
                "WHERE name = %s AND source = 'default'",
                (limit, name),
            )
    connection.commit()


def _leave_who_only_reads(context: ExceptionContext) -> None:
    """After a failover, let go of the connections to the server that takes no writes any more."""
    if sqlstate(context.original_exception) == READ_ONLY_STATE:
        context.is_disconnect = True


def _connect_to_what_is_there(_: Any, __: Any, where: list[Any], ___: Any) -> None:
    """Let no connection of a running program make its database anew."""
    if sqlite_files.identity(where[0]) is None:
        raise NoneIdle("store.gone", inside=place_of(where[0]))
    where[0] = sqlite_files.address(where[0])


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    # Python's own handling begins a transaction only at the first change; ours begin at once.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA recursive_triggers = ON")
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info["file"], record.info["id"] = path, sqlite_files.identity(path)
    # Turning WAL on needs the file alone and does not wait for it, so ask first.
    for attempt in range(_WAL_TRIES):
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) and "busy" not in str(error):
                raise
            time.sleep(0.005 * (attempt + 1))


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("begin_immediate")
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds_left()}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
