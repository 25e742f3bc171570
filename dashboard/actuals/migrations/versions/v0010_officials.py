"""Leaders assigned to clusters, as they are entered."""

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.migrations.append_only import guards

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {"cluster_official": ("id", "request_id")}


def upgrade() -> None:
    names = ("region", "cluster", "person", "post", "since", "reason", "author")
    op.create_table(
        "cluster_official",
        sa.Column("id", BIG_KEY, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in names),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.UniqueConstraint("request_id", name="cluster_official_request_once"),
    )
    op.create_index("cluster_official_of", "cluster_official", ["region", "cluster"])
    for statement in guards(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))
