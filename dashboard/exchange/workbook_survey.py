"""What is in a workbook before its cells are read: how large it gets, and what of it needs asking.

A workbook is a ZIP archive of XML. It is unpacked here once, piece by piece and counted, so that
no archive gets larger than is stated; where its cells lie is known before anybody makes room for them.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from dashboard.exchange.number_formats import NumberFormat, number_format
from dashboard.exchange.sheets import Reached, part_of, told_on_the_way, untold

MOST_PARTS = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
# Cells in the rectangle from A1 to the last one: what a reader makes room for.
MOST_CELLS = 6_000_000
_MOST_MERGED = 20_000

_PIECE = 1 << 20
_TRUE = ("1", "true")


class NoWorkbook(Exception):
    """The file is no workbook that can be read: `code` says why, in the words of `exchange.fault`."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(slots=True)
class SheetSurvey:
    """What is special in one sheet; cells by row and column, from 0.

    `formats` are the formats that change what a number means, `asked` the codes of faults,
    `formulas` those that give numbers, `merged` the ranges as (first row, first column, last row,
    last column); `hidden_rows` and `hidden_columns` are the places nobody sees, columns as ranges.
    """

    rows: int = 0
    columns: int = 0
    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    asked: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Survey:
    """The sheets of a workbook by name, in order, and what of it is not read: macros, links."""

    sheets: dict[str, SheetSurvey]
    hidden: frozenset[str]
    ignored: tuple[str, ...]


def survey(content: bytes, reached: Reached = untold) -> Survey:
    """Look through a workbook. Raises `NoWorkbook`, and what `reached` raises."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _survey(archive, reached)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, LookupError,
        RuntimeError, expat.ExpatError, UnicodeError, OverflowError,
    ) as fault:  # fmt: skip
        # Whatever the bytes are, these are what archive and XML readers say of broken ones.
        raise NoWorkbook("damaged") from fault


def _survey(archive: zipfile.ZipFile, reached: Reached) -> Survey:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise NoWorkbook("inflates", most=MOST_UNPACKED >> 20)
    names = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
    if len(names) != len(entries) or any(entry.flag_bits & 1 for entry in entries):
        raise NoWorkbook("damaged")
    if "xl/workbook.xml" not in names:
        raise NoWorkbook("other-workbook")
    left, whole = MOST_UNPACKED, max(1, sum(entry.file_size for entry in entries))
    passed = 0
    formats = _formats(archive, names)
    sheets: dict[str, SheetSurvey] = {}
    for name, entry in names.items():
        # Every part is unpacked to its end: what it claims of its size is not believed.
        begin, passed = passed / whole, passed + entry.file_size
        told = part_of(reached, begin, passed / whole)
        size = -(-entry.file_size // _PIECE)
        pieces = told_on_the_way(_pieces(archive, entry, left), size, told, every=1)
        if name.endswith(".xml") and name.startswith("xl/worksheets/"):
            sheets[name] = _sheet(pieces, formats)
        else:
            for _ in pieces:
                pass
        left -= entry.file_size
    listed, hidden = _listed(archive, names)
    missing = [part for part in listed.values() if part not in sheets]
    if missing:
        raise NoWorkbook("damaged")
    ignored = []
    if any(name.endswith("vbaproject.bin") for name in names):
        ignored.append("macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        ignored.append("links")
    return Survey({name: sheets[part] for name, part in listed.items()}, hidden, tuple(ignored))


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> Iterator[bytes]:
    if entry.file_size > left:
        raise NoWorkbook("inflates", most=MOST_UNPACKED >> 20)
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            yield piece


def _parse(pieces: Iterator[bytes], parser: expat.XMLParserType) -> None:
    parser.buffer_text = True
    # Nothing that an office writes declares entities, and nothing is fetched.
    parser.EntityDeclHandler = _refuse_entity
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse_entity(*_: object) -> None:
    raise NoWorkbook("damaged")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _elements(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, start: Callable[[str, dict[str, str]], None]
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    _parse(_pieces(archive, entry, MOST_UNPACKED), parser)


def _formats(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> list[NumberFormat]:
    """Return the number format of each cell style."""
    entry = names.get("xl/styles.xml")
    if entry is None:
        return []
    codes: dict[str, str] = {}
    numbers: list[str] = []
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles", "numFmts"):
            inside = name
        elif name == "numFmt" and inside == "numFmts":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            numbers.append(attributes.get("numFmtId", "0"))

    _elements(archive, entry, start)
    return [
        number_format(codes.get(each, ""), int(each) if each.isascii() and each.isdigit() else 0)
        for each in numbers
    ]


def _listed(
    archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]
) -> tuple[dict[str, str], frozenset[str]]:
    """Return the part of each worksheet by its name, and the names of those that are hidden."""
    targets: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "").replace("\\", "/").lower()
            joined = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(joined)

    found: dict[str, str] = {}
    hidden = []

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name != "sheet":
            return
        id = next((value for key, value in attributes.items() if _local(key) == "id"), "")
        called = attributes.get("name", "")
        if id in targets:
            found[called] = targets[id]
            if attributes.get("state", "visible") != "visible":
                hidden.append(called)

    _elements(archive, names["xl/_rels/workbook.xml.rels"], relation)
    _elements(archive, names["xl/workbook.xml"], sheet)
    return found, frozenset(hidden)


def _sheet(pieces: Iterator[bytes], formats: list[NumberFormat]) -> SheetSurvey:
    found = SheetSurvey()
    special = {str(i): each for i, each in enumerate(formats) if not each.plain}
    row = column = -1
    number = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, number
        name = _local(name)
        if name == "c":
            address = attributes.get("r")
            if address is None:
                column += 1
            else:
                row, column = _address(address)
            found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)
            _bound(found)
            # A formula may well give a text without letters, but no number without digits.
            number = attributes.get("t", "n") == "n"
            style = special.get(attributes.get("s", "0"))
            if style is not None and attributes.get("t", "n") in ("n", "d"):
                found.formats[row, column] = style
                if style.shortened:
                    found.asked[row, column] = "shortened"
            if attributes.get("t") == "e":
                found.asked[row, column] = "error"
        elif name == "row":
            place = attributes.get("r")
            row = row + 1 if place is None else int(place) - 1
            column = -1
            if attributes.get("hidden") in _TRUE:
                found.hidden_rows.add(row)
        elif name == "col":
            if attributes.get("hidden") in _TRUE:
                columns = range(int(attributes["min"]) - 1, int(attributes["max"]))
                found.hidden_columns.append(columns)
        elif name == "f":
            if number:
                found.formulas.add((row, column))
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            found.merged.append((*_address(first), *_address(last or first)))
            if len(found.merged) > _MOST_MERGED:
                raise NoWorkbook("merged", most=_MOST_MERGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parse(pieces, parser)
    return found


def _bound(found: SheetSurvey) -> None:
    if found.rows * found.columns > MOST_CELLS:
        raise NoWorkbook("cells-many", most=MOST_CELLS)


def _address(text: str) -> tuple[int, int]:
    """Return row and column of `E2`, from 0. Raises `ValueError`."""
    letters = text.rstrip("0123456789")
    column = 0
    if not 0 < len(letters) <= 3 or not letters.isascii():
        raise ValueError(text[:20])
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(text[:20])
        column = column * 26 + ord(letter) - 64
    number = int(text[len(letters) :])
    if not 0 < number <= 1 << 20:
        raise ValueError(text[:20])
    return number - 1, column - 1
