"""A goal's chart from the command line, as a picture of what may be seen."""

from decimal import Decimal
from pathlib import Path

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
    assert (done.code, done.out) == (0, f"图已写入 {path}。\n")
    svg = path.read_text(encoding="utf-8")
    for words in (
        "高端铝业：营业收入",
        "亿元",
        "滨政办字〔2024〕18号",
        "截至2026年10月20日",
        "4,711",
    ):
        assert words in svg
    # Where others read, what is not published is in no picture.
    public = {"CLUSTER_DASHBOARD_MODE": "public"}
    assert run("chart", GOAL, "--format", "svg", "-o", str(path), **public).code == 0
    assert "4,711" not in path.read_text(encoding="utf-8")
    assert run("chart", GOAL, "-o", str(tmp_path / "a.png")).code == 0
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
