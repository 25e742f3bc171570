"""`check`, `goals` and `schema`, and the command line itself."""

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands.conftest import ROOT, Run

FIELDS = {
    "id", "region", "plan", "subject", "subject_kind", "subject_name_zh", "cluster", "indicator",
    "indicator_name_zh", "comparator", "value", "value_high", "unit", "due", "every", "ambition",
    "clause", "wording", "responsible", "derived", "document",
}  # fmt: skip


def test_check_says_that_the_register_is_in_order(run: Run) -> None:
    done = run("check")
    assert (done.code, done.err) == (0, "")
    assert "4 plans" in done.out


def test_check_lists_every_fault_with_its_place_and_ends_with_one(run: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    register = tmp_path / "data" / "targets.yaml"
    text = register.read_text(encoding="utf-8")
    text = text.replace("members: [fine-chemicals]", "members: [fine-chemical]")
    # The one in the first plan, the other in the last.
    text = "staus: in force".join(text.rsplit("status: in force", 1))
    register.write_text(text, encoding="utf-8")
    done = run("check", "--register", str(register))
    assert done.code == 1
    assert done.out == ""
    assert sum("targets.yaml:" in line for line in done.complaints) >= 2
    assert any("fine-chemicals" in line for line in done.complaints), "did you mean"
    zh = run("check", "--register", str(register), lang="zh_CN.UTF-8")
    assert zh.complaints[-1].endswith("处问题。")


def test_goals_are_exact_decimal_texts_in_base_units(run: Run) -> None:
    done = run("goals", "--format", "json")
    assert (done.code, done.err) == (0, "")
    goals = {goal["id"]: goal for goal in json.loads(done.out)}
    assert len(goals) >= 100
    assert all(set(goal) >= FIELDS for goal in goals.values())
    aluminium = goals["binzhou-2024.t5500.high-end-aluminium"]
    # > 5500 亿元 = 5500 × 100,000,000 yuan.
    assert (aluminium["comparator"], aluminium["value"]) == (">", "550000000000")
    assert aluminium["due"] == 2027
    assert aluminium["derived"] is True
    assert goals["binzhou-2024.skilled-talents"]["value"] == "80000"
    assert goals["xinle-2023.revenue-growth"]["value"] == "0.12"
    centres = goals["jiangsu-2018.national-innovation-centres"]
    assert (centres["comparator"], centres["value"], centres["value_high"]) == ("range", "3", "5")
    yearly = goals["binzhou-2024.renovation-projects"]
    assert (yearly["every"], yearly["due"]) == ("year", None)
    assert isinstance(yearly["responsible"], list)
    for goal in goals.values():
        assert goal["value"] is None or Decimal(goal["value"]).is_finite()
        assert goal["unit"] in {"yuan", "count", "fraction"}


def test_goals_can_be_narrowed_and_written_as_csv_and_as_a_table(run: Run) -> None:
    few = json.loads(run("goals", "--format=json", "--region", "foshan").out)
    assert {goal["region"] for goal in few} == {"foshan"}
    csv = run("goals", "--format", "csv", "--plan", "foshan-2020").out.splitlines()
    assert len(csv) == len(few) + 1
    assert "滨州" not in run("goals", "--region", "foshan", lang="zh_CN.UTF-8").out


def test_schema_is_the_one_in_the_repository(run: Run) -> None:
    kept = json.loads((ROOT / "data" / "targets.schema.json").read_text(encoding="utf-8"))
    assert json.loads(run("schema").out) == kept


def test_options_may_stand_before_or_after_the_command(run: Run, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.yaml")
    before, after = run("--register", missing, "check"), run("check", f"--register={missing}")
    assert before == after
    assert before.code == 1
    assert run("check", CLUSTER_DASHBOARD_REGISTER=missing) == before


@pytest.mark.parametrize("lang", ["en_US.UTF-8", "zh_CN.UTF-8", "C"])
@pytest.mark.parametrize(
    "words",
    [(), ("gools",), ("goals", "--format", "xml"), ("serve", "--port", "99999"), ("serve", "--port"),
     ("assess", "--on", "2026-13-01"), ("actuals",), ("actuals", "import"), ("goals", "extra"),
     ("check", "--unknown"), ("--lang", "fr", "check"), ("actuals", "export", "--as-of", "soon")],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_command_line_is_one_sentence_and_code_two(
    run: Run, words: tuple[str, ...], lang: str
) -> None:
    done = run(*words, lang=lang)
    assert done.code == 2
    assert done.out == ""
    assert len(done.complaints) == 1
    assert any("一" <= sign <= "鿿" for sign in done.err) == lang.startswith("zh")


def test_the_language_follows_the_system_unless_it_is_named(run: Run) -> None:
    assert "目标库没有问题" in run("check", lang="zh_CN.UTF-8").out
    assert "目标库没有问题" in run("check", "--lang", "zh").out
    assert "in order" in run("--lang=en", "check", lang="zh_CN.UTF-8").out
    assert "检查目标库" in run("--help", lang="zh_TW.UTF-8").out


@pytest.mark.parametrize(
    "words",
    [("goals", "--region", "atlantis"), ("goals", "--plan", "cli.x"), ("assess", "--region", "../x")],
    ids=" ".join,
)  # fmt: skip
def test_an_unknown_region_or_plan_is_one_sentence(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (1, "")
    assert len(done.complaints) == 1


def test_a_process_ends_with_the_code_and_the_words_of_its_command(
    run: Run, run_alone: Run, tmp_path: Path
) -> None:
    missing = ("check", "--register", str(tmp_path / "none.yaml"), "--lang", "en")
    for words in (("goals", "--lang", "en"), missing):
        assert run_alone(*words) == run(*words)


def test_a_fault_nobody_foresaw_is_one_sentence_and_a_trace_where_it_is_asked_for(
    run_alone: Run, tmp_path: Path
) -> None:
    (tmp_path / "pyarrow.py").write_text(
        "raise ZeroDivisionError('of all things')", encoding="utf-8"
    )
    broken = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "LANG": "en_US.UTF-8"}
    done = run_alone("check", **broken)
    assert done.code == 1
    assert len(done.complaints) == 1
    assert "of all things" in done.err
    told = run_alone("check", **broken, CLUSTER_DASHBOARD_TRACEBACK="yes")
    assert "Traceback" in told.err


def test_a_reader_who_has_left_ends_it_quietly(own_home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "goals", "--format", "json"],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_version_and_help_of_every_command_end_with_zero(run: Run) -> None:
    assert run("--version").out.startswith("cluster-dashboard ")
    for words in (("serve",), ("check",), ("goals",), ("assess",), ("actuals",), ("schema",),
                  ("actuals", "import"), ("actuals", "export"), ("actuals", "history")):  # fmt: skip
        assert run(*words, "--help").code == 0
