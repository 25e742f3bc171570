"""Who did what to whom, when, from where, and how it ended, refusals too: added to, never changed."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from dashboard.actuals import chain
from dashboard.actuals.chained_rows import digest_of
from dashboard.actuals.observations import moment_text
from dashboard.actuals.retries import committed, reading
from dashboard.actuals.transactions import writing
from dashboard.people import account_states
from dashboard.people.account_states import Changed
from dashboard.people.actor import By
from dashboard.people.clock import Clock, moment
from dashboard.people.identity import Person
from dashboard.people.matrix import Action, NotPermitted, permitted
from dashboard.people.tables import accounts_head, accounts_link, people_audit

LONGEST = 200
# The one chain of what is done with accounts.
CHAIN = "accounts"
ACCOUNTS = chain.Chains(accounts_link, accounts_head)
_SECRET = re.compile(r"password|secret|token$|cookie|hash|csrf|authorization", re.IGNORECASE)


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    # Not allowed: by the matrix or by a rule.
    REFUSED = "refused"
    # Allowed but not so: a wrong password.
    FAILED = "failed"


class Record(NamedTuple):
    """One line of the audit; `at` is ISO text in UTC, `actor` a person's label."""

    at: str
    actor: str
    person: int | None
    action: str
    subject: str
    outcome: str
    detail: dict[str, str]
    request_id: str
    address: str


class SecretInAudit(ValueError):
    """A caller tried to write down what must stay secret: a fault of ours."""


class Audit:
    """The people's audit in one database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, connection: Connection) -> None:
        """Let nobody else change accounts before the transaction ends; before all else in it.

        For changes that look first at what is there: two that grant the same role at once, say.
        """
        chain.lock(connection, [CHAIN], ACCOUNTS)

    def note(
        self,
        connection: Connection,
        by: By,
        action: str,
        subject: str,
        outcome: Outcome = Outcome.DONE,
        detail: Mapping[str, object] | None = None,
        changed: Changed = (),
    ) -> None:
        """Write a line in the caller's transaction, and what now stands of what was `changed`.

        Raises `SecretInAudit` for a telling key.
        """
        told = {key: printable(str(value)) for key, value in (detail or {}).items()}
        for key in told:
            if _SECRET.search(key):
                raise SecretInAudit(f"{key!r} does not belong into the audit")
        at, actor = moment(self._clock), printable(by.person.label)
        address = printable(by.address)
        line = {
            "at": at,
            "actor": actor,
            "person": by.person.id,
            "action": str(action),
            "subject": printable(subject),
            "outcome": outcome.value,
            "detail": json.dumps(told, ensure_ascii=False, sort_keys=True),
            "request_id": printable(by.request_id),
            "address": address,
        }
        # First, so that who else changes the same person waits, and records both changes.
        chain.lock(connection, [CHAIN], ACCOUNTS)
        done = connection.execute(people_audit.insert(), line)
        number = (done.inserted_primary_key or (None,))[0]
        rows = chain.Rows()
        rows.add("people_audit", (number,), digest_of("people_audit", (number, *line.values())))
        for state, digest in account_states.record(connection, changed, at):
            rows.add("account_state", (state,), digest)
        chain.extend(connection, ACCOUNTS, {CHAIN: rows}, actor, at, address)

    def record(
        self,
        by: By,
        action: str,
        subject: str,
        outcome: Outcome = Outcome.DONE,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Write a line in a transaction of its own, for what changes nothing in this room."""

        def once() -> None:
            with writing(self._engine) as connection:
                self.note(connection, by, action, subject, outcome, detail)

        committed(once)

    def latest(self, most: int = 200, subject: str | None = None) -> list[Record]:
        """Return the newest lines first. Whether the reader may is decided by the caller."""
        asked = select(people_audit).order_by(people_audit.c.id.desc()).limit(most)
        if subject is not None:
            asked = asked.where(people_audit.c.subject == subject)
        with reading(self._engine) as connection:
            return [
                Record(
                    moment_text(row.at),
                    row.actor,
                    row.person,
                    row.action,
                    row.subject,
                    row.outcome,
                    json.loads(row.detail),
                    row.request_id,
                    row.address,
                )
                for row in connection.execute(asked)
            ]


def printable(text: str) -> str:
    """Return `text` on one line, without control characters, cut to what a line of audit holds."""
    return "".join(each if each.isprintable() else "�" for each in text[:LONGEST])


def demand(
    audit: Audit,
    by: By,
    action: Action,
    subject: str,
    *,
    region: str | None = None,
    with_subtree: bool = False,
    of: Person | None = None,
) -> None:
    """Raise `NotPermitted` unless the matrix lets `by` do `action`, and leave a line in the audit."""
    decision = permitted(
        by.person,
        action,
        region,
        regions_tree=by.regions_tree,
        with_subtree=with_subtree,
        of=of,
    )
    if not decision:
        audit.record(by, action, subject, Outcome.REFUSED, {"reason": decision.reason})
        raise NotPermitted(decision)
