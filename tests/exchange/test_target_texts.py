"""Goals' numbers as tables of text print them."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.commands.promises import goal_cells
from dashboard.exchange.target_texts import measured_text, target_text
from dashboard.register import Catalogue, load_register

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_register(ROOT / "data" / "targets.yaml")


def goal(catalogue: Catalogue, id: str) -> dict[str, Any]:
    found = catalogue.goal(id)
    assert found is not None
    return dict(found)


@pytest.mark.parametrize(
    ("id", "en", "zh"),
    [
        # 5500 亿元 are 550 billion yuan.
        ("binzhou-2024.t5500.count", "≥ 1 cluster above 550 billion yuan", "超5500亿级 ≥ 1 个集群"),
        (
            "binzhou-2024.t2000.count",
            "≥ 2 clusters at the 200 billion yuan level",
            "2000亿级 ≥ 2 个集群",
        ),
        ("binzhou-2024.t5500.high-end-aluminium", "> 550 billion yuan", "> 5,500 亿元"),
    ],
)
def test_a_goal_s_number_is_said_in_the_language_of_the_table(
    catalogue: Catalogue, id: str, en: str, zh: str
) -> None:
    row = goal(catalogue, id)
    assert target_text(catalogue, row, "en") == en
    assert target_text(catalogue, row, "zh") == zh


def test_a_tier_s_count_counts_clusters_not_revenue(catalogue: Catalogue) -> None:
    row = goal(catalogue, "binzhou-2024.t5500.count")
    assert measured_text(row, "en") == "clusters by Operating revenue"
    assert measured_text(row, "zh") == "按营业收入的集群个数"


def test_no_english_table_prints_a_chinese_target(catalogue: Catalogue) -> None:
    for row in catalogue.rows("goals"):
        assert target_text(catalogue, row, "en").isascii() or not any(
            "\u4e00" <= sign <= "\u9fff" for sign in target_text(catalogue, row, "en")
        ), row["id"]


def test_a_number_measured_against_a_base_says_so_in_english(catalogue: Catalogue) -> None:
    row = goal(catalogue, "binzhou-2024.t5500.high-end-aluminium") | {"comparator": ">="}
    for measure, value, said in (
        ("times base", "2", "≥ 2 times the base year"),
        ("change from base", "-0.13", "≥ −13% from the base year"),
        ("average growth", "0.075", "≥ 7.5% a year on average"),
    ):
        assert target_text(catalogue, row | {"measure": measure, "value": value}, "en") == said


def test_an_ambition_word_has_its_english_beside_it(catalogue: Catalogue) -> None:
    row = goal(catalogue, "binzhou-2024.t5500.count")
    assert "strive to create (争创)" in goal_cells(catalogue, row, "en")
    assert "争创" in goal_cells(catalogue, row, "zh")
