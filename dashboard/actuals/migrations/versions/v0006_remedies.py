"""Why a goal is behind and what is done about it, step by step."""

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.migrations.append_only import guards

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {"remedy": ("id", "request_id", "region goal number")}


def upgrade() -> None:
    def texts(*names: str) -> list[sa.Column[str]]:
        return [sa.Column(name, sa.Text, nullable=False) for name in names]

    op.create_table(
        "remedy",
        sa.Column("id", BIG_KEY, primary_key=True, autoincrement=False),
        *texts("region", "goal"),
        sa.Column("number", sa.Integer, nullable=False),
        *texts("step", "state", "status", "period"),
        *texts("reason", "remedy", "person", "deadline", "note", "asked_of", "author"),
        sa.Column("at", sa.BigInteger, nullable=False),
        *texts("request_id"),
        sa.UniqueConstraint("region", "goal", "number", name="remedy_step_once"),
        sa.UniqueConstraint("request_id", name="remedy_request_once"),
    )
    op.create_index("remedy_of_region", "remedy", ["region", "id"])
    op.create_index("remedy_at", "remedy", ["at"])
    for statement in guards(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))
