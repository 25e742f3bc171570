"""The people's tables beside the figures: migrated once, refused when newer."""

import os
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

from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.people import database
from dashboard.people.actor import By
from dashboard.people.database import NewerPeople, open_people
from dashboard.people.directory import Directory
from dashboard.people.tables import metadata

# Waits for the word on its input, so that all begin together.
OPENER = """
import sys
from dashboard.people.database import open_people
print("ready", flush=True)
sys.stdin.readline()
open_people(sys.argv[1]).dispose()
print("opened", flush=True)
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
    assert ended == [("opened\n", "", 0)] * 4


def test_a_migrated_database_is_what_the_tables_say(new_store_url: str) -> None:
    open_people(new_store_url).dispose()
    engine = create_engine(new_store_url)
    ours = set(metadata.tables)

    def is_ours(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or name in ours

    with engine.connect() as connection:
        options = {"version_table": database.VERSION_TABLE, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", "dashboard.people:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == database.HEAD
    assert {script.revision for script in scripts.walk_revisions()} == database.KNOWN


def test_figures_and_people_live_in_one_database(new_store_url: str, operator: By) -> None:
    with Store.open(new_store_url) as store:
        with Directory.open(new_store_url) as people:
            people.accounts.add(operator, "li", for_program=True)
        assert store.revision() == 0
    with Directory.open(new_store_url) as people:
        assert people.accounts.find("li") is not None
    Store.open(new_store_url).close()


def test_the_file_is_its_owners_alone_and_so_are_its_companions(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        url = f"sqlite:///{(tmp_path / 'deep' / 'actuals.db').as_posix()}"
        with Directory.open(url), Store.open(url) as store:
            store.write([Entry("binzhou", "clusters", "revenue", "2024", Decimal(1))], "li")
            files = list((tmp_path / "deep").iterdir())
            rights = {each.name: each.stat().st_mode & 0o777 for each in files}
    finally:
        os.umask(before)
    assert rights == dict.fromkeys(("actuals.db", "actuals.db-wal", "actuals.db-shm"), 0o600)


def test_tables_of_a_newer_program_are_refused_with_one_sentence(new_store_url: str) -> None:
    open_people(new_store_url).dispose()
    engine = create_engine(new_store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE people_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerPeople) as caught:
        open_people(new_store_url)
    assert "9999" in str(caught.value)
    assert "\n" not in str(caught.value)
    # The figures are not in the way of an older program.
    Store.open(new_store_url).close()
