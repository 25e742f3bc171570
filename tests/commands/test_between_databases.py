"""Figures that leave one database as a file and enter another, and lines that were changed since."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from tests.commands.conftest import Run

Sheet = Callable[..., str]

HERE = "region,subject,indicator,period,value,note"
KEPT = ("region", "subject", "indicator", "period", "value", "note", "evidence")


@pytest.fixture
def other(tmp_path: Path) -> str:
    """Return the URL of a second database that nobody has written to."""
    return f"sqlite:///{tmp_path / 'other.db'}"


def figures(text: str) -> list[tuple[str, ...]]:
    """Return what an export says of the figures themselves, without who, when and revision."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return sorted(tuple(row[name] for name in KEPT) for row in rows)


def withdraw(url: str, *figure: *tuple[str, str, str, str]) -> None:
    with Store.open(url) as store:
        held = store.figures([figure])[figure]
        store.write([Entry(*figure, None, seen_revision=held.revision)], "Wang")


def test_an_export_enters_an_empty_database_as_it_was(
    run: Run, sheet: Sheet, sqlite_url: str, other: str
) -> None:
    lines = (
        "binzhou,high-end-aluminium,revenue,2025,4711.00000001 亿元,年报",
        "binzhou,fine-chemicals,revenue,2025,2240 亿元,=1+1",
        'binzhou,fine-chemicals,revenue,2024,2100 亿元,"\'=1+1, with ""quotes"""',
        "xinle,clusters,revenue-growth,2023,-3.2%,两\t行",
    )
    done = run("actuals", "import", sheet(*lines))
    assert done.code == 0
    gone = ("binzhou", "fine-chemicals", "revenue", "2024")
    withdraw(sqlite_url, *gone)
    exported = run("actuals", "export").out
    assert len(figures(exported)) == 3, "a withdrawn figure is no current figure"
    for words in (("--dry-run",), ()):
        done = run("actuals", "import", "-", "--database", other, *words, stdin=exported.encode())
        assert (done.code, done.err) == (0, "")
    assert figures(run("actuals", "export", "--database", other).out) == figures(exported)
    again = run("actuals", "import", "-", "--database", other, stdin=exported.encode())
    assert (again.code, again.err) == (0, "")
    assert "0 figures written" in again.out


def test_a_dry_run_finds_the_very_conflicts_of_the_real_run(
    run: Run, sheet: Sheet, sqlite_url: str
) -> None:
    run("actuals", "import", sheet("binzhou,high-end-aluminium,revenue,2025,4711 亿元,"))
    run("actuals", "import", sheet("binzhou,fine-chemicals,revenue,2025,2240 亿元,"))
    old = run("actuals", "export").out
    revised = sheet("binzhou,high-end-aluminium,revenue,2025,4720 亿元,")
    assert run("actuals", "import", revised, "--reason", "audit").code == 0
    withdraw(sqlite_url, "binzhou", "fine-chemicals", "revenue", "2025")
    edited = old.replace("4711", "4700").encode()
    for lang, said in (("en_US.UTF-8", "Wang withdrew"), ("zh_CN.UTF-8", "已由 Wang 撤回")):
        dry = run("actuals", "import", "-", "--dry-run", stdin=edited, lang=lang)
        real = run("actuals", "import", "-", stdin=edited, lang=lang)
        assert dry == real
        assert dry.code == 1
        assert said in dry.err
        assert "—" not in dry.err
        # 4720 × 100,000,000 = 472,000,000,000.
        assert "472,000,000,000" in dry.err


def test_a_line_made_before_the_figure_was_withdrawn_and_absent_elsewhere_is_no_conflict(
    run: Run, sheet: Sheet, other: str
) -> None:
    run("actuals", "import", sheet("binzhou,high-end-aluminium,revenue,2025,4711 亿元,"))
    exported = run("actuals", "export").out
    # The other database has figures of its own, so that its revisions mean something else.
    own = sheet("binzhou,fine-chemicals,revenue,2025,2240 亿元,", name="own.csv")
    assert run("actuals", "import", own, "--database", other).code == 0
    done = run("actuals", "import", "-", "--database", other, stdin=exported.encode())
    assert (done.code, done.err, done.out) == (0, "", "1 figure written.\n")


def test_a_figure_twice_in_a_file_is_told_by_the_lines_of_the_file(run: Run, sheet: Sheet) -> None:
    line = "binzhou,high-end-aluminium,revenue,2025,4711 亿元,"
    done = run("actuals", "import", sheet(line, line))
    assert done.code == 1
    # The heading is line 1.
    assert "Line 2 (E2): " in done.complaints[0]
    assert "see also line 3" in done.complaints[0]
    assert "see also line 2" in done.complaints[1]
    assert "row 1" not in done.err


def test_a_figure_no_goal_asks_for_is_said_and_still_written(run: Run, sheet: Sheet) -> None:
    done = run("actuals", "import", sheet("binzhou,binzhou,revenue,2025,9000 亿元,"))
    assert (done.code, done.out) == (0, "1 figure written.\n")
    assert done.complaints == [
        "Line 2: For information: No goal is judged by this figure; it is saved all the same."
    ]


def test_reported_growth_that_the_levels_do_not_give_is_asked_about_whichever_comes_last(
    run: Run, sheet: Sheet
) -> None:
    levels = (
        "xinle,clusters,revenue,2022,100 亿元,",
        "xinle,clusters,revenue,2023,110 亿元,",
    )
    # 110 / 100 − 1 = 10 %, reported are 12 %.
    rate = "xinle,clusters,revenue-growth,2023,12%,"
    first = run("actuals", "import", sheet(*levels, rate))
    assert first.code == 1
    asked = [line for line in first.complaints if "12%" in line and "10%" in line]
    assert len(asked) == 1
    assert asked[0].startswith("Line 4 (E4): Warning: For 2023, the reported growth 12%")
    assert run("actuals", "import", sheet(rate)).err == ""
    later = run("actuals", "import", sheet(*levels), lang="zh_CN.UTF-8")
    assert later.code == 1
    assert any("第 3 行" in line and "填报增速 12% 与" in line for line in later.complaints)
    assert run("actuals", "import", sheet(*levels), "--reason", "comparable basis").code == 0
