"""Every shape of plan known to exist, in two invented plans and their surroundings: YAML only.

`shapes/targets/` holds one file for a province, a city and a county; all expectations below are
read off those files by hand.
"""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboard.register import Catalogue, load_register

SHAPES = Path(__file__).parent / "shapes" / "targets"


@cache
def shapes() -> Catalogue:
    return load_register(SHAPES)


def goal(name: str) -> dict[str, Any]:
    row = shapes().goal(name)
    assert row is not None, name
    return row


def tier(plan: str, name: str) -> dict[str, Any]:
    row = shapes().tier(plan, name)
    assert row is not None, name
    return row


def facts(name: str, *columns: str) -> tuple[Any, ...]:
    return tuple(goal(name)[column] for column in columns)


def test_a_code_of_several_digits_is_read_by_its_parts_not_its_digits() -> None:
    heads = [(t["id"], t["code_part"], t["count"]) for t in shapes().tiers_of("anhe-2024")]
    assert heads == [
        ("t1000", "3", 3),
        ("chains", "3", 3),
        ("zones", "6", 6),
        ("parks", "18", 18),
        ("t2000", None, None),
    ]


def test_parts_of_a_code_that_are_no_counts_say_what_they_mean() -> None:
    plan = shapes().plan("qingxi-2024")
    assert plan is not None
    assert plan["code_text"] == "2+N+3–5+8%+一批+竹"
    assert json.loads(plan["code_parts"]) == [
        {"clusters": 2},
        "open",
        "3–5",
        {"text": "8%", "means": {"zh": "年均增长8%", "en": "8 % growth a year"}},
        {"text": "一批", "means": {"zh": "一批示范企业", "en": "a batch of model firms"}},
        {"text": "竹", "means": {"zh": "竹制品", "en": "bamboo products"}},
    ]
    assert tier("qingxi-2024", "seeds")["code_part"] == "N"
    assert tier("qingxi-2024", "lead-firms")["code_part"] == "3–5"


def test_tiers_may_be_of_chains_zones_parks_or_firms() -> None:
    kinds = {t["id"]: t["of_kind"] for t in shapes().rows("tiers") if t["plan"] != "anhe-2021"}
    assert kinds == {
        "t1000": "cluster",
        "chains": "chain",
        "zones": "zone",
        "parks": "park",
        "t2000": "cluster",
        "seeds": "cluster",
        "lead-firms": "firm",
        "t5000": "cluster",
    }
    assert goal("anhe-2024.parks.count")["name_en"] == "Number of parks: close to 5 billion yuan"


def test_a_tier_whose_members_are_unknown_promises_only_its_count() -> None:
    of_zones = [g for g in shapes().goals_of("anhe") if g["tier"] == "zones"]
    columns = ("id", "value", "members", "members_complete", "count_subject", "indicator")
    assert [tuple(g[name] for name in columns) for g in of_zones] == [
        # the older plan gave its zones no size
        ("anhe-2021.zones.count", "6", [], False, "anhe-2021.zones", "tier-count"),
        ("anhe-2024.zones.count", "6", [], False, "anhe-2024.zones", "revenue"),
    ]


def test_tiers_may_nest_and_overlap() -> None:
    assert tier("anhe-2024", "t2000")["inside"] == "t1000"
    assert tier("anhe-2024", "parks")["overlaps"] == ["zones"]


def test_an_open_tier_promises_no_count() -> None:
    of_open = [g["id"] for g in shapes().goals_of("anhe") if g["tier"] == "t2000"]
    assert of_open == ["anhe-2024.t2000.equipment"]
    assert tier("anhe-2024", "t2000")["count_open"]


def test_a_tier_implies_that_each_member_reaches_it_and_how_many_there_are() -> None:
    of_tier = [g for g in shapes().goals_of("anhe") if g["tier"] == "t1000"]
    assert [(g["id"], g["comparator"], g["value"], g["unit"], g["subject"]) for g in of_tier] == [
        ("anhe-2024.t1000.equipment", ">", "100000000000", "yuan", "equipment"),  # 1000 x 10^8
        ("anhe-2024.t1000.materials", ">", "100000000000", "yuan", "materials"),
        ("anhe-2024.t1000.medicine", ">", "100000000000", "yuan", "medicine"),
        ("anhe-2024.t1000.count", ">=", "3", "count", "t1000"),
    ]
    for row in of_tier:
        assert row["derived"]
        assert (row["due"], row["ambition"], row["clause"]) == (2027, "力争", "一")
        assert row["wording"] == "3个过1000亿级产业集群"
        assert row["indicator"] == "revenue"
    assert of_tier[3]["members"] == ["equipment", "materials", "medicine"]
    assert of_tier[3]["subject_kind"] == "tier"
    assert of_tier[0]["level"]


def test_a_count_may_be_a_range() -> None:
    found = facts("qingxi-2024.lead-firms.count", "comparator", "value", "value_high", "name_zh")
    assert found == ("range", "3", "5", "龙头企业个数")


def test_milestones_and_a_printed_base() -> None:
    row = goal("anhe-2024.total")
    assert (row["base_year"], row["base_value"], row["base_printed"]) == (
        2023,
        "400000000000",
        True,
    )
    assert row["milestones"] == [
        {
            "year": 2025,
            "comparator": ">=",
            "value": "480000000000",
            "value_high": None,
            "document": None,
            "clause": None,
            "document_title_zh": None,
            "document_title_en": None,
        },
        {
            "year": 2026,
            "comparator": "range",
            "value": "530000000000",
            "value_high": "550000000000",
            "document": None,
            "clause": None,
            "document_title_zh": None,
            "document_title_en": None,
        },
    ]


def test_a_stretch_is_a_goal_beside_its_floor() -> None:
    columns = ("comparator", "value", "ambition", "wording", "stretch_of")
    assert facts("anhe-2024.floor", *columns) == (">=", "0.12", "确保", "确保增长12%", None)
    stretch = facts("anhe-2024.floor.stretch", *columns)
    assert stretch == (">", "0.14", "奋力争取", "突破14%", "anhe-2024.floor")


@pytest.mark.parametrize(
    ("name", "measure", "comparator", "value", "high"),
    [
        ("anhe-2024.total", "value", "about", "600000000000", None),
        ("anhe-2024.chains.chips", "value", "range", "30000000000", "50000000000"),
        ("anhe-2024.double", "times base", ">=", "2", None),
        ("anhe-2024.energy", "change from base", "<=", "-0.135", None),  # falling: at most -13.5 %
        ("anhe-2024.yearly", "average growth", ">=", "0.075", None),
        ("anhe-2024.with-gdp", "in step with", "in step", None, None),
        ("anhe-2024.accidents", "value", "<=", "12", None),
        ("anhe-2024.fewer-accidents", "value", "<=", "8", None),  # bare, on a falling indicator
        ("qingxi-2024.keep", "value", "maintain", "4", None),
        ("qingxi-2024.keep-base", "value", "maintain", "31", None),  # 保持 alone: the printed base
        ("qingxi-2024.digital", "value", "approach", "0.9", None),
        ("qingxi-2024.new-firms", "value", "range", "3", "5"),
        ("qingxi-2024.growth", "value", ">=", "0.08", None),
        ("qingxi-2024.two-together", "value", ">", "300000000", None),
    ],
)
def test_says_exactly_what(
    name: str, measure: str, comparator: str, value: str | None, high: str | None
) -> None:
    columns = ("measure", "comparator", "value", "value_high")
    assert facts(name, *columns) == (measure, comparator, value, high)


def test_a_multiple_counts_from_its_own_base_not_the_plans() -> None:
    assert facts("anhe-2024.double", "base_year", "base_value") == (2020, "81250000000")
    assert facts("anhe-2024.yearly", "base_year", "base_printed") == (2023, False)


def test_in_step_names_the_other_series() -> None:
    columns = ("step_region", "step_subject", "step_indicator")
    assert facts("anhe-2024.with-gdp", *columns) == ("yunzhou", "yunzhou", "gdp-growth")


def test_growth_every_year_is_due_every_year() -> None:
    assert facts("qingxi-2024.growth", "every", "due") == ("year", None)


def test_paths_are_constant_growth_for_money_and_straight_for_counts_unless_said() -> None:
    assert goal("anhe-2024.total")["path"] == "constant growth"
    assert goal("anhe-2024.accidents")["path"] == "straight"
    assert goal("qingxi-2024.two-together")["path"] == "straight"


def test_a_superseded_plan_with_the_same_code_is_kept_and_not_in_force() -> None:
    older, newer = shapes().plans_of("anhe")
    assert older["code_text"] == newer["code_text"] == "33618"
    assert (older["status"], newer["supersedes"]) == ("superseded", "anhe-2021")


def test_a_county_plan_serves_a_citys_that_serves_a_provinces() -> None:
    chain = ["qingxi-2024"]
    while (plan := shapes().plan(chain[-1])) is not None and plan["serves"]:
        chain += plan["serves"]
    assert chain == ["qingxi-2024", "anhe-2024", "yunzhou-2022"]


def test_a_cluster_may_span_regions_with_a_lead_and_a_partner() -> None:
    cluster = shapes().cluster("anhe", "materials")
    assert cluster is not None
    assert (cluster["region"], cluster["partners"]) == ("anhe", ["linjiang"])


def test_a_later_document_may_set_one_years_goal_beside_the_plans() -> None:
    columns = ("document", "clause", "responsible", "readings", "plan")
    found = facts("anhe-2024.floor-2025", *columns)
    assert found == ("anhe-2025", "二", ["市政府办"], ["later"], "anhe-2024")


def test_one_total_may_have_two_scopes() -> None:
    columns = ("indicator_name_en", "basis_en", "scope_en")
    assert facts("anhe-2024.total", *columns) == (
        "Operating revenue",
        "operating revenue",
        "above designated size",
    )
    assert facts("anhe-2024.total-all", *columns) == (
        "Operating revenue",
        "operating revenue",
        "all firms",
    )


def test_units_follow_the_clause_they_are_taken_from_each_once() -> None:
    # 三 takes its units from 二, which adds those of 一; 市统计局 answers already and is not added.
    columns = ("responsible", "lead", "also")
    assert facts("anhe-2024.accidents", *columns) == (
        ["市统计局", "市工信局", "市发改委", "各乡镇", "各县人民政府"],
        "市统计局",
        ["各乡镇", "各县人民政府"],
    )


def test_a_goals_own_units_replace_the_clauses() -> None:
    columns = ("responsible", "lead", "also")
    found = facts("qingxi-2024.growth", *columns)
    assert found == (["县工信局", "县财政局"], "县工信局", [])


def test_a_region_without_a_rule_of_its_own_uses_the_default() -> None:
    assert goal("anhe-2024.total")["lamp_rule"] == "yinhe"
    assert goal("qingxi-2024.keep")["lamp_rule"] == "default"
    rule = shapes().lamp_rule("yinhe")
    assert rule is not None
    assert json.loads(rule["json"])["thresholds"] == [
        {"at_least": "0", "lamp": "green"},
        {"at_least": "-30", "lamp": "yellow"},
        {"below": "-30", "lamp": "red"},
    ]


def test_every_value_is_an_exact_decimal_and_its_float() -> None:
    for row in shapes().rows("goals"):
        if row["value"] is not None:
            assert float(Decimal(row["value"])) == row["value_float"]


def test_profit_may_be_negative_and_nothing_else_unless_it_says_so() -> None:
    said = [row["id"] for row in shapes().rows("indicators") if row["may_be_negative"]]
    assert said == ["profit"]
