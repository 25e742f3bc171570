"""`actuals import`, `export`, `history` and `assess`: figures in and out, and what they amount to."""

import csv
import io
import json
import os
import pwd
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.actuals.store import Store
from dashboard.entry.author import local_author
from tests.commands.conftest import Run

Sheet = Callable[..., str]

ALUMINIUM = "binzhou,high-end-aluminium,revenue,2025,4711 亿元,年报"
CHEMICALS = "binzhou,fine-chemicals,revenue,2025,224000000000,"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_what_is_imported_is_assessed(run: Run, sheet: Sheet) -> None:
    done = run("actuals", "import", sheet(ALUMINIUM, CHEMICALS))
    assert (done.code, done.err, done.out) == (0, "", "2 figures written.\n")
    goals = {goal["id"]: goal for goal in json.loads(run("assess", "--format", "json").out)}
    goal = goals["binzhou-2024.t5500.high-end-aluminium"]
    # A bare number in a file is in the base unit; 4711 亿元 = 471,100,000,000 yuan.
    assert (goal["actual"], goal["period"]) == ("471100000000", "2025")
    # 4711 / 5500 = 0.85654545…, to thirty significant digits.
    assert goal["completion"] == "0.856545454545454545454545454545"
    assert goal["status"] and goal["status_reason"]
    assert goals["binzhou-2024.t3000.fine-chemicals"]["actual"] == "224000000000"
    assert goals["foshan-2020.t5000.automobiles-and-energy"]["status"] == "no-data"


def test_assess_looks_from_the_day_it_is_given(run: Run, sheet: Sheet) -> None:
    run("actuals", "import", sheet(ALUMINIUM))
    early = run("assess", "--format", "json", "--on", "2025-12-30").out
    goal = next(g for g in json.loads(early) if g["id"].endswith("high-end-aluminium"))
    assert goal["actual"] is None, "the year 2025 had not ended"
    table = run("assess", "--region", "binzhou", lang="zh_CN.UTF-8").out
    assert "滨州" not in table.splitlines()[0]
    assert "4,711 亿元" in table


def test_names_as_printed_are_understood_too(run: Run, sheet: Sheet) -> None:
    done = run(
        "actuals", "import", sheet("滨州市,高端铝业,营业收入,2025年,4711亿,", encoding="gb18030")
    )
    assert (done.code, done.err) == (0, "")
    (row,) = rows_of(run("actuals", "export").out)
    assert (row["value"], row["unit"], row["exact"]) == ("4711", "亿元", "471100000000 元")
    assert row["id"] == "figure:binzhou/high-end-aluminium/revenue/2025"


def test_every_fault_is_listed_with_its_line_and_nothing_is_written(run: Run, sheet: Sheet) -> None:
    done = run(
        "actuals",
        "import",
        sheet(
            ALUMINIUM,
            "binzhou,nobody,revenue,2025,1亿,",
            "binzhou,fine-chemicals,revenue,2027,1亿,",
            "binzhou,fine-chemicals,revenue,2025,1e9,",
            "binzhou,fine-chemicals,revenue,2024,12%,,too many",
        ),
    )
    assert done.code == 1
    assert [line.split(":")[0] for line in done.complaints[:-1]] == [
        "Line 3 (B3)", "Line 4 (D4)", "Line 5 (E5)", "Line 6",
    ]  # fmt: skip
    assert "nothing was written" in done.complaints[-1]
    assert rows_of(run("actuals", "export").out) == []


def test_warnings_need_a_reason_which_is_kept(run: Run, sheet: Sheet, sqlite_url: str) -> None:
    run("actuals", "import", sheet(ALUMINIUM))
    # 50,000 亿元 are more than ten times the 4,711 亿元 they replace.
    tenfold = sheet("binzhou,high-end-aluminium,revenue,2025,50000 亿元,年报")
    refused = run("actuals", "import", tenfold)
    assert refused.code == 1
    assert "Line 2" in refused.err
    assert run("actuals", "import", tenfold, "--reason", "a merger").code == 0
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as database:
        reasons = [row[0] for row in database.execute("SELECT reasons FROM audit ORDER BY id")]
    assert "a merger" in reasons[-1]


def test_a_file_is_checked_without_writing_and_read_from_standard_input(
    run: Run, sheet: Sheet
) -> None:
    assert (
        "1 figure would be written" in run("actuals", "import", sheet(ALUMINIUM), "--dry-run").out
    )
    assert rows_of(run("actuals", "export").out) == []
    content = Path(sheet(ALUMINIUM)).read_bytes()
    assert run("actuals", "import", "-", stdin=content).code == 0
    assert len(rows_of(run("actuals", "export").out)) == 1


def test_an_export_is_imported_again_without_a_change(
    run: Run, sheet: Sheet, tmp_path: Path
) -> None:
    note = "=HYPERLINK(1)"
    run("actuals", "import", sheet(ALUMINIUM, f"xinle,clusters,revenue-growth,2023,-3.2%,{note}"))
    exported = run("actuals", "export").out
    assert "'=HYPERLINK(1)" in exported, "no spreadsheet may run a note"
    growth = next(row for row in rows_of(exported) if row["region"] == "xinle")
    assert (growth["value"], growth["unit"]) == ("-3.2", "%")
    again = run("actuals", "import", "-", stdin=exported.encode())
    assert (again.code, again.err) == (0, "")
    assert "0 figures written." in again.out
    target = tmp_path / "out.csv"
    assert run("actuals", "export", "--output", str(target)).code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("actuals", "import", str(target)).code == 0
    notes = [row["note"] for row in json.loads(run("actuals", "history", "--format", "json").out)]
    assert notes == ["年报", note]


def test_an_old_sheet_does_not_overwrite_what_came_after_it(run: Run, sheet: Sheet) -> None:
    run("actuals", "import", sheet(ALUMINIUM))
    old = run("actuals", "export").out
    revised = sheet("binzhou,high-end-aluminium,revenue,2025,4720 亿元,核实")
    assert run("actuals", "import", revised, "--reason", "核实").code == 0
    edited = old.replace("4711", "4700")
    done = run("actuals", "import", "-", stdin=edited.encode())
    assert done.code == 1
    assert "472,000,000,000 yuan" in done.err
    assert rows_of(run("actuals", "export").out)[0]["exact"] == "472000000000 元"


def test_history_shows_every_revision_and_withdrawal(
    run: Run, sheet: Sheet, sqlite_url: str
) -> None:
    run("actuals", "import", sheet(ALUMINIUM))
    run("actuals", "import", sheet(ALUMINIUM.replace("4711", "4720")), "--reason", "核实")
    from dashboard.actuals.store import Entry

    with Store.open(sqlite_url) as store:
        gone = Entry("binzhou", "high-end-aluminium", "revenue", "2025", None, seen_revision=2)
        store.write([gone], "王")
    rows = json.loads(run("actuals", "history", "--format", "json").out)
    assert [
        (r["revision"], r["value"], r["author"], r["replaces"], r["withdrawn"]) for r in rows
    ] == [
        (1, "471100000000", local_author(), None, False),
        (2, "472000000000", local_author(), 1, False),
        (3, None, "王", 2, True),
    ]
    assert "withdrawn" in run("actuals", "history", "--region", "binzhou").out
    assert rows_of(run("actuals", "export").out) == []
    assert len(rows_of(run("actuals", "history", "--format", "csv", "--period", "2024").out)) == 0


def test_nobody_enters_figures_under_a_name_of_their_choice(
    run: Run, sheet: Sheet, sqlite_url: str
) -> None:
    assert run("actuals", "import", sheet(ALUMINIUM), "--author", "clerk").code == 2
    done = run("actuals", "import", sheet(ALUMINIUM), LOGNAME="clerk", USER="clerk")
    assert done.code == 0
    with Store.open(sqlite_url) as store:
        # The user of the process, whatever its variables say.
        assert store.history()["author"].tolist() == [pwd.getpwuid(os.getuid()).pw_name]
        assert store.acts()["author"].tolist() == [pwd.getpwuid(os.getuid()).pw_name]


def test_the_past_can_be_exported(run: Run, sheet: Sheet) -> None:
    run("actuals", "import", sheet(ALUMINIUM))
    assert rows_of(run("actuals", "export", "--as-of", "2020-01-01").out) == []
    assert len(rows_of(run("actuals", "export", "--as-of", "2099-01-01T00:00").out)) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"region;subject\n", b"PK\x03\x04 an Excel file",
     b'region,subject,indicator,period,value,note\n"open', "地区\n".encode("gb18030")],
)  # fmt: skip
def test_a_file_that_is_no_sheet_is_refused_with_sentences(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "strange.csv"
    path.write_bytes(content)
    for lang in ("en_US.UTF-8", "zh_CN.UTF-8"):
        done = run("actuals", "import", str(path), lang=lang)
        assert (done.code, done.out) == (1, "")
        assert done.complaints


def test_a_missing_file_or_a_folder_is_one_sentence(run: Run, tmp_path: Path) -> None:
    for name in (str(tmp_path / "none.csv"), str(tmp_path)):
        done = run("actuals", "import", name)
        assert done.code == 1
        assert len(done.complaints) == 1
        assert name in done.err
    assert run("actuals", "export", "-o", str(tmp_path / "no" / "such" / "x.csv")).code == 1


@pytest.mark.parametrize(
    "database",
    ["nonsense", "mysql://x/y", "sqlite://", "sqlite:////proc/none/a.db",
     "postgresql://nobody@127.0.0.1:1/none"],
)  # fmt: skip
def test_a_database_that_cannot_be_opened_is_one_sentence(run: Run, database: str) -> None:
    for words in (("actuals", "export"), ("assess",), ("actuals", "history")):
        done = run(*words, "--database", database)
        assert done.code == 1
        assert len(done.complaints) == 1


def test_a_file_that_is_no_database_is_one_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 200)
    done = run("actuals", "export", "--database", f"sqlite:///{path}")
    assert done.code == 1
    assert len(done.complaints) == 1
    assert path.read_text().startswith("Dear Sir")


def test_a_terminal_is_not_steered_by_a_note(run: Run, sqlite_url: str) -> None:
    from decimal import Decimal

    from dashboard.actuals.store import Entry

    with Store.open(sqlite_url) as store:
        store.write([Entry("binzhou", "clusters", "revenue", "2025", Decimal(1), note="\x1b[2Jgone")], "Li")  # fmt: skip
    assert "\x1b" not in run("actuals", "history").out
