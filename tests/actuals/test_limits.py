"""Limits of time and of connections on PostgreSQL: ours where nobody has set any, else theirs."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from decimal import Decimal
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from dashboard.actuals import engines
from dashboard.actuals.store import Entry, Store, StoreError

NAMES = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
FIGURE = Entry("binzhou", "clusters", "revenue", "2024", Decimal(100))


def in_force(url: str) -> list[str]:
    with Store.open(url) as store, store._engine.connect() as connection:
        return [str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in NAMES]


def with_options(url: str, options: str) -> str:
    return f"{url}?options={quote(options)}"


def owner(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def test_where_nobody_has_set_limits_they_are_ours(postgres_url: str) -> None:
    assert in_force(postgres_url) == ["1min", "5s", "1min"]


def test_limits_in_the_address_are_kept_and_beside_them_ours_hold(postgres_url: str) -> None:
    assert in_force(with_options(postgres_url, "-c statement_timeout=7s -c lock_timeout=0")) == [
        "7s",
        "0",
        "1min",
    ]


def test_limits_of_the_server_and_of_the_environment_are_kept(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = urlsplit(postgres_url).path.removeprefix("/")
    with owner(postgres_url) as connection:
        connection.execute(f"ALTER DATABASE {name} SET statement_timeout = '9s'")
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=3s")
    assert in_force(postgres_url) == ["9s", "3s", "1min"]


def test_options_of_the_address_do_not_take_ours_away(postgres_url: str) -> None:
    address = with_options(postgres_url, "-c statement_timeout=7s")
    with Store.open(address) as store, store._engine.connect() as connection:
        shown = [connection.exec_driver_sql(f"SHOW {x}").scalar() for x in ("timezone", "jit")]
    assert shown == ["UTC", "off"]


def test_who_reads_a_locked_table_is_told_that_others_use_it(postgres_url: str) -> None:
    with (
        Store.open(with_options(postgres_url, "-c lock_timeout=50ms")) as store,
        owner(postgres_url) as other,
    ):
        with other.transaction():
            other.execute("LOCK TABLE latest IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(StoreError) as caught:
                store.observations("binzhou")
        fault = caught.value
        assert fault.passes
        assert fault.message.text("en").startswith(
            "The figures cannot be read. Others are using the database"
        )
        assert "lock timeout" not in fault.message.text("en")
        assert "The database said: canceling statement due to lock timeout." in str(fault)
        assert store.observations("binzhou") == []


def test_a_save_waits_for_who_is_saving_whatever_the_limit_for_readers(postgres_url: str) -> None:
    with (
        Store.open(with_options(postgres_url, "-c lock_timeout=50ms")) as store,
        owner(postgres_url) as importer,
        owner(postgres_url) as watcher,
        ThreadPoolExecutor(1) as clerk,
    ):
        with importer.transaction():
            importer.execute("SELECT revision FROM counter FOR UPDATE")
            saved = clerk.submit(store.write, [FIGURE], "li")
            # Held for longer than readers would wait, from when the save is seen waiting.
            waiting = (
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                "AND datname = current_database() AND clock_timestamp() - query_start > '0.2s'"
            )
            while watcher.execute(waiting).fetchone() == (0,):
                assert not saved.done()
        assert saved.result().revision == 1


def test_who_finds_no_connection_free_is_told_that_others_use_the_database(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.05)
    with Store.open(postgres_url) as store:
        with ExitStack() as held:
            for _ in range(20):
                held.enter_context(store._engine.connect())
            with pytest.raises(StoreError) as caught:
                store.revision()
        assert "Others are using the database" in caught.value.message.text("en")
        assert store.revision() == 0


def test_a_severed_connection_is_noticed_before_it_is_used(postgres_url: str) -> None:
    with Store.open(postgres_url) as store, owner(postgres_url) as other:
        store.write([FIGURE], "li")
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        # A draft has one try.
        store.change_draft("li", "grid", {"a": 1})
        assert store.revision() == 1
