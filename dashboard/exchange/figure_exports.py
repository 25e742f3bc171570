"""Figures as they are given out: as a CSV file or a workbook that a spreadsheet cannot spoil.

An amount stands in the unit in which people read it, 亿元 or %, with the unit in a column of its own
and the exact value as text in another; the id of a figure is a text that no program takes for a date
or a number. Opened, saved and imported again, nothing has changed.
"""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dashboard.actuals.entering.entries import figure_id
from dashboard.actuals.typed import plain_text
from dashboard.languages import PRINTED
from dashboard.wording.entry_units import ENTRY_UNITS, in_entry_unit

if TYPE_CHECKING:
    from dashboard.register import Catalogue

EXPORTED = (
    "region", "subject", "indicator", "period", "value", "unit", "exact", "note", "evidence",
    "author", "at", "vintage", "revision", "id",
)  # fmt: skip
_WIDTHS = {"subject": 24, "indicator": 24, "value": 16, "exact": 26, "note": 30, "at": 32, "id": 52}
# What a spreadsheet keeps of a number.
_MOST_EXACT = 15


def exported_rows(
    figures: Sequence[Mapping[str, object]], catalogue: "Catalogue"
) -> list[dict[str, object]]:
    """Return figures with the fields `EXPORTED`; each has `value` as exact text in the base unit."""
    units = {str(row["id"]): str(row["unit"]) for row in catalogue.rows("indicators")}
    words = {
        str(row["id"]): str(row[f"name_{PRINTED}"] or row["id"])
        for row in catalogue.rows("measurement_units")
    }
    return [_row(each, units, words) for each in figures]


def to_workbook(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Write rows of `exported_rows` as a workbook (.xlsx); only values are numbers."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        sheet = book.add_worksheet("figures")
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for column, name in enumerate(EXPORTED):
            sheet.set_column(column, column, _WIDTHS.get(name, 14))
            sheet.write_string(0, column, name, head)
        sheet.freeze_panes(1, 0)
        for place, row in enumerate(rows, 1):
            for column, name in enumerate(EXPORTED):
                cell = "" if row[name] is None else str(row[name])
                if name == "value" and 0 < len(cell.strip("-").replace(".", "")) <= _MOST_EXACT:
                    sheet.write_number(place, column, float(cell))
                else:
                    sheet.write_string(place, column, cell, text)
    return out.getvalue()


def _row(
    figure: Mapping[str, object], units: Mapping[str, str], words: Mapping[str, str]
) -> dict[str, object]:
    key = (
        str(figure["region"]), str(figure["subject"]), str(figure["indicator"]), str(figure["period"]),
    )  # fmt: skip
    unit = units.get(key[2], "")
    shown = ENTRY_UNITS.get(unit) or unit
    value, exact = figure["value"], ""
    if value is not None:
        exact = f"{value} {words.get(unit, unit)}".strip()
        value = plain_text(in_entry_unit(str(value), unit))
    known = {name: figure.get(name) for name in EXPORTED}
    return known | {"value": value, "unit": shown, "exact": exact, "id": figure_id(key)}
