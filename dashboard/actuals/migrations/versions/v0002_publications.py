"""Publications: of a region everything up to a revision, by whom and when."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("region", "revision", name="published_once"),
    )
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def _guards(dialect: str) -> list[str]:
    """Triggers that refuse to take back or change what was published."""
    if dialect == "sqlite":
        return [
            *(
                f"CREATE TRIGGER publication_no_{event.lower()} BEFORE {event} ON publication "
                "BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END"
                for event in ("UPDATE", "DELETE")
            ),
            # INSERT OR REPLACE removes the old row without asking the delete trigger.
            "CREATE TRIGGER publication_no_replace BEFORE INSERT ON publication "
            "WHEN EXISTS (SELECT 1 FROM publication WHERE id = NEW.id "
            "OR (region = NEW.region AND revision = NEW.revision)) "
            "BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END",
        ]
    # The function is the one that guards the revisions.
    return [
        "CREATE TRIGGER publication_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON publication FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]
