"""The two tables of a set of hash chains, for the migrations that begin one: never changed again."""

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.chain import Chains


def make_chain_tables(name: str) -> Chains:
    """Make `NAME_link`, which has every link, and `NAME_head` with the last one of each chain."""
    links = op.create_table(
        f"{name}_link",
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
    op.create_index(f"{name}_link_at", f"{name}_link", ["at"])
    heads = op.create_table(
        f"{name}_head",
        sa.Column("chain", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    return Chains(links, heads)
