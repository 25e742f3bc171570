"""Databases in trouble: locked, replaced, damaged, ahead of the clock. One sentence, and no harm."""

import re
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event

from dashboard.actuals.store import Entry, Store, StoreError

FIGURE = Entry("binzhou", "clusters", "revenue", "2024", Decimal(100))


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{path}") as opened:
        yield opened


def raw(path: Path, sql: str) -> None:
    """Change the file behind the store's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute(sql)


def test_who_types_does_not_wait_for_a_locked_database_as_long_as_who_saves(
    store: Store, path: Path
) -> None:
    granted: list[int] = []

    with closing(sqlite3.connect(path, isolation_level=None)) as other:

        def noted(*told: object) -> None:
            if found := re.fullmatch(r"PRAGMA busy_timeout = (\d+)", str(told[2])):
                granted.append(int(found[1]))
                if granted[-1] > 1000:
                    other.execute("ROLLBACK")

        other.execute("BEGIN IMMEDIATE")
        event.listen(store._engine, "before_cursor_execute", noted)
        with pytest.raises(StoreError) as caught:
            store.change_draft("li", "grid", {"a": 1})
        draft = max(granted)
        # It waits until the other one is done.
        assert store.write([FIGURE], "li").revision == 1
    # Milliseconds that SQLite is told to wait: a draft gives up after one second, a save after thirty.
    assert draft <= 1000 < max(granted) <= 30_000
    assert "Others are using the database" in caught.value.message.text("en")
    assert "locked" not in caught.value.message.text("en")
    assert "The database said: database is locked." in str(caught.value)


def move(path: Path, away: Path) -> None:
    """Move the database and what SQLite keeps beside it."""
    for each in path.parent.glob(f"{path.name}*"):
        each.rename(away / each.name)


def test_a_file_that_was_exchanged_under_a_running_server_is_not_written_blindly(
    store: Store, path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store.write([FIGURE], "li")
    move(path, tmp_path_factory.mktemp("away"))
    Store.open(f"sqlite:///{path}").close()
    with pytest.raises(StoreError) as caught:
        store.check()
    assert caught.value.message.code == "actuals.store.moved"
    with pytest.raises(StoreError) as caught:
        store.write([FIGURE], "li")
    assert caught.value.message.code == "actuals.store.replaced"
    assert caught.value.message.text("zh")
    # Reopened: what is written now is in the file that is there now.
    assert store.revision() == 0
    store.write([FIGURE], "li")
    store.check()
    with Store.open(f"sqlite:///{path}") as again:
        assert again.revision() == 1


@pytest.mark.parametrize("instead", [None, b"", b"these are notes, not a database"])
def test_a_file_that_vanished_is_not_made_anew_and_what_is_open_stays_readable(
    store: Store, path: Path, tmp_path_factory: pytest.TempPathFactory, instead: bytes | None
) -> None:
    store.write([FIGURE], "li")
    away = tmp_path_factory.mktemp("away")
    move(path, away)
    if instead is not None:
        path.write_bytes(instead)
    for act in (store.check, lambda: store.write([FIGURE], "li"), lambda: store.publish([], "li")):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.message.code == "actuals.store.gone"
        assert str(path) in str(caught.value)
    assert store.current()["value"].tolist() == ["100"]
    assert store.revision() == 1
    # Nobody made anything where it was.
    assert (path.read_bytes() if path.exists() else None) == instead
    assert {each.name for each in path.parent.glob("actuals.db*")} == (
        set() if instead is None else {"actuals.db"}
    )
    # It is put back, and all goes on.
    move(away / path.name, path.parent)
    store.check()
    assert store.write([Entry(*FIGURE.figure[:3], "2023", Decimal(90))], "li").revision == 2


def test_many_who_read_a_vanished_file_take_turns_with_what_is_open(
    store: Store, path: Path
) -> None:
    store.write([FIGURE], "li")
    path.unlink()
    with ThreadPoolExecutor(6) as readers:
        found = list(readers.map(lambda _: store.observations("binzhou")[0].value, range(24)))
    assert found == ["100"] * 24
    assert not path.exists()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE latest SET value = 'x'",
        "UPDATE latest SET value = 'Infinity'",
        "UPDATE latest SET period = '20x4'",
    ],
)
def test_a_damaged_row_is_named(store: Store, path: Path, damage: str) -> None:
    store.write([FIGURE], "li")
    store.publish(["binzhou"], "chen")
    raw(path, damage)
    for ask in (
        store.current,
        lambda: store.series([FIGURE.figure[:3]]),
        lambda: store.observations("binzhou", as_of=1),
        lambda: store.observations_published({"binzhou": 1}),
    ):
        with pytest.raises(StoreError) as caught:
            ask()
        assert "binzhou / clusters / revenue" in str(caught.value)
        assert "revision 1" in str(caught.value)


def test_nothing_is_saved_while_the_clock_is_behind_what_is_recorded(
    store: Store, path: Path
) -> None:
    store.write([FIGURE], "li")
    # 11 minutes ahead is refused, 9 minutes are taken for two machines' clocks.
    raw(path, f"UPDATE counter SET at = {int((time.time() + 11 * 60) * 1e6)}")  # noqa: S608  a number of our own
    with pytest.raises(StoreError) as caught:
        store.write([Entry("r", "r", "i", "2024", Decimal(1))], "li")
    assert caught.value.message.code == "actuals.store.clock"
    raw(path, f"UPDATE counter SET at = {int((time.time() + 9 * 60) * 1e6)}")  # noqa: S608  a number of our own
    assert store.write([Entry("r", "r", "i", "2024", Decimal(1))], "li").count == 1
