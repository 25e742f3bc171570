"""Sessions: new at each sign-in, kept as a hash, ended everywhere when they should be."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.people import persons
from dashboard.people.accounts import NoPassword
from dashboard.people.actor import By
from dashboard.people.clock import Limits
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Kind, Person, Role
from dashboard.people.matrix import NotPermitted
from dashboard.people.passwords import PasswordRefused, Passwords
from dashboard.people.sessions import SignInRefused
from dashboard.people.tables import person_session
from tests.people.clocks import SetClock
from tests.people.conftest import QUICK
from tests.people.regions import TREE

GOOD = "ferry lantern seven cinnamon"
OTHER = "harbour pepper nine violins"
VISITOR = By(address="192.0.2.7", request_id="request-2")


@pytest.fixture
def li(people: Directory, operator: By) -> str:
    people.accounts.add(operator, "li", grants=[Grant(Role.CLERK, "binzhou")], password=GOOD)
    return "li"


def sign_in(people: Directory, replacing: str | None = None) -> str:
    return people.signing_in.sign_in(VISITOR, "li", GOOD, replacing).session


def test_a_session_is_256_random_bits_of_which_a_hash_is_kept(people: Directory, li: str) -> None:
    session = sign_in(people)
    # 32 bytes in base64 are 43 letters.
    assert len(session) == 43
    with people._engine.connect() as connection:
        kept = [str(row) for row in connection.execute(select(person_session))]
    assert len(kept) == 1
    assert session not in kept[0]


def test_the_session_is_not_in_what_a_log_would_print(people: Directory, li: str) -> None:
    signed_in = people.signing_in.sign_in(VISITOR, "li", GOOD)
    assert signed_in.session not in f"{signed_in} {signed_in!r}"


def test_a_visitors_own_session_id_is_never_taken_over(people: Directory, li: str) -> None:
    planted = "A" * 43
    session = sign_in(people, replacing=planted)
    assert session != planted
    assert people.sessions.resolve(planted) is None
    assert people.sessions.resolve(session) is not None


def test_signing_in_again_ends_the_session_it_replaces(people: Directory, li: str) -> None:
    first = sign_in(people)
    second = sign_in(people, replacing=first)
    assert people.sessions.resolve(first) is None
    assert people.sessions.resolve(second) is not None


@pytest.mark.parametrize(
    "forged", [None, "", "x", "A" * 43, "A" * 44, "é" * 43, "' OR 1=1 --", "\x00" * 43, "A" * 10**6]
)
def test_a_forged_or_missing_cookie_is_nobody(
    people: Directory, li: str, forged: str | None
) -> None:
    sign_in(people)
    assert people.sessions.resolve(forged) is None


def test_the_hash_in_the_database_opens_nothing(people: Directory, li: str) -> None:
    sign_in(people)
    with people._engine.connect() as connection:
        kept = connection.execute(select(person_session.c.hash)).scalar_one()
    assert people.sessions.resolve(kept) is None


def test_after_signing_out_the_id_is_worth_nothing(people: Directory, li: str) -> None:
    session, elsewhere = sign_in(people), sign_in(people)
    person = people.sessions.resolve(session)
    assert person is not None
    people.sessions.end(session, By(person))
    assert people.sessions.resolve(session) is None
    assert people.sessions.resolve(elsewhere) is not None
    people.sessions.end(session, By(person))
    people.sessions.end(None, By(person))


def test_signing_out_everywhere_ends_all_and_nobody_elses(
    people: Directory, li: str, operator: By
) -> None:
    people.accounts.add(operator, "wang", password=GOOD)
    others = people.signing_in.sign_in(VISITOR, "wang", GOOD).session
    mine = [sign_in(people) for _ in range(2)]
    person = people.sessions.resolve(mine[0])
    assert person is not None
    assert people.sessions.end_everywhere(By(person, TREE), "li") == 2
    assert [people.sessions.resolve(each) for each in mine] == [None, None]
    assert people.sessions.resolve(others) is not None
    with pytest.raises(NotPermitted):
        people.sessions.end_everywhere(By(person, TREE), "wang")


def test_a_short_limit_signs_nobody_out_who_is_at_work(
    store_url: str, operator: By, clock: SetClock
) -> None:
    limits = Limits(idle=timedelta(minutes=1))
    with Directory.open(store_url, limits, Passwords(QUICK), clock) as people:
        people.accounts.add(operator, "li", password=GOOD)
        session = people.signing_in.sign_in(VISITOR, "li", GOOD).session
        # Something every 20 seconds, for five minutes.
        for _ in range(15):
            clock.pass_by(seconds=20)
            assert people.sessions.resolve(session) is not None
        clock.pass_by(minutes=1)
        assert people.sessions.resolve(session) is None


def test_a_session_ends_when_idle(people: Directory, li: str, clock: SetClock) -> None:
    # The limit of these tests is one hour.
    session = sign_in(people)
    clock.pass_by(minutes=59)
    assert people.sessions.resolve(session) is not None
    clock.pass_by(minutes=59)
    assert people.sessions.resolve(session) is not None
    clock.pass_by(minutes=60)
    assert people.sessions.resolve(session) is None
    clock.pass_by(minutes=-30)
    assert people.sessions.resolve(session) is not None


def test_a_session_ends_after_its_absolute_limit_however_busy(
    people: Directory, li: str, clock: SetClock
) -> None:
    # Eight hours here: 15 half hours are within, the 16th is the end.
    session = sign_in(people)
    for _ in range(15):
        clock.pass_by(minutes=30)
        assert people.sessions.resolve(session) is not None
    clock.pass_by(minutes=30)
    assert people.sessions.resolve(session) is None


def test_what_is_granted_or_withdrawn_counts_from_the_next_action(
    people: Directory, li: str, operator: By
) -> None:
    session = sign_in(people)
    people.grants.give(operator, "li", Grant(Role.REVIEWER, "binzhou"))
    person = people.sessions.resolve(session)
    assert person is not None
    assert person.grants == (Grant(Role.CLERK, "binzhou"), Grant(Role.REVIEWER, "binzhou"))
    people.grants.take_back(operator, "li", Role.CLERK, "binzhou")
    person = people.sessions.resolve(session)
    assert person is not None
    assert person.grants == (Grant(Role.REVIEWER, "binzhou"),)


def test_changing_the_password_ends_every_session_but_starts_one(
    people: Directory, li: str
) -> None:
    thiefs, mine = sign_in(people), sign_in(people)
    person = people.sessions.resolve(mine)
    assert person is not None
    fresh = people.signing_in.change_password(By(person, TREE), GOOD, OTHER)
    assert [people.sessions.resolve(each) for each in (thiefs, mine)] == [None, None]
    assert people.sessions.resolve(fresh) is not None
    with pytest.raises(SignInRefused):
        people.signing_in.sign_in(VISITOR, "li", GOOD)
    assert people.signing_in.sign_in(VISITOR, "li", OTHER).person.name == "li"


def test_a_password_is_changed_only_with_the_old_one_to_a_good_new_one(
    people: Directory, li: str
) -> None:
    session = sign_in(people)
    person = people.sessions.resolve(session)
    assert person is not None
    by = By(person, TREE)
    with pytest.raises(SignInRefused):
        people.signing_in.change_password(by, "wrong", OTHER)
    for new in (GOOD, "short", "passwordpassword"):
        with pytest.raises(PasswordRefused):
            people.signing_in.change_password(by, GOOD, new)
    assert people.sessions.resolve(session) is not None
    outside = people.outside.known(VISITOR, Kind.OIDC, "https://id 1", "wang")
    assert outside is not None
    with pytest.raises(NoPassword):
        people.signing_in.change_password(By(outside, TREE), GOOD, OTHER)


@pytest.mark.parametrize("change", ["disable", "reset"])
def test_a_sign_in_overtaken_by_a_change_starts_nothing(
    people: Directory, li: str, operator: By, change: str
) -> None:
    # The password was checked, then the account changed, then the session is to start.
    with people._engine.connect() as connection:
        row = persons.named(connection, "li")
    getattr(people.accounts, change)(operator, "li")
    with pytest.raises(SignInRefused):
        people.sessions.start(row.id, checked=row.changed)
    with pytest.raises(SignInRefused):
        people.accounts.replace_password(
            By(Person(row.id, "li", Kind.ACCOUNT), TREE), OTHER, row.changed
        )


def test_one_person_has_so_many_sessions_and_the_oldest_ends(
    people: Directory, li: str, clock: SetClock
) -> None:
    # Three here.
    sessions = []
    for _ in range(4):
        clock.pass_by(seconds=1)
        sessions.append(sign_in(people))
    assert [people.sessions.resolve(each) is None for each in sessions] == [
        True, False, False, False,
    ]  # fmt: skip


def test_sessions_long_over_are_forgotten(people: Directory, li: str, clock: SetClock) -> None:
    sign_in(people)
    clock.pass_by(days=31)
    sign_in(people)
    with people._engine.connect() as connection:
        assert len(connection.execute(select(person_session)).all()) == 1


def test_a_session_made_by_one_process_is_known_to_the_other(
    people: Directory, li: str, store_url: str, clock: SetClock
) -> None:
    session = sign_in(people)
    with Directory.open(store_url, passwords=people.passwords, clock=clock) as replica:
        assert replica.sessions.resolve(session) is not None
        replica.sessions.end(session, VISITOR)
    assert people.sessions.resolve(session) is None
