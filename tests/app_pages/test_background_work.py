"""Work beside the pages tells how far it is, ends when it is cancelled, and leaves nothing behind."""

import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.app_pages import background_work
from dashboard.app_pages.background_work import NoPlace, Told, Work


class Held:
    """A work of three parts, each of which waits until it is let go on."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = threading.Semaphore(0), threading.Semaphore(0)
        self.path: Path | None = None

    def make(self, path: Path, told: Told) -> None:
        self.path = path
        for n in range(3):
            told(n, 3, f"part {n}")
            path.write_text(f"{n}", encoding="utf-8")
            self.begun.release()
            assert self.may_go_on.acquire(timeout=60)
        told(3, 3, "")


@pytest.fixture
def held() -> Iterator[Held]:
    made = Held()
    yield made
    for _ in range(3):
        made.may_go_on.release()


def ended(work: Work) -> str:
    until = time.monotonic() + 60
    while work.is_open and time.monotonic() < until:
        time.sleep(0.005)
    return work.state


def test_a_work_tells_how_far_it_is_and_gives_its_file(held: Held) -> None:
    work = background_work.start(held.make, "all.txt")
    assert held.begun.acquire(timeout=60)
    assert (work.state, work.done, work.parts, work.part) == ("running", 0, 3, "part 0")
    for _ in range(3):
        held.may_go_on.release()
    assert ended(work) == "done"
    assert (work.read(), work.size(), work.done) == (b"2", 1, 3)


def test_a_cancelled_work_ends_before_its_next_part_and_leaves_no_file(held: Held) -> None:
    work = background_work.start(held.make, "all.txt")
    assert held.begun.acquire(timeout=60)
    work.cancel()
    held.may_go_on.release()
    assert ended(work) == "cancelled"
    assert held.path is not None
    assert not held.path.exists()


def test_one_that_waits_is_cancelled_before_it_begins_and_too_many_have_no_place(
    held: Held,
) -> None:
    first = background_work.start(held.make, "all.txt")
    assert held.begun.acquire(timeout=60)
    others = [
        background_work.start(Held().make, f"{n}.txt") for n in range(background_work.MOST_WAITING)
    ]
    with pytest.raises(NoPlace):
        background_work.start(Held().make, "one more.txt")
    for other in others:
        assert other.state == "waiting"
        other.cancel()
    assert {other.state for other in others} == {"cancelled"}
    first.cancel()
    held.may_go_on.release()
    assert ended(first) == "cancelled"


def test_a_fault_is_the_works_and_the_next_one_goes_on(held: Held) -> None:
    def broken(path: Path, told: Told) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError("disk full")

    assert ended(background_work.start(broken, "all.txt")) == "failed"
    for _ in range(3):
        held.may_go_on.release()
    assert ended(background_work.start(held.make, "all.txt")) == "done"


def test_the_file_goes_when_nobody_holds_the_work(held: Held) -> None:
    for _ in range(3):
        held.may_go_on.release()
    work = background_work.start(held.make, "../all.txt")
    assert ended(work) == "done"
    path = held.path
    assert path is not None
    assert path.name == "all.txt"
    del work
    # The thread that made it lets go of it a moment after it has said that it is done.
    until = time.monotonic() + 60
    while path.exists() and time.monotonic() < until:
        gc.collect()
        time.sleep(0.005)
    assert not path.parent.exists()
