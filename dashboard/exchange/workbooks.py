"""Excel workbooks -> rows of cells as a person reads them there.

python-calamine reads the values, formulas by the value that was saved with them; what the number
formats make of them comes from `workbook_survey`, which also keeps the limits.
"""

import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from dashboard.exchange.number_formats import NumberFormat, exact_number, plain_number
from dashboard.exchange.sheets import Reached, Row, part_of, told_on_the_way, untold
from dashboard.exchange.workbook_survey import NoWorkbook, SheetSurvey, survey

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How files begin that are named .xlsx now and then and are none.
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"%PDF", b"RIFF", b"II*\x00", b"MM\x00*")
# Cells that merged ones reach into: no table an office made has more.
_MOST_MERGED = 500_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet of a workbook: its rows from the top, blank ones too.

    `hidden_rows` and `hidden_columns` are the places (from 0) that a reader does not see.
    """

    name: str
    hidden: bool
    rows: list[Row]
    hidden_rows: Collection[int] = ()
    hidden_columns: Sequence[range] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook in order; `ignored` names what is never read: macros, links."""

    sheets: list[Worksheet]
    ignored: tuple[str, ...]


def is_workbook(content: bytes) -> bool:
    """Tell whether a file is no text but a workbook, or what is taken for one."""
    return content.startswith((ZIP, OLE, b"PK\x05\x06", *_PICTURES))


def read_workbook(content: bytes, reached: Reached = untold) -> Workbook:
    """Read the sheets of a workbook. Raises `NoWorkbook`, and what `reached` raises."""
    if content.startswith(OLE):
        raise NoWorkbook("password" if _ENCRYPTED in content else "old-workbook")
    if not content.startswith(ZIP):
        raise NoWorkbook("no-workbook")
    seen = survey(content, part_of(reached, 0.0, 0.6))
    expected = sum(found.rows for found in seen.sheets.values())
    passed = 0
    with _reading():
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for name, found in seen.sheets.items():
            here, passed = passed, passed + found.rows
            begin, end = (0.6 + 0.4 * place / max(expected, 1) for place in (here, passed))
            rows = _rows(book.get_sheet_by_name(name), found)
            told = told_on_the_way(rows, found.rows, part_of(reached, begin, end))
            unseen = found.hidden_rows, found.hidden_columns
            sheets.append(Worksheet(name, name in seen.hidden, list(told), *unseen))
    return Workbook(sheets, seen.ignored)


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever the reader says of a broken file into one sentence."""
    try:
        yield
    except (MemoryError, KeyboardInterrupt, SystemExit, NoWorkbook):
        raise
    except BaseException as fault:
        # What its Rust says of bytes that it did not expect is no `Exception`.
        if isinstance(fault, Exception) or type(fault).__name__ == "PanicException":
            raise NoWorkbook("damaged") from fault
        raise


def _rows(sheet: "CalamineSheet", found: SheetSurvey) -> Iterator[Row]:
    if sheet.start is None:
        return
    left = sheet.start[1]
    values = sheet.iter_rows()
    merged = _merged(found)
    asked: dict[int, dict[int, str]] = {}
    for (row, column), code in found.asked.items():
        asked.setdefault(row, {})[column] = code
    firsts: dict[int, set[int]] = {}
    for top, column, *_ in found.merged:
        firsts.setdefault(top, set()).add(column)
    texts: dict[tuple[int, int], str] = {}
    for place, cells in enumerate(values):
        written = [""] * left + [
            cell if isinstance(cell, str) else _text(cell, found.formats.get((place, left + i)))
            for i, cell in enumerate(cells)
        ]
        if found.formulas:
            for column, text in enumerate(written):
                # The file was written by a program that does not calculate.
                if not text and (place, column) in found.formulas:
                    asked.setdefault(place, {})[column] = "formula"
        for column in firsts.get(place, ()):
            texts[place, column] = written[column] if column < len(written) else ""
        reach = {column: texts.get(first, "") for column, first in merged.get(place, {}).items()}
        yield Row(place + 1, place + 1, written, reach, asked.get(place, {}))


def _merged(found: SheetSurvey) -> dict[int, dict[int, tuple[int, int]]]:
    """Return, for the cells that merged ones reach into, the first cell of each, by row and column."""
    reached: dict[int, dict[int, tuple[int, int]]] = {}
    area = 0
    for top, left, end, far in found.merged:
        bottom, right = min(end, found.rows - 1), min(far, found.columns - 1)
        area += max(0, bottom - top + 1) * max(0, right - left + 1)
        if area > _MOST_MERGED:
            raise NoWorkbook("merged", most=_MOST_MERGED)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    reached.setdefault(row, {})[column] = (top, left)
    return reached


def _text(cell: object, shown: NumberFormat | None) -> str:
    """Return a cell as a person reads it, every digit of it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        number = float(cell)
        return shown.text(number) if shown else plain_number(exact_number(number))
    if isinstance(cell, datetime) and (cell.hour or cell.minute or cell.second):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        # Shown without its day it is a month, whatever day the program keeps with it.
        day = 1 if shown and shown.month else cell.day
        return f"{cell.year:04d}-{cell.month:02d}-{day:02d}"
    return str(cell)
