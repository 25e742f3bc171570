"""Which plans and goals count on a day: issued by then, not yet replaced."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from dashboard.progress.table import assess_table
from dashboard.register import Catalogue, load_register
from dashboard.register.in_force import in_force_on
from dashboard.wording.reasons import reason_text

SHAPES = Path(__file__).parent / "shapes" / "targets"


@cache
def shapes() -> Catalogue:
    return load_register(SHAPES)


def with_an_older_goal(folder: Path) -> Path:
    """A copy of the shapes in which the superseded plan has a goal, `anhe-2021.total`."""
    shutil.copytree(SHAPES.parent, folder / "shapes")
    register = folder / "shapes" / "targets"
    text = (register / "anhe.yaml").read_text(encoding="utf-8")
    last = "      - {id: parks, count: 18, clause: 一}\n"
    goal = (
        "    goals:\n      - {id: total, of: clusters, indicator: revenue, target: 5000 亿元,"
        " by: 2024, clause: 一}\n"
    )
    assert text.count(last) == 1
    (register / "anhe.yaml").write_text(text.replace(last, last + goal), encoding="utf-8")
    return register


@pytest.mark.parametrize(
    ("day", "older", "newer"),
    # Issued 2021-05-06 and 2024-02-01: each counts from the day of issue.
    [
        ("2021-05-05", "not issued", "not issued"),
        ("2021-05-06", "in force", "not issued"),
        ("2024-01-31", "in force", "not issued"),
        ("2024-02-01", "superseded", "in force"),
        ("2026-01-01", "superseded", "in force"),
    ],
)
def test_a_plan_counts_from_its_issue_until_its_successors(
    day: str, older: str, newer: str
) -> None:
    then = in_force_on(shapes(), date.fromisoformat(day))
    plans = {row["id"]: row["status"] for row in then.plans_of("anhe")}
    assert (plans["anhe-2021"], plans["anhe-2024"]) == (older, newer)
    for goal in then.goals_of("anhe"):
        if goal["document"] in ("anhe-2021", "anhe-2024"):
            assert goal["in_force"] == (plans[goal["plan"]] == "in force")


def test_a_goal_of_a_later_document_waits_for_it() -> None:
    # anhe-2025 was issued on 2025-01-20 and adds a goal to the plan of 2024.
    for day, counted in (("2025-01-19", False), ("2025-01-20", True)):
        then = in_force_on(shapes(), date.fromisoformat(day))
        found = [goal for goal in then.goals_of("anhe") if goal["document"] == "anhe-2025"]
        assert found
        assert {goal["in_force"] for goal in found} == {counted}


def test_a_superseded_goal_is_judged_while_it_was_in_force_and_names_its_successor_after(
    tmp_path: Path,
) -> None:
    known, old = load_register(with_an_older_goal(tmp_path)), "anhe-2021.total"
    nothing = pd.DataFrame()
    for day, status, told in (
        ("2021-01-01", "not-applicable", "was issued on 6 May 2021"),
        ("2024-01-31", "no-data", ""),
        ("2024-02-01", "not-applicable", "superseded by “Anhe plan”"),
    ):
        then = in_force_on(known, date.fromisoformat(day))
        rows = assess_table(then.frame("goals"), nothing, date.fromisoformat(day)).set_index("goal")
        row = rows.loc[old]
        assert row["status"] == status
        assert told in reason_text(row, "en")


def test_a_register_in_force_as_a_whole_is_given_back_as_it_is() -> None:
    whole = load_register(Path(__file__).parents[2] / "data" / "targets.yaml")
    assert in_force_on(whole, date(2026, 1, 1)) is whole
    early = in_force_on(whole, date(2020, 6, 30))
    # Only Jiangsu's document (2018) had been issued: the others date from 2020-12 to 2024.
    assert {row["plan"] for row in early.rows("goals") if row["in_force"]} == {"jiangsu-2018"}


def with_rules(folder: Path, now: str, *earlier: str) -> Path:
    """A copy of the shipped register in which Binzhou has a lamp rule and had others before."""
    root = Path(__file__).parents[2]
    shutil.copytree(root / "seeds", folder / "seeds")
    text = (root / "data" / "targets.yaml").read_text(encoding="utf-8")
    place = "level: prefecture, parent: shandong}"
    assert text.count(place) == 1
    rules = f"lamp_rule: {now}, earlier_lamp_rules: [{', '.join(earlier)}]}}"
    register = folder / "targets.yaml"
    register.write_text(text.replace(place, f"{place[:-1]}, {rules}"), encoding="utf-8")
    return register


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2025-12-31", "wuhan-ratio"),
        ("2026-01-01", "default"),
        ("2026-09-05", "default"),
        ("2026-09-06", "sanya"),
    ],
)
def test_a_day_is_judged_by_the_lamp_rule_of_that_day(tmp_path: Path, day: str, rule: str) -> None:
    earlier = "{rule: default, until: 2026-09-05}", "{rule: wuhan-ratio, until: 2025-12-31}"
    known = load_register(with_rules(tmp_path, "sanya", *earlier), tmp_path / "seeds")
    then = in_force_on(known, date.fromisoformat(day))
    assert {goal["lamp_rule"] for goal in then.goals_of("binzhou")} == {rule}
    assert {goal["lamp_rule"] for goal in then.goals_of("foshan")} == {"default"}
    (region,) = (row for row in then.rows("regions") if row["id"] == "binzhou")
    assert region["lamp_rule"] == rule
