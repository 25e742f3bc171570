"""A hash chain over the people's audit; what there is gets one link, as it stands now."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.chain import Chains, Rows, extend
from dashboard.actuals.chained_rows import COLUMNS, digest_of
from dashboard.actuals.migrations.append_only import guards
from dashboard.actuals.observations import microseconds

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {"accounts_link": ("chain number",)}
_FORM = 1


def upgrade() -> None:
    links = op.create_table(
        "accounts_link",
        sa.Column("chain", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("row_count", sa.BigInteger, nullable=False),
        sa.Column("marks", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_index("accounts_link_at", "accounts_link", ["at"])
    heads = op.create_table(
        "accounts_head",
        sa.Column("chain", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    rows, columns = Rows(_FORM), ", ".join(COLUMNS[_FORM]["people_audit"])
    for row in connection.execute(sa.text(f"SELECT {columns} FROM people_audit ORDER BY id")):  # noqa: S608 - our own names
        rows.add("people_audit", row[:1], digest_of("people_audit", tuple(row)))
    if rows.marks:
        at = microseconds(datetime.now(UTC))
        extend(connection, Chains(links, heads), {"accounts": rows}, "", at)
    for statement in guards(connection.dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))
