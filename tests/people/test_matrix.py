"""Every action by every role, in and out of its scope, against a table written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.people import matrix
from dashboard.people.identity import (
    EVERYWHERE,
    GUEST,
    Grant,
    Kind,
    Person,
    Role,
    user_of_the_machine,
)
from dashboard.people.matrix import RULES, Action, Reach, permitted, reach_of
from tests.people.regions import TREE

# By role, as the issue describes each; the matrix in the code is by action.
READ = {"read-published", "export", "read-comments", "give-link"}
IN_THE_REGION = {
    "viewer": READ,
    "clerk": READ,
    "reviewer": READ | {"read-unpublished", "see-history", "comment", "review"},
    "publisher": READ | {"read-unpublished", "see-history", "comment", "publish"},
    "curator": READ | {"edit-register"},
    "administrator": READ | {"read-audit", "grant-role"},
}
FOR_OWN_UNITS = {
    "clerk": {
        *("read-unpublished", "see-history", "enter", "withdraw", "import"),
        *("comment", "attach-evidence"),
    }
}
FOR_ONESELF = {
    **{
        role: {"issue-token", "revoke-token", "end-sessions", "revoke-link"}
        for role in ("viewer", "clerk", "reviewer", "publisher", "curator")
    },
    "administrator": {
        *("issue-token", "revoke-token", "end-sessions", "revoke-link", "manage-people"),
    },
}
FOR_PEOPLE_IN_THE_REGION = {
    "administrator": {"revoke-token", "end-sessions", "revoke-link", "manage-people"}
}

UNITS = ("工业和信息化局", "统计局")


def somebody(*grants: Grant, id: int = 1, kind: Kind = Kind.ACCOUNT) -> Person:
    return Person(id, f"person-{id}", kind, grants=grants)


def held(role: Role, region: str, subtree: bool = False) -> Person:
    units = (UNITS[0],) if role is Role.CLERK else None
    return somebody(Grant(role, region, subtree, units))


def ask(person: Person, action: Action, region: str | None, **more: object) -> bool:
    return permitted(person, action, region, regions_tree=TREE, **more).allowed  # type: ignore[arg-type]  # the test's own words


def may(person: Person, region: str | None, **more: object) -> set[str]:
    """Return all actions that somebody may."""
    return {action.value for action in Action if ask(person, action, region, **more)}


def of_regions(role: Role) -> set[str]:
    return IN_THE_REGION[role] | FOR_OWN_UNITS.get(role, set())


def test_every_action_has_a_rule_and_every_rule_an_expectation() -> None:
    assert set(RULES) == set(Action)
    tables = (IN_THE_REGION, FOR_OWN_UNITS, FOR_ONESELF, FOR_PEOPLE_IN_THE_REGION)
    named = {action for table in tables for actions in table.values() for action in actions}
    assert named == {action.value for action in Action}
    assert set(IN_THE_REGION) == {role.value for role in Role}


@pytest.mark.parametrize("role", Role)
def test_in_its_own_region_a_role_may_what_the_table_says(role: Role) -> None:
    assert may(held(role, "binzhou"), "binzhou", units=UNITS) == of_regions(role)


@pytest.mark.parametrize("role", Role)
def test_other_units_figures_are_closed_to_clerks_who_have_units(role: Role) -> None:
    for units in (("商务局",), (), None):
        assert may(held(role, "binzhou"), "binzhou", units=units) == IN_THE_REGION[role]


@pytest.mark.parametrize("role", Role)
def test_a_clerk_without_units_has_all_units(role: Role) -> None:
    assert may(somebody(Grant(role, "binzhou")), "binzhou", units=None) == of_regions(role)


@pytest.mark.parametrize("role", Role)
def test_with_its_subtree_a_role_reaches_down_and_no_further(role: Role) -> None:
    person = held(role, "shandong", subtree=True)
    for below in ("binzhou", "zouping"):
        assert may(person, below, units=UNITS) == of_regions(role)
    assert may(person, "jiangsu", units=UNITS) == set()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("granted", "subtree", "asked"),
    [
        ("shandong", False, "binzhou"),
        ("binzhou", True, "shandong"),
        ("binzhou", True, "jinan"),
        ("binzhou", True, "jiangsu"),
        ("shandong", True, None),
        ("shandong", True, EVERYWHERE),
        ("shandong", True, "atlantis"),
        (EVERYWHERE, True, "atlantis"),
    ],
)
def test_out_of_its_scope_a_role_may_nothing(
    role: Role, granted: str, subtree: bool, asked: str | None
) -> None:
    assert may(held(role, granted, subtree), asked, units=UNITS) == set()


@pytest.mark.parametrize("role", Role)
def test_a_role_everywhere_reaches_every_region_and_all_together(role: Role) -> None:
    for region in (*TREE, None, EVERYWHERE):
        assert may(held(role, EVERYWHERE), region, units=UNITS) == of_regions(role)


@pytest.mark.parametrize("role", Role)
def test_for_oneself_a_role_may_what_the_table_says(role: Role) -> None:
    person = held(role, "binzhou")
    assert may(person, None, of=person) == FOR_ONESELF[role]


@pytest.mark.parametrize("role", Role)
def test_for_people_within_ones_regions_a_role_may_what_the_table_says(role: Role) -> None:
    person = held(role, "shandong", subtree=True)
    other = somebody(Grant(Role.CLERK, "binzhou"), Grant(Role.VIEWER, "jinan", True), id=2)
    assert may(person, None, of=other) == FOR_PEOPLE_IN_THE_REGION.get(role, set())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "other",
    [
        # One grant outside is enough; also a wider grant in the very region; also no grant at all.
        somebody(Grant(Role.CLERK, "binzhou"), Grant(Role.VIEWER, "jiangsu"), id=2),
        somebody(Grant(Role.CLERK, "binzhou", True), id=2),
        somebody(Grant(Role.CLERK, EVERYWHERE), id=2),
        somebody(id=2),
        # What their provider grants is not known while they are away.
        somebody(Grant(Role.CLERK, "binzhou"), id=2, kind=Kind.OIDC),
        somebody(Grant(Role.CLERK, "binzhou"), id=2, kind=Kind.PROXY),
    ],
)
def test_for_people_beyond_ones_regions_a_role_may_nothing(role: Role, other: Person) -> None:
    assert may(held(role, "binzhou"), None, of=other) == set()


@pytest.mark.parametrize("other", [somebody(id=2), somebody(id=2, kind=Kind.OIDC)])
def test_an_administrator_of_everything_manages_everybody(other: Person) -> None:
    assert ask(held(Role.ADMINISTRATOR, EVERYWHERE), Action.MANAGE_PEOPLE, None, of=other)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("public", [False, True])
def test_a_guest_may_read_what_is_public_and_nothing_else(action: Action, public: bool) -> None:
    # Who is signed in without any role may no more than a guest.
    expected = public and action in {"read-published", "export"}
    for person in (GUEST, somebody()):
        assert ask(person, action, "binzhou", units=UNITS, of=person, public=public) is expected


@pytest.mark.parametrize("action", Action)
def test_the_user_of_the_machine_may_everything(action: Action) -> None:
    person = user_of_the_machine("me")
    other = somebody(Grant(Role.ADMINISTRATOR, EVERYWHERE), id=2)
    assert ask(person, action, "zouping", of=other)
    assert ask(person, action, None, of=other)


@pytest.mark.parametrize("action", Action)
def test_before_the_one_time_password_is_replaced_nothing_is_allowed(action: Action) -> None:
    grants = tuple(Grant(role, EVERYWHERE) for role in Role)
    person = Person(1, "li", Kind.ACCOUNT, grants=grants, must_change=True)
    assert not ask(person, action, "binzhou", of=person)


@pytest.mark.parametrize("action", Action)
def test_a_token_may_only_what_it_was_made_for(action: Action) -> None:
    grants = tuple(Grant(role, EVERYWHERE) for role in Role)
    reader = Person(1, "li", Kind.TOKEN, grants=grants, only=frozenset({"enter"}))
    assert ask(reader, action, "binzhou", of=reader) is (action == "enter")


@pytest.mark.parametrize("action", Action)
def test_a_token_with_every_action_still_makes_nobody_more(action: Action) -> None:
    grants = tuple(Grant(role, EVERYWHERE) for role in Role)
    full = Person(1, "li", Kind.TOKEN, grants=grants, only=frozenset(Action))
    never = {
        "manage-people", "grant-role", "issue-token", "revoke-token", "end-sessions", "read-audit",
        "give-link", "revoke-link",
    }  # fmt: skip
    assert ask(full, action, "binzhou", of=full) is (action not in never)


@pytest.mark.parametrize("action", Action)
def test_a_token_without_a_scope_may_nothing(action: Action) -> None:
    grants = tuple(Grant(role, EVERYWHERE) for role in Role)
    bare = Person(1, "li", Kind.TOKEN, grants=grants)
    assert not ask(bare, action, "binzhou", of=bare)


def test_a_tokens_regions_narrow_those_of_its_person() -> None:
    clerk = Grant(Role.CLERK, "shandong", True)
    token = Person(
        1, "li", Kind.TOKEN, grants=(clerk,), only=frozenset({"enter"}),
        only_regions=frozenset({"binzhou", "jiangsu"}),
    )  # fmt: skip
    asked = {region: ask(token, Action.ENTER, region) for region in TREE}
    # Not jinan (not the token's), not jiangsu (not the person's).
    assert asked == {
        "shandong": False, "binzhou": True, "zouping": True, "jinan": False, "jiangsu": False,
    }  # fmt: skip
    assert not ask(token, Action.ENTER, None)


def test_an_action_without_a_rule_is_denied_even_to_the_user_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without = {action: rule for action, rule in RULES.items() if action is not Action.ENTER}
    monkeypatch.setattr(matrix, "RULES", without)
    decision = permitted(user_of_the_machine("me"), Action.ENTER, "binzhou", regions_tree=TREE)
    assert (decision.allowed, decision.reason) == (False, "no-rule")


@pytest.mark.parametrize(
    ("person", "action", "region", "reason"),
    [
        (GUEST, Action.ENTER, "binzhou", "not-signed-in"),
        (held(Role.VIEWER, "binzhou"), Action.ENTER, "binzhou", "no-role"),
        (held(Role.CLERK, "binzhou"), Action.ENTER, "jinan", "out-of-scope"),
        (held(Role.CLERK, "binzhou"), Action.ENTER, "atlantis", "unknown-region"),
        (held(Role.CLERK, "binzhou"), Action.ENTER, "binzhou", "not-your-units"),
        (held(Role.CLERK, "binzhou"), Action.ISSUE_TOKEN, None, "not-yours"),
        (held(Role.ADMINISTRATOR, "binzhou"), Action.MANAGE_PEOPLE, None, "person-out-of-scope"),
    ],
)
def test_a_refusal_says_why_in_both_languages(
    person: Person, action: Action, region: str | None, reason: str
) -> None:
    decision = permitted(person, action, region, regions_tree=TREE, of=somebody(id=9))
    assert decision.reason == reason
    refusal = matrix.NotPermitted(decision)
    assert refusal.message.text("zh").endswith("。")
    assert refusal.message.text("en").endswith(".")


def test_where_something_may_be_done_is_told_by_regions_and_by_units() -> None:
    person = somebody(Grant(Role.CLERK, "binzhou", True, (UNITS[0],)), Grant(Role.VIEWER, "jinan"))
    entering = reach_of(person, Action.ENTER, regions_tree=TREE)
    assert entering == Reach(frozenset(), frozenset({("binzhou", UNITS[0]), ("zouping", UNITS[0])}))
    assert entering.somewhere == {"binzhou", "zouping"}
    assert entering.holds("zouping", UNITS)
    assert not entering.holds("zouping", UNITS[1:])
    assert not entering.holds("jinan", UNITS)
    reading = reach_of(person, Action.READ_PUBLISHED, regions_tree=TREE)
    assert reading == Reach(frozenset({"binzhou", "zouping", "jinan"}))
    guests = reach_of(GUEST, Action.READ_PUBLISHED, regions_tree=TREE, public=True)
    assert guests.regions == set(TREE)
    assert reach_of(GUEST, Action.READ_UNPUBLISHED, regions_tree=TREE, public=True) == Reach()


def test_a_unit_of_one_grant_opens_nothing_where_another_unit_was_granted() -> None:
    first = Grant(Role.CLERK, "binzhou", False, (UNITS[0],))
    second = Grant(Role.CLERK, "jinan", False, (UNITS[1],))
    entering = reach_of(somebody(first, second), Action.ENTER, regions_tree=TREE)
    assert entering.units == {("binzhou", UNITS[0]), ("jinan", UNITS[1])}


@pytest.mark.parametrize("role", Role)
def test_who_sees_who_entered_a_figure_sees_the_figure(role: Role) -> None:
    named = reach_of(held(role, "binzhou"), Action.SEE_HISTORY, regions_tree=TREE)
    entered = reach_of(held(role, "binzhou"), Action.READ_UNPUBLISHED, regions_tree=TREE)
    assert named.regions <= entered.regions
    assert named.units <= entered.units


def test_a_ring_of_regions_ends() -> None:
    ring = {"a": "b", "b": "a"}
    person = somebody(Grant(Role.CLERK, "c", True))
    assert not permitted(person, Action.ENTER, "a", regions_tree=ring).allowed


def test_units_are_for_clerks_only() -> None:
    with pytest.raises(ValueError, match="units are for clerks"):
        Grant(Role.REVIEWER, "binzhou", units=("统计局",))


GRANTS = st.builds(
    Grant, st.sampled_from(Role), st.sampled_from([*TREE, EVERYWHERE, "gone"]), st.booleans()
)


@given(
    st.lists(GRANTS, max_size=4), GRANTS, st.sampled_from(Action), st.sampled_from([*TREE, None])
)
def test_another_grant_never_takes_anything_away(
    grants: list[Grant], more: Grant, action: Action, region: str | None
) -> None:
    before = ask(somebody(*grants), action, region)
    assert ask(somebody(*grants, more), action, region) >= before


@given(st.lists(GRANTS, max_size=4), st.sampled_from(Action), st.sampled_from([*TREE, None]))
def test_no_token_may_more_than_its_person(
    grants: list[Grant], action: Action, region: str | None
) -> None:
    token = Person(1, "li", Kind.TOKEN, grants=tuple(grants), only=frozenset(Action))
    assert ask(token, action, region) <= ask(somebody(*grants), action, region)
