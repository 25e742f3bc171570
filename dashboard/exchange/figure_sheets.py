"""Rows of cells -> figures as text: where the headings are, what each column holds, what is no figure.

The heading row is the one of the first `HEADING_ROWS` filled ones that knows the most columns; a
title above it is left out, and its "单位：亿元" holds for bare numbers, as does a unit in the heading
(`数值（亿元）`) or, before both, the row's own cell in the column `unit`. Sums, notes below the table,
headings that a printed page repeats and blank rows are left out too, each by name: nothing disappears
in silence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from dashboard.actuals.messages import OddCharacters, Param
from dashboard.exchange.sheets import FileFault, LeftOut, Line, Row, Sheet, column_letter
from dashboard.languages.characters import plain_name

REQUIRED = ("region", "subject", "indicator", "period", "value")
# `revision` is the one the sheet was made from: a figure changed since then is a conflict.
OPTIONAL = ("unit", "note", "evidence", "revision")
# Written for the reader of an export; what they say is settled by the store, not by a file.
IGNORED = ("author", "at", "typed", "unit_typed", "replaces", "withdrawn", "row")

_KNOWN = frozenset({*REQUIRED, *OPTIONAL, *IGNORED})
_NAMES = frozenset({"region", "subject", "indicator", "period"})

HEADING_ROWS = 20
# A sheet as wide or long as these was made by no office; reading it would only tie up the server.
MOST_COLUMNS, MOST_ROWS = 1_000, 200_000

_HEADINGS = {
    "地区": "region", "地区名称": "region", "对象": "subject", "集群": "subject", "集群名称": "subject",
    "指标": "indicator", "指标名称": "indicator", "时期": "period", "期间": "period", "报告期": "period",
    "数值": "value", "值": "value", "单位": "unit", "计量单位": "unit", "备注": "note", "说明": "note",
    "依据": "evidence", "序号": "row", "no.": "row", "填报人": "author", "时间": "at", "版本": "revision",
}  # fmt: skip
_WITH_UNIT = re.compile(
    r"(?P<name>.+?)\s*[(\[【](?:单位|unit)?[:\s]*(?P<unit>[^()\[\]【】]+)[)\]】]"
)
_UNIT_OF_ALL = re.compile(r".*?单位\s*:\s*(?P<unit>\S+?)[)\]】]?")
_SUM = re.compile(
    r"(?:.{0,8}(?:合\s*计|总\s*计|小\s*计|共\s*计)|(?:grand |sub-?)?total|sum)\s*:?", re.IGNORECASE
)
_REMARK = re.compile(
    r"(?:注|备注|说明|附注|资料来源|数据来源|来源|单位|填报|制表|审核|note|source|remark).{0,8}:.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading cell as read: the column it names, "" for an empty one; its unit, "" for none."""

    name: str
    unit: str = ""


def figures_of(rows: Iterable[Row | FileFault]) -> Sheet:
    """Return the figures of a sheet whose rows come from the top; blank rows may be among them."""
    waiting: list[Row] = []
    filled = 0
    rest: Iterator[Row | FileFault] = iter(rows)
    for row in rest:
        if isinstance(row, FileFault):
            rest = iter((row,))
            break
        waiting.append(row)
        if len(row.cells) > MOST_COLUMNS:
            return Sheet(faults=(_too_wide(row),))
        filled += any(cell.strip() for cell in row.cells)
        if filled == HEADING_ROWS:
            break
    at = _heading_row(waiting)
    if at is None:
        broken = [row for row in rest if isinstance(row, FileFault)]
        return Sheet(faults=broken[:1] or (FileFault(0, "empty", {}),))
    headings = [_heading(cell) for cell in waiting[at].cells]
    faults = _heading_faults(waiting[at], headings)
    if faults:
        return Sheet(faults=tuple(faults))
    return _read(waiting[:at], waiting[at], headings, chain(waiting[at + 1 :], rest))


def known_headings(cells: Iterable[str]) -> int:
    """Return how many of a row's cells name a column."""
    return len({name for cell in cells if (name := _heading(cell).name) in _KNOWN})


def _read(
    above: Sequence[Row],
    heading: Row,
    headings: Sequence[_Heading],
    rest: Iterable[Row | FileFault],
) -> Sheet:
    columns = {each.name: column_letter(i) for i, each in enumerate(headings) if each.name}
    unit = next((each.unit for each in headings if each.name == "value"), "") or _unit_above(above)
    left_out = [LeftOut(row.line, row.place, "title", _words(row)) for row in above if _words(row)]
    blanks: list[LeftOut] = []
    lines: list[Line] = []
    faults: list[FileFault] = []
    written = [cell.strip() for cell in heading.cells]
    names = [each.name for each in headings]
    unnamed = [i for i, name in enumerate(names) if not name]
    named = [i for i, each in enumerate(headings) if each.name in _NAMES]
    for row in rest:
        if isinstance(row, FileFault):
            faults.append(row)
            continue
        if not any(cell.strip() for cell in row.cells):
            blanks.append(LeftOut(row.line, row.place, "blank", ""))
            continue
        # Blank rows below the table are no part of it.
        left_out += blanks
        blanks = []
        if len(row.cells) > MOST_COLUMNS:
            faults.append(_too_wide(row))
            break
        extra = [i for i in range(len(headings), len(row.cells)) if row.cells[i].strip()]
        if extra:
            values = {"found": extra[-1] + 1, "expected": len(headings)}
            faults.append(FileFault(row.line, "cells", values))
            continue
        stray = [i for i in unnamed if i < len(row.cells) and row.cells[i].strip()]
        if stray:
            text = plain_name(row.cells[stray[0]])[:40]
            cell = f"{column_letter(stray[0])}{row.place}"
            faults.append(FileFault(row.line, "no-heading", {"text": text}, cell))
            continue
        reason = _no_figure(row, written, named)
        if reason:
            left_out.append(LeftOut(row.line, row.place, reason, _words(row)))
            continue
        if len(lines) == MOST_ROWS:
            faults.append(FileFault(row.line, "rows", {"most": MOST_ROWS}))
            break
        cells = dict.fromkeys((*REQUIRED, *OPTIONAL), "")
        for name, cell in zip(names, row.cells, strict=False):
            cells[name] = cell
        cells.pop("", None)
        stated = plain_name(cells.pop("unit"))
        lines.append(Line(row.line, row.place, cells, stated or unit or None))
    if not lines and not faults:
        faults.append(FileFault(0, "no-figures", {}))
    return Sheet(lines, faults, left_out, columns)


def _heading_row(rows: Sequence[Row]) -> int | None:
    """Return the place of the row that knows the most columns, the first of equals; None if all blank."""
    filled = [i for i, row in enumerate(rows) if any(cell.strip() for cell in row.cells)]
    return max(filled, key=lambda i: (known_headings(rows[i].cells), -i), default=None)


def _heading(cell: str) -> _Heading:
    name = plain_name(cell).lower()
    known = _HEADINGS.get(name, name)
    found = None if known in _KNOWN else _WITH_UNIT.fullmatch(name)
    if found is None:
        return _Heading(known)
    base = _HEADINGS.get(found["name"], found["name"])
    return _Heading(base, found["unit"].strip()) if base in _KNOWN else _Heading(known)


def _unit_above(rows: Iterable[Row]) -> str:
    for row in rows:
        for cell in row.cells:
            found = _UNIT_OF_ALL.fullmatch(plain_name(cell))
            if found:
                return found["unit"]
    return ""


def _no_figure(row: Row, written: Sequence[str], named: Sequence[int]) -> str:
    """Say why a row is no figure: `sum`, `remark`, `heading`; "" for one that is.

    `written` are the headings as read, `named` the places of the columns that hold names.
    """
    if any(_is_sum(row.cells[i]) for i in named if i < len(row.cells)):
        return "sum"
    filled = [cell for cell in row.cells if cell.strip()]
    if len(filled) == 1 and _REMARK.fullmatch(plain_name(filled[0])):
        return "remark"
    if [cell.strip() for cell in row.cells] == written:
        return "heading"
    return ""


@lru_cache(maxsize=4096)
def _is_sum(cell: str) -> bool:
    return _SUM.fullmatch(plain_name(cell)) is not None


def _words(row: Row) -> str:
    return " ".join(plain_name(cell) for cell in row.cells if cell.strip())[:80]


def _too_wide(row: Row) -> FileFault:
    return FileFault(row.line, "columns", {"found": len(row.cells), "most": MOST_COLUMNS})


def _heading_faults(row: Row, headings: Sequence[_Heading]) -> list[FileFault]:
    names = [each.name for each in headings]
    known = ", ".join((*REQUIRED, "note"))
    faults = [
        FileFault(row.line, "column-missing", {"name": name, "known": known})
        for name in REQUIRED
        if name not in names
    ]
    seen: set[str] = set()
    twice: set[str] = set()
    for i, name in enumerate(names):
        if name and name not in _KNOWN:
            cell = f"{column_letter(i)}{row.place}"
            shown: dict[str, Param] = {"name": name[:40], "odd": OddCharacters(name[:40])}
            faults.append(FileFault(row.line, "column-unknown", shown, cell))
        if name and name in seen:
            twice.add(name)
        seen.add(name)
    faults += [FileFault(row.line, "column-twice", {"name": name}) for name in sorted(twice)]
    return faults
