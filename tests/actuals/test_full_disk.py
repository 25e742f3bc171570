"""A disk without room: nothing is half saved, everybody is told in plain words, and it goes on after."""

import logging
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from dashboard.actuals.full_disk import FullDisk, prepare
from dashboard.actuals.store import Entry, Store, StoreError
from tests.machine.postgres import PostgresServer

TOLD = "The figures were not saved. The disk of the database is full"


def figures(year: int, count: int = 400) -> list[Entry]:
    """Figures of one year, each with a note that no index shortens."""
    return [
        Entry("binzhou", f"c{n}", "revenue", str(year), Decimal(n), note=f"{year} {n} " * 60)
        for n in range(count)
    ]


def fill(store: Store) -> int:
    """Save until there is no room; return how many saves were acknowledged."""
    for saved in range(400):
        try:
            store.write(figures(2000 + saved), "li")
        except StoreError as fault:
            assert fault.message.text("en").startswith(TOLD)
            return saved
    pytest.fail("the disk was never full")


@contextmanager
def small_disk(at: Path, size: str) -> Iterator[Path]:
    """A disk in memory of so many bytes. Takes root: `make test-long` is run by it, or in a container."""
    at.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at)], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def test_a_full_database_says_so_in_plain_words_and_logs_its_own(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Store.open(sqlite_url) as store:
        store.write(figures(1999, 1), "li")
        # As on a disk without room: SQLite's own bound for the file, at what it holds now.
        bound = (
            store._engine,
            "connect",
            lambda each, _: each.execute("PRAGMA max_page_count = 1"),
        )
        event.listen(*bound)
        store._engine.dispose()
        with caplog.at_level(logging.ERROR):
            saved = fill(store)
        assert store.revision() == 1 + saved * 400
        with pytest.raises(StoreError) as caught:
            store.check()
        assert caught.value.message.code == "actuals.store.takes-nothing"
        event.remove(*bound)
        store._engine.dispose()
        # Without a save in between.
        store.check()
        assert store.revision() == 1 + saved * 400
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 1
    assert told[0].startswith(f"Nothing was saved. {TOLD}")
    assert told[0].endswith("The database said: database or disk is full.")


def test_room_that_a_postgres_has_again_is_found_by_trying(
    postgres_url: str, tmp_path: Path
) -> None:
    plain = postgres_url.replace("+psycopg", "")
    shared = tmp_path / "shared"
    prepare(shared)
    with (
        Store.open(postgres_url, full_disk=FullDisk(shared)) as store,
        # As another process of the same server has it.
        Store.open(postgres_url, full_disk=FullDisk(shared)) as other,
        psycopg.connect(plain, autocommit=True) as owner,
    ):
        # The very code of a full disk, where there is room.
        owner.execute(
            "CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
        )
        owner.execute("CREATE TRIGGER no_room BEFORE INSERT ON revision EXECUTE FUNCTION refused()")
        with pytest.raises(StoreError, match=TOLD):
            store.write(figures(1999, 1), "li")
        # Who may not try it is believed to have none, for a while.
        owner.execute(
            "CREATE FUNCTION no_tables() RETURNS event_trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE 'not allowed' USING ERRCODE = '42501'; END $$"
        )
        owner.execute(
            "CREATE EVENT TRIGGER no_tables ON ddl_command_start WHEN TAG IN "
            "('CREATE TABLE') EXECUTE FUNCTION no_tables()"
        )
        for each in (store, other):
            with pytest.raises(StoreError) as caught:
                each.check()
            assert caught.value.message.code == "actuals.store.takes-nothing"
        owner.execute("DROP EVENT TRIGGER no_tables")
        other.check()
        assert store.has_room(tried=3600)
        # Nothing is left of the try.
        assert owner.execute("SELECT count(*) FROM pg_class WHERE relname = 'room'").fetchone() == (
            0,
        )


@pytest.mark.long
def test_sqlite_on_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "9m") as disk:
        with Store.open(f"sqlite:///{disk}/actuals.db") as store:
            store.check()
            rest = disk / "others"
            rest.write_bytes(b"x" * (3 << 20))
            saved = fill(store)
            with rest.open("ab", buffering=0) as others, pytest.raises(OSError, match="No space"):
                while True:
                    others.write(b"x" * 4096)
            assert len(store.observations("binzhou")) == saved * 400
            with pytest.raises(StoreError) as caught:
                store.check()
            assert caught.value.message.code == "actuals.store.takes-nothing"
            rest.unlink()
            store.check()
        with Store.open(f"sqlite:///{disk}/actuals.db") as store:
            assert store.revision() == saved * 400


@pytest.mark.long
def test_postgres_on_a_full_disk_keeps_what_was_acknowledged_and_goes_on_when_there_is_room(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    admin = postgres_server.url("postgres").replace("+psycopg", "")
    place = Path("/tmp") / f"cluster-small-{os.getpid()}"  # noqa: S108 - pytest's folders are closed to the server
    with small_disk(place, "24m") as disk, psycopg.connect(admin, autocommit=True) as owner:
        data = disk / "data"
        data.mkdir(mode=0o700)
        found = owner.execute("SHOW data_directory").fetchone()
        assert found is not None
        files = Path(str(found[0])).stat()
        os.chown(data, files.st_uid, files.st_gid)
        owner.execute(f"CREATE TABLESPACE small LOCATION '{data}'")
        owner.execute("CREATE DATABASE small TEMPLATE template0 ENCODING 'UTF8' TABLESPACE small")
        try:
            with Store.open(postgres_server.url("small")) as store:
                room = disk / "room"
                room.write_bytes(b"x" * (2 << 20))
                saved = fill(store)
                assert len(store.observations("binzhou")) == saved * 400
                with pytest.raises(StoreError) as caught:
                    store.check()
                assert caught.value.message.code == "actuals.store.takes-nothing"
                room.unlink()
                store.check()
                store.write(figures(1990, 1), "li")
                store.check()
                assert len(store.observations("binzhou")) == saved * 400 + 1
        finally:
            owner.execute("DROP DATABASE small WITH (FORCE)")
            owner.execute("DROP TABLESPACE small")
    place.rmdir()
