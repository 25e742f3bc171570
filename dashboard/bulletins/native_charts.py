"""The laggards' charts in a workbook: their points in cells, and charts over them that can be edited."""

from collections.abc import Mapping
from typing import Any

from dashboard.charts.behind import LYING
from dashboard.charts.figure import Figure, Trace, painted
from dashboard.exchange.chart_data import told_traces, trace_points
from dashboard.languages import say
from dashboard.views.look import tokens

WIDTHS = (34, 18, 9, 13)
_COLUMNS = ("series", "period", "place", "value")
# The chart stands beside its points, this many rows high (each of 20 px).
_CHART_COLUMN, _CHART_ROWS, _CHART_WIDTH = 5, 20, 640
_DASHES = {"dash": "dash", "dot": "round_dot", "longdashdot": "long_dash_dot"}
_MARKS = {
    "circle": "circle", "diamond": "diamond", "square": "square", "triangle-up": "triangle",
    "x-thin": "x", "line-ns": "long_dash",
}  # fmt: skip


def is_of_lines(drawn: Figure) -> bool:
    """Tell whether a figure is of lines and marks over years or months, as a native chart can be."""
    return not any(trace["meta"] in LYING or trace["type"] != "scatter" for trace in drawn["data"])


def write_chart(
    book: Any, sheet: Any, row: int, drawn: Figure, lang: str, looks: Mapping[str, Any]
) -> int:
    """Write a figure's points from a row on with its chart beside them; return the row after both."""
    told = painted(drawn, "light")
    stated, axis = told["layout"]["meta"], told["layout"]["xaxis"]
    sheet.write_string(row, 0, stated["title"], looks["subtitle"])
    sheet.write_string(row + 1, 0, stated["stated"], looks["date"])
    for place, name in enumerate(_COLUMNS):
        look = looks["head" if place < 2 else "number-head"]
        # bulletin.column.*
        sheet.write_string(row + 2, place, say(f"bulletin.column.{name}", lang), look)
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    title, at = sheet.get_name().replace("'", "''"), row + 3
    for trace in told_traces(told):
        first = at
        points = trace_points(told, trace, lang)
        for point, place in zip(points, trace["x"], strict=False):
            if point["value"] is None:
                continue
            sheet.write_string(at, 0, str(point["series"]), looks["text"])
            sheet.write_string(at, 1, str(point["period"]), looks["text"])
            sheet.write_number(at, 2, round(place, 2), looks["place"])
            # A spreadsheet writes the point of a format also where no decimal follows.
            code = "#,##0" if float(str(point["value"])).is_integer() else "#,##0.00"
            sheet.write_number(at, 3, point["value"], looks["as"](code))
            at += 1
        if at > first:
            ends = f"${first + 1}:$%s${at}"
            across, up = (f"='{title}'!${name}{ends % name}" for name in "CD")
            named = {"name": str(points[0]["series"]), "categories": across, "values": up}
            chart.add_series(named | _look(trace))
    ink, (low, high) = tokens("light"), axis["range"]
    small = {"size": 9, "color": ink["path"], "bold": False}
    years = high > 1000  # else the months of one year
    chart.set_title({"name": stated["title"], "name_font": {"size": 11, "color": ink["ink"]}})
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_x_axis(
        {"min": int(low), "max": int(high + 1), "major_unit": 1, "num_format": "0",
         "num_font": small, "name_font": small, "major_gridlines": {"visible": False},
         "name": "" if years else axis["title"]["text"]}
    )  # fmt: skip
    lines = {"visible": True, "line": {"color": ink["line"]}}
    chart.set_y_axis(
        {"name": stated["unit"], "num_font": small, "name_font": small, "major_gridlines": lines}
    )
    chart.set_size({"width": _CHART_WIDTH, "height": 20 * _CHART_ROWS})
    sheet.insert_chart(row + 2, _CHART_COLUMN, chart)
    return int(max(at, row + 2 + _CHART_ROWS)) + 2


def _look(trace: Trace) -> dict[str, Any]:
    """Return a series' line and marks as on the page; the edges of a forecast as thin lines."""
    modes = trace["mode"].split("+")
    line: dict[str, Any] = {"none": True}
    if "lines" in modes:
        look = trace["line"]
        width = look["width"] or 0.75
        line = {"color": look["color"][:7], "width": width * 0.75}
        dash = _DASHES.get(look.get("dash", ""))
        if dash:
            line["dash_type"] = dash
    marker: dict[str, Any] = {"type": "none"}
    if "markers" in modes:
        given = trace["marker"]
        symbol, colour = _first(given.get("symbol", "circle")), _first(given["color"])[:7]
        hollow = symbol.endswith("-open")
        marker = {
            "type": _MARKS[symbol.removesuffix("-open")],
            # On a line every figure has one, and they stand close.
            "size": 4 if "lines" in modes else min(round(_first(given["size"]) * 0.7), 10),
            "fill": {"none": True} if hollow else {"color": colour},
            "border": {"color": colour},
        }
    return {"line": line, "marker": marker}


def _first(given: Any) -> Any:
    return given[0] if isinstance(given, list) else given
