"""A terminal obeys what a reader cannot see; what others typed is shown to it as letters."""

import os

import pytest

from dashboard.commands.console import Console
from dashboard.languages.characters import visible

CLEAR, TURN, NOTHING, HALF = "\x1b[2J", "\u202e", "\u200b", "\ud800"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("滨州　高端铝 · 5500 亿元 —“1122+N”", "滨州　高端铝 · 5500 亿元 —“1122+N”"),
        (f"a{CLEAR}b", r"a\x1b[2Jb"),
        (f"a{TURN}b{NOTHING}c{HALF}", r"a\u202eb\u200bc\ud800"),
        ("\x9b2J\x7f\x00", r"\x9b2J\x7f\x00"),
        ("\u2066\u2069\ufeff\u00ad\u2028\U000e0041", r"\u2066\u2069\ufeff\xad\u2028\U000e0041"),
        ("one\tline\nand another\r", "one\tline\nand another" + r"\x0d"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_terminal_is_told_letters_and_a_file_what_there_is() -> None:
    reader, writer = os.openpty()
    with os.fdopen(writer, "w", encoding="utf-8", newline="") as terminal:
        console = Console("en", terminal, terminal)
        console.write(f"li{TURN}{CLEAR}")
        console.complain(f"No such region: x{CLEAR}{NOTHING}.")
        terminal.flush()
        told = os.read(reader, 4096).decode()
    os.close(reader)
    assert told.splitlines() == [
        r"li\u202e\x1b[2J",
        r"No such region: x\x1b[2J\u200b.",
    ]
