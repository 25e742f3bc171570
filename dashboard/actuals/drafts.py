"""Unsaved work, so that a lost connection loses nothing: one draft for each author and screen."""

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.actuals.database import writing
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import microseconds
from dashboard.actuals.tables import draft

MOST_BYTES = 1_000_000


class DraftTooLong(ActualsError):
    """The draft is larger than the store keeps."""


def save(engine: Engine, author: str, screen: str, payload: str) -> None:
    """Keep `payload`, replacing an earlier draft. Raises `DraftTooLong`."""
    if len(payload.encode()) > MOST_BYTES:
        raise DraftTooLong("draft.too-long", most=MOST_BYTES)
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    values = {"payload": payload, "at": microseconds(datetime.now(UTC))}
    with writing(engine) as connection:
        connection.execute(
            insert(draft)
            .values(author=author, screen=screen, **values)
            .on_conflict_do_update(index_elements=["author", "screen"], set_=values)
        )


def find(connection: Connection, author: str, screen: str) -> str | None:
    """Return the payload, None when there is no draft."""
    return connection.execute(
        select(draft.c.payload).where(draft.c.author == author, draft.c.screen == screen)
    ).scalar()


def discard(engine: Engine, author: str, screen: str) -> None:
    """Forget the draft, if there is one."""
    with writing(engine) as connection:
        connection.execute(delete(draft).where(draft.c.author == author, draft.c.screen == screen))
