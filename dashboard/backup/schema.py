"""Which tables are this program's, which migrations they have, and how to make them as they were."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text

from dashboard.actuals import schema_versions as of_figures
from dashboard.actuals import tables as figures
from dashboard.backup.messages import BackupError, NewerArchive, NotEmpty
from dashboard.people import database as of_people
from dashboard.people import tables as people


class Schema(NamedTuple):
    """One line of migrations: the table that says how far it is, and the steps this program knows."""

    version_table: str
    migrations: str
    head: str
    known: frozenset[str]
    lock: int
    metadata: MetaData
    version: Callable[[Connection], str | None]


# In the order in which a start runs them.
SCHEMAS = (
    Schema(
        of_figures.VERSION_TABLE,
        of_figures.MIGRATIONS,
        of_figures.HEAD,
        of_figures.KNOWN,
        of_figures.MIGRATION_LOCK,
        figures.metadata,
        of_figures.version,
    ),
    Schema(
        of_people.VERSION_TABLE,
        of_people.MIGRATIONS,
        of_people.HEAD,
        of_people.KNOWN,
        of_people.MIGRATION_LOCK,
        people.metadata,
        of_people.version,
    ),
)


def versions(connection: Connection) -> dict[str, str]:
    """Return the migration of each line that the database has: version table -> step.

    Raises `StoreError` or `PeopleError` where a newer program has been at work.
    """
    found = {schema.version_table: schema.version(connection) for schema in SCHEMAS}
    return {table: version for table, version in found.items() if version is not None}


def tables(connection: Connection) -> list[Table]:
    """Return this program's tables as they are in the database, each after those it refers to."""
    metadata = MetaData()
    ours = {name for schema in SCHEMAS for name in schema.metadata.tables}
    metadata.reflect(connection, only=sorted(ours & set(inspect(connection).get_table_names())))
    return metadata.sorted_tables


def foreign_tables(connection: Connection) -> list[str]:
    """Return the names of the tables that are not this program's."""
    ours = {name for schema in SCHEMAS for name in schema.metadata.tables}
    ours |= {schema.version_table for schema in SCHEMAS}
    return sorted(set(inspect(connection).get_table_names()) - ours - _parts(connection))


def _parts(connection: Connection) -> set[str]:
    """The parts in which PostgreSQL keeps the rows of a table."""
    if connection.dialect.name != "postgresql":
        return set()
    asked = text("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
    return set(connection.execute(asked).scalars())


def refuse_unknown(schemas: dict[str, str], path: str, program: str) -> None:
    """Raise `NewerArchive` for a migration that this program does not know."""
    known = {schema.version_table: schema.known for schema in SCHEMAS}
    for table, version in schemas.items():
        if version not in known.get(table, frozenset()):
            raise NewerArchive("newer", path=path, program=program)


def lock(connection: Connection) -> None:
    """Let nobody migrate before the transaction has ended."""
    if connection.dialect.name == "postgresql":
        for schema in SCHEMAS:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": schema.lock})


def make(connection: Connection, wanted: dict[str, str]) -> None:
    """Make the tables as the steps in `wanted` left them."""
    for schema in SCHEMAS:
        if schema.version_table in wanted:
            of_figures.upgrade(connection, schema.migrations, wanted[schema.version_table])


def bring_up_to_date(connection: Connection) -> None:
    """Run all steps that are left."""
    for schema in SCHEMAS:
        of_figures.upgrade(connection, schema.migrations, schema.head)


def refuse_rows(connection: Connection, database: str) -> None:
    """Raise `BackupError` unless the tables hold nothing but what their making puts there."""
    for table in tables(connection):
        count = connection.execute(select(func.count()).select_from(table)).scalar_one()
        fresh = (
            table.name == "counter"
            and not connection.execute(select(func.max(figures.counter.c.revision))).scalar()
        )
        if count and not fresh:
            raise NotEmpty("not-empty", database=database, table=table.name)


def are_there(connection: Connection, wanted: dict[str, str], database: str) -> bool:
    """Whether the tables are there as `wanted` and empty; raises `BackupError` where otherwise."""
    found = versions(connection)
    if not found:
        return False
    refuse_rows(connection, database)
    if found != wanted:
        raise BackupError("other-tables", database=database)
    return True
