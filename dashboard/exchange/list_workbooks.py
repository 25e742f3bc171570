"""A list as a workbook: a sheet with its headings, numbers where they are exact, nothing a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dashboard.languages import say

# A spreadsheet keeps so many digits of a number; what has more stands as a text.
_DIGITS = 15
_WIDTH = 12


def list_workbook(
    heads: Mapping[str, str],
    rows: Iterable[Mapping[str, object]],
    widths: Mapping[str, int],
    lang: str,
) -> bytes:
    """Return rows as a workbook (.xlsx), one sheet; `heads` are the columns by name, in their order.

    Whole numbers, floats and decimals are numbers there, as far as no digit is lost.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        sheet = book.add_worksheet(say("charts.file.sheet", lang))
        head = book.add_format({"bold": True, "bottom": 1})
        for column, (name, text) in enumerate(heads.items()):
            sheet.set_column(column, column, widths.get(name, _WIDTH))
            sheet.write_string(0, column, text, head)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, 1):
            write_cells(sheet, line, [row[name] for name in heads])
    return out.getvalue()


def write_cells(sheet: Any, line: int, cells: Sequence[object]) -> None:
    """Write the cells of one line of a worksheet; an empty one is left out."""
    for column, cell in enumerate(cells):
        if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _DIGITS:
            sheet.write_number(line, column, float(cell))
        elif isinstance(cell, (int, float)):
            sheet.write_number(line, column, cell)
        elif cell not in (None, ""):
            sheet.write_string(line, column, str(cell))
