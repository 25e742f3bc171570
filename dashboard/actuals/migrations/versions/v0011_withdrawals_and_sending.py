"""Comments that were withdrawn, and what was done with each letter of the outbox.

Of the letters there are the state is recorded as it stands now.
"""

import hashlib
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.chain import NO_REGION, Chains, Rows, extend
from dashboard.actuals.chained_rows import COLUMNS, digest_of
from dashboard.actuals.migrations.append_only import guards
from dashboard.actuals.observations import microseconds
from dashboard.actuals.tables import chain_head, chain_link

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {"comment_withdrawal": ("comment",), "outbox_step": ("id",)}
_FORM = 1
# The step that leaves a letter in a state.
_STEPS = {"waiting": "put", "sent": "sent", "given up": "given up"}


def upgrade() -> None:
    def texts(*names: str) -> list[sa.Column[str]]:
        return [sa.Column(name, sa.Text, nullable=False) for name in names]

    op.create_table(
        "comment_withdrawal",
        sa.Column("comment", BIG_KEY, primary_key=True, autoincrement=False),
        *texts("reason", "author"),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    steps = op.create_table(
        "outbox_step",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column("letter", sa.BigInteger, nullable=False),
        *texts("way", "name", "checksum", "step", "fault", "author"),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("outbox_step_of", "outbox_step", ["letter"])
    connection = op.get_bind()
    at, rows = microseconds(datetime.now(UTC)), Rows(_FORM)
    asked = sa.text("SELECT id, way, name, content, state, fault FROM outbox ORDER BY id")
    for letter in connection.execute(asked).all():
        row = {
            "letter": letter.id,
            "way": letter.way,
            "name": letter.name,
            "checksum": hashlib.sha256(letter.content).hexdigest(),
            "step": _STEPS.get(letter.state, letter.state),
            "fault": letter.fault,
            "author": "",
            "at": at,
        }
        # Numbered by the database, which goes on from there.
        key = connection.execute(steps.insert(), row).inserted_primary_key
        number = int((key or (0,))[0])
        hashed = [({"id": number} | row)[name] for name in COLUMNS[_FORM]["outbox_step"]]
        rows.add("outbox_step", (number,), digest_of("outbox_step", hashed))
    if rows.marks:
        extend(connection, Chains(chain_link, chain_head), {NO_REGION: rows}, "", at)
    for statement in guards(connection.dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))
