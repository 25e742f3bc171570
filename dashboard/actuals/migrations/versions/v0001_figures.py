"""Figures and their revisions, what was done by whom, drafts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What may only be added to, with the words a breach is refused with.
APPEND_ONLY = ("revision", "audit")


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("id", BIG_KEY, primary_key=True, autoincrement=False),
        *_series(key=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("period_order", sa.Integer, nullable=False),
        *_figure(),
        sa.CheckConstraint("withdrawn = (value IS NULL)", name="withdrawn_has_no_value"),
        sa.CheckConstraint("replaces < id", name="replaces_an_earlier_one"),
    )
    op.create_index(
        "revision_of_series", "revision", ["region", "subject", "indicator", "period", "id"]
    )
    op.create_table(
        "latest",
        *_series(key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("period_order", sa.Integer, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        *_figure(),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "newest",
        *_series(key=True),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("value", EXACT, nullable=False),
        sqlite_with_rowid=False,
    )
    counter = op.create_table(
        "counter",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.bulk_insert(counter, [{"id": 1, "revision": 0, "at": 0}])
    op.create_table(
        "audit",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("first_revision", sa.BigInteger),
        sa.Column("last_revision", sa.BigInteger),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.UniqueConstraint("request_id", name="request_once"),
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_table(
        "draft",
        sa.Column("author", sa.Text, primary_key=True),
        sa.Column("screen", sa.Text, primary_key=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def _series(key: bool) -> list[sa.Column[str]]:
    return [
        sa.Column(name, sa.Text, primary_key=key, nullable=False)
        for name in ("region", "subject", "indicator")
    ]


def _figure() -> list[sa.Column[Any]]:
    return [
        sa.Column("value", EXACT),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("typed", "unit_typed", "note", "evidence", "author")
        ),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("replaces", sa.BigInteger),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    ]


def _guards(dialect: str) -> list[str]:
    """Triggers that refuse to change or remove what was recorded."""
    if dialect == "sqlite":
        statements = []
        for table in APPEND_ONLY:
            for event in ("UPDATE", "DELETE"):
                statements.append(
                    f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            # INSERT OR REPLACE removes the old row without asking the delete trigger.
            statements.append(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - the names above
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return statements
    refuse = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    return [
        refuse,
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            for table in APPEND_ONLY
        ),
    ]
