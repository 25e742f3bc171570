"""After a clock that was ahead: nobody stays shut out, and no session outlives its limits."""

from typing import NamedTuple

from sqlalchemy import Engine, delete, update

from dashboard.actuals.retries import committed
from dashboard.actuals.transactions import writing
from dashboard.people.actor import By
from dashboard.people.audit import Audit
from dashboard.people.clock import Clock, moment
from dashboard.people.tables import familiar_address, person_session, sign_in_failure


class Mended(NamedTuple):
    """How many sessions from the future were ended, and waits of sign-in lifted."""

    sessions: int
    waits: int


def mend(engine: Engine, audit: Audit, clock: Clock, by: By) -> Mended:
    """End sessions and forget failures that are dated beyond the clock, with a line in the audit."""

    def once() -> Mended:
        now = moment(clock)
        with writing(engine) as connection:
            late = person_session.c.last_seen > now
            ended = connection.execute(
                update(person_session)
                .where(late, person_session.c.ended.is_(None))
                .values(ended=now)
            ).rowcount
            lifted = connection.execute(
                delete(sign_in_failure).where(sign_in_failure.c.at > now)
            ).rowcount
            connection.execute(delete(familiar_address).where(familiar_address.c.at > now))
            mended = Mended(ended, lifted)
            if any(mended):
                audit.note(connection, by, "mend-clock", "", detail=mended._asdict())
            return mended

    return committed(once)
