"""`actuals import` before and while it writes: what changes, what is left out, what is asked."""

import contextlib
import csv
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from dashboard.actuals.store import Store
from tests.commands.conftest import ROOT, Run

Sheet = Callable[..., str]

FIRST = (
    "binzhou,high-end-aluminium,revenue,2025,5150亿,clerk A",
    "binzhou,fine-chemicals,revenue,2025,2600亿,same",
)
SECOND = (
    "binzhou,high-end-aluminium,revenue,2025,5100亿,clerk A",
    "binzhou,fine-chemicals,revenue,2025,2600亿,same",
    "binzhou,food-processing,revenue,2025,1500亿,",
    "binzhou,food-processing,revenue,2024,-,",
    "合计,,,,9200亿,",
)

CITY = """
version: 1
regions:
  city: {name: {zh: 某市, en: A city}, level: prefecture}
indicators:
  investment:
    {name: {zh: 完成投资, en: Investment}, unit: yuan, kind: flow, direction: up}
  talents: {name: {zh: 人才, en: Talents}, unit: count, kind: stock, direction: up}
"""


def test_old_and_new_are_told_before_a_figure_is_replaced_and_a_reason_is_wanted(
    run: Run, sheet: Sheet
) -> None:
    run("actuals", "import", sheet(*FIRST))
    file = sheet(*SECOND)
    counted = "New: 1, changed: 1, unchanged: 1, left out: 2."
    change = (
        "Line 2 (E2): binzhou / high-end-aluminium / revenue / 2025: 5,150 亿元 → 5,100 亿元 "
        "(515,000,000,000 yuan → 510,000,000,000 yuan); recorded by "
    )
    dry = run("actuals", "import", file, "--dry-run")
    assert dry.code == 0
    assert dry.out.splitlines()[:2] == [
        "In order: 2 figures would be written (nothing was).",
        counted,
    ]
    assert change in dry.out
    assert "Left out: 1 row (line 5): There is no value." in dry.out
    assert "Left out: 1 row (line 6): “合计 9200亿” is a row of sums" in dry.out
    assert "1 row wants a reason" in dry.out
    refused = run("actuals", "import", file)
    assert (refused.code, refused.out) == (1, "")
    assert change in refused.err
    assert "nothing was written" in refused.complaints[-1]
    done = run("actuals", "import", file, "--reason", "核实")
    assert (done.code, done.out.splitlines()[:2]) == (0, ["2 figures written.", counted])
    assert change in done.out
    again = run("actuals", "import", file)
    assert (again.code, again.out.splitlines()[0]) == (0, "0 figures written.")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_first_figure_whose_unit_slipped_is_refused_until_a_reason_is_given(
    run: Run, sheet: Sheet, tmp_path: Path, kind: str
) -> None:
    file = sheet("binzhou,high-end-aluminium,revenue,2025,10000元,")
    if kind == "xlsx":
        rows = list(csv.reader(Path(file).read_text(encoding="utf-8").splitlines()))
        book = xlsxwriter.Workbook(file := str(tmp_path / "figures.xlsx"))
        page = book.add_worksheet()
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
        book.close()
    refused = run("actuals", "import", file)
    assert (refused.code, refused.out) == (1, "")
    # The plan wants 550 billion yuan of it.
    assert refused.complaints[0].startswith(
        "Line 2 (E2): Warning: 10,000 yuan is more than 1,000 times"
    )
    assert run("actuals", "history", "--format", "json").out.strip() == "[]"
    assert run("actuals", "import", file, "--reason", "the first line").code == 0
    (row,) = json.loads(run("actuals", "history", "--format", "json").out)
    told = (row["value"], row["checks"], row["reason"])
    assert told == ("10000", ["far-from-goals"], "the first line")
    assert "far from the goals" in run("actuals", "history").out


def test_programs_get_the_same_as_json(run: Run, sheet: Sheet) -> None:
    run("actuals", "import", sheet(*FIRST))
    file = sheet(*SECOND)
    done = run("actuals", "import", file, "--dry-run", "--format", "json")
    told = json.loads(done.out)
    rows = told.pop("rows")
    assert told == {
        "dry_run": True, "written": 0, "new": 1, "changed": 1, "unchanged": 1, "left_out": 2,
        "refused": 0, "warnings": 0, "ignored": [],
    }  # fmt: skip
    assert [(row["cell"], row["outcome"]) for row in rows] == [
        ("E2", "changed"), ("E3", "unchanged"), ("E4", "new"), ("E5", "left_out"), ("A6", "left_out"),
    ]  # fmt: skip
    assert (rows[0]["old"], rows[0]["new"], rows[0]["unit"]) == (
        "515000000000", "510000000000", "yuan",
    )  # fmt: skip
    assert rows[0]["old_author"] and rows[0]["old_at"].endswith("+00:00")
    unknown = sheet("atlantis,x,revenue,2025,1,", name="unknown.csv")
    wrong = run("actuals", "import", unknown, "--format", "json")
    refused = json.loads(wrong.out)
    assert (wrong.code, refused["refused"], refused["written"]) == (1, 1, 0)
    assert "atlantis" in refused["rows"][0]["reasons"][0]
    written = json.loads(run("actuals", "import", file, "--format", "json", "--reason", "x").out)
    assert (written["dry_run"], written["written"]) == (False, 2)


@pytest.fixture
def city(tmp_path: Path) -> str:
    """Return the path of a register of one city."""
    (tmp_path / "seeds").mkdir()
    path = tmp_path / "targets.yaml"
    path.write_text(CITY, encoding="utf-8")
    return str(path)


def test_a_date_that_may_be_a_month_is_asked_about_and_the_day_or_month_is_taken(
    run: Run, sheet: Sheet, city: str
) -> None:
    own = {
        "CLUSTER_DASHBOARD_REGISTER": city,
        "CLUSTER_DASHBOARD_SEEDS": str(Path(city).parent / "seeds"),
    }
    for written in ("2026/6/1", "2026-06-01", "2026年6月1日"):
        done = run("actuals", "import", sheet(f"city,city,investment,{written},45亿,"), **own)
        assert done.code == 1
        assert "Line 2 (D2): " in done.err
        assert "2026年1-6月" in done.err
    for written, code in (("2026年1-6月", "2026-M06"), ("截至2026年6月1日", "2026-06-01")):
        assert (
            run("actuals", "import", sheet(f"city,city,investment,{written},45亿,"), **own).code
            == 0
        )
        assert f",{code}," in run("actuals", "export", **own).out
    # What we export is what we take in.
    exported = run("actuals", "export", **own).out.encode()
    again = run("actuals", "import", "-", stdin=exported, **own)
    assert (again.code, again.out.splitlines()[0]) == (0, "0 figures written.")


def test_what_could_be_two_numbers_is_refused_and_says_how_to_write_it(
    run: Run, sheet: Sheet
) -> None:
    done = run(
        "actuals",
        "import",
        sheet(
            "xinle,clusters,revenue-growth,2023,0.5,",
            "binzhou,high-end-aluminium,revenue,2025,1,234",
        ),
        "--reason",
        "a reason takes none of them in",
        lang="zh_CN.UTF-8",
    )
    assert done.code == 1
    assert done.complaints[0].startswith("第 2 行（E2）：“0.5”可能是 0.5%，也可能是 50%")
    assert done.complaints[1].startswith("第 3 行（E3）：“1”后面的说明是“234”，看起来是 1,234")
    assert run("actuals", "export").out.count("\n") == 1


def test_the_unit_in_a_heading_holds_for_its_cells(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    lines = (
        "滨州市产业集群营业收入;;;;",
        "地区;集群;指标;时期;数值（亿元）",
        "滨州市;⾼端铝业\u200b;营业收入;２０２５年;４，７１１．５",
        "合计;;;;4711.5",
    )
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    done = run("actuals", "import", str(path), lang="zh_CN.UTF-8")
    assert (done.code, done.out.splitlines()[:2]) == (
        0,
        ["写入 1 项实际值。", "新增 1，更改 0，未变 0，略过 2。"],
    )
    assert ",4711.5,亿元,471150000000 元," in run("actuals", "export").out


def test_every_csv_on_standard_output_opens_in_excel(run: Run, sheet: Sheet) -> None:
    run("actuals", "import", sheet(*FIRST))
    for words in (
        ("assess", "--format", "csv"),
        ("goals", "--format", "csv"),
        ("actuals", "export"),
        ("actuals", "history", "--format", "csv"),
    ):
        out = run(*words).out
        assert out.startswith("\ufeff") and not out.startswith("\ufeff\ufeff")
    assert not run("goals", "--format", "json").out.startswith("\ufeff")


def test_the_register_to_check_is_named_by_its_path(run: Run, city: str, tmp_path: Path) -> None:
    assert "1 region," in run("check", city).out
    assert run("check", city, "--register", str(tmp_path / "other.yaml")).code == 1
    (tmp_path / "broken.yaml").write_text("version: 1\nregions: {a: {}}\n", encoding="utf-8")
    done = run("check", str(tmp_path / "broken.yaml"))
    assert done.code == 1
    assert "broken.yaml" in done.err


def test_a_large_file_says_how_far_it_is_and_is_cancelled_with_nothing_written(
    sqlite_url: str, own_home: Path, compiled: Path
) -> None:
    rows = [
        f"binzhou,high-end-aluminium,revenue,{year}-M{month:02d},3000亿"
        for year in range(1, 2026)
        for month in range(2, 13)
    ]
    text = "\n".join(["region,subject,indicator,period,value", *rows, ""])
    (own_home / "large.csv").write_text(text, encoding="utf-8")
    # A terminal, where somebody sees how far it is. Its Ctrl+C counts wherever the tests run: what
    # runs behind a shell inherits that it does not.
    ours, theirs = pty.openpty()
    command = ["-m", "dashboard.cli", "actuals", "import", "large.csv", "--lang", "en"]
    running = subprocess.Popen(
        ["env", "--default-signal=INT", sys.executable, *command],
        cwd=own_home,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "CLUSTER_DASHBOARD_DATABASE": sqlite_url,
            "CLUSTER_DASHBOARD_CACHE": str(compiled),
        },
    )
    os.close(theirs)
    told = b""
    while b"%" not in told:
        told += os.read(ours, 1000)
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=120)
    with contextlib.suppress(OSError):
        # How a terminal says that nobody is at its other end any more.
        while part := os.read(ours, 1000):
            told += part
    os.close(ours)
    assert (running.returncode, out) == (130, b"")
    assert b"Checking the file" in told
    assert told.decode().rstrip().endswith("Cancelled; nothing was written.")
    with Store.open(sqlite_url) as store:
        assert store.revision() == 0
