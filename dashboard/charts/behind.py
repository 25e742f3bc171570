"""The table behind a figure: the same numbers for reading, screen readers and copying."""

from html import unescape

from dashboard.charts.figure import Figure
from dashboard.charts.markup import root, text
from dashboard.languages import say

# Traces that only carry words or an edge; their numbers stand in another trace.
_SILENT = ("name", "words")


def table_behind(drawn: Figure, lang: str) -> tuple[list[str], list[list[str]]]:
    """Return (columns, rows) of all points of a figure as raw texts.

    Columns: series, period or name, figure, wording. A band, drawn as two edges, is listed once.
    """
    columns = [say(f"charts.behind.{key}", lang) for key in ("series", "when", "figure", "note")]
    rows: list[list[str]] = []
    for trace in drawn["data"]:
        if trace["meta"] in _SILENT or (trace["meta"] == "forecast" and "fill" not in trace):
            continue
        named = unescape(trace["name"]) or say("charts.behind.status", lang)
        for when, much, note in trace["customdata"]:
            row = [named, unescape(when), unescape(much), unescape(note.removeprefix("<br>"))]
            if row not in rows:
                rows.append(row)
    return columns, rows


def table_behind_html(drawn: Figure, lang: str) -> str:
    """Return the table under a fold."""
    columns, rows = table_behind(drawn, lang)
    heads = "".join(f'<th scope="col">{text(column)}</th>' for column in columns)
    kinds = ("", "", ' class="ct-kind-number"', ' class="ct-kind-muted"')
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{kind} data-label="{text(column)}"><span>{text(cell)}</span></td>'
            for column, kind, cell in zip(columns, kinds, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    table = f'<table class="ct-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    fold = f"<summary>{text(say('charts.behind.open', lang, n=len(rows)))}</summary>"
    return root(f'<details class="ct-behind">{fold}<div class="ct-scroll">{table}</div></details>')
