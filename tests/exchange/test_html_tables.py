"""The tables of a page as files: what is read there, and nothing that a spreadsheet would run."""

import csv
import io

from openpyxl import load_workbook

from dashboard.exchange.html_tables import page_tables, tables_as_csv, tables_as_workbook
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table

COLUMNS = [
    Column("goal", "Goal"),
    Column("done", "Completion"),
    Column("status", "State", "status"),
]
ROWS = [
    {"goal": Cell("Firms", "≥ 850"), "done": "69.5%", "status": "red"},
    {"goal": "=cmd|' /C calc'!A0", "done": "−1,234.50", "status": ("green", "On schedule")},
]
PAGE = [
    "<h2>Binzhou</h2><p>12 of 39</p>",
    goal_table(ROWS, COLUMNS, "en", title="Late: 2 of 3"),
    "<table role='presentation'><tr><td>no table of figures</td></tr></table>",
    "<h3>Due</h3><table><thead><tr><th>Year</th><th><span>Behind</span>"
    "<span class='ct-narrow'>Beh.</span><svg><text>x</text></svg></th></tr></thead>"
    "<tbody><tr><th>2020<small>over</small></th><td>8<button>why</button></td></tr>"
    "<tr><td colspan='2'>all</td></tr></tbody></table>",
    "<table><thead><tr><th>empty</th></tr></thead></table>",
]


def test_each_table_has_its_title_its_headings_and_what_is_read_in_its_cells() -> None:
    late, due = page_tables(PAGE)
    assert (late.title, late.headings) == ("Late: 2 of 3", ["Goal", "Completion", "State"])
    assert late.rows[0] == ["Firms · ≥ 850", "69.5%", "Far behind"]
    assert late.rows[1][1:] == ["−1,234.50", "On schedule"]
    assert (due.title, due.headings) == ("Due", ["Year", "Behind"])
    assert due.rows == [["2020 · over", "8"], ["all", ""]]


def test_csv_has_numbers_as_numbers_and_no_formula() -> None:
    content = tables_as_csv(page_tables(PAGE))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read == [
        ["Late: 2 of 3"],
        ["Goal", "Completion", "State"],
        ["Firms · ≥ 850", "69.5%", "Far behind"],
        ["'=cmd|' /C calc'!A0", "-1234.50", "On schedule"],
        [],
        ["Due"],
        ["Year", "Behind"],
        ["2020 · over", "8"],
        ["all", ""],
    ]


def test_a_workbook_has_a_sheet_a_table_and_numbers_that_look_as_on_the_page() -> None:
    book = load_workbook(io.BytesIO(tables_as_workbook(page_tables([*PAGE, PAGE[3]]), "en")))
    assert book.sheetnames == ["Late 2 of 3", "Due", "Due 2"]
    sheet = book["Late 2 of 3"]
    assert (sheet["B3"].value, sheet["B3"].number_format) == (0.695, "0.0%;−0.0%")
    assert (sheet["B4"].value, sheet["B4"].number_format) == (-1234.5, "#,##0.00;−#,##0.00")
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert book["Due"]["B3"].value == 8
