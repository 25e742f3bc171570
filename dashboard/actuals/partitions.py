"""Figures in partitions by region, on PostgreSQL's own: one table to everybody, many to the server.

Asked for once, never by itself, in one transaction: the tables of figures are written anew in so many
parts, compared with what they were, row for row, and put in their place. What guards them, leads to
their rows and lets others read them comes along from the database's own catalogue, whatever later
migrations have made of it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, CursorResult, Engine, text

from dashboard.actuals.schema_versions import MIGRATION_LOCK, wait_as_long_as_it_takes
from dashboard.actuals.store_faults import StoreError
from dashboard.actuals.transactions import writing

# What holds a row for each figure, and the column by whose hash a row is put into its part.
TABLES = ("revision", "latest", "newest")
KEY = "region"
PARTS, MOST_PARTS = 16, 256
# What sorting and comparing whole tables may take before it goes to the disk.
_MEMORY = "256MB"

_OF_TABLE = {
    "columns": (
        "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:name AS regclass) "
        "AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
    ),
    # Keys and unique rules, each with its columns.
    "rules": (
        "SELECT c.conname, c.contype, array_agg(a.attname ORDER BY k.place) AS columns "
        "FROM pg_constraint AS c CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k (number, place) "
        "JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.number "
        "WHERE c.conrelid = CAST(:name AS regclass) AND c.contype IN ('p', 'u') "
        "GROUP BY c.conname, c.contype ORDER BY c.contype, c.conname"
    ),
    "indexes": (
        "SELECT pg_get_indexdef(i.indexrelid), i.indisunique FROM pg_index AS i "
        "WHERE i.indrelid = CAST(:name AS regclass) AND NOT EXISTS "
        "(SELECT 1 FROM pg_constraint AS c WHERE c.conindid = i.indexrelid) ORDER BY 1"
    ),
    # Those for each row are handed down to the parts, those for each statement are not.
    "triggers": (
        "SELECT pg_get_triggerdef(oid), (tgtype & 1) = 0 AS of_statement FROM pg_trigger "
        "WHERE tgrelid = CAST(:name AS regclass) AND NOT tgisinternal ORDER BY tgname"
    ),
    "rights": (
        "SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, privilege_type, "
        "is_grantable FROM pg_class, aclexplode(relacl) "
        "WHERE pg_class.oid = CAST(:name AS regclass) AND grantee <> relowner"
    ),
    "references": (
        "SELECT conname FROM pg_constraint WHERE contype = 'f' "
        "AND CAST(:name AS regclass) IN (conrelid, confrelid)"
    ),
    "owner": "SELECT relowner::regrole::text FROM pg_class WHERE oid = CAST(:name AS regclass)",
}


class Partitioning(NamedTuple):
    """How the tables of figures lie: in how many parts (0: in none), and how many rows each has."""

    parts: int
    rows: dict[str, int]


def partitioning(connection: Connection) -> Partitioning:
    """Return how the tables of figures lie. Raises `StoreError` where that cannot be otherwise."""
    if connection.dialect.name != "postgresql":
        raise StoreError("store.partition.only-postgresql")
    parts = connection.execute(
        text("SELECT count(*) FROM pg_inherits WHERE inhparent = CAST(:name AS regclass)"),
        {"name": TABLES[0]},
    ).scalar_one()
    return Partitioning(int(parts), {name: _count(connection, name) for name in TABLES})


def partition(engine: Engine, parts: int = PARTS) -> Partitioning:
    """Put the tables of figures into `parts` parts by region, all of it or nothing.

    Meanwhile figures can be read until the very end, and not be saved. Raises `StoreError` where they
    are partitioned already, on SQLite, and for what the catalogue has that cannot be carried along.
    """
    if not 2 <= parts <= MOST_PARTS:
        raise StoreError("store.partition.parts", most=MOST_PARTS)
    with writing(engine) as connection:
        if connection.dialect.name != "postgresql":
            raise StoreError("store.partition.only-postgresql")
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        if partitioning(connection).parts:
            raise StoreError("store.partition.already")
        wait_as_long_as_it_takes(connection)
        _run(connection, f"SET LOCAL work_mem = '{_MEMORY}'")
        _run(connection, f"LOCK TABLE {', '.join(TABLES)} IN SHARE MODE")
        for table in TABLES:
            _rebuild(connection, table, parts)
        return partitioning(connection)


def _rebuild(connection: Connection, table: str, parts: int) -> None:
    held = {what: _asked(connection, asked, table) for what, asked in _OF_TABLE.items()}
    if held["references"]:
        raise StoreError("store.partition.references", table=table)
    columns = [row[0] for row in held["columns"]]
    made = f"{table}_in_parts"
    _run(
        connection,
        f"CREATE TABLE {made} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS "
        f"INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMMENTS) PARTITION BY HASH ({KEY})",
    )
    names = [f"{table}_part_{number:03}" for number in range(parts)]
    for number, name in enumerate(names):
        _run(
            connection,
            f"CREATE TABLE {name} PARTITION OF {made} "
            f"FOR VALUES WITH (MODULUS {parts}, REMAINDER {number})",
        )
    listed = _quoted(columns)
    _run(connection, f"INSERT INTO {made} ({listed}) SELECT {listed} FROM {table}")  # noqa: S608 - names of our own tables
    _compare(connection, table, made, listed)
    _run(connection, f"DROP TABLE {table}")
    _run(connection, f"ALTER TABLE {made} RENAME TO {table}")
    for name, kind, of in held["rules"]:
        # The server keeps what is unique within a part alone; a figure's region never changes.
        unique = _quoted([*of, *([] if KEY in of else [KEY])])
        word = "PRIMARY KEY" if kind in ("p", b"p") else "UNIQUE"
        _run(connection, f"ALTER TABLE {table} ADD CONSTRAINT {_quoted([name])} {word} ({unique})")
    for definition, unique in held["indexes"]:
        if unique:
            raise StoreError("store.partition.references", table=table)
        _run(connection, definition)
    for definition, of_statement in held["triggers"]:
        _run(connection, definition)
        for part in names if of_statement else ():
            _run(connection, _on_part(definition, table, part))
    for grantee, right, may_pass_on in held["rights"]:
        passing = " WITH GRANT OPTION" if may_pass_on else ""
        _run(connection, f"GRANT {right} ON {table} TO {grantee}{passing}")
    for name in (table, *names):
        _run(connection, f"ALTER TABLE {name} OWNER TO {held['owner'][0][0]}")
    _run(connection, f"ANALYZE {table}")


def _compare(connection: Connection, table: str, made: str, listed: str) -> None:
    """Raise `StoreError` unless every row is there once, to the last digit of its text."""

    def without(one: str, other: str) -> int:
        rows = (f"SELECT ROW({listed})::text FROM {name}" for name in (one, other))  # noqa: S608 - names of our own tables
        counted = f"SELECT count(*) FROM ({' EXCEPT ALL '.join(rows)}) AS missing"  # noqa: S608 - names of our own tables
        return int(_run(connection, counted).scalar_one())

    if without(table, made) or without(made, table):
        raise StoreError("store.partition.differs", table=table)


def _on_part(definition: str, table: str, part: str) -> str:
    """A trigger's definition for one part: the same name, on another table."""
    head, on, tail = definition.partition(" ON ")
    schema, _, rest = tail.partition(" ")
    return f"{head}{on}{schema.removesuffix(table)}{part} {rest}"


def _run(connection: Connection, statement: str) -> CursorResult[Any]:
    """Run a statement as it stands; the driver would read a per cent sign as a place for a value."""
    return connection.exec_driver_sql(statement.replace("%", "%%"))


def _asked(connection: Connection, asked: str, table: str) -> Sequence[Any]:
    return connection.execute(text(asked), {"name": table}).all()


def _count(connection: Connection, table: str) -> int:
    return int(_run(connection, f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608 - names of our own tables


def _quoted(names: Sequence[str]) -> str:
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)
