"""The table behind a figure: the same numbers for reading, screen readers and copying."""

from dataclasses import dataclass, field
from html import unescape

from dashboard.charts.figure import Figure
from dashboard.wording.charts import found, in_a_row, series_name, table_columns
from dashboard.wording.scales import without_unit

# Traces that only carry words; their numbers stand in another trace.
SILENT = ("name", "words")
# Bars lie on their side there: a row is a name, and the highest stands first.
LYING = ("value", "tick", "status")


# Which column comes first: what is entered and what is promised, before what is derived from them.
_FIRST = ("current", "actual", "judged", "goal", "stretch", "milestone")

# What a figure is looked at for: where it stands, and where it is to come.
_FOUND = ("current", "actual", "value", "floor", "goal", "stretch")


@dataclass(slots=True)
class _Row:
    named: str
    order: float
    cells: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def table_behind(drawn: Figure, lang: str) -> tuple[list[str], list[list[str]]]:
    """Return (columns, rows) of a figure as raw texts: a row per period or name, a column per series.

    The first column names the row, the last has wordings and notes where there are any. The unit,
    which `layout.meta` names, is left out of the cells. A band, drawn as two edges, is one column.
    """
    shown = [
        trace
        for trace in drawn["data"]
        if trace["meta"] not in SILENT and (trace["meta"] != "forecast" or "fill" in trace)
    ]
    shown.sort(key=lambda one: _FIRST.index(one["meta"]) if one["meta"] in _FIRST else len(_FIRST))
    unit = str(drawn["layout"]["meta"]["unit"])
    rows: dict[str, _Row] = {}
    for column, trace in enumerate(shown):
        places = [-y for y in trace["y"]] if trace["meta"] in LYING else trace["x"]
        # A goal without a year, or a line across all, has no place among the periods.
        across = trace["meta"] in ("goal", "floor", "stretch") and trace.get("mode") == "lines"
        for n, (when, much, note, *named) in enumerate(trace["customdata"]):
            name = unescape(named[0] if named else when)
            order = float("inf") if across or n >= len(places) else float(places[n])
            row = rows.setdefault(name, _Row(name, order))
            row.order = min(row.order, order)
            row.cells[column] = without_unit(unescape(much), unit)
            told = unescape(note.removeprefix("<br>"))
            if told and told not in row.notes:
                row.notes.append(told)
    ordered = sorted(rows.values(), key=lambda row: row.order)
    names = [unescape(trace["name"]) or series_name("status", lang) for trace in shown]
    cells = [[row.named, *(row.cells.get(n, "") for n in range(len(shown)))] for row in ordered]
    noted = any(row.notes for row in ordered)
    if noted:
        cells = [
            [*line, in_a_row(row.notes, lang)] for line, row in zip(cells, ordered, strict=True)
        ]
    return table_columns(names, lang, noted=noted), cells


def finding(drawn: Figure, lang: str) -> str:
    """Return what a figure shows in one line: its last values and its goals, with their unit.

    For a screen reader, which is told of a drawing by its name.
    """
    said = []
    for role in _FOUND:
        for trace in (one for one in drawn["data"] if one["meta"] == role and one["customdata"]):
            when, much, *_ = trace["customdata"][-1]
            said.append(found(unescape(trace["name"]), unescape(when), unescape(much), lang))
    return in_a_row(said, lang)
