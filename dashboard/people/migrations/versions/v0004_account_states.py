"""What stands of accounts, recorded after each change; what there is is recorded as it stands now."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.chain import Chains, Rows, extend
from dashboard.actuals.chained_rows import digest_of
from dashboard.actuals.migrations.append_only import guards
from dashboard.actuals.observations import microseconds
from dashboard.people.account_states import standing
from dashboard.people.tables import accounts_head, accounts_link

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {"account_state": ("id",)}
_FORM = 1


def upgrade() -> None:
    states = op.create_table(
        "account_state",
        sa.Column("id", BIG_KEY, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("record", "owner", "digest")),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    connection = op.get_bind()
    at, rows = microseconds(datetime.now(UTC)), Rows(_FORM)
    for state in list(standing(connection)):
        row = {**state._asdict(), "at": at}
        # Numbered by the database, which goes on from there.
        key = connection.execute(states.insert(), row).inserted_primary_key
        number = int((key or (0,))[0])
        rows.add("account_state", (number,), digest_of("account_state", (number, *row.values())))
    if rows.marks:
        extend(connection, Chains(accounts_link, accounts_head), {"accounts": rows}, "", at)
    for statement in guards(connection.dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))
