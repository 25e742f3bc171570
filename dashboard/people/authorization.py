"""The matrix asked on behalf of an act on people: what it refuses is audited, then raised."""

from dashboard.people.actor import By
from dashboard.people.audit import Audit, Outcome
from dashboard.people.identity import Person
from dashboard.people.matrix import Action, NotPermitted, permitted


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
    """Raise `NotPermitted` unless `by` may do `action`, and leave a line in the audit."""
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
