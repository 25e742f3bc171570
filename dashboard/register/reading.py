"""YAML to plain dicts, lists and texts, with the line and column of every key and value.

Built on the parser's events (libyaml's, or PyYAML's own where libyaml is absent) because PyYAML's
loaders turn `NO` into False and keep the last of two equal keys without a word. Here every scalar
stays the text that was written, except a plain `null`, `~` or nothing, which is None; the models
decide what is a number. Duplicate keys, anchors, aliases and tags are faults.

Positions are not kept on the first reading. They are wanted only when something is wrong, and then
the few milliseconds of a second reading do not matter.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.register.building import Builder, Marks, Place, ReadingFault
from dashboard.register.syntax import Position

__all__ = ["Place", "Position", "Source", "collector_paused", "read_bytes", "read_source"]


@dataclass(slots=True)
class Source:
    """One file as it was read: its data, what is wrong with its YAML, and where things stand."""

    file: str
    text: str
    data: Any
    faults: list[ReadingFault]
    broken: bool
    _marks: Marks | None = None
    _marked: Any = None

    def position(self, place: Place, on_key: bool = False) -> Position:
        """Line and column (from 1) of the value at `place`, or of its key; else of its nearest
        parent that exists."""
        marks = self._marks
        if marks is None:
            builder = Builder(self.text, marking=True)
            self._marked = builder.build()
            marks = self._marks = builder.marks
        at: Position = (1, 1)
        node = self._marked
        if id(node) in marks:
            at = marks[id(node)][0]
        for depth, step in enumerate(place):
            known = marks.get(id(node))
            if known is None or step not in known[1]:
                return at
            key_at, value_at = known[1][step]
            at = key_at if on_key and depth == len(place) - 1 else value_at
            node = node[step]
        return at


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold the garbage collector while many small objects are made: it would only find them alive."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_source(path: Path, name: str) -> Source:
    """Read one file; bytes that are not UTF-8 or not YAML become faults, never exceptions.

    Raises OSError when the file cannot be read at all.
    """
    return read_bytes(path.read_bytes(), name)


def read_bytes(content: bytes, name: str) -> Source:
    """As `read_source`, from bytes already in memory."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        fault = ReadingFault(
            "not-utf8",
            (),
            (before.count(b"\n") + 1, column),
            {"found": f"0x{content[error.start]:02x}"},
        )
        return Source(name, "", None, [fault], broken=True)
    builder = Builder(text)
    with collector_paused():
        data = builder.build()
    return Source(name, text, data, builder.faults, builder.broken)
