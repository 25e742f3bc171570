"""What is to be sent: kept until it is sent or given up, so that of several replicas one sends it.

What was done with a letter, and by whom, is recorded beside it and chained. Whoever sends takes a letter
for some minutes; if they end meanwhile, another takes it after that. What was sent just before an end
may then be sent twice, never not at all.
"""

import hashlib
from typing import Any, Literal, NamedTuple, TypeAlias

from sqlalchemy import Connection, Engine, select, update

from dashboard.actuals import chain
from dashboard.actuals.tables import outbox, outbox_step
from dashboard.actuals.transactions import writing as transaction

Way: TypeAlias = Literal["mail", "webhook"]
WAITING, SENT, GIVEN_UP = "waiting", "sent", "given up"
PUT, FAILED = "put", "failed"
_MINUTE = 60_000_000
TAKEN = 5 * _MINUTE
# After each failure it is tried again after so long; then it is given up.
PAUSES = tuple(minutes * _MINUTE for minutes in (1, 5, 30, 120, 720))


class Letter(NamedTuple):
    """One thing to be sent: a file of a name and a title, on one way. Moments are in µs."""

    id: int
    way: str
    name: str
    title: str
    media_type: str
    put_at: int
    due_at: int
    tries: int
    state: str
    fault: str


_COLUMNS = [outbox.c[name] for name in Letter._fields]


def put(
    engine: Engine,
    way: Way,
    name: str,
    title: str,
    media_type: str,
    content: bytes,
    now: int,
    author: str = "",
) -> None:
    """Keep a letter to be sent."""
    row = {
        "way": way, "name": name, "title": title, "media_type": media_type, "content": content,
        "put_at": now, "due_at": now, "taken_until": 0, "tries": 0, "state": WAITING, "fault": "",
    }  # fmt: skip
    with transaction(engine) as connection:
        chain.lock(connection, [chain.NO_REGION])
        (number,) = connection.execute(outbox.insert(), row).inserted_primary_key or (0,)
        _record(connection, int(number), PUT, "", author, now)


def take(engine: Engine, now: int) -> tuple[Letter, bytes] | None:
    """Take the oldest letter that is due and that nobody else has taken; None where there is none."""
    with transaction(engine) as connection:
        due = (outbox.c.state == WAITING, outbox.c.due_at <= now, outbox.c.taken_until <= now)
        found = connection.execute(
            select(*_COLUMNS, outbox.c.content).where(*due).order_by(outbox.c.id).limit(1)
        ).first()
        if found is None:
            return None
        letter = Letter(*found[:-1])
        mine = update(outbox).where(outbox.c.id == letter.id, *due)
        if not connection.execute(mine.values(taken_until=now + TAKEN)).rowcount:
            return None
        return letter, bytes(found[-1])


def tell(engine: Engine, letter: Letter, now: int, fault: str = "", author: str = "") -> str:
    """Note that a letter was sent, or why not; return its state from now on."""
    tries = letter.tries + 1
    if not fault:
        state, due = SENT, letter.due_at
    elif tries > len(PAUSES):
        state, due = GIVEN_UP, letter.due_at
    else:
        state, due = WAITING, now + PAUSES[tries - 1]
    values: dict[str, Any] = {
        "tries": tries,
        "state": state,
        "due_at": due,
        "fault": fault[:500],
        "taken_until": 0,
    }
    with transaction(engine) as connection:
        chain.lock(connection, [chain.NO_REGION])
        connection.execute(update(outbox).where(outbox.c.id == letter.id).values(values))
        step = FAILED if state == WAITING else state
        _record(connection, letter.id, step, values["fault"], author, now)
    return state


def _record(
    connection: Connection, letter: int, step: str, fault: str, author: str, at: int
) -> None:
    """Record and chain what was done with a letter."""
    chosen = select(outbox.c.way, outbox.c.name, outbox.c.content).where(outbox.c.id == letter)
    held = connection.execute(chosen).one()
    row = {
        "letter": letter,
        "way": held.way,
        "name": held.name,
        "checksum": hashlib.sha256(held.content).hexdigest(),
        "step": step,
        "fault": fault,
        "author": author,
        "at": at,
    }
    chain.append(connection, outbox_step, row, chains=[chain.NO_REGION])
    chain.seal(connection, author, at)


def letters(connection: Connection) -> list[Letter]:
    """Return all letters, the newest first, without what they hold."""
    return [
        Letter(*row) for row in connection.execute(select(*_COLUMNS).order_by(outbox.c.id.desc()))
    ]
