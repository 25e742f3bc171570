"""The data of a chart as a file: a row a point, its number plain and its unit beside it."""

import io
from collections.abc import Sequence
from html import unescape
from typing import Any

from dashboard.charts.behind import LYING, SILENT
from dashboard.charts.figure import Figure, Trace
from dashboard.exchange.csv_files import write_sheet
from dashboard.languages import say

COLUMNS = ("chart", "series", "period", "value", "unit", "written", "note", "stated")
_WIDTHS = {"chart": 32, "series": 28, "period": 20, "written": 22, "note": 40, "stated": 60}

Point = dict[str, object]


def chart_points(drawn: Figure, lang: str) -> list[Point]:
    """Return all points of a figure with the fields `COLUMNS`: what is entered, promised and derived.

    `value` is in `unit`, the display unit of the drawing, `written` as the chart says it. A series is
    called as in the chart, the two edges of a forecast by what they are.
    """
    return [point for trace in told_traces(drawn) for point in trace_points(drawn, trace, lang)]


def told_traces(drawn: Figure) -> list[Trace]:
    """Return the traces of a figure that hold figures, not words alone."""
    return [trace for trace in drawn["data"] if trace["meta"] not in SILENT]


def trace_points(drawn: Figure, trace: Trace, lang: str) -> list[Point]:
    """Return the points of one trace, as `chart_points` has them."""
    stated = drawn["layout"]["meta"]
    name = unescape(str(trace["name"]))
    if trace["meta"] == "forecast":
        edge = "high" if "fill" in trace else "low"
        # charts.file.*
        name = say(f"charts.file.{edge}", lang, name=name)
    numbers = trace["x"] if trace["meta"] in LYING else trace["y"]
    return [
        {
            "chart": stated["title"],
            "series": name,
            "period": unescape(when),
            # A goal without a year is told, but stands at no place of the drawing.
            "value": numbers[place] if place < len(numbers) else None,
            "unit": stated["unit"],
            "written": unescape(written),
            "note": unescape(note.removeprefix("<br>")).replace("<br>", " "),
            "stated": stated["stated"],
        }
        for place, (when, written, note, *_) in enumerate(trace["customdata"])
    ]


def as_csv(drawn: Figure, lang: str) -> bytes:
    """Return the points as CSV for a spreadsheet: UTF-8 with its mark, no cell ever a formula."""
    heads = _heads(lang)
    rows = [
        {heads[name]: cell for name, cell in point.items()} for point in chart_points(drawn, lang)
    ]
    return write_sheet(list(heads.values()), rows).encode("utf-8-sig")


def as_workbook(drawn: Figure, lang: str) -> bytes:
    """Return the points as a workbook (.xlsx); only values are numbers, nothing is a formula."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        sheet = book.add_worksheet(say("charts.file.sheet", lang))
        head = book.add_format({"bold": True, "bottom": 1})
        heads = _heads(lang)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(name, 12))
            sheet.write_string(0, column, heads[name], head)
        sheet.freeze_panes(1, 0)
        for line, point in enumerate(chart_points(drawn, lang), 1):
            _write(sheet, line, [point[name] for name in COLUMNS])
    return out.getvalue()


def _heads(lang: str) -> dict[str, str]:
    # charts.file.column.*
    return {name: say(f"charts.file.column.{name}", lang) for name in COLUMNS}


def _write(sheet: Any, line: int, cells: Sequence[object]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, (int, float)):
            sheet.write_number(line, column, cell)
        elif cell not in (None, ""):
            sheet.write_string(line, column, str(cell))
