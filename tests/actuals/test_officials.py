"""Leaders assigned to clusters in the store: kept once, never changed, in order, chained."""

import threading
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.engines import open_engine
from dashboard.actuals.officials import (
    AssignedOfficial,
    Assignment,
    OfficialChanged,
    OfficialRefused,
)
from dashboard.actuals.store import Store

GIVEN = Assignment(
    "binzhou", "fine-chemicals", "甲", "副市长", date(2026, 3, 1), "滨办发〔2026〕3号"
)


@pytest.fixture
def store(store_url: str) -> Store:
    return Store.open(store_url)


def test_assignments_stand_in_the_order_in_which_they_were_entered(store: Store) -> None:
    first = store.officials.assign(GIVEN._replace(person=" 甲 \n"), "li")
    ended = store.officials.assign(
        GIVEN._replace(person="", post="", since=date(2026, 9, 1), reason="调任"), "wang"
    )
    assert store.officials.of_region("binzhou") == [first, ended]
    assert first[:8] == (
        1, "binzhou", "fine-chemicals", "甲", "副市长", "2026-03-01", "滨办发〔2026〕3号", "li",
    )  # fmt: skip
    assert store.officials.of_region("foshan") == []
    # No verdict hangs on them: the figures' counter stands where it was, the region is another.
    assert store.revision() == 0
    assert store.changes()["binzhou"].changes == 2


def test_a_request_that_is_sent_twice_is_kept_once(store: Store) -> None:
    first = store.officials.assign(GIVEN, "li", request_id="one")
    assert store.officials.assign(GIVEN, "li", request_id="one") == first
    assert store.officials.assign(GIVEN, "wang", request_id="one") != first
    assert len(store.officials.of_region("binzhou")) == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (GIVEN._replace(reason=" "), "reason-missing"),
        (GIVEN._replace(reason="字" * 501), "reason-text"),
        (GIVEN._replace(person="字" * 61), "person-text"),
        (GIVEN._replace(person="甲\u202e乙"), "person-text"),
        (GIVEN._replace(post="副\x1b市长"), "post-text"),
        (GIVEN._replace(person=""), "post-of-nobody"),
        (GIVEN._replace(since=date(1900, 1, 1)), "day"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    store: Store, given: Assignment, code: str
) -> None:
    with pytest.raises(OfficialRefused) as refused:
        store.officials.assign(given, "li")
    assert refused.value.message.code.endswith(f"officials.refused.{code}")
    assert store.officials.of_region("binzhou") == []


def test_of_two_who_saw_the_same_one_wins_and_the_other_is_told_who(store: Store) -> None:
    done: list[AssignedOfficial] = []
    told: list[OfficialChanged] = []
    ready = threading.Barrier(4)

    def write(name: str) -> None:
        ready.wait()
        try:
            done.append(store.officials.assign(GIVEN, name, seen=0))
        except OfficialChanged as changed:
            told.append(changed)

    threads = [threading.Thread(target=write, args=(f"clerk {n}",)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(done), len(told)) == (1, 3)
    assert store.officials.of_region("binzhou") == done
    assert {one.message.params["author"] for one in told} == {done[0].author}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE cluster_official SET person = '乙'", "DELETE FROM cluster_official"],
)
def test_an_assignment_is_never_changed_and_an_edit_past_the_program_is_seen(
    store: Store, store_url: str, statement: str
) -> None:
    store.officials.assign(GIVEN, "li")
    engine = open_engine(store_url)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(statement))
    assert store.officials.of_region("binzhou")[0].person == "甲"
