"""One broken register for each fault, named for it.

The first line of a fixture (or `expected.txt` of a folder) says which faults there are and at which
line and column, counted by hand in the file; whatever else is found is a fault of ours.
"""

import re
from pathlib import Path

import pytest

from dashboard.languages import LANGUAGES, catalogue
from dashboard.register import check
from dashboard.register.faults import Fault

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(path for path in BROKEN.glob("*.yaml"))
FOLDERS = sorted(path.parent for path in BROKEN.glob("*/expected.txt"))
_SPOT = re.compile(r"([a-z0-9-]+) at (?:([\w/.-]+):)?(\d+):(\d+)")


def expected_of(text: str) -> list[tuple[str, int, int]]:
    return sorted((code, int(line), int(column)) for code, _, line, column in _SPOT.findall(text))


def spots(faults: list[Fault]) -> list[tuple[str, int, int]]:
    return sorted((fault.code, fault.line, fault.column) for fault in faults)


def first_line(path: Path) -> str:
    return path.read_bytes().split(b"\n", 1)[0].decode()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_register_tells_its_fault_and_its_place(path: Path) -> None:
    assert spots(check(path)) == expected_of(first_line(path))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_broken_folder_tells_its_fault_and_its_file(folder: Path) -> None:
    text = (folder / "expected.txt").read_text(encoding="utf-8")
    faults = check(folder / "targets", folder / "seeds")
    assert spots(faults) == expected_of(text)
    files = [found[1] for found in _SPOT.findall(text)]
    assert all(fault.file.endswith(name) for fault, name in zip(faults, files, strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_fault_says_how_to_mend_it_in(path: Path, lang: str) -> None:
    for fault in check(path):
        text = fault.text(lang)
        assert text.startswith(f"{fault.file}:{fault.line}:{fault.column}")
        assert fault.expected_in(lang) in text
        assert fault.mend_in(lang) in text
        assert "\n" not in text
        assert re.search(r"\{(allowed|known|unit|found|count|named|plan|period)\}", text) is None


# Faults of the path itself and of the time it takes, which no file can show.
WITHOUT_FILE = {"no-register", "unreadable", "too-much"}


def test_every_fault_that_can_be_told_has_a_broken_register() -> None:
    told = {key.split(".")[1] for key in catalogue("register", "en") if key.count(".") == 2}
    headers = [first_line(path) for path in FILES]
    headers += [(folder / "expected.txt").read_text(encoding="utf-8") for folder in FOLDERS]
    shown = {code for header in headers for code, _, _ in expected_of(header)}
    assert told - shown == WITHOUT_FILE
    assert shown <= told


def test_a_path_without_a_register_is_a_fault(tmp_path: Path) -> None:
    assert spots(check(tmp_path / "targets.yaml")) == [("no-register", 1, 1)]
    assert spots(check(tmp_path)) == [("no-register", 1, 1)]


def test_quotation_marks_that_yaml_does_not_know_are_named() -> None:
    faults = check(BROKEN / "typographic_quotes.yaml")
    assert {fault.mend for fault in faults} == {
        "YAML knows only \" and ' as quotation marks; these became part of the value: leave them out."
    }
