"""On PostgreSQL a large write of one region keeps nobody from writing to another, and as of any moment
stays what it was."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event

from dashboard.actuals.store import Conflict, Entry, Store

# More than a write takes its numbers together with its rows.
MANY = 600


class HeldOpen:
    """An import of region `a` that has written its figures and is not committed until it is let go."""

    def __init__(self, url: str) -> None:
        self.store = Store.open(url)
        self.written, self.goes_on = threading.Event(), threading.Event()
        self.revision = 0
        event.listen(self.store._engine, "before_cursor_execute", self._wait)
        self._importer = threading.Thread(target=self._import)
        self._importer.start()
        assert self.written.wait(30)

    def _import(self) -> None:
        entries = [Entry("a", f"s{n}", "i", "2024", Decimal(n)) for n in range(MANY)]
        self.revision = self.store.write(entries, "li", action="import").revision

    def _wait(self, *told: object) -> None:
        # The figures, and what pages show of them, are written; what is left is the end.
        if "INSERT INTO newest" in str(told[2]) and not self.written.is_set():
            self.written.set()
            assert self.goes_on.wait(30)

    def let_go(self) -> None:
        """Let it be committed."""
        self.goes_on.set()
        self._importer.join()

    def is_done(self) -> bool:
        """Tell whether it has ended."""
        return not self._importer.is_alive()


@pytest.fixture
def held_open(postgres_url: str) -> Iterator[HeldOpen]:
    with Store.open(postgres_url) as store:
        store.write([Entry("a", "s0", "other", "2024", Decimal(1))], "li")
    held = HeldOpen(postgres_url)
    yield held
    held.let_go()
    held.store.close()


def saved(region: str, value: int, seen: int | None = None) -> list[Entry]:
    return [Entry(region, "s0", "i", "2024", Decimal(value), seen_revision=seen)]


def test_others_write_publish_and_step_in_other_regions_meanwhile(
    held_open: HeldOpen, postgres_url: str
) -> None:
    with Store.open(postgres_url) as store:
        receipt = store.write(saved("b", 5), "wang")
        assert store.publish(["b"], "sun") == {"b": 1}
        assert store.current("b")["value"].tolist() == ["5"]
        assert not held_open.is_done()
        # Its numbers come after those of the import, which is not there yet.
        assert receipt.first == MANY + 2
        assert store.current("a")["value"].tolist() == ["1"]
        held_open.let_go()
        assert len(store.current("a")) == MANY + 1
        assert held_open.revision > receipt.revision


def test_a_save_in_the_same_region_waits_and_then_meets_what_was_imported(
    held_open: HeldOpen, postgres_url: str
) -> None:
    with Store.open(postgres_url) as store:
        ended: list[object] = []

        def save() -> None:
            try:
                store.write(saved("a", 7), "wang")
            except Conflict as conflict:
                ended.append(conflict.theirs[0].author)
            ended.append(store.write([Entry("a", "new", "i", "2024", Decimal(7))], "wang").first)

        saver = threading.Thread(target=save)
        saver.start()
        saver.join(0.5)
        assert saver.is_alive()
        assert not held_open.is_done()
        held_open.let_go()
        saver.join()
        # It saw nothing, and by now something is there; what nobody else wrote lands.
        assert ended == ["li", MANY + 3]


def test_as_of_every_moment_and_number_stays_what_it_was_then(
    held_open: HeldOpen, postgres_url: str
) -> None:
    with Store.open(postgres_url) as store:
        store.write(saved("b", 5), "wang")
        moment, number = datetime.now(UTC), store.revision()
        seen = store.current(as_of=moment), store.current(as_of=number)
        assert [each["region"].tolist() for each in seen] == [["a", "b"]] * 2
        held_open.let_go()
        store.write(saved("b", 6, MANY + 2), "wang")
        for before, as_of in zip(seen, (moment, number), strict=True):
            assert store.current(as_of=as_of).equals(before)
            assert store.current("a", as_of=as_of)["value"].tolist() == ["1"]
        # Afterwards it counts, as of its own number and moment on.
        counted = store.current(as_of=held_open.revision)
        assert counted["region"].tolist() == ["a"] * (MANY + 1) + ["b"]
        assert counted["value"].tolist()[-1] == "5"
        assert len(store.current(as_of=datetime.now(UTC))) == MANY + 2


def test_nothing_is_published_up_to_a_number_that_nobody_could_see_by_then(
    held_open: HeldOpen, postgres_url: str
) -> None:
    with Store.open(postgres_url) as store:
        seen = store.revision()
        held_open.let_go()
        # Who looked before the import was committed publishes the one figure that they saw.
        assert store.publish(["a"], "sun", seen) == {"a": 1}
        number = store.publications()["a"].revision
        assert store.published({"a": number})["value"].tolist() == ["1"]
        assert store.publish(["a"], "sun") == {"a": MANY}


def test_an_import_that_fails_leaves_a_gap_in_the_numbers_and_nothing_else(
    postgres_url: str,
) -> None:
    with Store.open(postgres_url) as store:
        bad = [Entry("a", f"s{n}", "i", "2024", Decimal(n)) for n in range(MANY)]

        def fail(*told: object) -> None:
            if "INSERT INTO newest" in str(told[2]):
                raise KeyboardInterrupt

        event.listen(store._engine, "before_cursor_execute", fail)
        with pytest.raises(KeyboardInterrupt):
            store.write(bad, "li", action="import")
        event.remove(store._engine, "before_cursor_execute", fail)
        assert store.current().empty
        assert store.write(saved("a", 1), "li").first == MANY + 1
        assert store.history()["revision"].tolist() == [MANY + 1]
