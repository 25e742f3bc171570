"""All published tables in one Excel workbook, a sheet each: to be filtered and reckoned with."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, BinaryIO

from dashboard.exchange.published.tables import TABLES, Table
from dashboard.judging import Standing
from dashboard.languages import say

# What a cell holds: Excel counts in binary numbers of about fifteen decimal digits.
_DIGITS, _CHARACTERS = 15, 32_767
_WIDTH = 18


def write_published_workbook(
    standing: Standing, lang: str, file: BinaryIO, told: Callable[[str], None] = lambda _: None
) -> None:
    """Write all tables; `told` is called with each one's name.

    A number that Excel would round stands as text, to the digit; nothing is a formula.
    """
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": say("exchange.data.title", lang, day=standing.on)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for table in TABLES:
            told(table.name)
            _sheet(book, table, standing, lang, head)


def _sheet(book: Any, table: Table, standing: Standing, lang: str, head: Any) -> None:
    # exchange.data.table.*
    sheet = book.add_worksheet(say(f"exchange.data.table.{table.name}", lang)[:31])
    sheet.set_column(0, len(table.columns) - 1, _WIDTH)
    sheet.freeze_panes(1, len(table.key))
    for place, column in enumerate(table.columns):
        title = column.title(lang)
        sheet.write_string(0, place, title, head)
    last = 0
    for last, row in enumerate(table.rows(standing, lang), start=1):
        for place, column in enumerate(table.columns):
            _cell(sheet, last, place, row[column.name], column.type == "number")
    sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _cell(sheet: Any, row: int, place: int, cell: Any, number: bool) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, int) or (number and _is_exact(cell)):
        sheet.write_number(row, place, float(cell))
    else:
        text = "、".join(map(str, cell)) if isinstance(cell, list) else str(cell)
        sheet.write_string(row, place, text[:_CHARACTERS])


def _is_exact(text: str) -> bool:
    return len(Decimal(text).normalize().as_tuple().digits) <= _DIGITS
