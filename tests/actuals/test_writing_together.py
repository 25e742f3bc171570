"""Several processes and threads at one store: one wins, nobody waits in vain, nothing is lost."""

import sqlite3
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, event

from dashboard.actuals.store import Conflict, Entry, RequestReused, Store, StoreError
from tests.machine.postgres import start_postgres

# Both saw nothing; for each of 20 figures only one of them may be the first.
RACER = """
import sys
from decimal import Decimal
from dashboard.actuals.store import Conflict, Entry, Store
store = Store.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    try:
        store.write([Entry("r", "r", f"i{number}", "2024", Decimal(number))], sys.argv[2])
        print("won", flush=True)
    except Conflict as conflict:
        assert conflict.theirs[0].author not in (None, sys.argv[2])
        print("conflict", flush=True)
"""


def test_of_two_processes_that_saw_nothing_one_wins_each_figure(store_url: str) -> None:
    Store.open(store_url).close()
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, store_url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("li", "wang")
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    results = [racer.communicate()[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    assert [sorted(pair) for pair in zip(*results, strict=True)] == [["conflict", "won"]] * 20
    with Store.open(store_url) as store:
        assert len(store.history("r")) == store.revision() == 20


def test_one_request_for_two_regions_at_once_is_one_write_and_a_sentence(store_url: str) -> None:
    barrier, told = threading.Barrier(2), []
    with Store.open(store_url) as store:

        def save(region: str) -> None:
            barrier.wait()
            for number in range(10):
                entry = Entry(region, "s", "i", f"{2000 + number}", Decimal(number))
                try:
                    store.write([entry], "li", request_id=f"r{number}")
                    told.append(number)
                except RequestReused as fault:
                    assert "request id" in str(fault.message.text("en"))

        threads = [threading.Thread(target=save, args=(region,)) for region in ("a", "b")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == list(range(10))
        assert sorted(store.history()["value"].astype(int)) == list(range(10))
        # Who sends the same again is told what was written; under another name it is another's.
        held = store.current()
        (region,) = held.loc[held["period"] == "2000", "region"]
        again = Entry(region, "s", "i", "2000", Decimal(0))
        assert store.write([again], "li", request_id="r0").repeated
        with pytest.raises(RequestReused):
            store.write([again], "wang", request_id="r0")


def test_threads_that_look_again_after_a_conflict_lose_no_change(store_url: str) -> None:
    figure = ("r", "r", "i", "2024")
    with Store.open(store_url) as store:

        def add_ten(name: str) -> None:
            added = 0
            while added < 10:
                held = store.figures([figure]).get(figure)
                value = Decimal(held.value) if held and held.value else Decimal(0)
                seen = held.revision if held else None
                try:
                    store.write([Entry(*figure, value + 1, seen_revision=seen)], name)
                except Conflict:
                    continue
                added += 1

        adders = [threading.Thread(target=add_ten, args=(f"author {n}",)) for n in range(4)]
        for adder in adders:
            adder.start()
        for adder in adders:
            adder.join()
        # Four authors added one ten times each.
        assert store.current()["value"].tolist() == ["40"]
        assert len(store.history("r")) == 40


def test_a_writer_waits_for_another_and_then_writes(sqlite_url: str) -> None:
    with Store.open(sqlite_url) as store:
        holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        receipts = []
        entry = Entry("r", "r", "i", "2024", Decimal(1))
        waiter = threading.Thread(target=lambda: receipts.append(store.write([entry], "li")))
        waiter.start()
        # Readers are not held up by a writer.
        assert store.revision() == 0
        holder.execute("COMMIT")
        waiter.join()
        holder.close()
        assert [receipt.revision for receipt in receipts] == [1]


def test_connections_that_the_server_ended_are_replaced(postgres_url: str) -> None:
    def end_all(connection: psycopg.Connection[object]) -> None:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    plain = postgres_url.replace("+psycopg", "")
    with Store.open(postgres_url) as store, psycopg.connect(plain, autocommit=True) as admin:
        end_all(admin)
        store.write([Entry("r", "r", "i", "2024", Decimal(1))], "li")
        end_all(admin)
        assert store.current()["value"].tolist() == ["1"]
        assert store.revision() == 1


def test_a_lost_acknowledgement_is_asked_for_again_not_written_again(postgres_url: str) -> None:
    """The server commits, then the connection goes before the answer: the retry finds the first."""
    lost: list[str] = []

    def lose_the_answer(connection: Connection) -> None:
        if not lost:
            lost.append("answer")
            connection.connection.dbapi_connection.commit()
            connection.connection.dbapi_connection.close()

    with Store.open(postgres_url) as store:
        event.listen(store._engine, "commit", lose_the_answer)
        receipt = store.write([Entry("r", "r", "i", "2024", Decimal(1))], "li")
        assert (lost, receipt.repeated, receipt.last) == (["answer"], True, 1)
        assert len(store.history("r")) == 1


def test_a_server_that_is_gone_is_told_in_one_sentence(tmp_path: Path) -> None:
    with start_postgres(tmp_path / "postgres") as server:
        with server.fresh_database() as url:
            store = Store.open(url)
            store.revision()
        # The database is dropped now, under the open store.
        for act in (
            store.revision,
            lambda: store.write([], "li"),
            lambda: store.draft("li", "form"),
        ):
            with pytest.raises(StoreError) as caught:
                act()
            assert "\n" not in str(caught.value)
    store.close()
