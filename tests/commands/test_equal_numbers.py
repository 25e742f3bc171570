"""One figure and its completion, followed through every way out: the same everywhere, to the digit."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pyarrow.parquet as pq
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from dashboard.actuals.store import Entry, Store
from dashboard.charts.goal import goal_figure
from dashboard.exchange import chart_data, goal_lists
from dashboard.exchange.html_tables import page_tables, tables_as_csv, tables_as_workbook
from dashboard.judging import Judging
from dashboard.register import load_register
from tests.commands.conftest import Run
from tests.machine.server import Served, ServerFactory

REGISTER = Path(__file__).parents[2] / "data" / "targets.yaml"
GOAL = "binzhou-2024.t5500.high-end-aluminium"
SERIES = ("binzhou", "high-end-aluminium", "revenue", "2025")
# In yuan; 4400.123456789 of more than 5500 亿元 is 0.80002244668890909…, 09 for ever.
EXACT = "440012345678.9"
COMPLETION = "0.800022446688909090909090909091"
# As offices write it, on the page and in the bulletin: rounded half up at display only.
SHOWN, SHARE = "4,400.12", "80%"


def of_the_tables(folder: Path) -> Iterator[tuple[str, str]]:
    for name in ("csv", "xlsx"):
        path = folder / f"figures.{name}"
        if name == "csv":
            text = path.read_text(encoding="utf-8-sig")
            (row,) = csv.DictReader(io.StringIO(text))
        else:
            sheet = load_workbook(path).active
            assert sheet is not None
            heads, cells = sheet.iter_rows(values_only=True)
            row = dict(zip(map(str, heads), map(str, cells), strict=True))
        yield f"figures as {name}", str(row["exact"]).removesuffix(" 元")
        # What people read, in 亿元.
        assert Decimal(row["value"]) * 10**8 == Decimal(EXACT)


def of_the_package(folder: Path) -> Iterator[tuple[str, str, str | None]]:
    with ZipFile(folder / "package.zip") as packed:
        read = {
            name: list(csv.DictReader(io.StringIO(packed.read(f"data/{name}.csv").decode())))
            for name in ("observations", "assessments")
        }
    (figure,) = read["observations"]
    verdict = next(one for one in read["assessments"] if one["goal"] == GOAL)
    yield "package's figure", figure["value"], None
    yield "package's verdict", verdict["actual"], verdict["completion"]
    (row,) = pq.read_table(folder / "parquet" / "observations.parquet").to_pylist()
    yield "Parquet's figure", f"{row['value'].normalize():f}", None
    verdicts = pq.read_table(folder / "parquet" / "assessments.parquet").to_pylist()
    found = next(one for one in verdicts if one["goal"] == GOAL)
    yield "Parquet's verdict", found["actual"], found["completion"]
    with (folder / "sdmx" / "FIGURES.csv").open(encoding="utf-8") as file:
        (line,) = csv.DictReader(file)
    yield "SDMX's figure", line["OBS_VALUE"], None
    with (folder / "sdmx" / "GOALS.csv").open(encoding="utf-8") as file:
        own = [one for one in csv.DictReader(file) if one["GOAL"] == GOAL.replace(".", "@")]
    by_measure = {one["MEASURE"]: one["OBS_VALUE"] for one in own}
    yield "SDMX's verdict", by_measure["actual"], by_measure["completion"]


def of_the_workbook(folder: Path) -> Iterator[tuple[str, str, str | None]]:
    book = load_workbook(folder / "all.xlsx", read_only=True)
    rows = [[cell.value for cell in row] for row in book["实际值"].iter_rows()]
    figure = dict(zip(*rows, strict=True))
    yield "workbook's figure", str(figure["数值"]), None
    heads, *rows = ([cell.value for cell in row] for row in book["目标完成情况"].iter_rows())
    verdict = next(row for row in rows if GOAL in row)
    found = dict(zip(heads, verdict, strict=True))
    yield "workbook's verdict", str(found["实际值"]), str(found["完成率"])


def of_the_api(served: Served) -> Iterator[tuple[str, str, str | None]]:
    (figure,) = json.loads(served.get("/api/v1/observations?region=binzhou")[2])["items"]
    yield "API's figure", figure["value"], None
    verdict = json.loads(served.get(f"/api/v1/assessments/{GOAL}")[2])
    yield "API's verdict", verdict["actual"], verdict["completion"]
    table = served.get("/api/v1/assessments?region=binzhou&format=csv&limit=1000")[2]
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    row = next(one for one in rows if one["id"] == GOAL)
    yield "API's table", row["actual"], row["completion"]


def words_of_the_bulletins(folder: Path) -> Iterator[tuple[str, str]]:
    document = Document(str(folder / "bulletin.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    yield "Word", " ".join(cells)
    yield "PDF", "".join(page.extract_text() for page in PdfReader(folder / "bulletin.pdf").pages)
    yield "offline page", (folder / "bulletin.html").read_text(encoding="utf-8")


def of_the_page_files(database: str) -> Iterator[tuple[str, str]]:
    """What the buttons of pages make: the list's CSV, and a chart's data as CSV and as a workbook."""
    with Store.open(database) as store:
        standing = Judging(store).standing(load_register(REGISTER), date(2026, 10, 20))
        figure = goal_figure(standing, GOAL, "zh")
        listed = goal_lists.as_csv(standing, [GOAL], "zh").decode("utf-8-sig")
    assert figure is not None
    (row,) = csv.DictReader(io.StringIO(listed))
    assert (row["完成率"], row["完成率（数）"]) == (SHARE, COMPLETION)
    yield "list's CSV", row["实际（数）"]
    points = csv.DictReader(io.StringIO(chart_data.as_csv(figure, "zh").decode("utf-8-sig")))
    (point,) = [one for one in points if one["系列"] == "实际"]
    yield "chart's CSV", point["数值"]
    heads, *rows = (
        load_workbook(io.BytesIO(chart_data.as_workbook(figure, "zh"))).worksheets[0].values
    )
    found = [dict(zip(heads, one, strict=True)) for one in rows]
    (cell,) = [one["数值"] for one in found if one["系列"] == "实际"]
    yield "chart's workbook", str(cell)


def test_every_way_out_gives_the_numbers_of_the_page_to_the_digit(
    run: Run, sqlite_url: str, serve: ServerFactory, tmp_path: Path
) -> None:
    with Store.open(sqlite_url) as store:
        store.write([Entry(*SERIES, Decimal(EXACT))], "Li")
    folder = tmp_path / "out"
    folder.mkdir()
    commands = [
        ("actuals", "export", "-o", str(folder / "figures.csv")),
        ("actuals", "export", "-o", str(folder / "figures.xlsx")),
        ("export", str(folder / "package.zip")),
        ("export", str(folder / "parquet"), "--format", "parquet"),
        ("export", str(folder / "sdmx"), "--format", "sdmx-csv"),
        ("export", str(folder / "all.xlsx"), "--format", "xlsx"),
    ]
    commands.append(("chart", GOAL, "--format", "svg", "-o", str(folder / "chart.svg")))
    commands.append(("chart", "binzhou", "--format", "svg", "-o", str(folder / "board.svg")))
    for form in ("docx", "pdf", "xlsx", "html"):
        output = ("-o", str(folder / f"bulletin.{form}"))
        commands.append(("bulletin", "binzhou", "--period", "2025", "--format", form, *output))
    for words in commands:
        done = run(*words, lang="zh_CN.UTF-8")
        assert done.code == 0, done.err
    served = serve(database=sqlite_url, environment={"CLUSTER_DASHBOARD_TODAY": "2026-10-20"})
    page = served.get("/region?region=binzhou&lang=zh")[2].decode()

    exact: dict[str, tuple[str, str | None]] = {
        name: (value, None) for name, value in of_the_tables(folder)
    }
    exact |= {name: (value, share) for name, value, share in of_the_package(folder)}
    exact |= {name: (value, share) for name, value, share in of_the_workbook(folder)}
    exact |= {name: (value, share) for name, value, share in of_the_api(served)}
    (told,) = [
        one for one in json.loads(run("assess", "--format", "json").out) if one["id"] == GOAL
    ]
    exact["assess"] = (told["actual"], told["completion"])
    assert {name: found[0] for name, found in exact.items()} == dict.fromkeys(exact, EXACT)
    shares = {name: found[1] for name, found in exact.items() if found[1] is not None}
    assert shares == dict.fromkeys(shares, COMPLETION)
    assert (len(exact), len(shares)) == (14, 7)

    tables = page_tables(re.findall("(?s)<table.*?</table>", page))
    shown = {
        "page": page,
        "page's tables as CSV": tables_as_csv(tables).decode("utf-8-sig"),
        **dict(words_of_the_bulletins(folder)),
    }
    for name, text in shown.items():
        squeezed = re.sub(r"\s", "", text)
        assert SHOWN in squeezed, name
        assert SHARE in squeezed, name
    assert SHOWN in (folder / "chart.svg").read_text(encoding="utf-8")
    board = re.search('<b>([0-9.,]+)</b><span class="ct-of"> (/ 5,500)</span>', page)
    assert board is not None
    assert f">{board[1]} {board[2]}</text>" in (folder / "board.svg").read_text(encoding="utf-8")
    files = dict(of_the_page_files(sqlite_url))
    # Charts are in 亿元.
    in_yi = {name: EXACT if name == "list's CSV" else "4400.123456789" for name in files}
    assert (len(files), files) == (3, in_yi)
    offered = load_workbook(io.BytesIO(tables_as_workbook(tables, "zh")))
    told = [
        str(cell) for sheet in offered for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert any(SHOWN in cell for cell in told)
    sheet = load_workbook(folder / "bulletin.xlsx", data_only=True).worksheets[0]
    cells = [row for row in sheet.iter_rows(values_only=True) if "高端铝业" in str(row[0])]
    assert (cells[0][5], cells[0][4]) == (4400.123456789, 5500)
