"""Opening a database: migrations, two processes at once, what cannot be opened."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from dashboard.actuals import schema_versions
from dashboard.actuals.store import Entry, NewerDatabase, Store, StoreError
from dashboard.actuals.tables import metadata

# Waits for the word on its input, so that all begin together.
OPENER = """
import sys
from dashboard.actuals.store import Store
print("ready", flush=True)
sys.stdin.readline()
with Store.open(sys.argv[1]) as store:
    print(store.revision(), flush=True)
"""


def test_processes_that_start_at_once_migrate_once(new_store_url: str) -> None:
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, new_store_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for starter in starters:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "ready\n"
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.write("go\n")
        starter.stdin.flush()
    ended = [(*starter.communicate(), starter.returncode) for starter in starters]
    assert ended == [("0\n", "", 0)] * 4


def test_a_migrated_database_is_what_the_tables_say(new_store_url: str) -> None:
    Store.open(new_store_url).close()
    engine = create_engine(new_store_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "schema_version"})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", "dashboard.actuals:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == schema_versions.HEAD
    assert {script.revision for script in scripts.walk_revisions()} == schema_versions.KNOWN


def test_opening_again_keeps_everything(new_store_url: str) -> None:
    with Store.open(new_store_url) as store:
        store.write([Entry("r", "r", "i", "2024", Decimal(1))], "li")
    with Store.open(new_store_url) as store:
        assert store.current()["value"].tolist() == ["1"]


def test_a_database_of_a_newer_program_is_refused_with_one_sentence(new_store_url: str) -> None:
    Store.open(new_store_url).close()
    engine = create_engine(new_store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE schema_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerDatabase) as caught:
        Store.open(new_store_url)
    assert "9999" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_is_no_database_is_refused_with_one_sentence(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(url)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_with_one_sentence(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.db"
    wrong.write_text("these are notes, not a database\n" * 100)
    with pytest.raises(StoreError) as caught:
        Store.open(f"sqlite:///{wrong}")
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_refused_without_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://li:secret@127.0.0.1:1/actuals")
    assert "secret" not in str(caught.value)


def test_sqlite_is_durable_and_a_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "actuals.db"
    with Store.open(f"sqlite:///{path}") as store, store._engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        pragmas = [connection.exec_driver_sql(f"PRAGMA {each}").scalar() for each in asked]
    # Synchronous 2 is FULL.
    assert pragmas == ["wal", 2, 1, 5_000]


def test_of_several_servers_the_one_that_is_there_is_used(new_postgres_url: str) -> None:
    user_host, _, database = new_postgres_url.partition("://")[2].partition("/")
    user, _, host = user_host.partition("@")
    url = f"postgresql://{user}@127.0.0.1:1,{host}/{database}?target_session_attrs=read-write"
    with Store.open(url) as store:
        assert store.revision() == 0
