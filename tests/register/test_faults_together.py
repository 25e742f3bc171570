"""One mistake hides no other, and is not told twice: what is left of a broken entry is checked."""

import re
import shutil
from pathlib import Path

import pytest

from dashboard.languages import say
from dashboard.register import check
from dashboard.register.building import Builder, PurePythonParser
from dashboard.register.faults import Fault

SHAPES = Path(__file__).parent / "shapes"
_KEY = re.compile(r"\b([a-z_]+): ")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    shutil.copytree(SHAPES, tmp_path / "shapes")
    return tmp_path / "shapes" / "targets"


def found(faults: list[Fault], file: str) -> set[tuple[str, str]]:
    assert all(fault.file.endswith(file) for fault in faults)
    return {(fault.code, fault.found) for fault in faults}


def keys_of_goals() -> list[tuple[int, int, str]]:
    """Line, column and key of every key in the tiers and goals of the richest plan."""
    lines = (SHAPES / "targets" / "anhe.yaml").read_text(encoding="utf-8").splitlines()
    begin = next(number for number, line in enumerate(lines) if line.strip() == "tiers:")
    keys = (
        (number, match.start(1), match[1])
        for number, line in enumerate(lines)
        for match in _KEY.finditer(line.partition(" #")[0])
    )
    return [key for key in keys if key[0] > begin]


# An id that is misspelt is no longer there to be referred to.
FOLLOWS = {"unknown-tier"}


def test_a_misspelt_key_brings_no_fault_but_its_own(register: Path) -> None:
    file = register / "anhe.yaml"
    sound = file.read_text(encoding="utf-8")
    spots = keys_of_goals()
    assert len(spots) > 100
    for line, column, key in spots:
        lines = sound.splitlines()
        lines[line] = f"{lines[line][:column]}{key}x{lines[line][column + len(key) :]}"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        faults = check(register)
        own = [fault for fault in faults if fault.code == "unknown-key"]
        assert [(fault.line, fault.column, fault.found) for fault in own] == [
            (line + 1, column + 1, f"{key}x")
        ]
        assert {fault.code for fault in faults} - {"unknown-key"} <= FOLLOWS, (line + 1, key)


def test_an_unknown_key_inside_a_goal_does_not_hide_what_else_is_wrong_with_it(
    register: Path,
) -> None:
    file = register / "anhe.yaml"
    text = file.read_text(encoding="utf-8")
    old = "indicator: accidents, "
    assert text.count(old) == 2
    file.write_text(text.replace(old, "indicator: acidents, memo: x, ", 1), encoding="utf-8")
    assert found(check(register), "anhe.yaml") == {
        ("unknown-key", "memo"),
        ("unknown-indicator", "acidents"),
    }


@pytest.mark.parametrize("parser", [None, PurePythonParser])
@pytest.mark.parametrize(
    ("text", "sentence", "position"),
    [
        ('a: "x\nb: y\n', "syntax-quote-open", (1, 4)),  # where it opens, not the end of the file
        ("a: [1, 2\nb: 3\n", "syntax-bracket", (2, 2)),
        ("plans: [\n", "syntax-bracket", (2, 1)),
        ("a: {b: 1\nc: 2\n", "syntax-bracket", (2, 2)),
        ("a: [x,, y]\n", "syntax-no-value", (1, 7)),
        ("a:\n  b: 1\n c: 2\n", "syntax-indentation", (3, 2)),
        ("a:\n\tb: 1\n", "syntax-tab", (2, 1)),
        ("a: @x\n", "syntax-character", (1, 4)),
        ('a: {b: "x}\nc: {d: ">= y"}\n', "syntax-quote-before", (2, 9)),
        ("a: b: c\n", "syntax-colon-in-text", (1, 5)),
        ("a: - b\n", "syntax-dash", (1, 4)),
        ("a: 1\nb\nc: 2\n", "syntax-colon-missing", (2, 1)),  # the key, not the one below
        # What a Chinese keyboard writes in the place of a sign of YAML.
        ("a: 1\nb：2\nc: 3\n", "syntax-lookalike", (2, 1)),
        ("a: {b: 1，c: 2}\n", "syntax-lookalike", (1, 11)),
        ("a:\n  - b: 1\n  – b: 2\n", "syntax-lookalike", (3, 3)),
        ("a: \x07\n", "syntax-control", (1, 4)),
        ("a: 1\n---\nb: 2\n", "syntax-second-document", (2, 1)),
        ("[" * 70, "syntax-deep", (1, 61)),
        ("a: *\n", "syntax-other", (1, 5)),
    ],
)
def test_what_yaml_does_not_allow_is_said_in_words(
    text: str, sentence: str, position: tuple[int, int], parser: type | None
) -> None:
    builder = Builder(text, parser=parser)
    assert builder.build() is None
    (fault,) = builder.faults
    assert (fault.params["problem"], fault.position) == (sentence, position)


def test_a_chinese_reader_is_told_of_broken_yaml_in_chinese(register: Path) -> None:
    (register / "anhe.yaml").write_text('version: 1\nregions: {"安和: 1}\n', encoding="utf-8")
    (fault,) = [fault for fault in check(register) if fault.code == "yaml-syntax"]
    assert (fault.line, fault.column) == (2, 11)
    text = fault.text("zh")
    assert say("register.syntax-quote-open", "zh") in text
    words = set(re.findall(r"[A-Za-z]{2,}", text.removeprefix(fault.file)))
    assert words <= {"YAML"}
