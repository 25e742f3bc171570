"""A file of figures, whatever it is called: read by what it holds, a workbook or a text with rows."""

import re
from dataclasses import replace

from dashboard.actuals.messages import Message
from dashboard.exchange.csv_files import MOST_BYTES, read_sheet
from dashboard.exchange.figure_sheets import MOST_COLUMNS, figures_of, has_figures
from dashboard.exchange.headings import Given
from dashboard.exchange.sheets import (
    FileFault,
    Reached,
    Row,
    Sheet,
    column_letter,
    part_of,
    told_on_the_way,
    untold,
)
from dashboard.exchange.workbook_survey import NoWorkbook
from dashboard.exchange.workbooks import Workbook, Worksheet, is_workbook, read_workbook

# The first cell of the hidden sheet in which a template says what it is for.
TEMPLATE = "cluster-dashboard template"
# What it says there.
MADE_FOR = ("region", "period", "unit", "register")
_MOST_NAMED = 5
# What many systems give out under the name .xls: a web page, or the XML that Excel 2003 wrote.
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-z]|mime-version:)", re.IGNORECASE)
_BEGINNING = 1_000
# Written by us beside the figures and hidden in our own sheets.
_UNSEEN_ANYHOW = frozenset({"id", "revision", "exact"})


def read_figures(content: bytes, given: Given | None = None, reached: Reached = untold) -> Sheet:
    """Return what a file of figures holds. Never raises, whatever the bytes are.

    But for what `reached` raises, which is told how far the reading is.
    """
    given = given or Given()
    if len(content) > MOST_BYTES:
        return Sheet(faults=(FileFault(0, "bytes", {"most": MOST_BYTES >> 20}),))
    if _WEB_PAGE.match(content[:_BEGINNING]):
        return Sheet(faults=(FileFault(0, "web-page", {}),))
    if not is_workbook(content):
        return read_sheet(content, given, reached)
    try:
        book = read_workbook(content, part_of(reached, 0.0, 0.8))
    except NoWorkbook as fault:
        return Sheet(faults=(FileFault(0, fault.code, fault.values),))
    return _of_workbook(book, given, part_of(reached, 0.8, 1.0))


def _of_workbook(book: Workbook, given: Given, reached: Reached) -> Sheet:
    facts = next((each.rows for each in book.sheets if _is_facts(each)), [])
    made_for = {row.cells[0]: row.cells[1] for row in facts[1:] if len(row.cells) > 1}
    shown = [each for each in book.sheets if not each.hidden and _is_filled(each.rows)]
    tables = [each for each in shown if has_figures(each.rows, replace(given, sheet=each.name))]
    if len(tables) > 1:
        named = tuple(each.name for each in tables[:_MOST_NAMED])
        return Sheet(faults=(FileFault(0, "several-tables", {"names": named}),))
    chosen = tables or shown
    if not chosen:
        return Sheet(faults=(FileFault(0, "empty", {}),))
    rows = chosen[0].rows
    of_sheet = replace(given, sheet=chosen[0].name)
    sheet = figures_of(told_on_the_way(rows, len(rows), reached), of_sheet)
    # exchange.ignored.links, exchange.ignored.macros, exchange.ignored.sheets
    notices = [Message(f"exchange.ignored.{each}") for each in book.ignored]
    others = [
        each.name
        for each in book.sheets
        if each is not chosen[0] and each.rows is not facts and _is_filled(each.rows)
    ]
    if others:
        names = tuple(others[:_MOST_NAMED])
        notices.append(Message("exchange.ignored.sheets", {"names": names}))
    notices += _hidden(chosen[0], sheet)
    known = {name: made_for.get(name, "") for name in MADE_FOR} if facts else {}
    # What a template says above its headings is ours.
    left_out = [each for each in sheet.left_out if not (facts and each.reason == "title")]
    return Sheet(sheet.lines, sheet.faults, left_out, sheet.columns, known, notices)


def _hidden(of: Worksheet, sheet: Sheet) -> list[Message]:
    """Say which figures nobody sees who looks at the sheet; they are read like the others."""
    notices = []
    rows = sorted({line.place for line in sheet.lines if line.place - 1 in of.hidden_rows})
    if rows:
        named = tuple(map(str, rows[:_MOST_NAMED]))
        notices.append(Message("exchange.hidden.rows", {"n": len(rows), "places": named}))
    letters = [letter for name, letter in sheet.columns.items() if name not in _UNSEEN_ANYHOW]
    letters += {line.letter for line in sheet.lines if line.letter}
    hidden = {column_letter(column) for each in of.hidden_columns for column in each[:MOST_COLUMNS]}
    columns = sorted(hidden.intersection(letters), key=lambda letter: (len(letter), letter))
    if columns:
        named = tuple(columns[:_MOST_NAMED])
        notices.append(Message("exchange.hidden.columns", {"n": len(columns), "places": named}))
    return notices


def _is_facts(sheet: Worksheet) -> bool:
    first = sheet.rows[:1]
    return sheet.hidden and bool(first) and first[0].cells[:1] == [TEMPLATE]


def _is_filled(rows: list[Row]) -> bool:
    return any(cell.strip() for row in rows for cell in row.cells)
