"""`assess --on` and `--explain`: what was known and in force then, with the same words as the pages."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.commands.conftest import Run
from tests.register.test_in_force import with_an_older_goal

Sheet = Callable[..., str]
GOAL = "binzhou-2024.t5500.high-end-aluminium"
FIRST = "binzhou,high-end-aluminium,revenue,2024,4000 亿元,"
REVISED = "binzhou,high-end-aluminium,revenue,2024,4100 亿元,"


def judged(run: Run, *words: str, told: str = "") -> dict[str, dict[str, object]]:
    done = run("assess", "--format", "json", *words)
    assert (done.code, done.err) == (0, told)
    return {goal["id"]: goal for goal in json.loads(done.out)}


def entered_around_the_end_of_june(sqlite_url: str) -> None:
    """Move the first two writes to the last minute of 30 June 2025 in China, and to one after it."""
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as database:
        # Figures are append-only; a test may not wait a day for the second one.
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (guard,) in guards.fetchall():
            database.execute(f'DROP TRIGGER "{guard}"')
        # China's 30 June ends at 16:00 UTC: the revision came in one minute later.
        for number, minute in ((1, 59), (2, 61)):
            moment = datetime(2025, 6, 30, 15, tzinfo=UTC) + timedelta(minutes=minute)
            at = int(moment.timestamp()) * 1_000_000
            database.execute("UPDATE audit SET at = ? WHERE last_revision = ?", (at, number))


def test_two_days_stand_side_by_side_with_what_moved_each_goal(
    run: Run, sheet: Sheet, sqlite_url: str
) -> None:
    assert run("actuals", "import", sheet(FIRST)).code == 0
    assert run("actuals", "import", sheet(REVISED), "--reason", "audit").code == 0
    entered_around_the_end_of_june(sqlite_url)
    told = judged(run, "--on", "2025-07-01", "--compare", "2025-06-30")
    assert (told[GOAL]["then_actual"], told[GOAL]["now_actual"]) == ("400000000000", "410000000000")
    assert told[GOAL]["changed"] is True
    assert "was revised from 400 billion yuan to 410 billion yuan" in str(told[GOAL]["moved"])
    # Of the others none changed from one day to the next; the tier's count has no number of its own.
    assert [id for id, one in told.items() if one["changed"]] == [GOAL]
    table = run("assess", "--on", "2025-07-01", "--compare", "2025-06-30").out.splitlines()
    assert len(table) == 3 and "400 billion yuan" in table[2] and "410 billion yuan" in table[2]


def test_a_day_that_is_not_earlier_is_refused_with_the_way_out(run: Run) -> None:
    done = run("assess", "--on", "2025-06-30", "--compare", "2025-06-30")
    assert done.code != 0 and "Give an earlier day with --compare." in done.err


def test_figures_count_as_they_were_known_at_the_end_of_the_day(
    run: Run, sheet: Sheet, sqlite_url: str
) -> None:
    assert run("actuals", "import", sheet(FIRST)).code == 0
    assert run("actuals", "import", sheet(REVISED), "--reason", "audit").code == 0
    entered_around_the_end_of_june(sqlite_url)
    # Before the very first entry there is only what was filled in since, and that is said.
    said = (
        "For information: nothing had been recorded by 29 June 2025;"
        " figures filled in since then are used.\n"
    )
    young = judged(run, "--on", "2025-06-29", told=said)[GOAL]
    assert (young["actual"], young["filled_in_later"]) == ("410000000000", True)
    assert judged(run, "--on", "2025-06-30")[GOAL]["filled_in_later"] is False
    assert judged(run, "--on", "2025-06-30")[GOAL]["actual"] == "400000000000"
    assert judged(run, "--on", "2025-07-01")[GOAL]["actual"] == "410000000000"
    assert judged(run)[GOAL]["actual"] == "410000000000"


def test_only_plans_issued_by_then_are_judged(run: Run) -> None:
    # Issued: Jiangsu 2018-06-25, Foshan 2020-12-21, Xinle 2023-05-27, Binzhou 2024-05-31.
    for day, plans in (
        ("2018-06-24", set()),
        ("2020-12-20", {"jiangsu-2018"}),
        ("2024-05-30", {"jiangsu-2018", "foshan-2020", "xinle-2023"}),
        ("2024-05-31", {"jiangsu-2018", "foshan-2020", "xinle-2023", "binzhou-2024"}),
    ):
        assert {goal["plan"] for goal in judged(run, "--on", day).values()} == plans


def test_before_its_successor_was_issued_the_older_plan_is_judged(run: Run, tmp_path: Path) -> None:
    register = str(with_an_older_goal(tmp_path))
    # anhe-2024 supersedes anhe-2021 from 2024-02-01 on.
    before = judged(run, "--register", register, "--region", "anhe", "--on", "2024-01-31")
    assert {goal["plan"] for goal in before.values()} == {"anhe-2021"}
    after = judged(run, "--register", register, "--region", "anhe", "--on", "2024-02-01")
    assert {goal["plan"] for goal in after.values()} == {"anhe-2024"}
    # Set beside each other, what was in force on the earlier day only is not forgotten.
    both = judged(
        *(run, "--register", register, "--region", "anhe"),
        *("--on", "2024-02-01", "--compare", "2024-01-31"),
    )
    assert set(both) == set(before) | set(after)
    assert both["anhe-2021.total"]["now_status"] == "not-applicable"
    words = ("--on", "2024-02-01", "--explain", "anhe-2021.total")
    told = run("assess", "--register", register, *words)
    assert "superseded by “Anhe plan”" in told.out


def test_one_goal_is_explained_and_exports_carry_the_same_text(run: Run, sheet: Sheet) -> None:
    run("actuals", "import", sheet(FIRST))
    told = run("assess", "--explain", GOAL)
    assert (told.code, told.err) == (0, "")
    # 4000 / 5500 = 72.7 %.
    assert "72.7%" in told.out
    assert "Rule: " in told.out
    assert judged(run)[GOAL]["explanation"] == told.out.rstrip("\n")
    rows = csv.DictReader(io.StringIO(run("assess", "--format", "csv").out.removeprefix("\ufeff")))
    assert next(r for r in rows if r["id"] == GOAL)["explanation"].splitlines() == (
        told.out.rstrip("\n").splitlines()
    )
    assert "规则：" in run("assess", "--explain", GOAL, lang="zh_CN.UTF-8").out
    missing = run("assess", "--explain", "binzhou-2024.nothing")
    assert (missing.code, missing.out, len(missing.complaints)) == (1, "", 1)
