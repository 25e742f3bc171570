"""Rows of cells -> figures: the headings, the unit, and what is no figure."""

from pathlib import Path

import pytest

from dashboard.exchange.csv_files import read_sheet
from dashboard.exchange.figure_sheets import HEADING_ROWS, MOST_COLUMNS, MOST_ROWS
from dashboard.exchange.headings import Given, Names
from dashboard.exchange.sheets import Sheet, column_letter
from dashboard.register import load_register

HEAD = "地区,对象,指标,时期,数值,备注"
ROW = "滨州市,高端铝业,营业收入,2025,4711,年报"


def read(*lines: str) -> Sheet:
    return read_sheet("\n".join(lines).encode())


def left_out(sheet: Sheet) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in sheet.left_out]


def test_the_heading_row_is_sought_below_titles_and_its_unit_holds_for_bare_numbers() -> None:
    sheet = read("滨州市产业集群数据,,,,,", ",,,,,", "地区,对象,指标,时期,数值（亿元）,备注", ROW)
    assert not sheet.faults
    assert [(line.number, line.place, line.unit) for line in sheet.lines] == [(4, 4, "亿元")]
    assert left_out(sheet) == [(1, "title")]
    assert sheet.address("value", 4) == "E4"


def test_the_unit_is_also_said_above_the_table_or_in_a_column_of_its_own() -> None:
    above = read("2025年营业收入", "单位：万元", HEAD, ROW)
    assert [line.unit for line in above.lines] == ["万元"]
    own = read(f"{HEAD},单位", f"{ROW},亿元", f"{ROW},")
    assert [line.unit for line in own.lines] == ["亿元", None]
    assert [line.unit for line in read(HEAD, ROW).lines] == [None]


def test_a_cell_without_a_heading_is_refused_and_running_numbers_are_not_read() -> None:
    sheet = read(f"序号,{HEAD},,", f"1,{ROW},,", f"2,{ROW},,9")
    assert [line.number for line in sheet.lines] == [2]
    assert [(f.line, f.code, f.cell) for f in sheet.faults] == [(3, "no-heading", "I3")]


def test_headings_below_the_first_rows_are_not_found() -> None:
    title = ["第几行,,,,,"] * (HEADING_ROWS - 1)
    assert read(*title, HEAD, ROW).lines
    assert [f.text("zh") for f in read(*title, "一行,,,,,", HEAD, ROW).faults] == [
        "前 20 行里没有找到表头；需要的列有：地区、对象、指标、时期、数值、备注。可以先下载模板填写。"
    ]


def test_a_missing_column_is_called_as_its_heading_is() -> None:
    (fault,) = read("地区,对象,时期,数值", "滨州市,高端铝业,2025,4711").faults
    assert fault.text("zh") == (
        "第 1 行：缺少列“指标”；需要的列有：地区、对象、指标、时期、数值、备注。"
    )


def test_a_column_of_sums_is_left_out_by_name() -> None:
    sheet = read(f"{HEAD},合计", f"{ROW},9000")
    assert [line.cells["value"] for line in sheet.lines] == ["4711"]
    assert left_out(sheet) == [(1, "sum-column")]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff\ufeffregion,subject,indicator,period,value,note\nr,s,i,2025,1亿,n",
        "region\u200b,subject,indicator,period,value,note\nr,s,i,2025,1亿,n",
        "\xa0地区\xa0,对象 ,指标\u3000,时期,数值,备注\nr,s,i,2025,1亿,n",
        "ｒｅｇｉｏｎ,subject,indicator,period,value,note\nr,s,i,2025,1亿,n",
        "Region,SUBJECT,Indicator,Period,Value（亿元）,note\nr,s,i,2025,1亿,n",
    ],
    ids=["second-mark", "zero-width-space", "no-break-space", "full-width", "capitals"],
)
def test_headings_are_read_as_they_are_seen(content: str) -> None:
    sheet = read_sheet(content.encode())
    assert not sheet.faults
    assert sheet.lines[0].cells["region"] == "r"


def test_an_unknown_heading_with_unusual_signs_names_their_code_points() -> None:
    sheet = read("region,subject,indicator,period,v\u0430lue,note", ROW)
    said = [fault.text("zh") for fault in sheet.faults if fault.code == "column-unknown"]
    assert said == [
        "第 1 行（E1）：不认识列“v\u0430lue”（其中有不常见的字符 U+0430）；请改成认得的列名，或删去这一列。"
    ]


def test_sums_blank_rows_remarks_and_repeated_headings_are_left_out_by_name() -> None:
    sheet = read(
        HEAD, ROW, ",,,,,", "合 计,,,,7800,", "滨州市,六个集群小计,营业收入,2025,7800,", "", HEAD, ROW,
        "Total,,,,1,", "注：年报数。,,,,,", "填报人：王某,,,,,", ",,,,,", "",
    )  # fmt: skip
    assert not sheet.faults
    assert [line.number for line in sheet.lines] == [2, 8]
    assert left_out(sheet) == [
        (3, "blank"), (4, "sum"), (5, "sum"), (6, "blank"), (7, "heading"), (9, "sum"), (10, "remark"),
        (11, "remark"),
    ]  # fmt: skip
    # A cluster that is only called after a sum is a cluster.
    assert read(HEAD, ROW.replace("高端铝业", "合计算力")).lines


def test_a_row_is_counted_as_a_spreadsheet_counts_it() -> None:
    sheet = read(HEAD, '滨州市,高端铝业,营业收入,2025,4711,"两\n行"', ROW)
    assert [(line.number, line.place) for line in sheet.lines] == [(2, 2), (4, 3)]


def test_the_letters_of_columns_go_on_after_z() -> None:
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_what_no_office_made_is_refused_at_once() -> None:
    wide = read_sheet(b"," * 1_000_000)
    assert [fault.code for fault in wide.faults] == ["columns"]
    assert str(MOST_COLUMNS) in wide.faults[0].text("en")
    row = read(HEAD, ROW, "x" + "," * 1_000_000, ROW)
    assert [(fault.line, fault.code) for fault in row.faults] == [(3, "columns")]
    assert [f.code for f in read_sheet(b"\n" * 20_000_000).faults] == ["lines"]
    assert [f.code for f in read_sheet(b"\r" * 20_000_000).faults] == ["lines"]
    long = read(HEAD, *[ROW] * (MOST_ROWS + 1))
    assert [(fault.line, fault.code) for fault in long.faults] == [(MOST_ROWS + 2, "rows")]


def test_what_stands_beside_a_figure_is_one_where_the_register_calls_an_indicator_so() -> None:
    kinds = Path(__file__).parents[1] / "register" / "kinds"
    given = Given(names=Names(load_register(kinds / "targets", kinds / "seeds")))
    rows = (
        "海东市,海东市,增速,2025,5%,",
        "haidong,haidong,share,2025,31%,",
        "海东市,海东市,同比,2025,6%,",
    )
    sheet = read_sheet("\n".join((HEAD, *rows)).encode(), given)
    assert [line.cells["indicator"] for line in sheet.lines] == ["增速", "share"]
    assert left_out(sheet) == [(4, "row-beside")]
