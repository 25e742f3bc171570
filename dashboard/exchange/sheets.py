"""What a file of figures holds: its rows, its figures as text, what is left out, what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from dashboard.actuals.messages import Message, Param
from dashboard.languages import say

# Is told which share of the work is done; what it raises ends the work.
Reached: TypeAlias = Callable[[float], None]
# Rows between two words about how far the work is.
_TOLD_EVERY = 2_000
_T = TypeVar("_T")


def told_on_the_way(
    rows: Iterable[_T], expected: int, reached: Reached, every: int = _TOLD_EVERY
) -> Iterator[_T]:
    """Yield `rows` as they are, and tell now and then how many of those `expected` have passed."""
    for place, row in enumerate(rows):
        if place % every == 0:
            reached(min(1.0, place / max(expected, 1)))
        yield row


def part_of(reached: Reached, begin: float, end: float) -> Reached:
    """Return what tells of a part of a work, whose shares run from `begin` to `end` of the whole."""
    return lambda share: reached(begin + (end - begin) * share)


def untold(_: float) -> None:
    """Tell nobody how far a work is."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing wrong with a file; `line` counts from 1, 0 means the file as a whole.

    `cell` is the address in a spreadsheet (`E2`), where it is about one.
    """

    line: int
    code: str
    values: Mapping[str, Param]
    cell: str = ""

    @property
    def message(self) -> Message:
        """The sentence without its place."""
        # exchange.fault.*
        return Message(f"exchange.fault.{self.code}", self.values)

    def text(self, lang: str) -> str:
        """Return the sentence, with the line and the cell it is about."""
        return at_place(self.message.text(lang), self.line, self.cell, lang)


_NONE: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row: `line` of the text it begins on, `place` in the spreadsheet; both from 1.

    By column, from 0: `merged` has the text of a merged cell that reaches into the row from above or
    from the left, `asked` the code of the fault for a cell whose figure cannot be taken as it is.
    """

    line: int
    place: int
    cells: Sequence[str]
    merged: Mapping[int, str] = field(default_factory=lambda: _NONE)
    asked: Mapping[int, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a file, as text: `cells` has a value for every known column but `unit`.

    `unit` is what a bare number is in, None where the file does not say. `letter` is the column of
    its value where that is not the same for all of them.
    """

    number: int
    place: int
    cells: Mapping[str, str]
    unit: str | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no figure: `reason` is title, heading, blank, sum or remark; `text` its words."""

    line: int
    place: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: its figures, what is left out, everything wrong with its form.

    `columns` gives the letter of each known column: `{"value": "E"}`. `made_for` is what a template
    says of itself, empty for other files; `notices` say what of the file is not read.
    """

    lines: Sequence[Line] = ()
    faults: Sequence[FileFault] = ()
    left_out: Sequence[LeftOut] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    made_for: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[Message] = ()

    def address(self, column: str, place: int) -> str:
        """Return the address of a cell as spreadsheets name it: `E2`; empty without such a column."""
        letter = self.columns.get(column)
        return f"{letter}{place}" if letter and place else ""


def at_place(sentence: str, line: int, cell: str, lang: str) -> str:
    """Return a sentence behind its place: "Line 3 (E3): …"."""
    if not line:
        return sentence
    key = "exchange.at-cell" if cell else "exchange.at-line"
    return say(key, lang, line=line, cell=cell, text=sentence)


def column_letter(index: int) -> str:
    """Return the letters of a column, counted from 0: A, …, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
