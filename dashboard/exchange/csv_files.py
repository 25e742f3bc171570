"""CSV as spreadsheet programs write and read it.

Reading takes UTF-8 (with or without a mark), UTF-16 with a mark and GB18030; commas, semicolons or
tabs. Writing gives UTF-8 with a mark, so that Excel sees Chinese.

A text that a spreadsheet would run as a formula is written with an apostrophe before it, and the
apostrophe is taken off when the file is read again: what was noted comes back unchanged. Where lists
are separated by semicolons a program cuts our cells at those, so the same holds after each of them.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.exchange.figure_sheets import figures_of
from dashboard.exchange.headings import Given, known_headings
from dashboard.exchange.sheets import FileFault, Reached, Row, Sheet, told_on_the_way, untold

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

MOST_BYTES = 64 * 1024 * 1024
# Line ends, those of blank rows too; a file of nothing else is done with at once.
MOST_LINES = 1_000_000

# What tells Excel that a text is UTF-8.
MARK = "\ufeff"

# What makes Excel, WPS or LibreOffice calculate; the full-width forms are turned by East Asian ones.
_BEGINS = r"[=+\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(rf"'*{_BEGINS}")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?%?")
# Where a program that separates by semicolons, tabs or line ends begins a cell inside of ours.
_INNER = r"(?=[\s\"']*[=+\-@＝＋－＠])"
_CUT = re.compile(rf"([;\t\r\n]){_INNER}")
_GUARDED_CUT = re.compile(rf"([;\t\r\n])'{_INNER}")
# What a spreadsheet takes for a number, a day or a month, and writes in its own way when it saves.
_TURNED = re.compile(
    r"'*[-+¥$(]?[0-9][-0-9.,/:年月日eE+%\s)]*"
    r"|'*(?:[0-9]{1,2}[ -])?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ./-]?[0-9]{0,4}",
    re.IGNORECASE,
)
# Columns in which people write as they like.
WORDS = frozenset({"note", "evidence"})
_DELIMITERS = ",;\t"


def read_sheet(content: bytes, given: Given | None = None, reached: Reached = untold) -> Sheet:
    """Read a CSV file of figures. Never raises, whatever the bytes are, but what `reached` does."""
    text = decode(content)
    if text is None:
        return Sheet(faults=(FileFault(0, "undecodable", {}),))
    lines = max(text.count("\n"), text.count("\r"))
    if lines > MOST_LINES:
        return Sheet(faults=(FileFault(0, "lines", {"most": MOST_LINES}),))
    return figures_of(told_on_the_way(rows_of(text), lines, reached), given or Given())


def write_sheet(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], line_end: str = "\r\n"
) -> str:
    """Write `rows` under `columns` as CSV text (without the mark); None becomes an empty cell."""
    out = io.StringIO()
    write_rows(out, columns, rows, line_end)
    return out.getvalue()


def write_rows(
    out: "SupportsWrite[str]",
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    line_end: str = "\r\n",
) -> None:
    """Write `rows` under `columns` as CSV into what takes text, row by row."""
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guard(row.get(name), name in WORDS) for name in columns])


def guard(cell: object, words: bool = False) -> str:
    """Write a cell so that no spreadsheet program runs it; numbers stay numbers.

    `words` are such as people write: there a number or a day stays the text that it is.
    """
    if cell is None:
        return ""
    if isinstance(cell, (list, tuple)):
        cell = "、".join(str(part) for part in cell)
    text = format(Decimal(repr(cell)), "f") if isinstance(cell, float) else str(cell)
    if words and _TURNED.fullmatch(text):
        return "'" + text
    if _NUMBER.fullmatch(text):
        return text
    inner = _CUT.sub(r"\1'", text)
    return "'" + inner if _FORMULA.match(text) else inner


def unguard(cell: str) -> str:
    """Take off the apostrophes that `guard` put on."""
    if "'" not in cell:
        return cell
    guarded = _FORMULA.match(cell) or _TURNED.fullmatch(cell)
    text = cell[1:] if cell.startswith("'") and guarded else cell
    return _GUARDED_CUT.sub(r"\1", text)


def decode(content: bytes) -> str | None:
    """Return the text of a file, or None where it is no text in an encoding we know."""
    if len(content) > MOST_BYTES:
        return None
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _text(content, encoding)
    # UTF-8 first: text in GB18030 is almost never valid UTF-8, the reverse happens.
    text = _text(content, "utf-8")
    return text if text is not None else _text(content, "gb18030")


def rows_of(text: str) -> Iterator[Row | FileFault]:
    """Yield each row, blank ones too; where rows cannot be told apart any more, a fault and no more."""
    # Programs that join files put a second mark before the first heading.
    text = text.lstrip(MARK)
    yield from _parsed(text, _delimiter(text))


def _text(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _delimiter(text: str) -> str:
    """Return what separates the cells: with it the headings are found."""
    head = text.lstrip("\r\n")[:20_000]
    lines = head.splitlines()[:20]

    def known(delimiter: str) -> tuple[int, int]:
        rows = [line.split(delimiter) for line in lines]
        return max(map(known_headings, rows), default=0), head.count(delimiter)

    return max(_DELIMITERS, key=known)


def _parsed(text: str, delimiter: str) -> Iterator[Row | FileFault]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    place = 0
    while True:
        start = reader.line_num + 1
        place += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # After a broken quotation the rest of the file cannot be told apart into rows.
            yield FileFault(start, "quotation", {})
            return
        yield Row(start, place, [unguard(cell) for cell in cells])
