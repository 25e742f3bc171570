"""Verdicts in words that are true for who may not see all figures."""

import json
from datetime import date

import pandas as pd
from dashboard.progress.withholding import withhold

from dashboard.languages import LANGUAGES
from dashboard.progress.table import assess_table
from dashboard.wording.reasons import reason_text

COLUMNS = ["region", "subject", "indicator", "period", "year", "month", "period_kind", "value",
           "value_float", "revision"]  # fmt: skip


def goal(id: str, region: str, due: int = 2027, **more: object) -> dict[str, object]:
    known = {
        "id": id, "region": region, "plan": region, "subject": region, "subject_kind": "region",
        "indicator": "firms", "unit": "count", "kind": "stock", "direction": "up",
        "comparator": ">=", "value": "100", "value_float": 100.0, "measure": "value", "due": due,
        "in_force": True, "members": [], "step_region": None, "step_subject": None,
        "step_indicator": None,
    }  # fmt: skip
    return known | more


GOALS = pd.DataFrame(
    [
        goal("mine", "binzhou"),
        goal("theirs", "foshan"),
        goal("ours", "jiangsu"),
        goal(
            "in-step",
            "binzhou",
            comparator="in step",
            value=None,
            measure="in step with",
            step_region="foshan",
            step_subject="foshan",
            step_indicator="firms",
        ),
        goal("gone", "foshan", in_force=False, plan_status="superseded"),
    ]
)
FIGURES = pd.DataFrame(
    [["binzhou", "binzhou", "firms", "2025", 2025, 12, "year", "80", 80.0, 1]], columns=COLUMNS
)


def told(hidden: list[str], published: list[str]) -> pd.DataFrame:
    verdicts = assess_table(GOALS, FIGURES, date(2026, 3, 1))
    return withhold(verdicts, GOALS, hidden, published).set_index("goal")


def test_goals_of_a_hidden_region_are_withheld_and_not_without_data() -> None:
    plain = assess_table(GOALS, FIGURES, date(2026, 3, 1)).set_index("goal")
    assert plain["status"]["theirs"] == "no-data"
    seen = told(["foshan"], [])
    assert (seen["status"]["theirs"], seen["lamp"]["theirs"]) == ("withheld", "grey")
    assert seen["status"]["mine"] == plain["status"]["mine"]
    assert seen["status"]["ours"] == "no-data"


def test_a_goal_in_step_with_a_hidden_region_says_what_keeps_it_from_being_judged() -> None:
    seen = told(["foshan"], [])
    assert seen["status"]["in-step"] == "withheld"
    assert json.loads(seen["status_reason"]["in-step"])["code"] == "withheld-other"
    assert told([], [])["status"]["in-step"] != "withheld"


def test_where_only_published_figures_are_seen_nothing_is_called_unreported() -> None:
    seen = told([], ["binzhou", "jiangsu"])
    assert seen["status"]["ours"] == "unpublished"
    assert seen["status"]["theirs"] == "no-data"
    # What is published is judged like anything.
    assert seen["status"]["mine"] == told([], [])["status"]["mine"]


def test_what_the_plan_says_by_itself_is_nobodys_secret() -> None:
    assert told(["foshan"], [])["status"]["gone"] == "not-applicable"


def test_each_word_has_its_sentence_in_both_languages() -> None:
    seen = told(["foshan"], ["jiangsu"]).reset_index()
    sentences = {
        (row["goal"], lang): reason_text(row, lang)
        for row in seen.to_dict("records")
        for lang in LANGUAGES
    }
    assert sentences["theirs", "en"] == "You may not see the figures of this region."
    assert sentences["theirs", "zh"] == "您无权查看该地区的数据。"
    assert "compared with" in sentences["in-step", "en"]
    assert sentences["ours", "zh"] == "尚未发布任何数据。"
