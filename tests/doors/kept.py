"""What a database keeps of figures, to see that nothing of it has changed."""

import hashlib

from sqlalchemy import select

from dashboard.actuals import tables
from dashboard.actuals.engines import open_engine


def digest(database: str) -> str:
    """Return a digest of all figures: entered, published, and half typed."""
    engine = open_engine(database)
    held = hashlib.sha256()
    with engine.connect() as connection:
        for table in (tables.revision, tables.latest, tables.publication, tables.draft):
            for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
                held.update(repr(tuple(row)).encode())
    engine.dispose()
    return held.hexdigest()
