"""What is done to the whole installation and to no figure: a line of the audit, in the chain of no region."""

import json
import uuid
from collections.abc import Mapping

from sqlalchemy import Connection

from dashboard.actuals import chain, write_order
from dashboard.actuals.tables import audit
from dashboard.actuals.write_order import Turn


def record(
    connection: Connection, turn: Turn, author: str, action: str, told: Mapping[str, object]
) -> None:
    """Record and chain an act; `turn` is the last number that was given out, and the act's moment."""
    write_order.give(connection, turn.last, turn.at)
    line = {
        "at": turn.at,
        "author": author,
        "action": action,
        "request_id": uuid.uuid4().hex,
        # No figure is written; all there are were known by now at the latest.
        "first_revision": turn.last + 1,
        "last_revision": turn.last,
        "reasons": json.dumps(dict(told), ensure_ascii=False),
    }
    chain.append(connection, audit, line, chains=[chain.NO_REGION])
    chain.seal(connection, author, turn.at)
