"""Unsaved work, and databases that hold made-up figures."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from dashboard.actuals.store import DraftTooLong, Entry, Store, StoreError

FIGURE = Entry("binzhou", "clusters", "revenue", "2024", Decimal(100))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


def test_unsaved_work_is_kept_for_each_author_and_screen(store: Store) -> None:
    store.save_draft("li", "grid", '{"a": "12.3亿"}')
    store.save_draft("li", "grid", '{"a": "12.4亿"}')
    store.save_draft("li", "form", "{}")
    assert store.draft("li", "grid") == '{"a": "12.4亿"}'
    assert store.draft("wang", "grid") is None
    store.discard_draft("li", "grid")
    assert store.draft("li", "grid") is None
    assert store.draft("li", "form") == "{}"
    assert store.revision() == 0
    with pytest.raises(DraftTooLong):
        store.save_draft("li", "grid", "x" * 1_000_001)


def test_two_tabs_that_change_different_parts_of_a_draft_keep_both(
    store: Store, store_url: str
) -> None:
    with Store.open(store_url) as other, ThreadPoolExecutor() as tabs:
        list(tabs.map(lambda n: store.change_draft("li", "grid", {f"a{n}": n}), range(20)))
        list(tabs.map(lambda n: other.change_draft("li", "grid", {f"a{n}": None}), range(1, 20)))
    assert store.draft("li", "grid") == '{"a0": 0}'
    store.change_draft("li", "grid", {"a0": None})
    assert store.draft("li", "grid") is None


@pytest.mark.parametrize("damaged", ["{", "[]", "5", "[" * 100_000])
def test_a_damaged_draft_gives_way_to_the_next_change(store: Store, damaged: str) -> None:
    store.save_draft("li", "grid", damaged)
    store.change_draft("li", "grid", {"a": {"value": "铝"}})
    assert store.draft("li", "grid") == '{"a": {"value": "铝"}}'
    with pytest.raises(DraftTooLong):
        store.change_draft("li", "grid", {"b": "x" * 1_000_001})


def test_only_an_empty_database_becomes_a_demo(store: Store, store_url: str) -> None:
    assert not store.demo
    store.mark_demo()
    store.write([FIGURE], "demo")
    with Store.open(store_url) as again:
        assert again.demo


def test_a_database_with_figures_is_never_marked_as_a_demo(store: Store) -> None:
    store.write([FIGURE], "li")
    with pytest.raises(StoreError):
        store.mark_demo()
    assert not store.demo
