"""Guessing passwords: slow, cheap for us, the same for unknown names, and no way to lock others out."""

import threading

import pytest
from sqlalchemy import func, select

from dashboard.people import attempts
from dashboard.people.actor import By
from dashboard.people.attempts import PACES, SlowDown, network_of
from dashboard.people.directory import Directory
from dashboard.people.passwords import Passwords
from dashboard.people.sessions import SignInRefused
from dashboard.people.tables import people_audit, sign_in_failure
from tests.people.clocks import SetClock
from tests.people.conftest import QUICK

GOOD = "ferry lantern seven cinnamon"
HOME = "192.0.2.7"
ELSEWHERE = "198.51.100.9"


@pytest.fixture
def li(people: Directory, operator: By) -> str:
    people.accounts.add(operator, "li", password=GOOD)
    return "li"


def tried(people: Directory, name: str, password: str, address: str = ELSEWHERE) -> str:
    """Return how a try ended: "in", "refused", or the seconds to wait."""
    try:
        people.signing_in.sign_in(By(address=address, request_id="r"), name, password)
    except SignInRefused as refused:
        assert str(refused).startswith("Name or password is wrong")
        return "refused"
    except SlowDown as slow:
        return str(slow.retry_after)
    return "in"


def rows(people: Directory) -> int:
    with people._engine.connect() as connection:
        return int(
            connection.execute(select(func.count()).select_from(sign_in_failure)).scalar_one()
        )


def test_five_failures_are_free_then_each_wait_is_twice_as_long(
    people: Directory, li: str, clock: SetClock
) -> None:
    found = []
    for _ in range(5):
        assert tried(people, li, "wrong") == "refused"
    for _ in range(4):
        wait = tried(people, li, "wrong")
        found.append(wait)
        clock.pass_by(seconds=int(wait))
        assert tried(people, li, "wrong") == "refused"
    assert found == ["1", "2", "4", "8"]


def test_no_wait_is_longer_than_a_quarter_of_an_hour() -> None:
    # 2^9 s = 512 s; 2^10 s = 1024 s is cut to 900 s.
    waits = [PACES["account"].wait(count) // 10**6 for count in (4, 5, 14, 15, 10**9)]
    assert waits == [0, 1, 512, 900, 900]


def test_an_unknown_name_is_answered_like_a_known_one(people: Directory, li: str) -> None:
    known = [tried(people, "li", "wrong", "192.0.2.1") for _ in range(8)]
    checks = people.passwords.checked
    unknown = [tried(people, "nobody", "wrong", "192.0.2.2") for _ in range(8)]
    assert known == unknown == ["refused"] * 5 + ["1"] * 3
    # The same work: one check for each of the five, none for those who have to wait.
    assert people.passwords.checked - checks == checks == 5


def test_a_disabled_account_is_answered_like_an_unknown_one_with_the_same_work(
    people: Directory, li: str, operator: By
) -> None:
    people.accounts.disable(operator, "li")
    before = people.passwords.checked
    assert tried(people, "li", GOOD) == tried(people, "nobody", GOOD) == "refused"
    assert people.passwords.checked - before == 2


def test_the_right_password_too_early_does_not_open(
    people: Directory, li: str, clock: SetClock
) -> None:
    for _ in range(5):
        tried(people, li, "wrong")
    assert tried(people, li, GOOD) == "1"
    clock.pass_by(seconds=1)
    assert tried(people, li, GOOD) == "in"


@pytest.mark.parametrize("tries", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_thousands_of_tries_cost_a_handful_of_checks_and_rows(
    people: Directory, li: str, clock: SetClock, tries: int
) -> None:
    ended = [tried(people, li, f"guess {number}") for number in range(tries)]
    assert ended.count("refused") == people.passwords.checked == 5
    # One row for the account, one for the address; five lines of audit.
    assert rows(people) == 2
    with people._engine.connect() as connection:
        failed = select(func.count()).where(people_audit.c.outcome == "failed")
        assert connection.execute(failed).scalar_one() == 5
    # And waiting has not become longer by them.
    clock.pass_by(seconds=1)
    assert tried(people, li, GOOD) == "in"


def test_one_address_with_ever_new_names_is_slowed_down(people: Directory, li: str) -> None:
    ended = [tried(people, f"name-{number}", "wrong") for number in range(200)]
    assert ended == ["refused"] * 30 + ["1"] * 170
    # Thirty names and the address, and no more of either.
    assert rows(people) == 31
    assert people.passwords.checked == 30


def test_ever_new_addresses_at_one_account_are_slowed_down(people: Directory, li: str) -> None:
    ended = [tried(people, li, "wrong", f"198.51.100.{number}") for number in range(100)]
    assert ended == ["refused"] * 5 + ["1"] * 95


def test_the_owner_gets_in_from_home_whatever_is_tried_from_elsewhere(
    people: Directory, li: str, clock: SetClock
) -> None:
    assert tried(people, li, GOOD, HOME) == "in"
    for number in range(100):
        clock.pass_by(minutes=15)
        tried(people, li, "wrong", f"198.51.100.{number}")
    assert tried(people, li, "wrong", "198.51.100.200") == "900"
    assert tried(people, li, GOOD, HOME) == "in"
    # That does not help those elsewhere.
    assert tried(people, li, "wrong", "198.51.100.200") == "900"


def test_tries_from_home_are_counted_too(people: Directory, li: str) -> None:
    assert tried(people, li, GOOD, HOME) == "in"
    assert [tried(people, li, "wrong", HOME) for _ in range(12)] == ["refused"] * 5 + ["1"] * 7


@pytest.mark.parametrize("before", [0, 4, 6])
def test_where_somebody_has_signed_in_names_are_not_told_apart_by_their_waits(
    people: Directory, li: str, clock: SetClock, before: int
) -> None:
    # `before` tries on either name from elsewhere, as a prober with two addresses makes them.
    assert tried(people, li, GOOD, HOME) == "in"
    found = {}
    for name in (li, "nobody"):
        for _ in range(before):
            tried(people, name, "wrong", ELSEWHERE)
        found[name] = []
        for _ in range(14):
            found[name].append(tried(people, name, "wrong", HOME))
            if found[name][-1] != "refused":
                clock.pass_by(seconds=int(found[name][-1]))
    assert found[li] == found["nobody"]
    free = max(0, 5 - before)
    assert found[li][: free + 2] == ["refused"] * free + ["1", "refused"]


def test_signing_in_as_oneself_buys_no_guesses_at_others(
    people: Directory, li: str, operator: By
) -> None:
    people.accounts.add(operator, "wang", password=GOOD)
    guesses = 0
    for number in range(100):
        assert tried(people, "wang", GOOD) in {"in", "1"}
        guesses += tried(people, f"name-{number}", "wrong") == "refused"
    assert guesses == 30


def test_many_tries_at_once_gain_nothing(people: Directory, li: str) -> None:
    together = threading.Barrier(20)
    ended: list[str] = []

    def try_once() -> None:
        together.wait()
        ended.append(tried(people, li, "wrong"))

    threads = [threading.Thread(target=try_once) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["1"] * 15 + ["refused"] * 5


def test_failures_are_forgotten_after_a_quiet_day(
    people: Directory, li: str, clock: SetClock
) -> None:
    for _ in range(5):
        tried(people, li, "wrong")
    clock.pass_by(days=1, seconds=1)
    assert [tried(people, li, "wrong") for _ in range(6)] == ["refused"] * 5 + ["1"]


def test_what_is_kept_of_failures_is_bounded(
    people: Directory, li: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_ROWS", 50)
    for number in range(300):
        clock.pass_by(seconds=1)
        tried(people, f"name-{number}", "wrong", f"198.51.{number // 250}.{number % 250}")
    # Two rows a try; pruned at every hundredth, so 50 and up to 200 more.
    assert rows(people) <= 250
    clock.pass_by(days=2)
    for number in range(100):
        tried(people, li, "wrong", f"203.0.113.{number}")
    assert rows(people) <= 250


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("192.0.2.7, 10.0.0.1", "unknown"),
    ],
)
def test_an_ipv6_user_is_one_address_whichever_of_theirs_they_use(
    address: str, network: str
) -> None:
    assert network_of(address) == network


def test_a_password_typed_as_a_name_stands_nowhere_in_plain(people: Directory) -> None:
    typed = "kzvmqjxwtbhf"
    tried(people, typed, "x")
    with people._engine.connect() as connection:
        kept = [
            str(row)
            for table in (sign_in_failure, people_audit)
            for row in connection.execute(select(table))
        ]
    assert kept
    assert [row for row in kept if typed in row] == []


def test_the_hash_is_renewed_when_the_parameters_rise(
    people: Directory, li: str, store_url: str, clock: SetClock
) -> None:
    from dataclasses import replace

    harder = Passwords(replace(QUICK, time_cost=2))
    with Directory.open(store_url, passwords=harder, clock=clock) as later:
        assert tried(later, li, GOOD) == "in"
        with later._engine.connect() as connection:
            kept = connection.exec_driver_sql("SELECT hash FROM credential").scalar_one()
    assert "t=2" in kept
    assert tried(people, li, GOOD) == "in"
