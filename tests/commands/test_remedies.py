"""Reasons and remedies from the command line, from wanted to done, and into the bulletin."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from dashboard.actuals.store import Entry, Store
from dashboard.entry.author import local_author
from dashboard.judging import Judging
from dashboard.register import load_register
from tests.commands.conftest import ROOT, Run

REGISTER = (ROOT / "data" / "targets.yaml", ROOT / "seeds")

# 3300 in 2023 and 3400 in 2025 are far behind the way to 5500 in 2027.
GOAL = "binzhou-2024.t5500.high-end-aluminium"
SAID = ("--reason", "铝价下跌，订单减少", "--remedy", "新建两条产线", "--person", "王明")


@pytest.fixture
def behind(sqlite_url: str) -> str:
    with Store.open(sqlite_url) as store:
        store.write(
            [
                Entry("binzhou", "high-end-aluminium", "revenue", "2023", Decimal("3.3E11")),
                Entry("binzhou", "high-end-aluminium", "revenue", "2025", Decimal("3.4E11")),
            ],
            "li",
        )
    return sqlite_url


def told(run: Run, *words: str, **more: str) -> Any:
    done = run("remedies", *words, "--format", "json", **more)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def add(run: Run, deadline: str = "2026-11-30") -> Any:
    return told(run, "add", GOAL, *SAID, "--deadline", deadline)


def test_a_goal_behind_wants_a_reason_until_it_is_given(run: Run, behind: str) -> None:
    (wanted,) = told(run, "list", "--region", "滨州市")
    assert (wanted["id"], wanted["state"], wanted["reason"]) == (GOAL, "wanting", "")
    given = add(run)
    assert (given["state"], given["author"]) == ("open", local_author())
    (row,) = told(run, "list")
    assert (row["state"], row["reason"], row["person"], row["deadline"]) == (
        "open", "铝价下跌，订单减少", "王明", "2026-11-30",
    )  # fmt: skip
    assert told(run, "list", "--state", "wanting") == []
    assert behind


def test_a_deadline_that_has_passed_is_listed_as_overdue_until_it_is_done(
    run: Run, behind: str
) -> None:
    add(run)
    assert told(run, "list", "--state", "overdue") == []
    later = {"CLUSTER_DASHBOARD_TODAY": "2026-12-01"}
    (row,) = told(run, "list", "--state", "overdue", **later)
    assert row["id"] == GOAL
    told(run, "report", GOAL, "--note", "两条产线已投产", "--done", **later)
    assert told(run, "list", "--state", "overdue", **later) == []
    steps = told(run, "show", GOAL)
    assert [(one["step"], one["state"]) for one in steps] == [("plan", "open"), ("report", "done")]
    assert behind


def test_a_newer_figure_that_is_behind_still_asks_anew(run: Run, behind: str) -> None:
    add(run)
    told(run, "report", GOAL, "--note", "已投产", "--done")
    assert [row["state"] for row in told(run, "list")] == ["done"]
    with Store.open(behind) as store:
        store.write(
            [Entry("binzhou", "high-end-aluminium", "revenue", "2026", Decimal("3.5E11"))], "li"
        )
    later = {"CLUSTER_DASHBOARD_TODAY": "2027-01-20"}
    assert [row["state"] for row in told(run, "list", **later)] == ["wanting"]


def test_a_problem_goes_a_level_up_and_comes_back_answered(run: Run, behind: str) -> None:
    add(run)
    told(run, "escalate", GOAL, "--note", "缺少用地指标")
    (row,) = told(run, "list")
    assert (row["state"], row["asked_of"]) == ("escalated", "shandong")
    told(run, "answer", GOAL, "--note", "已安排指标二百亩")
    (row,) = told(run, "list")
    assert (row["state"], row["note"]) == ("answered", "已安排指标二百亩")
    assert behind


def test_what_cannot_be_is_refused_in_one_sentence(run: Run, behind: str) -> None:
    refusals = {
        ("add", GOAL, *SAID, "--deadline", "2026-10-19"): "19 October 2026",
        ("add", "no-such-goal", *SAID, "--deadline", "2026-12-31"): "no-such-goal",
        ("report", GOAL, "--note", "x"): "No reason or remedy is given yet",
        ("answer", GOAL, "--note", "x"): "Nothing was escalated",
        # It has no figure, so it is not behind.
        ("add", "binzhou-2024.high-tech-firms", *SAID, "--deadline", "2026-12-31"): "not behind",
    }
    for words, sentence in refusals.items():
        done = run("remedies", *words)
        assert (done.code, len(done.complaints)) == (1, 1), words
        assert sentence in done.err
    assert [row["state"] for row in told(run, "list")] == ["wanting"]
    assert behind


def test_the_bulletin_says_why_who_and_by_when(run: Run, behind: str, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    words = ("bulletin", "binzhou", "--period", "2026-M09", "--format", "docx")
    for given in (False, True):
        if given:
            add(run)
        done = run(*words, "-o", str(file), lang="zh_CN.UTF-8")
        assert done.code == 0, done.err
        document = Document(str(file))
        text = "\n".join(one.text for one in document.paragraphs)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert ("尚未说明原因和措施。" in text) is not given
        assert ("原因：铝价下跌，订单减少。措施：新建两条产线。" in text) is given
        assert ("王明" in cells and "2026年11月30日" in cells) is given
        assert run("bulletin-verify", str(file)).code == 0
        file.unlink()
    assert behind


def test_a_bulletin_stays_as_issued_when_a_remedy_is_written_later(
    run: Run, behind: str, tmp_path: Path
) -> None:
    file = tmp_path / "out.html"
    run("bulletin", "binzhou", "--period", "2026-M09", "--format", "html", "-o", str(file))
    add(run)
    verified = run("bulletin-verify", str(file))
    assert (verified.code, verified.err) == (0, "")
    assert behind


def test_where_returns_are_reviewed_none_is_submitted_while_a_goal_of_it_is_unexplained(
    run: Run, behind: str
) -> None:
    with Store.open(behind) as store:
        standing = Judging(store).standing(load_register(*REGISTER), date(2026, 10, 20))
        lead = (standing.row(GOAL) or {})["lead"]
    words = ("returns", "submit", "binzhou", "--period", "2025", "--unit", lead)
    reviewed = {"CLUSTER_DASHBOARD_REVIEW": "on"}
    refused = run(*words, lang="zh_CN.UTF-8", **reviewed)
    assert (refused.code, len(refused.complaints)) == (1, 1)
    assert "1 项目标滞后而未说明原因和措施（高端铝业：超5500亿级）" in refused.err
    add(run)
    submitted = run(*words, **reviewed)
    assert (submitted.code, submitted.err) == (0, "")
    with Store.open(behind) as store:
        assert [now.state for now in store.returns.all()] == ["submitted"]
