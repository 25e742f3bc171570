"""Unsaved work, so that a lost connection loses nothing: one draft for each author and screen."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Delete, Engine, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import microseconds
from dashboard.actuals.tables import draft
from dashboard.actuals.transactions import writing

MOST_BYTES = 1_000_000


class DraftTooLong(ActualsError):
    """The draft is larger than the store keeps."""


def save(engine: Engine, author: str, screen: str, payload: str) -> None:
    """Keep `payload`, replacing an earlier draft. Raises `DraftTooLong`."""
    if len(payload.encode()) > MOST_BYTES:
        raise DraftTooLong("draft.too-long", most=MOST_BYTES)
    with writing(engine) as connection:
        _put(connection, author, screen, payload)


def change(engine: Engine, author: str, screen: str, changes: Mapping[str, Any]) -> None:
    """Lay `changes` (None takes a part away) over the parts of the draft, a JSON object.

    Read and written in one transaction: two tabs that change different parts both keep theirs.
    Raises `DraftTooLong`.
    """
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            # Of a draft that is not there yet no row can be locked.
            key = func.hashtext(f"{author}/{screen}")
            connection.execute(select(func.pg_advisory_xact_lock(key)))
        parts = {**loaded(find(connection, author, screen)), **changes}
        left = {name: part for name, part in parts.items() if part is not None}
        if not left:
            connection.execute(_this(author, screen))
            return
        payload = json.dumps(left, ensure_ascii=False)
        if len(payload.encode(errors="surrogatepass")) > MOST_BYTES:
            raise DraftTooLong("draft.too-long", most=MOST_BYTES)
        _put(connection, author, screen, payload)


def loaded(payload: str | None) -> dict[str, Any]:
    """Return the parts of a draft; none of one that is damaged."""
    try:
        parts = json.loads(payload) if payload else {}
    except (ValueError, RecursionError):
        return {}
    return parts if isinstance(parts, dict) else {}


def _put(connection: Connection, author: str, screen: str, payload: str) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {"payload": payload, "at": microseconds(datetime.now(UTC))}
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
        connection.execute(_this(author, screen))


def _this(author: str, screen: str) -> Delete:
    return delete(draft).where(draft.c.author == author, draft.c.screen == screen)
