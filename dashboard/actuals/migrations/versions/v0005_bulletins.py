"""Bulletins that were issued."""

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.migrations.append_only import guards

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {"bulletin": ("id format file_checksum",)}


def upgrade() -> None:
    def texts(*names: str) -> list[sa.Column[str]]:
        return [sa.Column(name, sa.Text, nullable=False) for name in names]

    op.create_table(
        "bulletin",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("id", "format", "file_checksum")),
        *texts("region", "period", "lang", "issuer", "day", "author"),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        *texts("register_version", "software", "content_checksum"),
    )
    op.create_index("bulletin_of_region", "bulletin", ["region", "at"])
    for statement in guards(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))
