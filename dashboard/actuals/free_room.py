"""Whether the disk of a database has room again: tried by writing, which is undone."""

from sqlalchemy import Connection, Engine

# Bytes: a save of one figure takes a few pages of the tables and of the log.
ROOM = 1 << 20
# Pages that SQLite keeps in memory meanwhile: what is beyond goes to the disk before the end.
_FEW_PAGES = 16


def try_room(engine: Engine) -> None:
    """Write `ROOM` bytes where the database's tables lie, and undo it.

    Raises the driver's fault (`DBAPIError`), that the disk is full among them.
    """
    with engine.connect().execution_options(begin_immediate=True) as connection:
        if connection.dialect.name == "sqlite":
            _fill_sqlite(connection)
        else:
            _fill_postgres(connection)


def _fill_sqlite(connection: Connection) -> None:
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {_FEW_PAGES}")
    try:
        connection.exec_driver_sql("CREATE TABLE room (filling BLOB)")
        connection.exec_driver_sql(f"INSERT INTO room VALUES (zeroblob({ROOM}))")  # noqa: S608 - a number of ours
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")
        connection.rollback()


def _fill_postgres(connection: Connection) -> None:
    # Another disk may have been named for what is temporary: not of that one is asked.
    connection.exec_driver_sql("SET LOCAL temp_tablespaces = ''")
    connection.exec_driver_sql("SET LOCAL statement_timeout = 1000")
    connection.exec_driver_sql("CREATE TEMPORARY TABLE room (filling text)")
    lines = f"generate_series(1, {ROOM // 1024})"
    connection.exec_driver_sql(f"INSERT INTO room SELECT repeat('x', 1024) FROM {lines}")  # noqa: S608 - as above
    connection.rollback()
