"""What an identity provider says: for us, still valid, and no roles beyond the mapping."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.people.claims import (
    Claimed,
    ClaimRule,
    ClaimsRefused,
    grants_of_rules,
    identity_from_claims,
    rules_met,
)
from dashboard.people.identity import EVERYWHERE, Grant, Role

ISSUER = "https://id.example"
NOW = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)
# 2026-10-09T08:00Z: 20,735 days (56 years of 365 and 14 leap days, 281 days) × 86,400 + 28,800.
SECONDS = 20_735 * 86_400 + 28_800
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "dashboard",
    "sub": "17",
    "exp": SECONDS + 300,
    "iat": SECONDS - 5,
    "preferred_username": "li",
    "name": "李雷",
}
CLERK = Grant(Role.CLERK, "binzhou", False, ("统计局",))
BOSS = Grant(Role.ADMINISTRATOR, EVERYWHERE, True)
MAPPING = (
    ClaimRule("groups", "binzhou-statistics", CLERK),
    ClaimRule("realm_access.roles", "boss", BOSS),
    ClaimRule("https://id.example/role", "boss", BOSS),
)


def granted(claims: dict[str, Any], mapping: tuple[ClaimRule, ...]) -> tuple[Grant, ...]:
    return grants_of_rules(rules_met(claims, mapping), mapping)


def described(**changed: Any) -> Claimed:
    claims = {key: value for key, value in {**CLAIMS, **changed}.items() if value is not ...}
    return identity_from_claims(claims, ISSUER, "dashboard", NOW)


def refusal(**changed: Any) -> str:
    with pytest.raises(ClaimsRefused) as caught:
        described(**changed)
    assert caught.value.message.text("zh").endswith("。")
    return caught.value.code.removeprefix("claims.")


def test_the_hours_in_these_tests_are_right() -> None:
    assert NOW.timestamp() == SECONDS


def test_a_person_is_described_by_issuer_and_subject() -> None:
    found = described()
    assert (found.key, found.name, found.display) == ("https://id.example 17", "li", "李雷")
    assert found.expires == datetime(2026, 10, 9, 8, 5, tzinfo=UTC)
    assert described(preferred_username=...).name == "17"
    assert described(preferred_username=..., email="li@example.org").name == "li@example.org"
    assert described(name="a\nb").display == ""


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"iss": "https://evil.example"}, "issuer"),
        ({"iss": ISSUER + "/"}, "issuer"),
        ({"iss": ...}, "issuer"),
        ({"aud": "other"}, "audience"),
        ({"aud": ...}, "audience"),
        ({"aud": ["other"]}, "audience"),
        ({"aud": ["dashboard", "other"]}, "audience"),
        ({"aud": "dashboard", "azp": "other"}, "audience"),
        ({"sub": ...}, "subject"),
        ({"sub": ""}, "subject"),
        ({"sub": 17}, "subject"),
        ({"sub": "x" * 256}, "subject"),
        ({"exp": ...}, "expired"),
        # A minute's leeway: 60 s ago is over, 59 s ago is not.
        ({"exp": SECONDS - 60}, "expired"),
        ({"exp": "9999999999"}, "moment"),
        ({"exp": True}, "moment"),
        ({"exp": float("nan")}, "moment"),
        ({"exp": float("inf")}, "moment"),
        ({"exp": -1}, "moment"),
        ({"nbf": SECONDS + 61}, "not-yet"),
        ({"iat": SECONDS + 61}, "not-yet"),
        ({"iat": "soon"}, "moment"),
    ],
)
def test_claims_that_are_not_ours_or_do_not_hold_are_refused(
    changed: dict[str, Any], why: str
) -> None:
    assert refusal(**changed) == why


def test_clocks_may_differ_by_a_minute() -> None:
    assert described(exp=SECONDS - 59)
    assert described(iat=SECONDS + 60, nbf=SECONDS + 60)
    assert described(aud=["dashboard", "other"], azp="dashboard")


@pytest.mark.parametrize(
    ("claims", "grants"),
    [
        ({}, ()),
        ({"groups": ["binzhou-statistics", "x"]}, (CLERK,)),
        ({"groups": "binzhou-statistics"}, (CLERK,)),
        ({"realm_access": {"roles": ["boss"]}}, (BOSS,)),
        ({"https://id.example/role": "boss"}, (BOSS,)),
        (
            {"groups": ["binzhou-statistics"], "realm_access": {"roles": ["boss"]},
             "https://id.example/role": "boss"},
            (CLERK, BOSS),
        ),
        # Whole values only.
        ({"groups": "binzhou-statistics x"}, ()),
        ({"groups": ["Binzhou-Statistics"]}, ()),
        ({"groups": [["binzhou-statistics"]]}, ()),
        ({"groups": {"binzhou-statistics": True}}, ()),
        ({"groups": None}, ()),
        ({"realm_access": ["boss"]}, ()),
        ({"realm_access": "roles"}, ()),
        # Claims the mapping does not name bring nothing.
        ({"role": "administrator", "roles": ["administrator"], "admin": True}, ()),
    ],
)  # fmt: skip
def test_roles_come_from_the_mapping_alone(
    claims: dict[str, Any], grants: tuple[Grant, ...]
) -> None:
    assert granted(claims, MAPPING) == grants


def test_without_a_mapping_nobody_has_a_role() -> None:
    assert granted({"groups": ["binzhou-statistics"]}, ()) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*CLAIMS, "aud", "azp", "nbf", "groups", "realm_access"]), JSON)
)
def test_any_claims_are_understood_or_refused(claims: dict[str, Any]) -> None:
    assert set(granted(claims, MAPPING)) <= {CLERK, BOSS}
    try:
        identity_from_claims({**CLAIMS, **claims}, ISSUER, "dashboard", NOW)
    except ClaimsRefused as refused:
        assert refused.message.text("en").endswith(".")
