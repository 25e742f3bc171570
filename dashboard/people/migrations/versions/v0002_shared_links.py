"""Links that are keys to a view, and the registers that frozen ones show."""

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.migrations.append_only import guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# A link keeps what it was given for: what may change is when it was opened, and that it was revoked.
FIXED = (
    "id", "hash", "person", "name", "page", "query", "opens", "regions", "grants", "sign_in", "pins",
    "register", "created", "expires",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "kept_register",
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("compiled", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "shared_link",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("person", sa.BigInteger, sa.ForeignKey("person.id")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "page", "query", "opens")),
        sa.Column("regions", sa.Text),
        sa.Column("grants", sa.Text, nullable=False),
        sa.Column("sign_in", sa.Boolean, nullable=False),
        sa.Column("pins", sa.Text),
        sa.Column("register", sa.Text, sa.ForeignKey("kept_register.version")),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("last_opened", sa.BigInteger),
        sa.Column("revoked", sa.BigInteger),
        sa.UniqueConstraint("hash", name="link_once"),
    )
    op.create_index("link_of_person", "shared_link", ["person"])
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def _guards(dialect: str) -> list[str]:
    """Triggers: a register that is kept stays as it is, a link what it was given for and revoked."""
    statements = guards(dialect, {"kept_register": ["version"]})
    same = "IS" if dialect == "sqlite" else "IS NOT DISTINCT FROM"
    changed = " OR ".join(f"NOT (NEW.{name} {same} OLD.{name})" for name in FIXED)
    changed += f" OR (OLD.revoked IS NOT NULL AND NOT (NEW.revoked {same} OLD.revoked))"
    if dialect == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'shared_link keeps what it was given for'); END"
        return [
            *statements,
            f"CREATE TRIGGER shared_link_no_change BEFORE UPDATE ON shared_link WHEN {changed} {refuse}",
            f"CREATE TRIGGER shared_link_no_delete BEFORE DELETE ON shared_link {refuse}",
            # INSERT OR REPLACE removes the old row without asking the delete trigger.
            f"CREATE TRIGGER shared_link_no_replace BEFORE INSERT ON shared_link "  # noqa: S608 - the names above
            f"WHEN EXISTS (SELECT 1 FROM shared_link WHERE id = NEW.id OR hash = NEW.hash) {refuse}",
        ]
    return [
        *statements,
        "CREATE FUNCTION refuse_link_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'shared_link keeps what it was given for'; END $$",
        "CREATE TRIGGER shared_link_fixed BEFORE UPDATE ON shared_link FOR EACH ROW "
        f"WHEN ({changed}) EXECUTE FUNCTION refuse_link_change()",
        "CREATE TRIGGER shared_link_kept BEFORE DELETE OR TRUNCATE ON shared_link "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_link_change()",
    ]
