"""Guessers with many addresses, accounts of their own, or a desk in the owner's office."""

import pytest

from dashboard.people.actor import By
from dashboard.people.attempts import SlowDown
from dashboard.people.directory import Directory
from tests.people.clocks import SetClock
from tests.people.test_attempts import GOOD, HOME, tried

ORDINARY = "wang"


@pytest.fixture
def li(people: Directory, operator: By) -> str:
    people.accounts.add(operator, "li", password=GOOD)
    people.accounts.add(operator, ORDINARY, password=GOOD)
    return "li"


def strange(number: int) -> str:
    return f"198.51.100.{number}"


def test_an_account_of_ones_own_buys_no_guesses_at_others_however_many_networks_one_has(
    people: Directory, li: str
) -> None:
    ended = []
    for number in range(40):
        assert tried(people, ORDINARY, GOOD, strange(number)) == "in"
        ended += [tried(people, li, "wrong", strange(number)) for _ in range(5)]
    assert ended == ["refused"] * 5 + ["1"] * 195


def test_what_is_tried_at_one_account_is_bounded_over_all_addresses_and_hours(
    people: Directory, li: str, clock: SetClock
) -> None:
    checked = 0
    for number in range(180):
        checked += tried(people, li, "wrong", strange(number)) == "refused"
        clock.pass_by(minutes=2)
    # Waits of up to 64 s end before the next try, so twelve are looked at in the minutes 0 to 22; after
    # 128, 256 and 512 s in the minutes 26, 32 and 42; then each waits 15 minutes, so one in 16: 58 to
    # 346, which are 19.
    assert checked == 12 + 3 + 19


def test_thirty_made_up_names_from_the_office_do_not_shut_out_who_works_there(
    people: Directory, li: str
) -> None:
    assert tried(people, li, GOOD, HOME) == "in"
    ended = [tried(people, f"name-{number}", "wrong", HOME) for number in range(60)]
    assert ended == ["refused"] * 29 + ["1"] * 31 or ended == ["refused"] * 30 + ["1"] * 30
    for _ in range(3):
        assert tried(people, li, GOOD, HOME) == "in"
    # Who has never signed in there waits like a stranger.
    assert tried(people, ORDINARY, GOOD, HOME) == "1"
    # And the owner's coming and going has opened nothing to the others.
    assert tried(people, "name-61", "wrong", HOME) == "1"


def test_while_others_wait_a_wrong_password_is_answered_alike_whether_it_was_looked_at_or_not(
    people: Directory, li: str
) -> None:
    assert tried(people, li, GOOD, HOME) == "in"
    for number in range(40):
        tried(people, f"name-{number}", "wrong", HOME)
    found: dict[str, list[tuple[int, bool]]] = {}
    for name in (li, ORDINARY, "nobody"):
        found[name] = []
        for _ in range(9):
            before = people.passwords.checked
            with pytest.raises(SlowDown) as slow:
                people.signing_in.sign_in(By(address=HOME, request_id="r"), name, "wrong")
            looked_at = people.passwords.checked > before
            # What was not looked at is held back for as long as a look takes.
            assert (slow.value.pause != 0) is not looked_at
            found[name].append((slow.value.retry_after, looked_at))
    assert {seconds for told in found.values() for seconds, _ in told} == {1}
    # The owner's place is good for five looks, then it waits as well.
    assert [looked for _, looked in found[li]] == [True] * 5 + [False] * 4
    assert not any(looked for name in (ORDINARY, "nobody") for _, looked in found[name])


def test_a_familiar_place_is_one_persons_and_no_longer_than_a_season(
    people: Directory, li: str, clock: SetClock
) -> None:
    assert tried(people, li, GOOD, HOME) == "in"
    assert tried(people, ORDINARY, GOOD, strange(1)) == "in"

    def is_let_in(name: str, address: str) -> bool:
        for number in range(60):
            tried(people, f"name-{number}", "wrong", address)
            tried(people, name, "wrong", strange(200))
        return tried(people, name, GOOD, address) == "in"

    assert is_let_in(li, HOME)
    assert not is_let_in(ORDINARY, HOME)
    assert not is_let_in(li, strange(1))
    clock.pass_by(days=91)
    assert not is_let_in(li, HOME)
