"""Figures as CSV, as spreadsheet programs write and read it.

Reading takes UTF-8 (with or without a mark), UTF-16 with a mark and GB18030; commas, semicolons or
tabs; headings in English or Chinese. Writing gives UTF-8 with a mark, so that Excel sees Chinese.

A text that a spreadsheet would run as a formula is written with an apostrophe before it, and the
apostrophe is taken off when the file is read again: what was noted comes back unchanged.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.languages import say

REQUIRED = ("region", "subject", "indicator", "period", "value")
# `revision` is the one the sheet was made from: a figure changed since then is a conflict.
OPTIONAL = ("note", "evidence", "revision")
# Written for the reader of an export; what they say is settled by the store, not by a file.
IGNORED = ("author", "at", "typed", "unit_typed", "replaces")

MOST_BYTES = 64 * 1024 * 1024

_HEADINGS = {
    "地区": "region", "对象": "subject", "集群": "subject", "指标": "indicator", "时期": "period",
    "期间": "period", "数值": "value", "值": "value", "备注": "note", "说明": "note", "依据": "evidence",
    "填报人": "author", "时间": "at", "版本": "revision",
}  # fmt: skip
# What makes Excel, WPS or LibreOffice calculate; the full-width forms are turned by East Asian ones.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing wrong with a file; `line` counts from 1, 0 means the file as a whole."""

    line: int
    code: str
    values: Mapping[str, object]

    def text(self, lang: str) -> str:
        """Return the sentence, with the line it is about."""
        sentence = say(f"exchange.fault.{self.code}", lang, **self.values)
        return (
            say("exchange.at-line", lang, line=self.line, text=sentence) if self.line else sentence
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a file, as text: `cells` has a value for every known column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: its figures and everything wrong with its form."""

    lines: Sequence[Line]
    faults: Sequence[FileFault]


def read_sheet(content: bytes) -> Sheet:
    """Read a CSV file of figures. Never raises, whatever the bytes are."""
    text = decode(content)
    if text is None:
        return Sheet((), (FileFault(0, "undecodable", {}),))
    rows = _rows(text)
    number, first = next(rows, (0, FileFault(0, "empty", {})))
    if isinstance(first, FileFault):
        return Sheet((), (first,))
    headings = [_heading(cell) for cell in first]
    faults = _heading_faults(number, headings, first)
    if faults:
        return Sheet((), tuple(faults))
    lines: list[Line] = []
    for number, row in rows:
        if isinstance(row, FileFault):
            faults.append(row)
        elif len(row) > len(headings) and any(cell.strip() for cell in row[len(headings) :]):
            faults.append(
                FileFault(number, "cells", {"found": len(row), "expected": len(headings)})
            )
        else:
            padded = [*row, *[""] * (len(headings) - len(row))]
            cells = dict.fromkeys((*REQUIRED, *OPTIONAL), "")
            cells |= {name: unguard(cell) for name, cell in zip(headings, padded, strict=False)}
            lines.append(Line(number, cells))
    if not lines and not faults:
        faults.append(FileFault(0, "no-figures", {}))
    return Sheet(tuple(lines), tuple(faults))


def write_sheet(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], line_end: str = "\r\n"
) -> str:
    """Write `rows` under `columns` as CSV text (without the mark); None becomes an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guard(row.get(name)) for name in columns])
    return out.getvalue()


def guard(cell: object) -> str:
    """Write a cell so that no spreadsheet program runs it; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, (list, tuple)):
        cell = "、".join(str(part) for part in cell)
    text = format(Decimal(repr(cell)), "f") if isinstance(cell, float) else str(cell)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def unguard(cell: str) -> str:
    """Take off the apostrophe that `guard` put on."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


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


def _text(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _rows(text: str) -> Iterator[tuple[int, list[str] | FileFault]]:
    """Yield each row that is not blank, with the line it starts on."""
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # After a broken quotation the rest of the file cannot be told apart into rows.
            yield start, FileFault(start, "quotation", {})
            return
        if any(cell.strip() for cell in row):
            yield start, row


def _heading(cell: str) -> str:
    name = cell.strip().lower()
    return _HEADINGS.get(name, name)


def _heading_faults(line: int, headings: Sequence[str], written: Sequence[str]) -> list[FileFault]:
    known = {*REQUIRED, *OPTIONAL, *IGNORED}
    faults = [
        FileFault(line, "column-missing", {"name": name, "known": ", ".join((*REQUIRED, "note"))})
        for name in REQUIRED
        if name not in headings
    ]
    faults += [
        FileFault(line, "column-unknown", {"name": as_written.strip()[:40]})
        for name, as_written in zip(headings, written, strict=True)
        if name and name not in known
    ]
    faults += [
        FileFault(line, "column-twice", {"name": name})
        for name in sorted({name for name in headings if name and headings.count(name) > 1})
    ]
    return faults
