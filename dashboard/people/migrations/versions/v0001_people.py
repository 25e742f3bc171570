"""People, what they are known by, what is granted to them, and the audit of it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", BIG_KEY, primary_key=True),
        *_texts("kind", "key", "name", "name_key", "display"),
        _moment("created"),
        _moment("disabled", nullable=True),
        sa.UniqueConstraint("kind", "key", name="known_once"),
        sa.UniqueConstraint("name_key", name="named_once"),
    )
    op.create_table(
        "credential",
        sa.Column(
            "person",
            sa.BigInteger,
            sa.ForeignKey("person.id"),
            primary_key=True,
            autoincrement=False,
        ),
        *_texts("hash"),
        sa.Column("must_change", sa.Boolean, nullable=False),
        _moment("usable_until", nullable=True),
        _moment("changed"),
    )
    op.create_table(
        "person_session",
        sa.Column("hash", sa.Text, primary_key=True),
        _person(),
        *(_moment(name) for name in ("created", "last_seen", "absolute_end")),
        *_texts("address"),
        _moment("ended", nullable=True),
    )
    op.create_index("session_of_person", "person_session", ["person", "ended"])
    op.create_table(
        "role_grant",
        sa.Column("id", BIG_KEY, primary_key=True),
        _person(),
        *_texts("role", "region"),
        sa.Column("with_subtree", sa.Boolean, nullable=False),
        sa.Column("units", sa.Text),
        *_texts("granted_by"),
        _moment("at"),
        sa.UniqueConstraint("person", "role", "region", name="granted_once"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", BIG_KEY, primary_key=True),
        _person(),
        *_texts("name", "hash", "prefix", "actions"),
        sa.Column("regions", sa.Text),
        _moment("created"),
        _moment("expires"),
        _moment("last_used", nullable=True),
        _moment("revoked", nullable=True),
        sa.UniqueConstraint("hash", name="token_once"),
    )
    op.create_index("token_of_person", "api_token", ["person"])
    op.create_table(
        "people_audit",
        sa.Column("id", BIG_KEY, primary_key=True),
        _moment("at"),
        *_texts("actor"),
        sa.Column("person", sa.BigInteger),
        *_texts("action", "subject", "outcome", "detail", "request_id", "address"),
    )
    op.create_index("people_audit_at", "people_audit", ["at"])
    op.create_table(
        "sign_in_failure",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        _moment("at"),
        _moment("until"),
    )
    op.create_index("failure_until", "sign_in_failure", ["until"])
    op.create_table(
        "familiar_address",
        sa.Column("key", sa.Text, primary_key=True),
        _moment("at"),
    )
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _person() -> sa.Column[int]:
    return sa.Column("person", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False)


def _guards(dialect: str) -> list[str]:
    """Triggers that refuse to change or remove what the audit holds."""
    if dialect == "sqlite":
        return [
            *(
                f"CREATE TRIGGER people_audit_no_{event.lower()} BEFORE {event} ON people_audit "
                "BEGIN SELECT RAISE(ABORT, 'people_audit is append-only'); END"
                for event in ("UPDATE", "DELETE")
            ),
            # INSERT OR REPLACE removes the old row without asking the delete trigger.
            "CREATE TRIGGER people_audit_no_replace BEFORE INSERT ON people_audit "
            "WHEN EXISTS (SELECT 1 FROM people_audit WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'people_audit is append-only'); END",
        ]
    return [
        "CREATE FUNCTION refuse_people_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'people_audit is append-only'; END $$",
        "CREATE TRIGGER people_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON people_audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_people_change()",
    ]
