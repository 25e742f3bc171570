"""The tables of a page as files: what stands in its HTML, cell by cell, as it is read there."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from dashboard.exchange.csv_files import write_sheet
from dashboard.languages import say

_TITLES = {"h1", "h2", "h3", "h4", "caption", "summary"}
# Drawings, and what no reader of a table is told; a short word stands for a long one on phones.
_SILENT, _SHORT = {"svg", "script", "style", "button", "template"}, "ct-narrow"
_SECOND = "ct-second"
_VOID = {"br", "img", "col", "hr", "input", "wbr", "link", "meta"}
_NUMBER = re.compile(r"([+−-]?)([0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)(?:\.([0-9]+))?(%?)")
_DIGITS, _SHEET_NAME, _WIDEST = 15, 31, 60
_REFUSED = re.compile(r"[\[\]:*?/\\]")


@dataclass
class PageTable:
    """A table: what stands over it, its headings, and its rows of texts, as wide as the headings."""

    title: str
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def page_tables(parts: Iterable[str]) -> list[PageTable]:
    """Return the tables in the parts of a page, in their order; those without a row are left out."""
    reader = _Reader()
    for part in parts:
        reader.feed(str(part))
    reader.close()
    return [table for table in reader.tables if table.rows]


def tables_as_csv(tables: Sequence[PageTable]) -> bytes:
    """Return tables one below the other as CSV for a spreadsheet: UTF-8 with its mark, no formulas."""
    blocks = []
    for table in tables:
        named = [f"{place}" for place in range(max(map(len, [table.headings, *table.rows])))]
        rows = [
            dict(zip(named, map(_plain, row), strict=False))
            for row in (table.headings, *table.rows)
            if row
        ]
        # Its title in a line of its own; a line of names that are none is not written.
        body = write_sheet(named, rows).split("\r\n", 1)[1]
        blocks.append(write_sheet([table.title], []) + body)
    return "\r\n".join(blocks).encode("utf-8-sig", "surrogatepass")


def tables_as_workbook(tables: Sequence[PageTable], lang: str) -> bytes:
    """Return tables as a workbook, a sheet each; what is a number on the page is one there."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        looks = _Looks(book)
        taken: set[str] = set()
        for table in tables:
            _sheet(book, table, _sheet_name(table.title, taken, lang), looks)
        if not tables:
            book.add_worksheet(say("charts.file.sheet", lang))
    return out.getvalue()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[PageTable] = []
        self._title = ""
        self._text: list[str] = []
        self._open: PageTable | None = None
        self._row: list[str] | None = None
        self._heading = self._cell = self._within_head = False
        self._span = 1
        # The elements that are open within one of which nothing is told.
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        named = (told.get("class") or "").split()
        if self._silent or tag in _SILENT or _SHORT in named or told.get("aria-hidden") == "true":
            self._silent += [] if tag in _VOID else [tag]
            return
        if tag == "table" and told.get("role") != "presentation":
            self._open = PageTable(self._title)
            self.tables.append(self._open)
        elif tag in _TITLES:
            self._heading, self._text = True, []
        elif tag == "thead":
            self._within_head = True
        elif tag == "tr" and self._open is not None:
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._cell, self._text = True, []
            self._span = int(told.get("colspan") or 1)
        elif self._cell and (_SECOND in named or tag == "small") and "".join(self._text).strip():
            self._text.append(" · ")
        elif tag == "br":
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if self._silent[-1] == tag:
                self._silent.pop()
            return
        if tag in _TITLES and self._heading:
            self._heading, said = False, self._said()
            if tag == "caption" and self._open is not None:
                self._open.title = said or self._open.title
            else:
                self._title = said
        elif tag in {"td", "th"} and self._cell and self._row is not None:
            self._cell = False
            self._row += [self._said(), *[""] * (self._span - 1)]
        elif tag == "tr" and self._row is not None and self._open is not None:
            if self._within_head and not self._open.headings:
                self._open.headings = self._row
            elif any(self._row):
                self._open.rows.append(self._row)
            self._row = None
        elif tag == "thead":
            self._within_head = False
        elif tag == "table":
            self._open = None

    def handle_data(self, data: str) -> None:
        if not self._silent and (self._cell or self._heading):
            self._text.append(data)

    def _said(self) -> str:
        return " ".join("".join(self._text).split()).removesuffix(" ·")


class _Looks:
    """The formats of numbers as they stand on the page, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[bool, int, str, bool], Any] = {}
        self.title = book.add_format({"font_size": 13})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})

    def number(self, grouped: bool, places: int, percent: str, signed: bool) -> Any:
        """Return the format of a number with its signs."""
        key = (grouped, places, percent, signed)
        if key not in self._made:
            code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "") + percent
            code = f"+{code};−{code};{code}" if signed else f"{code};−{code}"
            look = {"num_format": code, "valign": "top", "align": "right"}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _sheet(book: Any, table: PageTable, name: str, looks: _Looks) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, table.title, looks.title)
    for place, heading in enumerate(table.headings):
        sheet.write_string(1, place, heading, looks.head)
    widths: dict[int, int] = {}
    for line, row in enumerate(table.rows, start=2):
        for place, cell in enumerate(row):
            widths[place] = max(widths.get(place, 8), min(len(cell) * 2, _WIDEST))
            _write(sheet, line, place, cell, looks)
    for place, width in widths.items():
        sheet.set_column(place, place, width)
    sheet.freeze_panes(2, 1)


def _write(sheet: Any, line: int, place: int, cell: str, looks: _Looks) -> None:
    found = _NUMBER.fullmatch(cell)
    if found is None or len(re.sub(r"\D", "", cell)) > _DIGITS:
        sheet.write_string(line, place, cell, looks.text)
        return
    sign, whole, places, percent = found.groups()
    number = float(whole.replace(",", "") + (f".{places}" if places else ""))
    number = -number if sign in {"−", "-"} else number
    look = looks.number("," in whole, len(places or ""), percent, sign == "+")
    sheet.write_number(line, place, number / 100 if percent else number, look)


def _plain(cell: str) -> str:
    """Write a number with the signs of keyboards, so that it is one for a spreadsheet."""
    found = _NUMBER.fullmatch(cell)
    if found is None:
        return cell
    sign, whole, places, percent = found.groups()
    minus = "-" if sign in {"−", "-"} else ""
    return minus + whole.replace(",", "") + (f".{places}" if places else "") + percent


def _sheet_name(title: str, taken: set[str], lang: str) -> str:
    bare = " ".join(_REFUSED.sub(" ", title).split()).strip("'") or say("charts.file.sheet", lang)
    name, n = bare[:_SHEET_NAME], 1
    while name.casefold() in taken:
        n += 1
        name = f"{bare[: _SHEET_NAME - 4]} {n}"
    taken.add(name.casefold())
    return name
