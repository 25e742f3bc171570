"""What is no whole backup, or no empty database, is refused in one sentence, and nothing is left."""

import json
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.actuals.store import Entry, Store
from dashboard.backup.archive import MANIFEST
from dashboard.backup.messages import BackupError, DamagedArchive, NewerArchive, NotEmpty
from dashboard.backup.restoration import restore
from tests.backup.any_rows import contents, fill, refuse_losses
from tests.backup.conftest import backed_up, connected


@pytest.fixture
def source(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the URL of a database with rows in every table."""
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'source.db').as_posix()}"
    with connected(url) as connection:
        fill(connection)
    return url


@pytest.fixture
def backup(source: str, tmp_path: Path) -> Path:
    """Return its backup."""
    return backed_up(source, tmp_path / "backup")


def refused(kind: type[BackupError], path: Path, url: str) -> str:
    with pytest.raises(kind) as caught:
        restore(path, url)
    for lang in ("en", "zh"):
        assert "\n" not in caught.value.message.text(lang)
    return str(caught.value)


def test_a_backup_cut_off_anywhere_is_refused_and_no_file_is_made(
    backup: Path, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    target = tmp_path / "target.db"
    for kept in range(0, len(whole), max(1, len(whole) // 60)):
        backup.write_bytes(whole[:kept])
        refused(DamagedArchive, backup, f"sqlite:///{target}")
        assert list(tmp_path.glob("target.db*")) == []


def test_a_changed_byte_is_noticed_or_changes_nothing(
    backup: Path, source: str, tmp_path: Path
) -> None:
    with connected(source) as connection:
        held = contents(connection)
    whole = backup.read_bytes()
    noticed = 0
    for place in range(7, len(whole), len(whole) // 60):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        backup.write_bytes(changed)
        target = tmp_path / f"target-{place}.db"
        try:
            restore(backup, f"sqlite:///{target}")
        except BackupError:
            noticed += 1
            assert not target.exists()
        else:
            # A date or a flag of the ZIP's own that says nothing about the contents.
            with connected(f"sqlite:///{target}") as connection:
                refuse_losses(held, contents(connection))
    assert noticed > 50


def rewritten(backup: Path, change: dict[str, object]) -> None:
    """Change the manifest, and leave all else as it is."""
    before = backup.with_suffix(".before")
    shutil.move(backup, before)
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(backup, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == MANIFEST:
                content = json.dumps(json.loads(content) | change).encode()
            new.writestr(name, content)


@pytest.mark.parametrize(
    "change", [{"form": 2, "more": "that nobody knows"}, {"schemas": {"schema_version": "9999"}}]
)
def test_a_newer_versions_file_is_refused(
    backup: Path, tmp_path: Path, change: dict[str, object]
) -> None:
    rewritten(backup, change | {"program": "7.1"})
    told = refused(NewerArchive, backup, f"sqlite:///{tmp_path / 'target.db'}")
    assert "7.1" in told
    assert "upgrade" in told


def test_a_register_file_that_would_leave_its_folder_is_refused(
    backup: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as old:
        manifest = json.loads(old.read(MANIFEST))
    for path in ("../../outside", "/outside", "data\\..\\outside", "C:outside"):
        manifest["files"][0]["path"] = path
        rewritten(backup, manifest)
        refused(DamagedArchive, backup, f"sqlite:///{tmp_path / 'target.db'}")


def test_a_database_with_something_in_it_is_left_as_it_is(backup: Path, store_url: str) -> None:
    with Store.open(store_url) as store:
        store.write([Entry("r", "r", "i", "2024", Decimal(1))], "li")
    with connected(store_url) as connection:
        held = contents(connection)
    assert "not empty" in refused(NotEmpty, backup, store_url)
    with connected(store_url) as connection:
        assert contents(connection) == held


def test_a_database_that_fails_on_the_way_keeps_nothing(
    backup: Path, store_url: str, source: str
) -> None:
    """A rule that one row breaks: those before it were written already."""
    with connected(source) as connection:
        (_, *_, last) = connection.execute(text("SELECT hash FROM person_session")).scalars().all()
    refusal = {
        "sqlite": "CREATE TRIGGER full BEFORE INSERT ON person_session "
        f"WHEN NEW.hash = '{last}' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
        "postgresql": f"ALTER TABLE person_session ADD CONSTRAINT c CHECK (hash <> '{last}')",
    }
    with connected(store_url) as connection:
        empty = contents(connection)
        connection.execute(text(refusal[connection.dialect.name]))
    refused(BackupError, backup, store_url)
    with connected(store_url) as connection:
        assert contents(connection) == empty


def test_a_file_of_that_name_is_not_written_over(backup: Path, source: str) -> None:
    whole = backup.read_bytes()
    with pytest.raises(BackupError, match="already"):
        backed_up(source, backup)
    assert backup.read_bytes() == whole


def test_a_backup_is_its_owners_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_no_half_backup_is_left_where_the_database_has_nothing_to_give(
    new_store_url: str, tmp_path: Path
) -> None:
    with pytest.raises(Exception, match=r"no (tables|database)"):
        backed_up(new_store_url, tmp_path / "backup")
    assert [each for each in tmp_path.iterdir() if "backup" in each.name] == []
    assert not (tmp_path / "actuals.db").exists()
