"""What is said of figures, and the files handed in for them."""

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.migrations.append_only import guards

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {
    "figure_comment": ("id", "request_id"),
    "evidence_file": ("id", "request_id"),
    "evidence_withdrawal": ("file",),
    "evidence_content": ("checksum",),
}


def upgrade() -> None:
    def texts(*names: str) -> list[sa.Column[str]]:
        return [sa.Column(name, sa.Text, nullable=False) for name in names]

    figure = ("region", "subject", "indicator", "period")
    op.create_table(
        "figure_comment",
        sa.Column("id", BIG_KEY, primary_key=True, autoincrement=False),
        *texts(*figure, "audience", "text", "author"),
        sa.Column("at", sa.BigInteger, nullable=False),
        *texts("request_id"),
        sa.UniqueConstraint("request_id", name="figure_comment_request_once"),
    )
    op.create_index("figure_comment_of", "figure_comment", list(figure))
    op.create_table(
        "evidence_file",
        sa.Column("id", BIG_KEY, primary_key=True, autoincrement=False),
        *texts(*figure, "audience", "name", "media_type", "checksum", "author"),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        *texts("request_id"),
        sa.UniqueConstraint("request_id", name="evidence_file_request_once"),
    )
    op.create_index("evidence_file_of", "evidence_file", list(figure))
    op.create_table(
        "evidence_withdrawal",
        sa.Column("file", BIG_KEY, primary_key=True, autoincrement=False),
        *texts("reason", "author"),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "evidence_content",
        sa.Column("checksum", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    for statement in guards(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))
