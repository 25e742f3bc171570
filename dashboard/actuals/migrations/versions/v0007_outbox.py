"""What is to be sent, with its tries."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("way", "name", "title", "media_type")
        ),
        sa.Column("content", sa.LargeBinary, nullable=False),
        *(
            sa.Column(name, sa.BigInteger, nullable=False)
            for name in ("put_at", "due_at", "taken_until")
        ),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
    )
    op.create_index("outbox_due", "outbox", ["state", "due_at"])
