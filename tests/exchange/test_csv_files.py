"""CSV as spreadsheet programs write and read it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exchange.csv_files import guard, read_sheet, unguard, write_sheet

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
HEAD = "region,subject,indicator,period,value,note"
ROW = "binzhou,high-end-aluminium,revenue,2025,4711 亿元,年报"


def codes(content: bytes) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in read_sheet(content).faults]


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\n{ROW}\n".encode(),
        f"{HEAD}\r\n{ROW}\r\n".encode("utf-8-sig"),
        f"{HEAD}\n{ROW}\n".encode("gb18030"),
        f"{HEAD}\n{ROW}\n".replace(",", "\t").encode("utf-16"),
        f"{HEAD}\n{ROW}\n".replace(",", ";").encode(),
        f"\n\n{HEAD}\n\n{ROW}".encode(),
        f"地区,对象,指标,时期,数值,备注\n{ROW}\n".encode("gb18030"),
    ],
    ids=["utf-8", "excel-utf-8", "gb18030", "utf-16-tabs", "semicolons", "blank-lines", "chinese"],
)
def test_reads_what_excel_and_wps_save(content: bytes) -> None:
    sheet = read_sheet(content)
    assert not sheet.faults
    assert [dict(line.cells) for line in sheet.lines] == [
        {
            "region": "binzhou",
            "subject": "high-end-aluminium",
            "indicator": "revenue",
            "period": "2025",
            "value": "4711 亿元",
            "note": "年报",
            "evidence": "",
            "revision": "",
            "id": "",
            "exact": "",
        }
    ]


def test_a_line_keeps_its_number_after_blank_lines_and_notes_of_several_lines() -> None:
    text = f'{HEAD}\n{ROW[:-2]}"one\ntwo"\n\n{ROW}\n'
    # Heading 1, first figure 2 to 3, blank 4, second figure 5.
    assert [line.number for line in read_sheet(text.encode()).lines] == [2, 5]


def test_tells_every_fault_of_the_form_with_its_line() -> None:
    assert codes(b"") == [(0, "empty")]
    assert codes(HEAD.encode()) == [(0, "no-figures")]
    assert codes(b"\xff\xff\xff\xff") == [(0, "undecodable")]
    assert codes(b"MZ\x00\x01\x00") == [(0, "undecodable")]
    assert codes(b"region,subject,value,vlaue\na,b,1,2") == [
        (1, "column-missing"),
        (1, "column-missing"),
        (1, "column-unknown"),
    ]
    assert codes(f"{HEAD},note\n".encode()) == [(1, "column-twice")]
    assert codes(f"{HEAD}\n{ROW},too,many\n{ROW}\n{ROW},x".encode()) == [(2, "cells"), (4, "cells")]
    assert codes(f'{HEAD}\n{ROW}\n"never closed\n{ROW}'.encode()) == [(3, "quotation")]


def test_faults_are_said_in_both_languages() -> None:
    fault = read_sheet(f"{HEAD}\n{ROW},x\n".encode()).faults[0]
    assert (
        fault.text("en")
        == "Line 2: This line has 7 cells under 6 headings; check its commas and quotes."
    )
    assert fault.text("zh") == "第 2 行：这一行有 7 个单元格，表头只有 6 个；请核对逗号和引号。"


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=1+1", "'=1", "=" + "A" * 300],
)  # fmt: skip
def test_a_formula_is_written_as_text_and_read_back_as_it_was(formula: str) -> None:
    assert guard(formula).startswith("'")
    assert unguard(guard(formula)) == formula


@pytest.mark.parametrize(
    "inner",
    ["a;=1+1", "a; =1", 'a;"=1', "a;'=1", "a\n=1", "a\t@SUM(A1)", "；;－1", "=1;=2", "a;;+1"],
)
def test_no_program_that_separates_by_semicolons_finds_a_formula_inside_a_cell(inner: str) -> None:
    shown = write_sheet(["note"], [{"note": inner}])
    for delimiter in ";\t":
        for row in csv.reader(io.StringIO(shown, newline=""), delimiter=delimiter):
            for cell in row:
                assert not cell.lstrip(" '\"").startswith(FORMULA) or "'" in cell
        for part in shown.replace("\n", delimiter).split(delimiter):
            assert not part.strip().strip('"').startswith(FORMULA)
    assert unguard(guard(inner)) == inner


@pytest.mark.parametrize(
    "plain",
    ["a; b", "1;2", "a;'b", "-5", "-0.4", "+3", "-12%", "4711", "it's", "'quoted'", "年报", ""],
)
def test_numbers_and_plain_words_are_left_alone(plain: str) -> None:
    assert guard(plain) == plain
    assert unguard(plain) == plain


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30))
def test_any_note_survives_being_written_and_read(note: str) -> None:
    row = dict(zip(HEAD.split(","), ["a", "b", "c", "2025", "-1", note], strict=True))
    written = write_sheet(HEAD.split(","), [row])
    for cell in next(iter(list(csv.reader(io.StringIO(written, newline="")))[1:])):
        assert not cell.startswith(("=", "@", "\t", "\r")) or cell == "-1"
    line = read_sheet(b"\xef\xbb\xbf" + written.encode()).lines[0]
    assert line.cells["note"] == note
    assert line.cells["value"] == "-1"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    for source in (content, HEAD.encode() + b"\n" + content):
        sheet = read_sheet(source)
        assert sheet.lines or sheet.faults
        for fault in sheet.faults:
            assert fault.text("zh") and fault.text("en")
