"""A hash chain over the people's audit; what there is gets one link, as it stands now."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from dashboard.actuals.chain import Rows, extend
from dashboard.actuals.chained_rows import COLUMNS, digest_of
from dashboard.actuals.migrations.append_only import guards
from dashboard.actuals.migrations.chain_tables import make_chain_tables
from dashboard.actuals.observations import microseconds

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Table -> its keys: what is the same in a row that would take another's place.
APPEND_ONLY = {"accounts_link": ("chain number",)}
_FORM = 1


def upgrade() -> None:
    chains = make_chain_tables("accounts")
    connection = op.get_bind()
    rows, columns = Rows(_FORM), ", ".join(COLUMNS[_FORM]["people_audit"])
    for row in connection.execute(sa.text(f"SELECT {columns} FROM people_audit ORDER BY id")):  # noqa: S608 - our own names
        rows.add("people_audit", row[:1], digest_of("people_audit", tuple(row)))
    if rows.marks:
        at = microseconds(datetime.now(UTC))
        extend(connection, chains, {"accounts": rows}, "", at)
    for statement in guards(connection.dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement))
