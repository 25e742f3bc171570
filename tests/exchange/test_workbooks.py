"""Workbooks as programs and people make them -> the figures that a person sees in them."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.exchange.figure_files import read_figures
from dashboard.exchange.headings import Given, Names, period_in
from dashboard.exchange.sheets import Sheet
from dashboard.register import load_register
from dashboard.settings import Settings

HEAD = ("地区", "集群", "指标", "时期", "数值", "备注")
ROW = ("滨州市", "高端铝业", "营业收入", "2025")


def by_openpyxl(fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    fill(book.active)  # type: ignore[arg-type]  # a new book begins with a worksheet
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter(fill: Callable[[Any, Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("表一"))
    return out.getvalue()


def values(sheet: Sheet) -> list[str]:
    assert [fault.text("en") for fault in sheet.faults] == []
    return [line.cells["value"] for line in sheet.lines]


def codes(content: bytes, given: Given | None = None) -> list[str]:
    return [fault.code for fault in read_figures(content, given or Given()).faults]


@pytest.mark.parametrize(
    ("number", "shown", "read"),
    [
        (0.12, "0%", "12%"),
        (0.005, "0.00%", "0.5%"),
        (4711.5, "General", "4711.5"),
        (4711.5, '#,##0.00"亿元"', "4711.5亿元"),
        (1234, "#,##0", "1234"),
        (51234, "[$$-409]#,##0", "$51234"),
        (0.1 + 0.2, "General", "0.3"),
        (10**15 + 1, "0", "1000000000000001"),
        (1 / 3, "0.00", "0.3333333333"),
        (12, '0.00" %"', "12%"),
        (1e30, "General", "1" + "0" * 30),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_cell_shows_it(number: float, shown: str, read: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEAD)
        sheet.append([*ROW, number])
        sheet["E2"].number_format = shown

    assert values(read_figures(by_openpyxl(fill))) == [read]


@pytest.mark.parametrize("shown", ["#,##0,", '0!.0,"万"', '0.00,,"百万"'])
def test_a_number_that_its_format_shortens_is_asked_about(shown: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEAD)
        sheet.append([*ROW, 51234])
        sheet["E2"].number_format = shown

    (fault,) = read_figures(by_openpyxl(fill)).faults
    assert (fault.code, fault.cell) == ("cell-shortened", "E2")


def test_a_month_that_a_program_keeps_as_a_day_stays_a_question() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEAD)
        sheet.append([*ROW[:3], date(2026, 6, 15), 5])
        sheet["D2"].number_format = 'yyyy"年"m"月"'
        sheet.append([*ROW[:3], date(2026, 6, 30), 5])
        sheet["D3"].number_format = "yyyy-mm-dd"

    periods = [line.cells["period"] for line in read_figures(by_openpyxl(fill)).lines]
    # The first of a month is what the door asks about.
    assert periods == ["2026-06-01", "2026-06-30"]


def test_formulas_give_what_was_saved_with_them_or_are_named() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 4, "=2000+2711.5", None, 4711.5)
        sheet.write_row(2, 0, ROW)
        sheet.write_formula(2, 4, "=1/0", None, "#DIV/0!")

    sheet = read_figures(by_xlsxwriter(fill))
    assert sheet.lines[0].cells["value"] == "4711.5"
    assert [(fault.code, fault.cell) for fault in sheet.faults] == [("cell-error", "E3")]

    def unsaved(sheet: Worksheet) -> None:
        sheet.append(HEAD)
        sheet.append([*ROW, "=1+1"])

    assert codes(by_openpyxl(unsaved)) == ["cell-formula"]


def test_an_office_layout_of_wps_is_read() -> None:
    """A title over all columns, its unit, a region merged down, a blank row, sums, who filled it in."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "滨州市产业集群营业收入统计表"
        sheet.merge_cells("A1:F1")
        sheet["A2"], sheet["E2"] = "填报单位：滨州市工信局", "单位：亿元"
        for column, text in enumerate(HEAD, 1):
            sheet.cell(3, column, text)
        sheet["A4"] = "滨州市"
        sheet.merge_cells("A4:A5")
        for row, name, value in ((4, "高端铝业", "４，７１１．５"), (5, "精细化工", 2240)):
            sheet.cell(row, 2, name)
            sheet.cell(row, 3, "营业收入")
            sheet.cell(row, 4, "2025年")
            sheet.cell(row, 5, value)
        sheet["A7"], sheet["E7"] = "合  计", 6951.5
        sheet["A8"] = "填报人：王某　　审核人：李某"
        sheet.merge_cells("A8:F8")

    sheet = read_figures(by_openpyxl(fill))
    assert values(sheet) == ["４，７１１．５", "2240"]
    assert [(line.cells["region"], line.unit) for line in sheet.lines] == [("滨州市", "亿元")] * 2
    assert [(each.place, each.reason) for each in sheet.left_out] == [
        (1, "title"), (2, "title"), (6, "blank"), (7, "sum"), (8, "remark"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def given(compiled: Path) -> Given:
    settings = Settings.from_environment(cache=compiled)
    register = load_register(settings.register, settings.seeds, settings.cache)
    return Given(names=Names(register))


def test_a_wide_table_has_a_figure_in_every_cell(given: Given) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["滨州市产业集群营业收入（亿元）"])
        sheet.append(["集群", "2024年", "2025年", "2026年1-9月"])
        sheet.append(["高端铝业", 4500, 4711.5, None])
        sheet.append(["合计", 4500, 4711.5, None])

    sheet = read_figures(by_openpyxl(fill), given)
    assert values(sheet) == ["4500", "4711.5", ""]
    line = sheet.lines[1]
    assert (line.cells["region"], line.cells["indicator"], line.cells["period"]) == (
        "binzhou", "revenue", "2025年",
    )  # fmt: skip
    assert (line.unit, f"{line.letter}{line.place}") == ("亿元", "C3")
    assert [each.reason for each in sheet.left_out] == ["title", "sum"]


def test_a_wide_table_may_stand_the_other_way_round(given: Given) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["滨州市营业收入", None, "单位：亿元"])
        sheet.append(["时期", "高端铝业", "精细化工"])
        sheet.append(["2024年", 4500, 2000])

    sheet = read_figures(by_openpyxl(fill), given)
    assert values(sheet) == ["4500", "2000"]
    assert [line.cells["subject"] for line in sheet.lines] == ["高端铝业", "精细化工"]
    assert [line.letter for line in sheet.lines] == ["B", "C"]


def test_a_table_may_have_a_column_for_each_indicator_and_its_period_in_the_title(
    given: Given,
) -> None:
    def of_one_line(sheet: Worksheet) -> None:
        sheet.append(["滨州市2026年1—9月产业集群运行情况"])
        sheet.append(["单位：万元", None, "2026年10月8日填报"])
        # A short name is spread over the width of its cell.
        sheet.append(["序　号", "集 群 名 称", "营 业 收 入", "备　注"])
        sheet.append([1, "高 端 铝 业", 41_000_000, "快报"])
        sheet.append([None, "合　计", 41_000_000, None])

    def of_two_lines(sheet: Worksheet) -> None:
        sheet.append(["滨州市2026年1-9月产业集群运行情况"])
        sheet.append(["集群名称", "营业收入（万元）"])
        sheet.append([None, "本月累计"])
        sheet.append(["高端铝业", 41_000_000])
        sheet.merge_cells("A2:A3")

    for fill in (of_one_line, of_two_lines):
        sheet = read_figures(by_openpyxl(fill), given)
        assert list(sheet.faults) == []
        (line,) = sheet.lines
        found = [line.cells[name] for name in ("region", "indicator", "period", "value")]
        found[2] = found[2].replace("—", "-")
        assert found == ["binzhou", "revenue", "2026年1-9月", "41000000"]
        assert line.unit == "万元"

    def of_a_month(sheet: Worksheet) -> None:
        of_two_lines(sheet)
        sheet["C2"], sheet["C3"] = "营业收入（万元）", "本月"
        sheet["C4"] = 5_000_000

    # A month alone is not taken for the running total, nor a day of filling in for the period.
    sheet = read_figures(by_openpyxl(of_a_month), given)
    assert [line.cells["value"] for line in sheet.lines] == ["41000000"]
    assert [one.text for one in sheet.left_out if one.reason == "column-beside"] == ["本月"]


def test_the_usual_monthly_table_is_read_for_its_running_totals_alone(given: Given) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["滨州市2026年9月产业集群主要指标"])
        sheet.append(["集群", "营业收入（亿元）", None, None, None])
        sheet.append([None, "本月", "累计", "同比±%", "占比（%）"])
        sheet.append(["高端铝业", 500, 4100, 12.5, 40])
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:E2")

    sheet = read_figures(by_openpyxl(fill), given)
    assert list(sheet.faults) == []
    assert [(line.cells["period"], line.cells["value"]) for line in sheet.lines] == [
        ("2026年1-9月", "4100")
    ]
    assert [one.text for one in sheet.left_out if one.reason == "column-beside"] == [
        "本月", "同比±%", "占比(%)",
    ]  # fmt: skip


def figures(sheet: Sheet) -> list[tuple[str, str, str, str | None]]:
    return [
        (line.cells["subject"], line.cells["period"], line.cells["value"], line.unit)
        for line in sheet.lines
    ]


def test_what_was_planned_or_reached_in_another_year_is_never_taken_for_the_actual(
    given: Given,
) -> None:
    title = "滨州市产业集群营业收入（2026年1-9月）"
    for heads, beside in (
        (["目标", "实际", "完成率%"], ["目标", "完成率%"]),
        (["计划数", "完成数", "增长"], ["计划数", "增长"]),
        (["全年任务", "完成", "全市位次"], ["全年任务", "全市位次"]),
        (["上年同期", "本期", "同比±%"], ["同比±%"]),
        (["2025年目标", "数值", "比上年增长"], ["2025年目标", "比上年增长"]),
        (["营业收入目标", "营业收入", "营业收入增速%"], ["营业收入目标", "营业收入增速%"]),
    ):
        sheet = read_figures(
            by_openpyxl(
                lambda sheet, heads=heads: [
                    sheet.append(row)
                    for row in (
                        [title],
                        ["单位：亿元"],
                        ["集群", *heads],
                        ["高端铝业", 5000, 3710, 5],
                    )
                ]
            ),
            given,
        )
        assert (list(sheet.faults), figures(sheet)) == (
            [], [("高端铝业", "2026年1-9月", "3710", "亿元")],
        ), heads  # fmt: skip
        assert [one.text for one in sheet.left_out if one.reason == "column-beside"] == beside


def test_the_running_total_of_a_month_in_the_title_is_the_one_figure_of_its_table(
    given: Given,
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["滨州市2026年9月产业集群营业收入"])
        sheet.append(["集群", "本月", "本年累计", "上年累计", "累计同比(%)"])
        sheet.append([None, "亿元", "亿元", "亿元", "%"])
        sheet.append(["高端铝业", 400, 3710, 3500, 6])
        sheet.append(["同比", 5, 6, 7, None])
        sheet.merge_cells("A2:A3")

    sheet = read_figures(by_openpyxl(fill), given)
    assert list(sheet.faults) == []
    assert figures(sheet) == [("高端铝业", "2026年1-9月", "3710", "亿元")]
    assert [(each.place, each.reason) for each in sheet.left_out] == [
        (1, "title"), (2, "column-beside"), (2, "column-beside"), (2, "column-beside"),
        (3, "units"), (5, "row-beside"),
    ]  # fmt: skip


def test_a_table_of_growth_or_of_targets_is_not_one_of_the_indicator_in_its_title(
    given: Given,
) -> None:
    def of(title: str) -> Sheet:
        rows = ([title], ["集群", "2026年1-8月", "2026年1-9月"], ["高端铝业", 5.1, 5.2])
        return read_figures(by_openpyxl(lambda sheet: [sheet.append(row) for row in rows]), given)

    for title in (
        "滨州市产业集群营业收入增速", "滨州市营业收入目标", "滨州市营业收入占比", "Binzhou operating revenue targets",
    ):  # fmt: skip
        (fault,) = of(title).faults
        assert (fault.code, "指标" in fault.text("zh")) == ("column-missing", True), title
    # What the register has is found: its growth by its own name, the actuals of 目标完成情况.
    for title, indicator in (
        ("营业收入同比增长情况", "revenue-growth"),
        ("营业收入目标完成情况", "revenue"),
    ):
        assert {line.cells["indicator"] for line in of(f"滨州市{title}").lines} == {indicator}


def test_a_period_may_have_its_unit_behind_it_and_the_sheet_be_called_like_the_region(
    given: Given,
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.title = "滨州市"
        sheet.append(["产业集群营业收入"])
        sheet.append(["集群", "2025年（万元）", "2026年9月（累计）", "2026年8月累计"])
        sheet.append(["高端铝业", 47_110_000, 371, 330])

    sheet = read_figures(by_openpyxl(fill), given)
    assert list(sheet.faults) == []
    assert [line.cells["region"] for line in sheet.lines] == ["binzhou"] * 3
    assert figures(sheet) == [
        ("高端铝业", "2025年", "47110000", "万元"), ("高端铝业", "2026年1-9月", "371", None),
        ("高端铝业", "2026年1-8月", "330", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heads",
    [
        ("营业收入2025年1-9月（亿元）", "营业收入2026年1-9月（亿元）"),
        ("2025年1-9月营业收入（亿元）", "2026年1-9月营业收入（亿元）"),
        ("营业收入（2025年1—9月）（亿元）", "营业收入（亿元）（2026年1—9月）"),
    ],
)
def test_a_heading_may_hold_what_is_measured_and_when(heads: tuple[str, str], given: Given) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["滨州市产业集群主要指标"])
        sheet.append(["集群", *heads, "同比"])
        sheet.append(["高端铝业", 3000, 3300, "10%"])

    sheet = read_figures(by_openpyxl(fill), given)
    assert list(sheet.faults) == []
    assert [
        (line.cells["indicator"], line.cells["period"].replace("—", "-"), line.cells["value"], line.unit)
        for line in sheet.lines
    ] == [
        ("revenue", "2025年1-9月", "3000", "亿元"),
        ("revenue", "2026年1-9月", "3300", "亿元"),
    ]  # fmt: skip
    for title in (
        "2025年目标完成情况",
        "较2025年增长情况",
        "以2025年为基期的增加额",
        "到2027年",
        "2025年计划",
    ):
        assert period_in(f"滨州市营业收入{title}") == ""
    assert period_in("2026年1-9月目标完成情况") == "2026年1-9月"
    assert period_in("2026年10月8日填报") == period_in("2026年产业集群情况（9月）") == ""


def test_the_corner_of_a_wide_table_may_be_blank_or_say_what_is_measured(given: Given) -> None:
    def months_down(sheet: Worksheet) -> None:
        sheet.append(["滨州市"])
        sheet.append(["营业收入（亿元）", "高端铝业", "精细化工"])
        sheet.append(["2026年1-8月", 3600, 1900])

    def months_across(sheet: Worksheet) -> None:
        sheet.append(["滨州市营业收入（亿元）"])
        sheet.append([None, "2026年1-7月", "2026年1-8月", "合计"])
        sheet.append(["高端铝业", 3600, 1900, 5500])

    for fill in (months_down, months_across):
        sheet = read_figures(by_openpyxl(fill), given)
        assert (list(sheet.faults), values(sheet)) == ([], ["3600", "1900"])
        assert {(line.cells["indicator"], line.unit) for line in sheet.lines} == {
            ("revenue", "亿元")
        }


def test_months_take_their_year_from_the_title_in_headings_and_in_rows(given: Given) -> None:
    def headings(sheet: Worksheet) -> None:
        sheet.append(["滨州市2026年营业收入（亿元）"])
        sheet.append(["集群", "1-2月", "1-3月"])
        sheet.append(["高端铝业", 800, 1200])

    def rows(sheet: Worksheet) -> None:
        sheet.append(["滨州市2026年营业收入（亿元）"])
        sheet.append(["时期", "高端铝业", "合计"])
        sheet.append(["1-2月", 800, 2000])
        sheet.append(["1-3月", 1200, 1999])

    for fill in (headings, rows):
        lines = read_figures(by_openpyxl(fill), given).lines
        assert [(line.cells["period"], line.cells["value"]) for line in lines] == [
            ("2026年1-2月", "800"), ("2026年1-3月", "1200"),
        ]  # fmt: skip


def test_figures_that_look_like_years_are_no_headings(given: Given) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["滨州市营业收入（亿元）"])
        sheet.append(["时期", "高端铝业", "精细化工"])
        sheet.append(["2025", 2000, 1999])

    assert values(read_figures(by_openpyxl(fill), given)) == ["2000", "1999"]


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, [*HEAD, "单位"])
        for row in (1, 2):
            sheet.write_row(row, 0, [*ROW[:3], str(2022 + row), row, "", "万元"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(6, 6, None, None, {"hidden": True})

    sheet = read_figures(by_xlsxwriter(fill))
    assert values(sheet) == ["1", "2"]
    assert [message.text("zh") for message in sheet.notices] == [
        "有 1 行是隐藏的（第 3 行），也读取了；不要导入的请删去。",
        "有 1 列是隐藏的（G），也读取了；不要导入的请删去。",
    ]


def test_a_web_page_that_a_system_gives_out_as_a_workbook_is_called_one() -> None:
    for page in ("<html><table><tr><td>1</td></tr></table>", "\ufeff\n<?xml version='1.0'?>"):
        assert codes(page.encode()) == ["web-page"]


def test_what_is_no_workbook_is_refused_in_one_sentence() -> None:
    sound = by_openpyxl(lambda sheet: sheet.append(HEAD))
    assert codes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100) == ["no-workbook"]
    assert codes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == ["old-workbook"]
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert codes(locked) == ["password"]
    assert codes(sound[: len(sound) // 2]) == ["damaged"]
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    assert codes(other.getvalue()) == ["other-workbook"]


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a workbook with one part put in the place of its own, or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return out.getvalue()


def test_an_archive_that_grows_and_a_sheet_that_spans_everything_are_refused() -> None:
    sound = by_openpyxl(lambda sheet: sheet.append(HEAD))
    bomb = with_part(sound, "xl/media/image1.bin", b"\x00" * (300 << 20))
    assert codes(bomb) == ["inflates"]
    corners = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert codes(with_part(sound, "xl/worksheets/sheet1.xml", corners)) == ["cells-many"]
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]>' + corners
    assert codes(with_part(sound, "xl/worksheets/sheet1.xml", entity)) == ["damaged"]
    wide = by_openpyxl(lambda sheet: sheet.cell(1, 1_200, "x") and None)
    assert codes(wide) == ["columns"]


def test_macros_links_and_other_sheets_are_left_alone_and_said() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, [*ROW, 1])
        book.add_worksheet("说明").write(0, 0, "怎么填")

    content = with_part(by_xlsxwriter(fill), "xl/vbaProject.bin", b"macro")
    content = with_part(content, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    sheet = read_figures(content)
    assert values(sheet) == ["1"]
    assert [message.code for message in sheet.notices] == [
        "exchange.ignored.macros", "exchange.ignored.links", "exchange.ignored.sheets",
    ]  # fmt: skip


def test_two_tables_of_figures_in_one_workbook_are_asked_about() -> None:
    def fill(book: Any, sheet: Any) -> None:
        for each in (sheet, book.add_worksheet("表二")):
            each.write_row(0, 0, HEAD)
            each.write_row(1, 0, [*ROW, 1])

    assert codes(by_xlsxwriter(fill)) == ["several-tables"]


def test_a_heading_merged_down_over_two_rows_is_a_heading(given: Given) -> None:
    """The usual wide table of an office: 集群 over both rows, the indicator over its months."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["滨州市集群月报"])
        sheet.append(["单位：亿元"])
        sheet.append(["集群", "营业收入"])
        sheet.append([None, "2025年1-8月", "2025年1-9月"])
        sheet.append(["高端铝业", 2600, 3000])
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B3:C3")

    sheet = read_figures(by_openpyxl(fill), given)
    assert list(sheet.faults) == []
    assert [
        (line.cells["subject"], line.cells["indicator"], line.cells["period"], line.cells["value"])
        for line in sheet.lines
    ] == [
        ("高端铝业", "revenue", "2025年1-8月", "2600"),
        ("高端铝业", "revenue", "2025年1-9月", "3000"),
    ]
