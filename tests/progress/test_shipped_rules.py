"""The lamp rules that are shipped, read from the register: ends, words and four classes."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from dashboard.progress.lamp_rules import rules_of
from dashboard.progress.open_sdg import Series
from dashboard.progress.trends import trend_of
from dashboard.wording.explanation import explain
from dashboard.wording.lamp_rules import rule_sentence, word_of
from tests.progress.building import compared, figure, goal, verdict
from tests.progress.shipped_rules import SHIPPED

SDG = ("eurostat", "open-sdg")


def test_six_rules_are_shipped_each_with_its_source_in_both_languages() -> None:
    assert list(SHIPPED) == ["default", "yinchuan-2025", "wuhan-ratio", "sanya", *SDG]
    read = rules_of(SHIPPED)
    assert all(rule.source["zh"] and rule.source["en"] for rule in read.values())
    assert [id for id, rule in read.items() if rule.ours] == ["default"]


@pytest.mark.parametrize(
    ("done", "lamps"),
    # June of a goal of 400 a year: schedule 50 %. Lamps: default, Yinchuan, Wuhan, Sanya.
    [
        ("200", "green green green green"),  # 50 %: gap 0, ratio 1
        ("199", "yellow none green yellow"),  # 49.75 %: gap -0.25, undefined in Yinchuan
        ("161", "yellow none green yellow"),  # 40.25 %: gap -9.75
        ("160", "yellow yellow green yellow"),  # 40 %: gap -10 is still yellow, 0.8 still green
        ("159", "red yellow yellow yellow"),  # 39.75 %: gap -10.25, ratio 0.795
        ("120", "red yellow yellow yellow"),  # 30 %: ratio 0.6 is still yellow
        ("119", "red yellow red yellow"),  # 29.75 %: ratio 0.595
        ("100", "red yellow red yellow"),  # 25 %: exactly 50 % below, Sanya's "up to 50 %"
        ("99.99", "red yellow red red"),  # just more than 50 % below
        ("80", "red yellow red red"),  # 20 %: gap -30 is still yellow in Yinchuan
        ("79", "red red red red"),  # 19.75 %: gap -30.25
    ],
)
def test_every_end_is_included_or_excluded_as_written(done: str, lamps: str) -> None:
    promised = goal("400", every="year")
    table = compared(promised, figure("2026-M06", done), on="2026-07-15", rules=SHIPPED)
    judged = ["default", "yinchuan-2025", "wuhan-ratio", "sanya"]
    assert table.loc[judged, "lamp"].tolist() == lamps.split()


@pytest.mark.parametrize(
    ("level", "lamp", "eurostat", "open_sdg"),
    # 100 in 2023 to 144 in 2025 needs 20 % a year; after one year the ratio is growth / 20 %.
    [
        ("119", "green", "significant progress", "substantial progress"),  # 19 / 20 = 0.95
        ("118.99", "yellow", "moderate progress", "moderate progress"),  # 0.9495
        ("112", "yellow", "moderate progress", "moderate progress"),  # 12 / 20 = 0.6
        ("111.99", "red", "insufficient progress", "limited progress"),  # 0.5995
        ("100", "red", "insufficient progress", "limited progress"),  # 0 / 20 = 0
        ("99.99", "red", "movement away", "deterioration"),  # -0.0005
    ],
)
def test_four_classes_keep_their_own_words(
    level: str, lamp: str, eurostat: str, open_sdg: str
) -> None:
    promised = goal("144", due=2025, base_year=2023, base_value="100", kind="stock")
    table = compared(promised, figure("2024", level), on="2025-03-01", rules=SHIPPED)
    assert table.loc[list(SDG), "lamp"].tolist() == [lamp, lamp]
    assert table.loc[list(SDG), "word_en"].tolist() == [eurostat, open_sdg]
    assert table.loc["default", "word_en"] == ""


def test_a_result_that_no_rule_decides_has_no_class() -> None:
    promised = goal("144", due=2025, base_year=2023, base_value="100", kind="stock")
    table = compared(promised, figure("2024", "150"), on="2025-03-01", rules=SHIPPED)
    assert set(table["status"]) == {"met-early"}
    assert set(table["word_zh"]) == {""}


def test_the_class_stands_in_the_explanation_in_both_languages() -> None:
    promised = goal("144", due=2025, base_year=2023, base_value="100", kind="stock",
                    lamp_rule="eurostat")  # fmt: skip
    row = verdict(promised, figure("2024", "99"), on="2025-03-01", rules=SHIPPED)
    assert ("The rule’s word", "movement away") in explain(row, promised, "en", SHIPPED).steps
    assert ("规则用语", "背离目标") in explain(row, promised, "zh", SHIPPED).steps


def test_the_four_bands_and_those_without_a_target_are_put_in_words() -> None:
    said = rule_sentence(rules_of(SHIPPED)["eurostat"], "en")
    assert "■ insufficient progress ≥ 0% and < 60%; ■ movement away < 0%." in said
    assert "without a goal" in said
    assert "natural limit" in rule_sentence(rules_of(SHIPPED)["open-sdg"], "en")
    assert "▲ 中等进展" in rule_sentence(rules_of(SHIPPED)["open-sdg"], "zh")
    assert "without a goal" not in rule_sentence(rules_of(SHIPPED)["sanya"], "en")


def test_the_register_carries_bands_without_a_target_and_their_words() -> None:
    told = json.loads(SHIPPED["open-sdg"])["without_target"]
    assert told["damped"] is True
    assert told["thresholds"][0] == {
        "at_least": "0.015", "lamp": "green",
        "word": {"zh": "显著进展", "en": "substantial progress"},
    }  # fmt: skip
    assert "without_target" not in json.loads(SHIPPED["default"])


@pytest.mark.parametrize(
    ("rule", "levels", "classes"),
    [
        # From 1000, a year later: 1.5 % and 0.5 % and 0 are the ends of Open SDG's bands.
        ("open-sdg", (1015, 1014, 1005, 1004, 1000, 999), (0, 1, 1, 2, 2, 3)),
        # Eurostat: 1 %, 0, and beyond zero 1 % away.
        ("eurostat", (1010, 1009, 1000, 999, 990, 989), (0, 1, 1, 2, 2, 3)),
    ],
)
def test_without_a_target_growth_falls_into_four_classes(
    rule: str, levels: tuple[int, ...], classes: tuple[int, ...]
) -> None:
    read = rules_of(SHIPPED)[rule]
    series = (Series(Fraction(1000), 2024, Fraction(level), 2025, 1) for level in levels)
    assert tuple(trend_of(one, read).band for one in series) == classes
    assert [band.lamp for band in read.trend_thresholds] == ["green", "yellow", "red", "red"]


def test_a_band_out_of_reach_has_no_word() -> None:
    assert word_of(rules_of(SHIPPED)["eurostat"], -1, "en") == ""
    assert word_of(rules_of(SHIPPED)["default"], 0, "en") == ""
