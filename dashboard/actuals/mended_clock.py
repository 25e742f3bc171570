"""After a clock that was ahead: time goes on from the present, and the audit says so.

What was recorded keeps the moments it was given; they stand before the mending in the order of the
revisions. From the mending on, `as of` a moment sees all of it.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, select

from dashboard.actuals import chain, installation_acts, write_order
from dashboard.actuals.observations import microseconds, moment_text
from dashboard.actuals.tables import counter, revision
from dashboard.actuals.transactions import writing

ACTION = "mend-clock"


class Ahead(NamedTuple):
    """Up to when figures are dated, what the clock says, and how many figures are dated beyond it."""

    last: str
    now: str
    figures: int


def ahead(engine: Engine) -> Ahead | None:
    """Return how far the figures are ahead of the clock; None when they are not."""
    with engine.connect() as connection:
        return _ahead(connection.execute(select(counter.c.at)).scalar_one(), _count(connection))


def mend(engine: Engine, author: str) -> Ahead | None:
    """Let the next write take the present moment, with a line in the audit; None: nothing to mend."""
    with writing(engine) as connection:
        chain.lock(connection, [chain.NO_REGION])
        last, last_at = write_order.last_given(connection)
        found = _ahead(last_at, _count(connection))
        if found is None:
            return None
        at = microseconds(datetime.now(UTC))
        installation_acts.record(
            connection, write_order.Turn(last, at), author, ACTION, found._asdict()
        )
        return found


def _ahead(last_at: int, figures: int) -> Ahead | None:
    now = microseconds(datetime.now(UTC))
    return Ahead(moment_text(last_at), moment_text(now), figures) if last_at > now else None


def _count(connection: Connection) -> int:
    now = microseconds(datetime.now(UTC))
    asked = select(func.count()).select_from(revision).where(revision.c.at > now)
    return int(connection.execute(asked).scalar_one())
