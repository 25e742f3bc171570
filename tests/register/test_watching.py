"""A register edited while the application runs."""

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.register import RegisterFaults, RegisterWatch, check

SHAPES = Path(__file__).parent / "shapes"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    shutil.copytree(SHAPES, tmp_path / "shapes")
    return tmp_path / "shapes" / "targets"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def value(watch: RegisterWatch) -> str:
    row = watch.current()[0].goal("anhe-2024.accidents")
    assert row is not None
    return str(row["value"])


def test_an_unchanged_register_gives_the_same_catalogue(register: Path) -> None:
    watch = RegisterWatch(register)
    assert watch.current()[0] is watch.current()[0]
    assert watch.current()[1] == []


def test_the_next_look_shows_an_edit(register: Path) -> None:
    watch = RegisterWatch(register)
    assert value(watch) == "12"
    edit(register / "anhe.yaml", "不超过 12 起", "不超过 9 起")
    assert value(watch) == "9"


def test_a_broken_edit_leaves_the_last_good_register_up_and_lists_its_faults(
    register: Path,
) -> None:
    watch = RegisterWatch(register)
    good, _ = watch.current()
    edit(register / "anhe.yaml", "indicator: accidents", "indicator: acidents")
    shown, faults = watch.current()
    assert shown is good
    assert [fault.code for fault in faults] == ["unknown-indicator", "unknown-indicator"]
    assert watch.current()[1] == faults
    edit(register / "anhe.yaml", "indicator: acidents", "indicator: accidents")
    shown, faults = watch.current()
    assert faults == []
    assert shown.version == good.version


def test_a_register_that_disappears_leaves_the_last_good_one_up(register: Path) -> None:
    watch = RegisterWatch(register)
    good, _ = watch.current()
    shutil.rmtree(register)
    shown, faults = watch.current()
    assert shown is good
    assert [fault.code for fault in faults] == ["no-register"]


@pytest.mark.parametrize("later", [0, 60], ids=["just-made", "listed-long-after"])
def test_a_file_added_to_the_folder_is_seen(
    register: Path, later: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + later * 10**9)
    watch = RegisterWatch(register)
    assert watch.current()[0].region("haibei") is None
    (register / "haibei.yaml").write_text(
        "version: 1\nregions:\n  haibei: {name: {zh: 海北市, en: Haibei}, level: prefecture}\n",
        encoding="utf-8",
    )
    assert watch.current()[0].region("haibei") is not None


def test_without_any_good_register_the_faults_are_raised_and_mending_helps(
    register: Path,
) -> None:
    edit(register / "anhe.yaml", "version: 1", "version: 7")
    watch = RegisterWatch(register)
    for _ in range(2):
        with pytest.raises(RegisterFaults) as raised:
            watch.current()
        assert [fault.code for fault in raised.value.faults] == ["unknown-version"]
    edit(register / "anhe.yaml", "version: 7", "version: 1")
    assert watch.current()[1] == []


class HeldReader(threading.Thread):
    """Looks at the register, and is held at the moment it opens a file until it is let go."""

    def __init__(self, watch: RegisterWatch) -> None:
        super().__init__(daemon=True)
        self.watch = watch
        self.opening, self.let_go = threading.Event(), threading.Event()
        self.value = ""
        sys.addaudithook(self.heard)

    def heard(self, event: str, arguments: tuple[object, ...]) -> None:
        mine = event == "open" and threading.current_thread() is self
        if mine and str(arguments[0]).endswith("anhe.yaml"):
            self.opening.set()
            self.let_go.wait()

    def run(self) -> None:
        self.value = value(self.watch)


@pytest.fixture
def edited(register: Path) -> Iterator[tuple[RegisterWatch, HeldReader]]:
    """A watch that has seen 12, the file that now says 9, and one reader in the middle of it."""
    watch = RegisterWatch(register)
    assert value(watch) == "12"
    edit(register / "anhe.yaml", "不超过 12 起", "不超过 9 起")
    reader = HeldReader(watch)
    reader.start()
    reader.opening.wait()
    yield watch, reader
    reader.let_go.set()
    reader.join()


def test_while_one_compiles_an_edit_the_others_are_given_the_last_good_register(
    edited: tuple[RegisterWatch, HeldReader],
) -> None:
    watch, reader = edited
    assert value(watch) == "12"  # this thread; it would stand still here if it had to wait
    reader.let_go.set()
    reader.join()
    assert reader.value == "9"
    assert value(watch) == "9"


def test_an_edit_made_while_another_is_compiled_is_seen_too(
    edited: tuple[RegisterWatch, HeldReader], register: Path
) -> None:
    watch, reader = edited
    edit(register / "anhe.yaml", "不超过 9 起", "不超过 7 起")
    assert value(watch) == "12"
    reader.let_go.set()
    reader.join()
    assert value(watch) == "7"


def test_before_the_first_good_register_all_wait_for_the_one_that_compiles(register: Path) -> None:
    watch = RegisterWatch(register)
    first = HeldReader(watch)
    first.start()
    first.opening.wait()
    values: list[str] = []
    others = [threading.Thread(target=lambda: values.append(value(watch))) for _ in range(3)]
    for other in others:
        other.start()
    assert values == []
    first.let_go.set()
    for thread in (first, *others):
        thread.join()
    assert values == ["12", "12", "12"]


@pytest.fixture
def apart(register: Path) -> RegisterWatch:
    """As in a running server, which has seen the register."""
    watch = RegisterWatch(register, apart=True)
    assert value(watch) == "12"
    return watch


def test_a_running_server_has_edits_compiled_by_a_process_of_their_own(
    apart: RegisterWatch, register: Path
) -> None:
    read: list[str] = []

    def heard(event: str, told: tuple[object, ...]) -> None:
        if event == "open" and str(told[0]).startswith(f"{register}/anhe.yaml"):
            read.append(str(told[0]))

    sys.addaudithook(heard)
    edit(register / "anhe.yaml", "不超过 12 起", "不超过 9 起")
    assert value(apart) == "9"
    edit(register / "anhe.yaml", "indicator: accidents", "indicator: acidents")
    good, faults = apart.current()
    assert value(apart) == "9"
    assert [fault.code for fault in faults] == ["unknown-indicator", "unknown-indicator"]
    assert str(faults[0]) == str(check(register)[0])
    edit(register / "anhe.yaml", "indicator: acidents", "indicator: accidents")
    assert apart.current() == (good, [])
    # `edit` and `check` have read the file here, once each; the watch never has.
    assert len(read) == 3 * 2 + 1


def test_what_is_held_is_told_without_compiling_an_edit(
    apart: RegisterWatch, register: Path
) -> None:
    held = apart.held()
    edit(register / "anhe.yaml", "不超过 12 起", "不超过 9 起")
    assert apart.held() == held
    assert value(apart) == "9"


def test_a_process_that_ends_by_itself_leaves_the_last_good_register_up(
    apart: RegisterWatch, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(register / "anhe.yaml", "不超过 12 起", "不超过 9 起")
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    shown, faults = apart.current()
    assert [fault.code for fault in faults] == ["too-much"]
    assert "within 120 seconds" in str(faults[0])
    assert "120" in faults[0].text("zh")
    row = shown.goal("anhe-2024.accidents")
    assert row is not None
    assert row["value"] == "12"
