"""Tokens for programs: told once, scoped, expiring, revocable, never more than their person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Kind, Role
from dashboard.people.matrix import Action, NotPermitted, permitted
from dashboard.people.tables import api_token
from dashboard.people.tokens import NoSuchToken, TokenRefused
from tests.people.clocks import SetClock
from tests.people.regions import TREE

GOOD = "ferry lantern seven cinnamon"
MONTH = timedelta(days=30)


@pytest.fixture
def li(people: Directory, operator: By) -> By:
    grants = [Grant(Role.CLERK, "shandong", True)]
    return By(people.accounts.add(operator, "li", grants=grants, password=GOOD).person, TREE)


def test_a_token_acts_for_its_person_within_its_scope(people: Directory, li: By) -> None:
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH, ["binzhou"])
    person = people.tokens.resolve(issued.secret)
    assert person is not None
    assert (person.id, person.name, person.kind) == (li.person.id, "li", Kind.TOKEN)
    assert person.label == "token li/harvest"
    asked = {
        (action, region): permitted(person, action, region, regions_tree=TREE).allowed
        for action in (Action.ENTER, Action.READ_UNPUBLISHED)
        for region in ("binzhou", "jinan")
    }
    assert [key for key, allowed in asked.items() if allowed] == [(Action.ENTER, "binzhou")]
    # Who is refused is told what it was not issued for.
    for action, region, lacking in (
        (Action.IMPORT, "binzhou", "import"), (Action.ENTER, "jinan", "jinan"),
    ):  # fmt: skip
        refusal = NotPermitted(permitted(person, action, region, regions_tree=TREE))
        assert refusal.message.text("en").endswith(f"not issued for “{lacking}”.")


def test_a_token_is_told_once_and_kept_as_a_hash(people: Directory, li: By) -> None:
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH)
    # `cd_` and 32 bytes in base64.
    assert (issued.secret[:3], len(issued.secret)) == ("cd_", 46)
    assert issued.secret not in repr(issued)
    with people._engine.connect() as connection:
        kept = str(connection.execute(select(api_token)).one())
    assert issued.secret not in kept
    (listed,) = people.tokens.of("li")
    assert issued.secret.startswith(listed.prefix)
    assert len(listed.prefix) == 9
    assert people.tokens.resolve(listed.prefix) is None


def test_a_token_expires(people: Directory, li: By, clock: SetClock) -> None:
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH)
    clock.pass_by(days=29, hours=23)
    assert people.tokens.resolve(issued.secret) is not None
    clock.pass_by(hours=1)
    assert people.tokens.resolve(issued.secret) is None


def test_a_revoked_token_is_worthless_at_once(people: Directory, li: By) -> None:
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH)
    people.tokens.revoke(li, issued.id)
    assert people.tokens.resolve(issued.secret) is None
    assert people.tokens.of("li")[0].revoked is not None


def test_a_token_ends_with_its_person_and_shrinks_with_their_roles(
    people: Directory, li: By, operator: By
) -> None:
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH)
    people.grants.take_back(operator, "li", Role.CLERK, "shandong")
    person = people.tokens.resolve(issued.secret)
    assert person is not None
    assert not permitted(person, Action.ENTER, "binzhou", regions_tree=TREE).allowed
    people.accounts.disable(operator, "li")
    assert people.tokens.resolve(issued.secret) is None


def test_nobody_issues_or_revokes_anothers_token_but_their_administrator_revokes(
    people: Directory, li: By, operator: By
) -> None:
    admin = [Grant(Role.ADMINISTRATOR, "shandong", True)]
    wang = By(people.accounts.add(operator, "wang", grants=admin, password=GOOD).person, TREE)
    with pytest.raises(NotPermitted):
        people.tokens.issue(wang, "li", "mine now", [Action.ENTER], MONTH)
    with pytest.raises(NotPermitted):
        people.tokens.issue(li, "wang", "mine now", [Action.ENTER], MONTH)
    theirs = people.tokens.issue(wang, "wang", "own", [Action.READ_PUBLISHED], MONTH)
    with pytest.raises(NotPermitted):
        people.tokens.revoke(li, theirs.id)
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH)
    people.tokens.revoke(wang, issued.id)
    assert people.tokens.resolve(issued.secret) is None
    with pytest.raises(NotPermitted):
        people.tokens.revoke(wang, 4711)
    with pytest.raises(NoSuchToken):
        people.tokens.revoke(operator, 4711)


def test_a_token_makes_no_token(people: Directory, li: By) -> None:
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH)
    person = people.tokens.resolve(issued.secret)
    assert person is not None
    with pytest.raises(NotPermitted):
        people.tokens.issue(By(person, TREE), "li", "another", [Action.ENTER], MONTH)
    with pytest.raises(NotPermitted):
        people.tokens.revoke(By(person, TREE), issued.id)


def test_the_operator_issues_tokens_for_programs(people: Directory, operator: By) -> None:
    grants = [Grant(Role.CLERK, "binzhou")]
    people.accounts.add(operator, "harvester", grants=grants, for_program=True)
    issued = people.tokens.issue(operator, "harvester", "nightly", [Action.ENTER], MONTH)
    person = people.tokens.resolve(issued.secret)
    assert person is not None
    assert permitted(person, Action.ENTER, "binzhou", regions_tree=TREE).allowed


@pytest.mark.parametrize(
    ("name", "actions", "lasts", "regions"),
    [
        ("", [Action.ENTER], MONTH, None),
        ("a\nb", [Action.ENTER], MONTH, None),
        ("x" * 65, [Action.ENTER], MONTH, None),
        ("t", [], MONTH, None),
        ("t", [Action.ENTER, Action.GRANT_ROLE], MONTH, None),
        ("t\u3164", [Action.ENTER], MONTH, None),
        ("t", [Action.ENTER], timedelta(), None),
        ("t", [Action.ENTER], timedelta(days=367), None),
        ("t", [Action.ENTER], MONTH, ["atlantis"]),
    ],
)
def test_a_token_without_name_scope_or_end_is_refused(
    people: Directory,
    li: By,
    name: str,
    actions: list[Action],
    lasts: timedelta,
    regions: list[str] | None,
) -> None:
    with pytest.raises(TokenRefused) as caught:
        people.tokens.issue(li, "li", name, actions, lasts, regions)
    assert caught.value.message.text("zh")
    assert people.tokens.of("li") == []


def test_a_token_for_no_regions_reaches_none(people: Directory, li: By) -> None:
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH, [])
    person = people.tokens.resolve(issued.secret)
    assert person is not None
    assert not permitted(person, Action.ENTER, "binzhou", regions_tree=TREE).allowed


def test_one_person_has_so_many_tokens(people: Directory, li: By) -> None:
    for number in range(50):
        people.tokens.issue(li, "li", f"t{number}", [Action.ENTER], MONTH)
    with pytest.raises(TokenRefused):
        people.tokens.issue(li, "li", "one more", [Action.ENTER], MONTH)
    people.tokens.revoke(li, people.tokens.of("li")[0].id)
    assert people.tokens.issue(li, "li", "one more", [Action.ENTER], MONTH)


@pytest.mark.parametrize(
    "forged", [None, "", "cd_", "cd_" + "A" * 43, "A" * 46, "cd_" + "A" * 10**6]
)
def test_a_forged_token_is_nobody(people: Directory, li: By, forged: str | None) -> None:
    people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH)
    assert people.tokens.resolve(forged) is None


def test_when_a_token_was_last_used_is_shown(people: Directory, li: By, clock: SetClock) -> None:
    issued = people.tokens.issue(li, "li", "harvest", [Action.ENTER], MONTH)
    assert people.tokens.of("li")[0].last_used is None
    people.tokens.resolve(issued.secret)
    first = people.tokens.of("li")[0].last_used
    assert first == "2026-10-09T08:00:00.000000+00:00"
    clock.pass_by(minutes=59)
    people.tokens.resolve(issued.secret)
    assert people.tokens.of("li")[0].last_used == first
