"""Templates and exports as an office uses them: filled in, opened and saved by LibreOffice, taken in."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dashboard.actuals.store import Store
from tests.commands.conftest import Run
from tests.machine.office import saved_by_office

Sheet = Callable[..., str]
HEADINGS = 4


def template(run: Run, path: Path, *more: str, region: str = "binzhou", lang: str = "zh") -> Path:
    period = ("--period", "2026-M09")
    done = run("template", region, *period, "-o", str(path), "--lang", lang, *more)
    assert (done.code, done.err) == (0, "")
    return path


def row_of(sheet: "openpyxl.worksheet.worksheet.Worksheet", id: str) -> int:
    ids = {sheet.cell(row, 1).value: row for row in range(HEADINGS + 1, sheet.max_row + 1)}
    return ids[id]


def test_a_template_is_filled_in_and_taken_in_also_after_libreoffice_saved_it(
    run: Run, sheet: Sheet, tmp_path: Path
) -> None:
    run("actuals", "import", sheet(
        "binzhou,high-end-aluminium,revenue,2026-M08,3800亿,",
        "binzhou,high-end-aluminium,revenue,2025-M09,3500.25亿,",
    ))  # fmt: skip
    path = template(run, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert [each.sheet_state for each in book.worksheets] == ["visible", "veryHidden"]
    assert page.column_dimensions["A"].hidden and page.protection.sheet
    ids = [page.cell(row, 1).value for row in range(HEADINGS + 1, page.max_row + 1)]
    assert len(ids) == len(set(ids)) > 50
    for row in range(HEADINGS + 1, page.max_row + 1):
        locked = [bool(page.cell(row, column).protection.locked) for column in range(1, 11)]
        assert locked == [True] * 8 + [False] * 2
    row = row_of(page, "figure:binzhou/high-end-aluminium/revenue/2026-M09")
    shown = [page.cell(row, column).value for column in range(3, 9)]
    assert shown == ["高端铝业", "营业收入", "亿元", 3800, "2026年1–8月", 3500.25]
    page.cell(row, 9).value = 4123.5
    share = row_of(page, "figure:binzhou/clusters/iiot-coverage/2026-M09")
    page.cell(share, 9).value = 0.62
    page.cell(share, 9).number_format = "0%"
    book.save(path)
    for file in (saved_by_office(path, tmp_path / "saved"), path):
        done = run("actuals", "import", str(file), "--dry-run")
        assert (done.code, done.err) == (0, "")
        assert "New: 2, changed: 0, unchanged: 0" in done.out
    assert run("actuals", "import", str(path)).code == 0
    out = run("actuals", "export").out
    # 4,123.5 × 100,000,000 yuan; 62 % is 0.62.
    assert ",4123.5,亿元,412350000000 元," in out
    assert ",62,%,0.62 fraction," in out
    assert "0 figures written." in run("actuals", "import", str(path)).out


def test_a_template_is_made_for_one_responsible_unit_or_in_english(
    run: Run, tmp_path: Path
) -> None:
    whole = openpyxl.load_workbook(template(run, tmp_path / "all.xlsx", lang="en")).worksheets[0]
    assert [whole.cell(HEADINGS, column).value for column in (3, 5, 9)] == [
        "Subject", "Unit", "This period",
    ]  # fmt: skip
    words = ("template", "binzhou", "--period", "2026-M09", "--unit", "某局")
    unknown = run(*words, "-o", str(tmp_path / "x.xlsx"))
    assert unknown.code == 1
    assert "市科技局" in unknown.err
    path = template(run, tmp_path / "u.xlsx", "--unit", "市科技局")
    own = openpyxl.load_workbook(path).worksheets[0]
    assert HEADINGS < own.max_row < whole.max_row


def test_a_template_of_another_region_or_an_earlier_register_is_refused_in_one_sentence(
    run: Run, tmp_path: Path
) -> None:
    path = template(run, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(HEADINGS + 1, 9).value = 5
    book.save(path)
    other = run("actuals", "import", str(path), "--region", "foshan")
    assert (other.code, len(other.complaints)) == (1, 2)
    assert "The template is for Binzhou" in other.complaints[0]
    page = book.worksheets[0]
    page.cell(HEADINGS + 1, 1).value = "figure:binzhou/given-up/revenue/2026-M09"
    for row in book.worksheets[1].iter_rows():
        if row[0].value == "register":
            row[1].value = "an earlier one"
    book.save(path)
    gone = run("actuals", "import", str(path))
    assert (gone.code, len(gone.complaints)) == (1, 2)
    assert "made from an earlier register" in gone.complaints[0]


def test_cells_that_were_moved_below_another_id_are_asked_about(run: Run, tmp_path: Path) -> None:
    path = template(run, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page.cell(HEADINGS + 1, 3).value, page.cell(HEADINGS + 1, 9).value = "精细化工", 5
    book.save(path)
    done = run("actuals", "import", str(path))
    assert done.code == 1
    assert "cells may have been moved" in done.complaints[0]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_an_export_saved_by_libreoffice_comes_back_unchanged(
    run: Run, sheet: Sheet, tmp_path: Path, ending: str
) -> None:
    lines = (
        "binzhou,high-end-aluminium,revenue,2025,471150000000.01,=1+1",
        "binzhou,fine-chemicals,revenue,2025,12,2026-06-01",
        "binzhou,fine-chemicals,revenue,截至2025年6月1日,123456789012,1.2E+11",
        "xinle,clusters,revenue-growth,2023,0.5%,-x",
        "xinle,clusters,revenue-growth,2022,12.345678%,",
    )
    assert run("actuals", "import", sheet(*lines), "--reason", "x").code == 0
    path = tmp_path / f"out{ending}"
    assert run("actuals", "export", "-o", str(path)).code == 0
    before = run("actuals", "history", "--format", "json").out
    done = run(
        "actuals", "import", str(saved_by_office(path, tmp_path / "saved")), "--format", "json"
    )
    assert done.err == ""
    assert '"unchanged": 5' in done.out
    assert run("actuals", "history", "--format", "json").out == before


def test_a_value_that_was_changed_beside_its_exact_text_is_asked_about(
    run: Run, sheet: Sheet, tmp_path: Path
) -> None:
    run("actuals", "import", sheet("binzhou,high-end-aluminium,revenue,2025,4711.5亿,"))
    path = tmp_path / "out.xlsx"
    run("actuals", "export", "-o", str(path))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page["E2"].value = 4800
    book.save(path)
    done = run("actuals", "import", str(path), "--reason", "x")
    assert done.code == 1
    assert "clear the exact one" in done.complaints[0]
    page["G2"].value = None
    book.save(path)
    assert run("actuals", "import", str(path), "--reason", "x").code == 0
    assert ",4800,亿元," in run("actuals", "export").out


def test_a_wide_table_is_taken_in_by_names_and_options(
    run: Run, tmp_path: Path, sqlite_url: str
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["单位：亿元"], ["集群", "2024年", "2025年"], ["高端铝业", 4500, 4711.5]):
        page.append(row)
    path = tmp_path / "wide.xlsx"
    book.save(path)
    bare = run("actuals", "import", str(path))
    assert bare.code == 1
    assert "The column “region” is missing" in bare.complaints[0]
    words = ("--region", "binzhou", "--indicator", "revenue")
    assert run("actuals", "import", str(path), *words).out.startswith("2 figures written.")
    with Store.open(sqlite_url) as store:
        key = ("binzhou", "high-end-aluminium", "revenue", "2025")
        assert store.figures([key])[key].value == "471150000000"
    other = run("actuals", "import", str(path), "--region", "foshan", "--indicator", "revenue")
    assert other.code == 1
    assert "Line 3 (A3)" in other.complaints[0]


def test_a_picture_called_xlsx_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + io.BytesIO(b"\x00" * 99).read())
    done = run("actuals", "import", str(path))
    assert (done.code, len(done.complaints)) == (1, 2)
    assert "a picture or something else" in done.complaints[0]
