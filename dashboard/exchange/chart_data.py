"""The data of a chart as a file: a row a point, its number plain and its unit beside it."""

from html import unescape

from dashboard.charts.behind import LYING, SILENT
from dashboard.charts.figure import Figure, Trace
from dashboard.exchange.csv_files import write_sheet
from dashboard.exchange.list_workbooks import list_workbook
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
    return list_workbook(_heads(lang), chart_points(drawn, lang), _WIDTHS, lang)


def _heads(lang: str) -> dict[str, str]:
    # charts.file.column.*
    return {name: say(f"charts.file.column.{name}", lang) for name in COLUMNS}
