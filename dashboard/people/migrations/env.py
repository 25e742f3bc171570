"""Alembic's entry: runs the steps on the connection and in the transaction that the caller holds."""

from alembic import context

from dashboard.people.database import VERSION_TABLE
from dashboard.people.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
