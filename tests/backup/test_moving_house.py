"""A backup holds every table there is, and goes into a database of either kind, row for row."""

import hashlib
import json
import threading
from decimal import Decimal
from pathlib import Path

from sqlalchemy import inspect

from dashboard.actuals.engines import new_engine
from dashboard.actuals.store import Entry, Store
from dashboard.actuals.transactions import writing
from dashboard.audit.database import open_recorded
from dashboard.audit.entries import Asked, Kind, entries
from dashboard.audit.verification import verify
from dashboard.backup import schema
from dashboard.backup.archive import ArchiveReader
from dashboard.backup.restoration import restore
from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import user_of_the_machine
from tests.backup.any_rows import VERSION_TABLES, contents, fill, refuse_losses
from tests.backup.conftest import NewDatabase, backed_up, connected
from tests.people.regions import TREE

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def test_every_table_there_is_arrives_row_for_row_in_a_database_of_either_kind(
    store_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    with connected(store_url) as connection:
        fill(connection)
        held = contents(connection)
        names = set(inspect(connection).get_table_names()) - VERSION_TABLES
    first = backed_up(store_url, tmp_path / "first")
    sums = checksums(first)
    assert set(sums) == names
    for kind in OTHER:
        target = new_database(kind)
        restore(first, target)
        with connected(target) as connection:
            refuse_losses(held, contents(connection))
        # The other way round, what was restored makes the same backup.
        again = checksums(backed_up(target, tmp_path / kind))
        assert {name for name in names if again[name] != sums[name]} == {
            "audit", "chain_link", "chain_head", "counter",
        }  # fmt: skip


def test_the_restored_database_says_from_which_file_it_is_and_by_whom(
    store_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    with Store.open(store_url) as store, Directory.open(store_url):
        store.write([Entry("binzhou", "clusters", "revenue", "2024", Decimal(4))], "li")
    path = backed_up(store_url, tmp_path / "house.zip")
    target = new_database(OTHER[store_url.partition("+")[0].partition(":")[0]])
    restore(path, target, author="wang")
    with open_recorded(target) as recorded:
        (told,) = entries(recorded, Asked(kinds=[Kind.INSTALLATION]))
        assert [each.chain for each in verify(recorded) if not each.is_whole] == []
    assert (told.person, told.action) == ("wang", "restore")
    said = json.loads(told.after)
    assert (said["file"], said["sha256"]) == (
        "house.zip",
        hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    with Store.open(target) as store:
        entry = Entry("binzhou", "clusters", "revenue", "2024", Decimal(5), seen_revision=1)
        assert store.write([entry], "li").revision == 2


def checksums(path: Path) -> dict[str, str]:
    with ArchiveReader(path) as archive:
        return {table.name: table.sha256 for table in archive.manifest.tables}


def test_work_goes_on_where_it_stood_in_the_other_kind_of_database(
    store_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    by = By(user_of_the_machine("root"), TREE, "request-1", "")
    with Store.open(store_url) as store, Directory.open(store_url) as people:
        store.write([Entry("binzhou", "clusters", "revenue", "2024", Decimal("4.10"))], "li")
        store.publish(["binzhou"], "wang")
        store.save_draft("li", "entry", '{"a": "12.3亿"}')
        people.accounts.add(by, "li", for_program=True)
    target = new_database(OTHER[store_url.partition("+")[0].partition(":")[0]])
    restore(backed_up(store_url, tmp_path / "backup"), target)
    with Store.open(target) as store, Directory.open(target) as people:
        assert store.current()["value"].tolist() == ["4.1"]
        assert store.draft("li", "entry") == '{"a": "12.3亿"}'
        entry = Entry("binzhou", "clusters", "revenue", "2024", Decimal(5), seen_revision=1)
        assert store.write([entry], "li").revision == 2
        assert store.publish(["binzhou"], "wang") == {"binzhou": 1}
        # One account is there; a second has the next number, not the first one's.
        assert people.accounts.add(by, "wang", for_program=True).person.id == 2


def test_a_backup_shows_one_moment_while_others_write(store_url: str, tmp_path: Path) -> None:
    """Each write is of two figures and their audit; no backup has half of one."""
    stop = threading.Event()

    def write() -> None:
        with Store.open(store_url) as store:
            number = 0
            while not stop.is_set():
                number += 1
                entries = [Entry(r, f"s{number}", "i", "2024", Decimal(number)) for r in "ab"]
                store.write(entries, "li")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups = [backed_up(store_url, tmp_path / f"backup-{n}") for n in range(4)]
    finally:
        stop.set()
        writer.join()
    for path in backups:
        with ArchiveReader(path) as archive:
            tables = {table.name: table for table in archive.manifest.tables}
            counted = {name: table.rows for name, table in tables.items()}
            (row,) = archive.rows(tables["counter"])
            last = dict(zip(tables["counter"].columns, row, strict=True))["revision"]
        assert counted["revision"] == counted["latest"] == last == 2 * counted["audit"]


def test_a_backup_leaves_the_database_as_it_is_also_an_old_one(
    new_store_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    old = {"schema_version": "0002"}
    engine, _ = new_engine(new_store_url)
    with writing(engine) as connection:
        schema.make(connection, old)
    path = backed_up(new_store_url, tmp_path / "backup")
    with engine.connect() as connection:
        assert schema.versions(connection) == old
    engine.dispose()
    target = new_database("sqlite")
    restore(path, target)
    with connected(target) as connection:
        assert schema.versions(connection) == {s.version_table: s.head for s in schema.SCHEMAS}
