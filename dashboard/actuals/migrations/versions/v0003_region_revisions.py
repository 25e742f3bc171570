"""The revision of each region, filled from what was entered and published before."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "region_revision",
        sa.Column("region", sa.Text, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("changes", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        sa.text(
            "INSERT INTO region_revision (region, revision, published, changes) "
            "SELECT entered.region, entered.revision, coalesce(last.revision, 0), 1 FROM "
            "(SELECT region, max(id) AS revision FROM revision GROUP BY region) AS entered "
            "LEFT JOIN (SELECT region, max(revision) AS revision FROM publication GROUP BY region)"
            " AS last ON last.region = entered.region"
        )
    )
