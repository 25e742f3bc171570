"""A hash chain over what is only added to, and when large writes count.

Everything there is gets one link for each region, as it stands now.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.chain import NO_REGION, Rows, extend
from dashboard.actuals.chained_rows import COLUMNS, KEYS, digest_of
from dashboard.actuals.migrations.append_only import guards
from dashboard.actuals.migrations.chain_tables import make_chain_tables
from dashboard.actuals.observations import microseconds

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {"chain_link": ("chain number",), "long_write": ("first_revision region",)}
_FORM = 1
_OF_A_REGION = (
    "revision", "publication", "published_figure", "return_step", "return_figure", "remedy", "bulletin",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "long_write",
        sa.Column("first_revision", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("last_revision", sa.BigInteger, nullable=False),
        sa.Column("region", sa.Text, primary_key=True),
        sa.Column("counted_from", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("long_write_at", "long_write", ["at"])
    chains = make_chain_tables("chain")
    connection = op.get_bind()
    at = microseconds(datetime.now(UTC))
    for chain in _chains(connection):
        rows = Rows(_FORM)
        for table, row in _rows(connection, chain):
            named = dict(zip(COLUMNS[_FORM][table], row, strict=True))
            rows.add(table, [named[name] for name in KEYS[table]], digest_of(table, row))
        extend(connection, chains, {chain: rows}, "", at)
    for statement in guards(connection.dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))


def _chains(connection: sa.Connection) -> list[str]:
    """The regions that anything is recorded of, and "" where anything is of none."""
    found: set[str] = set()
    for table in _OF_A_REGION:
        found |= set(connection.scalars(sa.text(f"SELECT DISTINCT region FROM {table}")))  # noqa: S608 - names of our own tables
    if connection.scalar(sa.text("SELECT count(*) FROM audit")):
        found.add(NO_REGION)
    return sorted(found)


def _rows(connection: sa.Connection, chain: str) -> Iterator[tuple[str, Any]]:
    """What a chain vouches for: a region's own rows, or what was done by whom, once for all."""
    for table in ("audit",) if chain == NO_REGION else _OF_A_REGION:
        columns = ", ".join(COLUMNS[_FORM][table])
        keys = ", ".join(KEYS[table])
        where = "" if chain == NO_REGION else " WHERE region = :region"
        asked = sa.text(f"SELECT {columns} FROM {table}{where} ORDER BY {keys}")  # noqa: S608 - names of our own tables
        for row in connection.execute(asked, {} if chain == NO_REGION else {"region": chain}):
            yield table, tuple(row)
