"""Lamp rules as data: cited bands, ends as written, all of them for one goal at a glance."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dashboard.progress.lamp_rules import rules_of
from dashboard.progress.numbers import exact
from dashboard.progress.open_sdg import Series
from dashboard.progress.seasonal import season_of
from dashboard.progress.trends import trend_of
from dashboard.wording.lamp_rules import rule_sentence
from tests.progress.building import compared, figure, goal, verdict, why


def rule(quantity: str, *bands: dict[str, object]) -> dict[str, object]:
    return {
        "name": {"zh": "规则", "en": "Rule"}, "source": {"zh": "出处", "en": "source"},
        "quantity": quantity, "thresholds": list(bands),
    }  # fmt: skip


RULES = {
    "yinchuan": rule(
        "gap points",
        {"at_least": "0", "lamp": "green"},
        {"at_least": "-30", "at_most": "-10", "lamp": "yellow"},
        {"below": "-30", "lamp": "red"},
    ),
    "wuhan": rule(
        "attainment ratio",
        {"at_least": "0.8", "lamp": "green"},
        {"at_least": "0.6", "lamp": "yellow"},
        {"below": "0.6", "lamp": "red"},
    ),
    "sanya": rule(
        "attainment ratio",
        {"at_least": "1", "lamp": "green"},
        {"at_least": "0.5", "lamp": "yellow"},
        {"below": "0.5", "lamp": "red"},
    ),
    "eurostat": rule(
        "growth ratio",
        {"at_least": "0.95", "lamp": "green"},
        {"at_least": "0.6", "lamp": "yellow"},
        {"below": "0.6", "lamp": "red"},
    ),
}

# June: half the year. done of 400 -> gap, completion / schedule.
CASES = [
    # 200: gap 0, ratio 1.
    ("200", {"default": "green", "yinchuan": "green", "wuhan": "green", "sanya": "green"}),
    # 180: 45 - 50 = -5 points, which Yinchuan leaves undefined; 0.9 of the schedule.
    ("180", {"default": "yellow", "yinchuan": "none", "wuhan": "green", "sanya": "yellow"}),
    # 160: exactly -10 points and exactly 0.8.
    ("160", {"default": "yellow", "yinchuan": "yellow", "wuhan": "green", "sanya": "yellow"}),
    # 159: -10.25 points, 0.795.
    ("159", {"default": "red", "yinchuan": "yellow", "wuhan": "yellow", "sanya": "yellow"}),
    # 120: -20 points, exactly 0.6.
    ("120", {"default": "red", "yinchuan": "yellow", "wuhan": "yellow", "sanya": "yellow"}),
    # 100: -25 points, exactly 0.5.
    ("100", {"default": "red", "yinchuan": "yellow", "wuhan": "red", "sanya": "yellow"}),
    # 80: exactly -30 points, 0.4.
    ("80", {"default": "red", "yinchuan": "yellow", "wuhan": "red", "sanya": "red"}),
    # 79: -30.25 points.
    ("79", {"default": "red", "yinchuan": "red", "wuhan": "red", "sanya": "red"}),
]


@pytest.mark.parametrize(("done", "lamps"), CASES, ids=[case[0] for case in CASES])
def test_rules_differ_and_are_all_shown(done: str, lamps: dict[str, str]) -> None:
    promised = goal("400", every="year", lamp_rule="yinchuan")
    table = compared(promised, figure("2026-M06", done), on="2026-07-15", rules=RULES)
    assert {id: table.loc[id, "lamp"] for id in lamps} == lamps
    assert table.index[table["own"]].tolist() == ["yinchuan"]


def test_a_band_that_the_source_leaves_out_is_called_undefined() -> None:
    row = verdict(
        goal("400", every="year", lamp_rule="yinchuan"), figure("2026-M06", "180"), rules=RULES
    )
    assert (row["status"], why(row)) == ("undefined-by-rule", "rule-undefined")


def test_the_growth_ratio_compares_growth_so_far_with_growth_needed() -> None:
    # 100 -> 200 in 4 years needs 18.92 % a year; 140 after 2 is 18.32 %: 0.9683, above 0.95.
    promised = goal("200", due=2027, base_year=2023, base_value="100", kind="stock",
                    lamp_rule="eurostat")  # fmt: skip
    row = verdict(promised, figure("2025", "140"), on="2026-03-01", rules=RULES)
    assert row["growth_ratio"] == pytest.approx(((1.4**0.5) - 1) / (2**0.25 - 1))
    assert row["status"] == "on-schedule"
    low = verdict(promised, figure("2025", "120"), on="2026-03-01", rules=RULES)
    # 120: 9.54 % / 18.92 % = 0.504.
    assert low["status"] == "far-behind"


def test_a_rule_without_its_quantity_gives_no_colour_but_says_so() -> None:
    row = verdict(
        goal("400", every="year", lamp_rule="eurostat"), figure("2026-M06", "180"), rules=RULES
    )
    assert (row["status"], why(row)) == ("cannot-judge", "no-growth-ratio-in-year")


def test_a_rule_is_put_in_words_with_its_ends() -> None:
    said = rule_sentence(rules_of(RULES)["yinchuan"], "en")
    assert "▲ Behind ≥ −30 and ≤ −10" in said
    assert "■ Far behind < −30" in said
    assert "完成率（从基数算起的为进度）与应达之比" in rule_sentence(rules_of(RULES)["wuhan"], "zh")


def test_last_year_s_season_is_a_second_opinion() -> None:
    known = [
        figure("2025-M06", "240"), figure("2025", "300"), figure("2026-M06", "231"),
    ]  # fmt: skip
    row = verdict(goal("400", every="year"), *known)
    other = season_of(row["assessment"])
    assert other is not None
    # Last year 240 of 300 = 80 % was done by June: 57.75 - 80 = -22.25 points.
    assert (other.schedule, other.gap * 100) == (Fraction(4, 5), Fraction(-89, 4))
    assert row["gap_points"] == 7.75


def test_without_a_goal_growth_itself_is_judged_by_the_rule_s_own_thresholds() -> None:
    cited = rule("growth ratio", {"at_least": "0", "lamp": "green"}) | {
        "without_target": {
            "damped": True,
            "thresholds": [
                {"at_least": "0.015", "lamp": "green"},
                {"at_least": "0.005", "lamp": "yellow"},
                {"below": "0.005", "lamp": "red"},
            ],
        }
    }
    # 1.5 %, 0.5 %, 0.4 %; near the limit 90 -> 90.2 is 0.22 %, above 0.5 % x 0.3736.
    series = [
        ("100", "101.5", None), ("100", "100.5", None), ("100", "100.4", None),
        ("90", "90.2", "100"), ("-5", "5", None),
    ]  # fmt: skip
    read = rules_of({"cited": cited})["cited"]
    found = [
        trend_of(Series(exact(base), 2024, exact(current), 2025, 1, limit=exact(limit)), read)
        for base, current, limit in series
    ]
    assert [one.lamp for one in found] == ["green", "yellow", "red", "yellow", "none"]
