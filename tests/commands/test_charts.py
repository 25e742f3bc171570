"""A goal's chart from the command line, as a picture of what may be seen."""

import csv
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from dashboard.actuals.store import Entry, Store
from tests.commands.conftest import Run

GOAL = "binzhou-2024.t5500.high-end-aluminium"


def test_a_chart_is_written_with_its_statement_and_its_day(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    with Store.open(sqlite_url) as store:
        one = Entry("binzhou", "high-end-aluminium", "revenue", "2025", Decimal("4711E8"))
        store.write([one], "Li")
    path = tmp_path / "图.svg"
    done = run("chart", GOAL, "--format", "svg", "-o", str(path), lang="zh_CN.UTF-8")
    said, minded = done.out.splitlines()
    assert (done.code, said) == (0, f"图已写入 {path}。")
    assert minded.startswith("请注意：该地区有 1 项数据尚未发布，图中已注明")
    svg = path.read_text(encoding="utf-8")
    for words in (
        "高端铝业：营业收入",
        "亿元",
        "滨政办字〔2024〕18号",
        "截至2026年10月20日",
        "4,711",
        "含尚未发布的数据",
    ):
        assert words in svg
    # Where others read, what is not published is in no picture.
    public = {"CLUSTER_DASHBOARD_MODE": "public"}
    assert run("chart", GOAL, "--format", "svg", "-o", str(path), **public).code == 0
    assert "4,711" not in path.read_text(encoding="utf-8")
    assert run("actuals", "publish", "binzhou").code == 0
    done = run("chart", GOAL, "-o", str(tmp_path / "a.png"))
    assert done.out == f"The chart was written to {tmp_path / 'a.png'}.\n"
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_goal_that_nobody_has_is_named(run: Run, tmp_path: Path) -> None:
    done = run("chart", "no-goal", "-o", str(tmp_path / "a.png"))
    assert (done.code, done.err) == (1, "The register has no goal “no-goal”.\n")
    assert not (tmp_path / "a.png").exists()


def test_the_charts_of_a_clusters_page_are_written_too(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    series = ("binzhou", "high-end-aluminium", "revenue")
    with Store.open(sqlite_url) as store:
        figures = {"2025": "4711E8", "2025-M09": "3300E8", "2026-M09": "3579E8"}
        store.write([Entry(*series, code, Decimal(n)) for code, n in figures.items()], "Li")
    path, words = tmp_path / "a.svg", ("chart", "/".join(series), "--format", "svg", "-o")
    assert run(*words, str(path), lang="zh_CN.UTF-8").code == 0
    assert "4,711" in path.read_text(encoding="utf-8")
    assert run(*words, str(path), "--by", "month", lang="zh_CN.UTF-8").code == 0
    assert "3,579" in path.read_text(encoding="utf-8")
    for asked, said in (
        ("nowhere/x/revenue", "The register has no region “nowhere”."),
        ("binzhou/x/revenue", "The register has no cluster “x”."),
        ("binzhou/high-end-aluminium/x", "The register has no indicator “x”."),
        ("nowhere/high-end-aluminium", "The register has no region “nowhere”."),
        ("binzhou/fine-chemicals/revenue --by month", "There is nothing to draw of"),
    ):
        name, *more = asked.split()
        done = run("chart", name, *more, "-o", str(tmp_path / "b.png"))
        assert (done.code, done.err.startswith(said)) == (1, True), done.err


def test_what_stands_beside_a_regions_chart_is_written_as_it_is_there(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    with Store.open(sqlite_url) as store:
        one = Entry("binzhou", "high-end-aluminium", "revenue", "2025", Decimal("4711E8"))
        store.write([one], "Li")
    path = tmp_path / "a.svg"

    def drawn(region: str) -> str:
        words = ("chart", region, "--format", "svg", "-o", str(path))
        assert run(*words, lang="zh_CN.UTF-8").code == 0
        return path.read_text(encoding="utf-8")

    # 4,711 of more than 5,500 is 85.65…%.
    board = drawn("binzhou")
    for words in (
        "滨州市", "集群梯队：营业收入与规划门槛", "亿元 · 口径：营业收入 · 2025年 · 滨政办字〔2024〕18号",
        ">高端铝业<", "4,711 / 5,500", "85.7%", "– / 3,000", "截至2026年10月20日",
    ):  # fmt: skip
        assert words in board
    bars = drawn("xinle")
    for words in ("新乐市", "目标来源：", "≥ 12%", "截至2026年10月20日"):
        assert words in bars
    assert run("chart", "binzhou", "-o", str(tmp_path / "a.png")).code == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    done = run("chart", "shandong", "-o", str(tmp_path / "b.png"))
    assert (done.code, done.err.startswith("“shandong” has no goal to draw")) == (1, True), done.err


def test_the_data_of_a_board_and_of_a_chart_is_written_for_a_spreadsheet(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    with Store.open(sqlite_url) as store:
        one = Entry("binzhou", "high-end-aluminium", "revenue", "2025", Decimal("4711E8"))
        store.write([one], "Li")

    def rows(asked: str, format: str) -> list[dict[str, object]]:
        path = tmp_path / f"a.{format}"
        done = run("chart", asked, "--format", format, "-o", str(path), lang="zh_CN.UTF-8")
        assert done.code == 0, done.err
        if format == "csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file))
        heads, *lines = load_workbook(path).active.iter_rows(values_only=True)
        return [dict(zip(heads, line, strict=True)) for line in lines]

    # A board's data are its members' goals: twelve clusters in Binzhou, every goal where none has tiers.
    for format, number in (("csv", "471100000000"), ("xlsx", 471_100_000_000)):
        board = rows("binzhou", format)
        assert len(board) == 12
        (aluminium,) = [row for row in board if row["对象"] == "高端铝业"]
        assert aluminium["实际（数）"] == number
        assert len(rows("xinle", format)) == 21
        points = rows("binzhou/high-end-aluminium/revenue", format)
        assert {float(str(row["数值"])) for row in points if row["时期"] == "2025年"} == {4711}
    nothing = run("chart", "shandong", "--format", "csv", "-o", str(tmp_path / "b.csv"))
    assert (nothing.code, nothing.err.startswith("“shandong” has no goal to draw")) == (1, True)


def test_the_chart_of_the_entry_page_is_written_for_a_period(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    series = ("binzhou", "high-end-aluminium", "revenue")
    with Store.open(sqlite_url) as store:
        figures = {"2025-M09": "3300E8", "2026-M09": "3579E8"}
        store.write([Entry(*series, code, Decimal(n)) for code, n in figures.items()], "Li")
    path = tmp_path / "a.svg"
    words = ("chart", "/".join(series), "--format", "svg", "-o", str(path), "--period")
    assert run(*words, "2026-M09", lang="zh_CN.UTF-8").code == 0
    svg = path.read_text(encoding="utf-8")
    assert "3,579" in svg and "2026年1–9月" in svg and "实际值：填报" in svg
    assert run("chart", "nowhere/x/y", *words[2:], "2025").code == 1
    nothing = run("chart", "binzhou/high-end-aluminium/x", *words[2:], "2025")
    assert nothing.err.startswith("There is nothing to draw of")
