"""Goals' numbers as tables of text print them."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.commands.promises import goal_cells
from dashboard.register import Catalogue, load_register
from dashboard.wording.targets import beside_its_goal, measured_text, target_text

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
    assert measured_text(catalogue, row, "en") == "clusters by Operating revenue"
    assert measured_text(catalogue, row, "zh") == "按营业收入的集群个数"


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


@pytest.mark.parametrize(
    ("measure", "comparator", "value", "high", "written", "en"),
    [
        # printed in the register, and in English with the same comparator, range and sign
        ("average growth", "about", "0.09", None, "9 % 左右", "about 9% a year on average"),
        ("average growth", "range", "0.08", "0.1", "8–10 %", "8%–10% a year on average"),
        ("average growth", "approach", "0.1", None, "接近 10 %", "close to 10% a year on average"),
        ("change from base", "about", "-0.13", None, "-13 % 左右", "about −13% from the base year"),
        ("change from base", "<=", "-0.135", None, "-13.5 %", "≤ −13.5% from the base year"),
        ("times base", ">=", "2", None, "翻一番", "≥ 2 times the base year"),
    ],
)
def test_a_number_against_a_base_keeps_its_printed_comparator_in_both_languages(
    catalogue: Catalogue,
    measure: str,
    comparator: str,
    value: str,
    high: str | None,
    written: str,
    en: str,
) -> None:
    row = goal(catalogue, "binzhou-2024.t5500.high-end-aluminium") | {
        "measure": measure,
        "comparator": comparator,
        "value": value,
        "value_high": high,
        "target_text": written,
        "level": False,
    }
    assert target_text(catalogue, row, "zh") == written
    assert target_text(catalogue, row, "en") == en


def test_a_target_written_in_english_is_chinese_in_a_chinese_table(catalogue: Catalogue) -> None:
    row = goal(catalogue, "binzhou-2024.t5500.high-end-aluminium") | {
        "measure": "average growth",
        "comparator": "about",
        "value": "0.09",
        "target_text": "about 9 %",
    }
    assert target_text(catalogue, row, "zh") == "年均 约 9%"


@pytest.mark.parametrize(
    ("comparator", "en", "zh"),
    [
        ("in step", "in step", "与参照同步"),
        ("basically in step", "basically in step", "与参照基本同步"),
        ("better than", "better than the series of reference", "优于参照"),
    ],
)
def test_a_goal_beside_another_series_says_how(
    catalogue: Catalogue, comparator: str, en: str, zh: str
) -> None:
    row = goal(catalogue, "binzhou-2024.t5500.high-end-aluminium") | {
        "measure": "in step with",
        "comparator": comparator,
        "value": None,
    }
    assert target_text(catalogue, row, "en") == en
    assert target_text(catalogue, row, "zh") == zh


def test_what_is_to_be_kept_says_so(catalogue: Catalogue) -> None:
    row = goal(catalogue, "binzhou-2024.high-tech-firms") | {"kept": True}
    assert target_text(catalogue, row, "zh").startswith("保持 ≥ 850")
    assert target_text(catalogue, row, "en").endswith(", to be kept")


@pytest.fixture(scope="module")
def shapes() -> Catalogue:
    folder = Path(__file__).parents[1] / "register" / "shapes"
    return load_register(folder / "targets", folder / "seeds")


@pytest.mark.parametrize(
    ("id", "en", "zh", "measured"),
    [
        (
            "anhe-2024.zones.count",
            "≥ 6 zones about 10 billion yuan",
            "约100亿元 ≥ 6 个片区",
            "zones by Operating revenue",
        ),
        ("anhe-2021.zones.count", "≥ 6 clusters", "≥ 6 个集群", "Number of clusters"),
        ("qingxi-2024.lead-firms.count", "3–5 firms", "龙头企业 3–5 家企业", "firms by"),
    ],
)
def test_chains_zones_parks_and_firms_are_not_called_clusters(
    shapes: Catalogue, id: str, en: str, zh: str, measured: str
) -> None:
    row = goal(shapes, id)
    assert target_text(shapes, row, "en").startswith(en)
    assert target_text(shapes, row, "zh") == zh
    assert measured_text(shapes, row, "en").startswith(measured)


@pytest.fixture(scope="module")
def kinds() -> Catalogue:
    folder = Path(__file__).parents[1] / "register" / "kinds"
    return load_register(folder / "targets", folder / "seeds")


@pytest.mark.parametrize(
    ("id", "zh", "en"),
    [
        ("income", "≥ 1.5 万元/人", "≥ 15,000 yuan per person"),
        ("cars", "3–5 万辆", "30,000–50,000 vehicles"),
        ("density", "≥ 12.5 亿元/平方公里", "≥ 1.25 billion yuan per square kilometre"),
        ("intensity", "≤ 0.5234 吨标准煤/万元", "≤ 0.5234 吨标准煤/万元 (untranslated)"),
        ("at-least-kept", "保持 ≥ 30%", "≥ 30%, to be kept"),
        ("national.count", "国家级 ≥ 2 个集群", "≥ 2 clusters at the national level"),
        ("hundreds.count", "达100亿元 约 20 个集群", "about 20 clusters at least 10 billion yuan"),
    ],
)
def test_every_kind_of_target_is_written_with_its_own_unit(
    kinds: Catalogue, id: str, zh: str, en: str
) -> None:
    row = goal(kinds, f"haidong-2024.{id}")
    assert target_text(kinds, row, "zh") == zh
    assert target_text(kinds, row, "en") == en


@pytest.mark.parametrize(
    ("id", "value", "zh", "en"),
    [
        ("income", "15000", "1.5 万元/人", "15,000 yuan per person"),
        # One fen short of 1.5 万元/人 never reads 1.5.
        ("income", "14999.99", "1.499999 万元/人", "14,999.99 yuan per person"),
        ("income", "900", "0.09 万元/人", "900 yuan per person"),
        ("cars", "20000", "2 万辆", "20,000 vehicles"),
        ("density", "1250000001", "12.50000001 亿元/平方公里",
         "1.250000001 billion yuan per square kilometre"),
        ("intensity", "0.5235", "0.5235 吨标准煤/万元", "0.5235 吨标准煤/万元 (untranslated)"),
    ],
)  # fmt: skip
def test_a_figure_beside_its_goal_stands_in_the_goals_multiple(
    kinds: Catalogue, id: str, value: str, zh: str, en: str
) -> None:
    row = goal(kinds, f"haidong-2024.{id}")
    told = [
        beside_its_goal(kinds, row["unit"], value, [row["value"], row["value_high"]], lang)
        for lang in ("zh", "en")
    ]
    assert told == [zh, en]
    assert beside_its_goal(kinds, "yuan", value, [], "zh") is None


def test_a_level_of_recognition_has_no_number_in_a_list(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bay-2024.yaml").write_text(
        "title: {zh: 规划, en: Plan}\nissued: 2024-03-01\nclauses: [{id: 一, heading: {zh: 标, en: G}}]\n",
        encoding="utf-8",
    )
    (tmp_path / "targets.yaml").write_text(
        "version: 1\n"
        "regions: {bay: {name: {zh: 湾市, en: Bay}, level: prefecture}}\n"
        "clusters: {bay: {ships: {name: {zh: 船舶, en: Ships}}}}\n"
        "plans:\n"
        "  bay-2024:\n"
        "    {region: bay, document: bay-2024, name: {zh: 规划, en: Plan}, period: 2024–2027,\n"
        "     tiers: [{id: top, recognition: national, by: 2027, clause: 一, count: 1, members: [ships]}]}\n",
        encoding="utf-8",
    )
    known = load_register(tmp_path / "targets.yaml", tmp_path / "seeds")
    row = goal(known, "bay-2024.top.ships")
    assert target_text(known, row, "en") == "National level"
    assert target_text(known, row, "zh") == "国家级"
    assert target_text(known, goal(known, "bay-2024.top.count"), "en") == (
        "≥ 1 cluster at the national level"
    )
