"""Which migration a database of figures has, and the steps to another."""

from sqlalchemy import Connection, text

from dashboard.actuals.store_faults import NewerDatabase

# The newest migration this code knows, and all before it (a test compares with the files).
HEAD = "0011"
KNOWN = frozenset(f"{number:04}" for number in range(1, int(HEAD) + 1))
VERSION_TABLE = "schema_version"
MIGRATIONS = "dashboard.actuals:migrations"
# Any number, the same in all processes: who holds it migrates.
MIGRATION_LOCK = 0x636C7573


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
