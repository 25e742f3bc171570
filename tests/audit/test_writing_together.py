"""Whoever writes at once: each region's chain stays one, and nothing is written without a link."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import create_engine, text

from dashboard.actuals import tables as figures
from dashboard.actuals.chained_rows import COLUMNS, FORM
from dashboard.actuals.store import Conflict, Entry, Store
from dashboard.audit.database import open_recorded
from dashboard.audit.verification import verify
from dashboard.people import tables as people
from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role, user_of_the_machine
from dashboard.people.links import Opens, Wanted
from dashboard.people.matrix import Action
from tests.people.regions import TREE

REGIONS = ("a", "b")


def test_many_who_write_to_the_same_and_to_other_regions_leave_whole_chains(store_url: str) -> None:
    with Store.open(store_url) as store, Directory.open(store_url) as directory:

        def enter(name: str) -> None:
            for number in range(8):
                shared = [
                    Entry(region, name, "i", f"{2000 + number}", Decimal(number))
                    for region in REGIONS
                ]
                store.write(shared if number % 2 else shared[::-1], name)
                try:
                    store.write([Entry("a", "same", "i", "2024", Decimal(number))], name)
                except Conflict:
                    continue

        def publish(name: str) -> None:
            for number in range(8):
                store.publish(REGIONS if number % 2 else REGIONS[::-1], name)
                directory.audit.record(By(), "try", name)

        acts = [(enter, "li"), (enter, "wang"), (enter, "zhao"), (publish, "sun")]
        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(act, name) for act, name in acts]:
                done.result()
    with open_recorded(store_url) as recorded:
        chains = {each.chain: each for each in verify(recorded)}
    assert [each for each in chains.values() if not each.is_whole] == []
    # Three people wrote eight times to both regions, one of them first to what all wanted.
    assert chains["b"].links >= 24
    assert chains["accounts"].links == 8


def test_many_who_change_one_account_at_once_fail_nowhere_and_what_stands_is_vouched_for(
    store_url: str,
) -> None:
    by = By(user_of_the_machine("root"), TREE, "request-1", "")
    frozen = Wanted(
        "w", "region", "", Opens.REGION, ("binzhou",), timedelta(days=9), register=("r1", b"x")
    )
    with Directory.open(store_url) as people:
        people.accounts.add(by, "li", for_program=True)

        def change(turn: int) -> None:
            for _ in range(4):
                people.grants.give(by, "li", Grant(Role.CLERK, "binzhou", True))
                people.grants.give(by, "li", Grant(list(Role)[turn], "jinan", True))
                people.tokens.issue(by, "li", "t", [Action.READ_PUBLISHED], timedelta(days=1))
                people.links.give(by, frozen)

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(change, turn) for turn in range(4)]:
                done.result()
        assert len(people.grants.of("li")) == 5
    with open_recorded(store_url) as recorded:
        assert [each.findings for each in verify(recorded) if not each.is_whole] == []


# What is only added to and not chained, and why that is no gap.
NOT_CHAINED = {
    "chain_link": "the chain itself",
    "accounts_link": "the chain itself",
    "evidence_content": "its key is the checksum of what it holds, which a chained row names",
    "kept_register": "what stands of it is recorded in account_state",
    "shared_link": "what stands of it is recorded in account_state",
}


def test_no_table_that_is_only_added_to_is_left_out_of_the_chains(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        asked = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        guarded = set(connection.scalars(text(asked)))
    engine.dispose()
    assert guarded - set(COLUMNS[FORM]) == set(NOT_CHAINED)


def test_every_column_of_what_is_chained_is_hashed() -> None:
    tables = {**figures.metadata.tables, **people.metadata.tables}
    for name, columns in COLUMNS[FORM].items():
        assert {*tables[name].columns.keys()} == {*columns}, name
