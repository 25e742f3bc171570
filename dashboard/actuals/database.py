"""Opening a database: the engine, its durability, its transactions, and its migrations.

SQLite runs in WAL with synchronous FULL, so an acknowledged write survives a power cut; PostgreSQL
is spoken to through psycopg 3. A pooled connection serves one thread at a time, never two.
"""

import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import NullPool

from dashboard.actuals import chain, sqlite_files
from dashboard.actuals.database_trouble import (
    PASSING,
    READ_ONLY_STATE,
    cause_of,
    first_line,
    is_no_connection,
    sqlstate,
)
from dashboard.actuals.messages import ActualsError, Message
from dashboard.languages import LOGGED
from dashboard.settings import without_password

# The newest migration this code knows, and all before it (a test compares with the files).
HEAD = "0011"
KNOWN = frozenset(f"{number:04}" for number in range(1, int(HEAD) + 1))
VERSION_TABLE = "schema_version"
MIGRATIONS = "dashboard.actuals:migrations"
# Any number, the same in all processes: who holds it migrates.
MIGRATION_LOCK = 0x636C7573

_BUSY_MILLISECONDS = 5_000
# Seconds: who reads waits for a busy or absent database this long, who saves for the import of
# another to end, who types only as long as a pause is not felt; opening may wait for the migration
# of another process.
PATIENCE, SAVE_PATIENCE, DRAFT_PATIENCE, _OPENING = 5.0, 30.0, 1.0, 60.0
_READ, _LONGEST_PAUSE, _SHORTLY = 0.02, 0.5, 0.2
_WAL_TRIES = 20
# KiB that a large write may keep in memory of SQLite's pages, for as long as it lasts.
_LARGE_CACHE = 65_536
# Connections of a process: kept open, and at most. Who finds none free waits as for a busy database.
_KEPT_OPEN, _MORE = 8, 12
# What PostgreSQL is told where neither the address nor its own settings say anything.
_LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}
# What libpq is told where the address says nothing: a severed connection is noticed within half a
# minute, also by who waits for an answer (seconds; the last in milliseconds).
_KEEPALIVES = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# Seconds: nobody has to wait for a replica that is away, the primary is there.
_REPLICA_CONNECTS = 2
_ENDS: ContextVar[float | None] = ContextVar("ends", default=None)

_T = TypeVar("_T")


_LOG = logging.getLogger("dashboard.actuals")
# On the command line the fault itself is printed; without this the line would be, too.
_LOG.addHandler(logging.NullHandler())


class StoreError(ActualsError):
    """The database cannot be used; `message` says why in one sentence, to everybody.

    `inside` is what only those read who look after the server: the database's own words, or a path.
    `passes` tells that nothing has to be mended for it to go away.
    """

    def __init__(
        self, code: str, /, inside: Message | None = None, passes: bool = False, **params: Any
    ) -> None:
        super().__init__(code, **params)
        self.inside, self.passes = inside, passes

    def __str__(self) -> str:
        return " ".join(self.sentences(LOGGED))

    def sentences(self, lang: str) -> list[str]:
        """Return what is wrong with the insides, for the command line, the log and curators."""
        return [each.text(lang) for each in (self.message, self.inside) if each is not None]


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
    return _postgres_engine(parsed, {"connect_timeout": _REPLICA_CONNECTS})


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
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_milliseconds_left()}")
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
    driver.execute(f"PRAGMA cache_size = -{_LARGE_CACHE}")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            driver.execute(f"PRAGMA cache_size = {before}")
            driver.execute("PRAGMA shrink_memory")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for questions that are no page's every rerun: had with patience, asked once.

    Raises `StoreError`.
    """
    try:
        with retried(engine.connect) as connection:
            yield connection
    except (DBAPIError, NoneFree) as error:
        raise failed("store.read-failed", error) from error


def answered(engine: Engine, question: Callable[[Connection], _T]) -> _T:
    """Return the answer to a question, asked again while the database is busy or away.

    Raises `StoreError`.
    """

    def once() -> _T:
        with engine.connect() as connection:
            return question(connection)

    try:
        return retried(once)
    except (DBAPIError, NoneFree) as error:
        raise failed("store.read-failed", error) from error


def committed(
    change: Callable[[], _T],
    failure: str = "store.change-failed",
    seconds: float = SAVE_PATIENCE,
    tries: int | None = None,
) -> _T:
    """Make a change with patience (see `retried`); one that fails is a line in the log.

    Raises `StoreError` of the code `failure`.
    """
    try:
        return retried(change, seconds, tries)
    except (DBAPIError, NoneFree) as error:
        fault = failed(failure, error)
        _LOG.error("Nothing was saved. %s", fault)
        raise fault from error
    except StoreError as fault:
        _LOG.error("Nothing was saved. %s", fault)
        raise


def leisurely(change: Callable[[], object]) -> None:
    """Make a change that may as well be made another time: it hardly waits, and need not succeed."""
    with suppress(DBAPIError, NoneFree, StoreError):
        retried(change, _SHORTLY, tries=1)


def failed(code: str, error: DBAPIError | NoneFree) -> StoreError:
    """Return a database's fault in our words, with its own for who looks after the server."""
    cause = cause_of(error)
    said = Message("actuals.store.said", {"reason": first_line(error)})
    return StoreError(code, inside=said, passes=cause.passes, cause=cause)


def place(engine: Engine) -> Message:
    """Return where the file of a database is, for who looks after the server."""
    return _place(str(engine.url.database))


def _place(path: str) -> Message:
    return Message("actuals.store.place", {"database": path})


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


def retried(
    act: Callable[[], _T],
    seconds: float = PATIENCE,
    tries: int | None = None,
    *,
    opening: bool = False,
) -> _T:
    """Do `act`, and again when the database was busy or away, or the connection was lost on the way.

    All tries together wait `seconds` at most for what others have locked, and no longer than
    `PATIENCE` for a database that is away. `act` must be harmless to repeat after its first run
    was in fact completed. When `opening`, a database that cannot be reached is no reason to wait:
    its address may be wrong.
    """
    began = time.monotonic()
    ends, gives_up = began + seconds, began + min(seconds, PATIENCE)
    token = _ENDS.set(ends)
    attempt = 1
    try:
        while tries is None or attempt < tries:
            try:
                return act()
            except _NoneIdle:
                # Somebody who reads will be done in a moment; a new connection cannot be had.
                if time.monotonic() + _READ >= ends:
                    raise
                time.sleep(_READ)
            except DBAPIError as error:
                pause = min(0.02 * 2**attempt, _LONGEST_PAUSE)
                if not _passing(error, opening) or time.monotonic() + pause >= gives_up:
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


def _postgres_engine(url: URL, ours_first: Mapping[str, int] | None = None) -> Engine:
    """What the address says goes before what we would say."""
    said = url.query.get("options") or os.environ.get("PGOPTIONS", "")
    # Compiling what reads thousands of rows takes longer than reading them.
    ours = "-c timezone=UTC -c jit=off"
    wanted = _KEEPALIVES | dict(ours_first or {})
    told = {name: value for name, value in wanted.items() if name not in url.query}
    engine = create_engine(
        url,
        pool_size=_KEPT_OPEN,
        max_overflow=_MORE,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        connect_args=told | {"options": f"{ours} {said if isinstance(said, str) else said[-1]}"},
        hide_parameters=True,
    )
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
        raise _NoneIdle("store.gone", inside=_place(where[0]))
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
        wait_as_long_as_it_takes(connection)
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


def wait_as_long_as_it_takes(connection: Connection) -> None:
    """Lift the limits of time that pages live by, to the end of the transaction."""
    if connection.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")


def version(connection: Connection) -> str | None:
    """The database's migration, None for an empty one. Raises `NewerDatabase` for one not known."""
    if not connection.dialect.has_table(connection, VERSION_TABLE):
        return None
    found = connection.execute(text("SELECT version_num FROM schema_version")).scalar()
    if found is not None and found not in KNOWN:
        raise NewerDatabase("store.newer", found=str(found), known=HEAD)
    return found


def _passing(error: DBAPIError, opening: bool) -> bool:
    if error.connection_invalidated:
        return True
    reason = str(error.orig)
    # A server that is starting tells so before anybody is let in, without a code.
    if sqlstate(error.orig) in PASSING or "locked" in reason or "starting up" in reason:
        return True
    return "busy" in reason or (not opening and is_no_connection(error))
