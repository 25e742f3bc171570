"""Returns and their steps, and publications of single figures beside those of whole regions."""

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.migrations.append_only import guards

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {
    "published_figure": ("region publication subject indicator period",),
    "return_step": ("id", "request_id", "region unit period number"),
    "return_figure": ("step subject indicator period",),
}


def upgrade() -> None:
    # What was published before was everything up to its own number, which no value says too.
    op.add_column("publication", sa.Column("up_to", sa.BigInteger))
    op.create_table(
        "published_figure",
        sa.Column("region", sa.Text, primary_key=True),
        sa.Column("publication", sa.BigInteger, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("indicator", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "return_step",
        sa.Column("id", BIG_KEY, primary_key=True),
        *(_text(name) for name in ("region", "unit", "period")),
        sa.Column("number", sa.Integer, nullable=False),
        _text("step"),
        *_state(),
        sa.Column("publication", sa.BigInteger),
        _text("request_id"),
        sa.UniqueConstraint("region", "unit", "period", "number", name="step_once"),
        sa.UniqueConstraint("request_id", name="step_request_once"),
    )
    op.create_table(
        "return_figure",
        sa.Column("step", sa.BigInteger, primary_key=True, autoincrement=False),
        _text("region"),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("indicator", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("revision", sa.BigInteger),
        _text("vintage"),
        _text("reason"),
    )
    key = ["region", "subject", "indicator", "period"]
    op.create_index("return_of_figure", "return_figure", key)
    op.create_table(
        "return_now",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("region", "unit", "period")),
        sa.Column("number", sa.Integer, nullable=False),
        *_state(),
        sa.Column("submission", sa.BigInteger, nullable=False),
        sa.Column("first_submitted", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    for statement in guards(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _state() -> "list[sa.Column[object]]":
    return [
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("through", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    ]
