"""Opening a database: the engine, its durability, its transactions, and its migrations.

SQLite runs in WAL with synchronous FULL, so an acknowledged write survives a power cut; PostgreSQL
is spoken to through psycopg 3. A pooled connection serves one thread at a time, never two.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import NullPool

from dashboard.actuals import sqlite_files
from dashboard.actuals.messages import ActualsError
from dashboard.settings import without_password

# The newest migration this code knows, and all before it (a test compares with the files).
HEAD = "0007"
KNOWN = frozenset({"0001", "0002", "0003", "0004", "0005", "0006", "0007"})
VERSION_TABLE = "schema_version"
MIGRATIONS = "dashboard.actuals:migrations"
# Any number, the same in all processes: who holds it migrates.
MIGRATION_LOCK = 0x636C7573

_BUSY_MILLISECONDS = 5_000
_TRIES = 5
# Seconds: who saves waits for a busy database this long, who types only as long as a pause is
# not felt; opening may wait for the migration of another process.
PATIENCE, DRAFT_PATIENCE, _OPENING = 5.0, 1.0, 60.0
_READ = 0.02
_ENDS: ContextVar[float | None] = ContextVar("ends", default=None)

_T = TypeVar("_T")


class StoreError(ActualsError):
    """The database cannot be used; `message` says why in one sentence."""


class DatabaseGone(StoreError):
    """The database's file is not there any more. What is open of it can still be read."""


class _NoneIdle(DatabaseGone):
    """All connections that are still open are in use."""


class NewerDatabase(StoreError):
    """A newer version of the program has been at work on this database."""


def open_engine(url: str) -> Engine:
    """Return an engine on `url` whose database has all migrations.

    `sqlite:///path` (the folder is made) or `postgresql://…`. Raises `StoreError`.
    """
    engine = _engine(understood(url))
    try:
        retried(
            lambda: migrate(engine, MIGRATIONS, HEAD, version, MIGRATION_LOCK),
            _OPENING,
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


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first moment on SQLite.

    Raises `DatabaseGone` when the file is gone, or one without figures has taken its place: nothing
    is made anew, and the connections stay for those who read. Raises `StoreError` when another
    database has taken its place, which is open from then on.
    """
    with engine.connect().execution_options(begin_immediate=True) as connection:
        if is_gone(connection):
            raise DatabaseGone("store.gone", database=str(engine.url.database))
        if is_replaced(connection):
            connection.invalidate()
            engine.dispose()
            migrate(engine, MIGRATIONS, HEAD, version, MIGRATION_LOCK)
            raise StoreError("store.replaced", database=str(engine.url.database))
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_milliseconds_left()}")
            yield connection


def is_replaced(connection: Connection) -> bool:
    """Tell whether another file has taken the place of the one that is open, or none is there."""
    if connection.dialect.name != "sqlite":
        return False
    return bool(sqlite_files.identity(connection.info["file"]) != connection.info["id"])


def is_gone(connection: Connection) -> bool:
    """Tell whether no database of figures is where the open one was."""
    return is_replaced(connection) and not sqlite_files.has_figures(connection.info["file"])


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


def retried(act: Callable[[], _T], seconds: float = PATIENCE, tries: int = _TRIES) -> _T:
    """Do `act`, and again when the database was busy or the connection was lost on the way.

    All tries together wait for others `seconds` at most. `act` must be harmless to repeat after its
    first run was in fact completed.
    """
    ends = time.monotonic() + seconds
    token = _ENDS.set(ends)
    attempt = 1
    try:
        while attempt < tries:
            try:
                return act()
            except _NoneIdle:
                # Somebody who reads will be done in a moment; a new connection cannot be had.
                if time.monotonic() + _READ >= ends:
                    raise
                time.sleep(_READ)
            except (OperationalError, InterfaceError) as error:
                pause = 0.02 * 2**attempt
                if not _passing(error) or time.monotonic() + pause >= ends:
                    raise
                time.sleep(pause)
                attempt += 1
        return act()
    finally:
        _ENDS.reset(token)


def _milliseconds_left() -> int:
    ends = _ENDS.get()
    return _BUSY_MILLISECONDS if ends is None else max(1, int((ends - time.monotonic()) * 1000))


def understood(url: str) -> URL:
    """Return the address of a database. Raises `StoreError` for one that is none.

    `postgresql://me@first:5432,second:5432/name` names several servers, as libpq does.
    """
    if url.startswith("postgresql") and url.count("@") > 1:
        # Which of them ends the password cannot be known, and the rest would be shown as a host.
        raise StoreError("store.password")
    plain, hosts = _several_hosts(url)
    try:
        parsed = make_url(plain)
    except ArgumentError:
        raise StoreError("store.url", url=without_password(url)[:80]) from None
    except ValueError:
        # Of what has to be a number, only a port stands in an address.
        raise StoreError("store.port", url=without_password(url)[:80]) from None
    if parsed.get_backend_name() == "postgresql":
        ports = [host.rpartition(":")[2] for host in hosts if ":" in host]
        ports += [str(parsed.port)] if parsed.port is not None else []
        if not all(_is_port(port) for port in ports):
            raise StoreError("store.port", url=without_password(url)[:80])
        several = parsed.update_query_pairs([("host", host) for host in hosts], append=True)
        return several.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite" or parsed.drivername not in {
        "sqlite",
        "sqlite+pysqlite",
    }:
        raise StoreError("store.url", url=shown(parsed))
    if parsed.database in {None, "", ":memory:"}:
        raise StoreError("store.needs-file")
    return parsed


def shown(url: URL) -> str:
    """Return an address as people may read it, without any password."""
    return without_password(url.render_as_string())


def _several_hosts(url: str) -> tuple[str, list[str]]:
    """Take the hosts out of an address that names more than one."""
    found = re.match(r"(postgresql(?:\+\w+)?://(?:[^/?]*@)?)([^/?@]*,[^/?@]*)(.*)", url, re.DOTALL)
    return (found[1] + found[3], found[2].split(",")) if found else (url, [])


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 65535


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url,
            pool_size=8,
            max_overflow=-1,
            # Compiling what reads thousands of rows takes longer than reading them.
            connect_args={"options": "-c timezone=UTC -c jit=off", "connect_timeout": 10},
            hide_parameters=True,
        )
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
        pool_size=8,
        max_overflow=-1,
        connect_args={
            "check_same_thread": False,
            "timeout": _BUSY_MILLISECONDS / 1000,
            "uri": True,
        },
        # Figures and hashes do not belong into tracebacks.
        hide_parameters=True,
    )
    event.listen(engine, "do_connect", _connect_to_what_is_there)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_to_what_is_there(_: Any, __: Any, where: list[Any], ___: Any) -> None:
    """Let no connection of a running program make its database anew."""
    if sqlite_files.identity(where[0]) is None:
        raise _NoneIdle("store.gone", database=where[0])
    where[0] = sqlite_files.address(where[0])


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    # Python's own handling begins a transaction only at the first change; ours begin at once.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA recursive_triggers = ON")
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info["file"], record.info["id"] = path, sqlite_files.identity(path)
    # Turning WAL on needs the file alone and does not wait for it, so ask first.
    for attempt in range(_TRIES * 4):
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
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_milliseconds_left()}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


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
        upgrade(connection, migrations, head)


def upgrade(connection: Connection, migrations: str, to: str) -> None:
    """Run the steps up to `to` in the caller's transaction."""
    # Late: only a start that finds an old database pays for Alembic.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", migrations)
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def version(connection: Connection) -> str | None:
    """The database's migration, None for an empty one. Raises `NewerDatabase` for one not known."""
    if not connection.dialect.has_table(connection, VERSION_TABLE):
        return None
    found = connection.execute(text("SELECT version_num FROM schema_version")).scalar()
    if found is not None and found not in KNOWN:
        raise NewerDatabase("store.newer", found=str(found), known=HEAD)
    return found


def _passing(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    reason = str(error.orig)
    # 40001 serialisation, 40P01 deadlock, 57P01 the server was told to stop.
    state = getattr(error.orig, "sqlstate", None)
    return state in {"40001", "40P01", "57P01"} or "locked" in reason or "busy" in reason


def first_line(error: DBAPIError) -> str:
    """What the driver said, without its pages of context."""
    return str(error.orig).strip().splitlines()[0]
