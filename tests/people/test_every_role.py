"""Every act on people by every role, on oneself, near and far, against what the rules say.

What is expected comes from the rules' scopes and from who is where; what the code makes of a
scope is not asked.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TypeAlias

import pytest

from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import EVERYWHERE, Grant, Role
from dashboard.people.matrix import RULES, Action, NotPermitted, Scope
from tests.people.regions import TREE

GOOD = "ferry lantern seven cinnamon"
HERE = "binzhou"
# Whom it concerns, and the region they are in.
WHOM = {"actor": HERE, "near": HERE, "far": "jiangsu"}
DAY = timedelta(days=1)

Act: TypeAlias = Callable[[Directory, By, By, str], object]


def revoke(people: Directory, operator: By, by: By, whom: str) -> object:
    token = people.tokens.issue(operator, whom, "t", [Action.READ_PUBLISHED], DAY)
    return people.tokens.revoke(by, token.id)


ACTS: Mapping[Action, Act] = {
    Action.MANAGE_PEOPLE: lambda people, _, by, whom: people.accounts.enable(by, whom),
    Action.GRANT_ROLE: lambda people, _, by, whom: people.grants.give(
        by, whom, Grant(Role.VIEWER, WHOM[whom])
    ),
    Action.ISSUE_TOKEN: lambda people, _, by, whom: people.tokens.issue(
        by, whom, "t", [Action.READ_PUBLISHED], DAY
    ),
    Action.REVOKE_TOKEN: revoke,
    Action.END_SESSIONS: lambda people, _, by, whom: people.sessions.end_everywhere(by, whom),
    Action.READ_AUDIT: lambda people, _, by, whom: people.read_audit(by, 1, whom),
}


def expected(role: Role, held: str) -> set[tuple[Action, str]]:
    """Return which acts on whom the rules allow to who has `role` in the region `held`."""
    found = set()
    for action in ACTS:
        scope = RULES[action].get(role)
        for whom, region in WHOM.items():
            within = held in {region, EVERYWHERE}
            # Lines of the audit are of no region.
            reached = held == EVERYWHERE if action is Action.READ_AUDIT else within
            if {
                None: False,
                Scope.OWN: whom == "actor",
                Scope.PERSON: whom == "actor" or within,
                Scope.REGION: reached,
            }[scope]:
                found.add((action, whom))
    return found


@pytest.mark.parametrize("held", [HERE, EVERYWHERE])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_the_rules_allow_to_whom_they_allow_it(
    role: Role, held: str, people: Directory, operator: By
) -> None:
    actor = people.accounts.add(operator, "actor", grants=[Grant(role, held)], password=GOOD)
    for name in ("near", "far"):
        people.accounts.add(operator, name, grants=[Grant(Role.CLERK, WHOM[name])])
    by = By(actor.person, TREE)
    done = set()
    for action, act in ACTS.items():
        for whom in WHOM:
            with suppress(NotPermitted):
                act(people, operator, by, whom)
                done.add((action, whom))
    assert done == expected(role, held)


def test_a_refused_act_leaves_everything_as_it_was(people: Directory, operator: By) -> None:
    held = [Grant(Role.CURATOR, EVERYWHERE, True)]
    actor = people.accounts.add(operator, "actor", grants=held, password=GOOD)
    people.accounts.add(operator, "near", grants=[Grant(Role.CLERK, HERE)])
    people.tokens.issue(operator, "near", "t", [Action.READ_PUBLISHED], DAY)
    before = people.accounts.find("near"), people.tokens.of("near")
    for action, act in ACTS.items():
        if action is not Action.REVOKE_TOKEN:
            with pytest.raises(NotPermitted):
                act(people, operator, By(actor.person, TREE), "near")
    assert (people.accounts.find("near"), people.tokens.of("near")) == before
