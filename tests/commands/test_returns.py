"""Returns from the command line: from due to published, every refusal in one sentence."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.entry.author import local_author
from tests.commands.conftest import Run

BUREAU = "市工业和信息化局"
SEPTEMBER = "2026-M09"
FIRMS = ("binzhou", "clusters", "smart-factories", SEPTEMBER)
OF_OTHERS = ("binzhou", "high-end-aluminium", "revenue", SEPTEMBER)


@pytest.fixture
def entered(sqlite_url: str) -> str:
    with Store.open(sqlite_url) as store:
        store.write([Entry(*FIRMS, Decimal(12)), Entry(*OF_OTHERS, Decimal(410_000_000_000))], "li")
    return sqlite_url


def told(run: Run, *words: str) -> Any:
    done = run("returns", *words, "--format", "json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def of_bureau(run: Run, word: str, *more: str) -> Any:
    return told(run, word, "binzhou", "--period", SEPTEMBER, "--unit", BUREAU, *more)


def test_what_is_owed_is_listed_with_its_day_and_how_it_stands(run: Run, entered: str) -> None:
    rows = told(run, "list", "--region", "binzhou", "--period", "2026年1-9月")
    assert {row["unit"]: row["entered"] for row in rows}[BUREAU] == 1
    row = next(row for row in rows if row["unit"] == BUREAU)
    # 20 October is past the 15th, a Thursday.
    assert (row["state"], row["standing"], row["due"]) == ("draft", "missing", "2026-10-15")
    assert told(run, "list", "--region", "binzhou", "--state", "submitted") == []
    table = run("returns", "list", "--region", "binzhou", "--unit", BUREAU, lang="zh_CN.UTF-8")
    assert "逾期未报" in table.out
    assert entered


def test_a_return_goes_from_submitted_back_and_on_to_published(run: Run, entered: str) -> None:
    (submitted,) = of_bureau(run, "submit", "--vintage", "preliminary")
    assert (submitted["state"], submitted["through"]) == ("submitted", ["binzhou"])
    (returned,) = of_bureau(
        run, "return", "--reason", "核对口径", "--figure", "clusters/smart-factories=与上月相同"
    )
    assert (returned["state"], returned["reason"]) == ("returned", "核对口径")
    with Store.open(entered) as store:
        store.write([Entry(*FIRMS, Decimal(13), seen_revision=1)], "li")
    of_bureau(run, "submit")
    (approved,) = of_bureau(run, "approve")
    assert (approved["state"], approved["level"]) == ("approved", 1)
    (published,) = of_bureau(run, "publish")
    assert (published["state"], published["author"]) == ("published", local_author())
    shown = told(run, "show", "binzhou", "--period", SEPTEMBER, "--unit", BUREAU)
    figure = next(row for row in shown["figures"] if row["indicator"] == "smart-factories")
    assert (figure["value"], figure["vintage"]) == ("13", "final")
    # Why it went back stays beside it.
    assert (figure["reason"], figure["checks"]) == ("与上月相同", [])
    steps = ["submit", "return", "submit", "approve", "publish"]
    assert [step["step"] for step in shown["steps"]] == steps
    with Store.open(entered) as store:
        number = store.publications()["binzhou"].revision
        shown_to_all = store.observations_published({"binzhou": number})
    # The other unit's figure was in no return, and is not published with this one.
    assert [row.observation.value for row in shown_to_all] == ["13"]


def test_the_page_of_a_return_says_in_words_what_is_not_reported(run: Run, entered: str) -> None:
    words = ("show", "binzhou", "--period", SEPTEMBER, "--unit", BUREAU)
    zh, en = run("returns", *words, lang="zh_CN.UTF-8"), run("returns", *words)
    assert zh.out.startswith(f"{BUREAU} {SEPTEMBER}：草稿\n")
    assert "未报" in zh.out
    assert "not reported" in en.out
    assert entered


def test_how_settled_a_figure_is_goes_out_with_it_and_back_in(
    run: Run, entered: str, tmp_path: Path
) -> None:
    of_bureau(run, "submit", "--vintage", "preliminary")
    of_bureau(run, "approve")
    of_bureau(run, "publish")
    file = tmp_path / "figures.csv"
    assert run("actuals", "export", "-o", str(file)).code == 0
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["indicator"]: row["vintage"] for row in rows}["smart-factories"] == "preliminary"
    again = run("actuals", "import", str(file), "--format", "json")
    assert again.code == 0 and json.loads(again.out)["unchanged"] == len(rows)
    assert run("export", str(tmp_path / "sdmx"), "--format", "sdmx-csv").code == 0
    text = (tmp_path / "sdmx" / "FIGURES.csv").read_text(encoding="utf-8")
    (row,) = [one for one in csv.DictReader(text.splitlines()) if one["INDICATOR"] == FIRMS[2]]
    assert row["VINTAGE"] == "preliminary"
    # The verdict says that it rests on it.
    said = run("assess", "--explain", "binzhou-2024.smart-factories").out
    assert "Revision of the figure: #1 · preliminary" in said
    assert entered


def test_all_units_that_can_take_a_step_take_it_at_once(run: Run, entered: str) -> None:
    words = ("binzhou", "--period", SEPTEMBER, "--all")
    # Of four units two have a figure; nobody submits a return without one.
    assert len(told(run, "submit", *words)) == 2
    assert len(told(run, "approve", *words)) == 2
    assert [row["state"] for row in told(run, "publish", *words)] == ["published"] * 2
    assert told(run, "publish", *words) == []
    assert entered


def test_which_unit_is_asked_and_each_refusal_is_one_sentence(run: Run, entered: str) -> None:
    which = run("returns", "submit", "binzhou", "--period", SEPTEMBER)
    assert (which.code, len(which.complaints)) == (1, 1)
    assert BUREAU in which.err
    for words in (
        ("approve",),
        ("publish",),
        ("return", "--reason", "x"),
        ("correct", "--reason", "x"),
        ("return", "--reason", "x", "--figure", "nonsense"),
    ):
        place = ("binzhou", "--period", SEPTEMBER, "--unit", BUREAU)
        refused = run("returns", words[0], *place, *words[1:])
        assert (refused.code, len(refused.complaints), refused.out) == (1, 1, "")
    nowhere = run("returns", "show", "binzhou", "--period", SEPTEMBER, "--unit", "nobody")
    assert "Those that do:" in nowhere.err
    # A step that wants a reason cannot be asked for without one.
    assert run("returns", "return", "binzhou", "--period", SEPTEMBER).code == 2
    with Store.open(entered) as store:
        assert store.returns.all() == []


def test_a_locked_figure_is_refused_to_a_file_too(run: Run, entered: str) -> None:
    of_bureau(run, "submit")
    file = "region,subject,indicator,period,value\nbinzhou,clusters,smart-factories,2026-M09,14\n"
    words = ("actuals", "import", "-", "--reason", "recount")
    refused = run(*words, stdin=file.encode())
    assert refused.code == 1
    assert "being reviewed" in refused.err
    with Store.open(entered) as store:
        assert store.figures([FIRMS])[FIRMS].value == "12"


def test_where_review_is_wanted_only_what_is_approved_is_published_and_the_rest_is_counted(
    run: Run, entered: str
) -> None:
    site = {"CLUSTER_DASHBOARD_REVIEW": "on", "CLUSTER_DASHBOARD_MODE": "team"}
    nothing = run("actuals", "publish", "binzhou", **site)
    assert nothing.out == (
        "Binzhou: 2 figures were left out, as they are under review or not reviewed.\n"
    )
    of_bureau(run, "submit")
    of_bureau(run, "approve")
    one = run("actuals", "publish", "--all", **site)
    assert one.out == (
        "Binzhou: 1 item published.\n"
        "Binzhou: 1 figure was left out, as it is under review or not reviewed.\n"
    )
    # Alone on one's own machine no return is needed.
    local = run("actuals", "publish", "binzhou", CLUSTER_DASHBOARD_REVIEW="on")
    assert local.out == "Binzhou: 1 item published.\n"
    assert entered


def test_an_unknown_way_of_review_is_told_with_those_there_are(run: Run) -> None:
    wrong = run("returns", "list", CLUSTER_DASHBOARD_REVIEW="maybe")
    assert wrong.code == 1
    assert "off / publisher / on" in wrong.err


def test_where_there_is_no_review_an_imported_file_is_published_with_it(
    run: Run, sqlite_url: str
) -> None:
    file = "region,subject,indicator,period,value\nbinzhou,clusters,smart-factories,2026-M09,14\n"
    done = run("actuals", "import", "-", stdin=file.encode(), CLUSTER_DASHBOARD_REVIEW="off")
    assert done.code == 0
    with Store.open(sqlite_url) as store:
        number = store.publications()["binzhou"].revision
        rows = store.observations_published({"binzhou": number})
    assert [row.observation.value for row in rows] == ["14"]
