"""How long a PostgreSQL that accepts connections and answers nothing is waited for.

A server that is stopped refuses at once; one that hangs (its machine is paused, its disk gone) keeps
its connections open, and neither the system nor its own time limits end what waits for it.
"""

import time
from typing import Any

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

# Seconds for an answer that takes no work at all.
_ANSWERS = 0.5
# A server that has left somebody waiting for as long as this is left alone for as long as that: who
# asks twice, as every page does, waits once.
_SILENT, _REST = 1.0, 2.0


class LimitedConnection(psycopg.Connection[Any]):
    """A connection that is closed when an answer takes longer than its `limit`, in seconds."""

    limit: float | None = None

    def wait(
        self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None
    ) -> Any:  # as psycopg's own
        """Wait for an answer, no longer than the limit. Raises `psycopg.OperationalError`."""
        if self.limit is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.limit)
        except psycopg.errors._WaitTimeout:
            # What it may still say would be taken for the answer to the next question.
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {self.limit:g} s") from None


def limit_answers(engine: Engine) -> None:
    """Give a pooled connection out only when it answers soon; ask no silent server again at once."""
    silent_until = 0.0

    def connect(_: Any, __: Any, where: list[Any], how: dict[str, Any]) -> LimitedConnection:
        nonlocal silent_until
        began = time.monotonic()
        if began < silent_until:
            raise psycopg.OperationalError("the server has just left another waiting")
        try:
            return LimitedConnection.connect(*where, **how)
        except psycopg.OperationalError:
            if (now := time.monotonic()) - began > _SILENT:
                silent_until = now + _REST
            raise

    def note_fresh(_: Any, record: Any) -> None:
        record.info["fresh"] = True

    def ask(connection: Any, record: Any, _: Any) -> None:
        if record.info.pop("fresh", False):
            return
        connection.limit, connection.autocommit = _ANSWERS, True
        try:
            connection.execute("")
            connection.autocommit = False
        except psycopg.Error as fault:
            raise InvalidatePoolError from fault
        finally:
            connection.limit = None

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", note_fresh)
    event.listen(engine, "checkout", ask)
