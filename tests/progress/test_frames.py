"""Counts, the tier board and the lines of a chart, as frames."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.progress import assess, board, summary, trajectory
from dashboard.progress.paths import ACTUAL, DERIVED, GOAL, MILESTONE
from dashboard.progress.summaries import without_goal
from tests.progress.building import figure, goal, observed, verdicts

YI = "00000000"
ON = date(2026, 7, 15)


def test_counts_by_region_cover_every_status_and_lamp() -> None:
    rows = verdicts(
        [
            goal("400", id="a", every="year"),
            goal("200", id="b", every="year"),
            goal("400", id="c", every="year", region="elsewhere"),
        ],
        figure("2026-M06", "210"),
    )
    # 210 of 400 is 52.5 % by June; 210 of 200 is done; elsewhere nothing is reported.
    counts = summary(rows, by=["region"]).set_index("region")
    assert counts.loc["somewhere", ["on-schedule", "met-early", "green", "total"]].tolist() == [
        1, 1, 2, 2,
    ]  # fmt: skip
    assert counts.loc["elsewhere", ["no-data", "grey", "judged"]].tolist() == [1, 1, 0]
    assert summary(rows)["total"].tolist() == [3]


def test_clusters_that_no_goal_names_are_a_grey_state_of_their_own() -> None:
    clusters = pd.DataFrame({"region": ["somewhere"] * 2, "id": ["named", "silent"]})
    goals = pd.DataFrame([goal("1", subject="named", subject_kind="cluster")])
    alone = without_goal(clusters, goals)
    assert alone.to_dict("records") == [
        {"region": "somewhere", "subject": "silent", "status": "no-goal", "lamp": "grey"}
    ]


def tiers() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"plan": "plan", "id": "t1000", "order": 1, "code_part": "1", "indicator": "thing",
             "threshold": "1000" + YI, "threshold_value": 1000e8, "due": 2027, "members": ["big"]},
            {"plan": "plan", "id": "t100", "order": 2, "code_part": "N", "indicator": "thing",
             "threshold": "100" + YI, "threshold_value": 100e8, "due": 2027,
             "members": ["small", "silent"]},
            {"plan": "plan", "id": "open", "order": 3, "code_part": "X", "indicator": "thing",
             "threshold": "10" + YI, "threshold_value": 10e8, "due": 2027, "members": []},
        ]
    )  # fmt: skip


def test_the_board_sets_each_member_against_its_tier() -> None:
    goals = pd.DataFrame(
        [
            goal(threshold + YI, id=f"plan.{tier}.{name}", unit="yuan", due=2027, tier=tier,
                 subject=name, subject_kind="cluster")
            for tier, threshold, name in (
                ("t1000", "1000", "big"), ("t100", "100", "small"), ("t100", "100", "silent"),
            )
        ]
    )  # fmt: skip
    figures = observed(
        figure("2024", "700" + YI, subject="big"),
        figure("2025", "800" + YI, subject="big"),
        figure("2025", "130" + YI, subject="small"),
    )
    rows = board(tiers(), goals, assess(goals, figures, ON), figures)
    assert rows["member"].tolist()[:3] == ["big", "small", "silent"]
    assert pd.isna(rows["member"].iloc[3])
    assert rows["share"].tolist()[:2] == [pytest.approx(0.8), pytest.approx(1.3)]
    assert rows["status"].tolist()[:3] == ["not-due", "met-early", "no-data"]
    assert rows["previous"].iloc[0] == 700e8
    assert rows["history"].iloc[0] == [(2024, 700e8), (2025, 800e8)]


def test_the_line_runs_through_printed_milestones_and_names_what_is_derived() -> None:
    promised = goal(
        "576" + "0" * 9, unit="yuan", due=2027, base_year=2023, path="constant growth",
        milestones=[{"year": 2025, "value": "4840" + YI}],
    )  # fmt: skip
    line = trajectory(
        promised,
        observed(figure("2023", "4000" + YI), figure("2024", "4300" + YI), figure("2026-M06", "9")),
        ON,
    )
    kinds = line.groupby("kind")["year"].apply(list).to_dict()
    assert kinds == {
        ACTUAL: [2023, 2024], DERIVED: [2023, 2024, 2025, 2026, 2027], MILESTONE: [2025],
        GOAL: [2027],
    }  # fmt: skip
    drawn = line.loc[line["kind"] == DERIVED].set_index("year")["value"]
    # 4000 -> 4840 in two years is 10 % a year; 4840 -> 5760 is sqrt(1.190083) = 9.0909 % a year.
    assert drawn[2024] == pytest.approx(4400e8)
    assert drawn[2026] == pytest.approx(5280e8)
    assert line.loc[line["kind"] == DERIVED, "path"].unique().tolist() == ["constant growth"]


def test_a_verdict_uses_the_same_milestone_the_line_shows() -> None:
    promised = goal(
        "300", due=2027, base_year=2023, milestones=[{"year": 2025, "value": "140"}], kind="stock"
    )
    rows = verdicts(promised, figure("2023", "100"), figure("2025", "150"))
    row = rows.loc["goal"]
    # The milestone of 2025 is 140: (150 - 140) / (300 - 100) = +5 points.
    assert (row["expected"], row["status"]) == (140, "on-schedule")
    assert row["gap_points"] == pytest.approx(5)
