"""Databases in trouble: locked, replaced, damaged, ahead of the clock. One sentence, and no harm."""

import re
import sqlite3
import time
from collections.abc import Iterator
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

    def noted(*told: object) -> None:
        if found := re.fullmatch(r"PRAGMA busy_timeout = (\d+)", str(told[2])):
            granted.append(int(found[1]))

    waits = []
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        event.listen(store._engine, "before_cursor_execute", noted)
        for act in (
            lambda: store.change_draft("li", "grid", {"a": 1}),
            lambda: store.write([FIGURE], "li"),
        ):
            with pytest.raises(StoreError):
                act()
            waits.append(max(granted))
            granted.clear()
        other.execute("ROLLBACK")
    draft, save = waits
    # Milliseconds that SQLite is told to wait: a draft gives up after one second, a save after five.
    assert draft <= 1000 < save <= 5000
    store.write([FIGURE], "li")
    assert store.revision() == 1


@pytest.mark.parametrize("there", [True, False])
def test_a_file_that_was_exchanged_under_a_running_server_is_not_written_blindly(
    store: Store, path: Path, tmp_path: Path, there: bool
) -> None:
    store.write([FIGURE], "li")
    for each in tmp_path.glob("actuals.db*"):
        each.rename(tmp_path / f"away-{each.name}")
    if there:
        Store.open(f"sqlite:///{path}").close()
    with pytest.raises(StoreError) as caught:
        store.write([FIGURE], "li")
    assert caught.value.message.code == "actuals.store.replaced"
    assert caught.value.message.text("zh")
    # Reopened: what is written now is in the file that is there now.
    assert store.revision() == 0
    store.write([FIGURE], "li")
    with Store.open(f"sqlite:///{path}") as again:
        assert again.revision() == 1


@pytest.mark.parametrize(
    "damage", ["UPDATE latest SET value = 'x'", "UPDATE latest SET period = '20x4'"]
)
def test_a_damaged_row_is_named(store: Store, path: Path, damage: str) -> None:
    store.write([FIGURE], "li")
    raw(path, damage)
    for ask in (store.current, lambda: store.series([FIGURE.figure[:3]])):
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
