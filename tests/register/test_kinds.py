"""Kinds of goals beside the plain ones: what the compiled register says of each."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboard.register import Catalogue, check, load_register
from dashboard.register.in_force import in_force_on

FOLDER = Path(__file__).parent / "kinds"


@cache
def kinds() -> Catalogue:
    return load_register(FOLDER / "targets", FOLDER / "seeds")


def goal(name: str) -> dict[str, Any]:
    found = kinds().goal(f"haidong-2024.{name}")
    assert found is not None, name
    return found


def facts(name: str, *columns: str) -> tuple[Any, ...]:
    return tuple(goal(name)[column] for column in columns)


def test_the_register_is_in_order() -> None:
    assert check(FOLDER / "targets", FOLDER / "seeds") == []


@pytest.mark.parametrize(
    ("name", "comparator", "value", "high"),
    [
        ("income", ">=", "15000", None),  # 1.5 万元/人
        ("cars", "range", "30000", "50000"),  # 3–5 万辆
        ("intensity", "<=", "0.5234", None),  # falling, and written without a multiple
        ("density", ">=", "1250000000", None),  # 12.5 x 10^8 yuan per square kilometre
        ("innovation", ">=", "92.5", None),
    ],
)
def test_a_declared_unit_is_read_by_its_own_words(
    name: str, comparator: str, value: str, high: str | None
) -> None:
    assert facts(name, "comparator", "value", "value_high") == (comparator, value, high)


def test_units_are_rows_of_one_table_the_built_in_ones_among_them() -> None:
    rows = {row["id"]: row for row in kinds().rows("measurement_units")}
    declared = ["yuan-per-person", "vehicles", "energy-intensity", "yuan-per-square-kilometre"]
    assert list(rows) == ["yuan", "count", "fraction", *declared]
    assert rows["vehicles"]["multiples"][-1] == {
        "name_zh": "万辆",
        "name_en": "ten thousand vehicles",
        "factor": "10000",
    }
    assert (rows["vehicles"]["base"], rows["vehicles"]["decimals"]) == ("count", False)
    assert rows["energy-intensity"]["name_en"] == "吨标准煤/万元 (untranslated)"
    unit = kinds().measurement_unit("yuan-per-person")
    assert unit is not None
    assert (unit["name_zh"], unit["name_en"]) == ("元/人", "yuan per person")


def test_indices_growth_shares_and_money_have_decimals_counted_things_have_none() -> None:
    said = {row["id"]: row["decimals"] for row in kinds().rows("indicators")}
    whole = [name for name, decimals in said.items() if not decimals]
    assert whole == ["cars", "tier-count"]


def test_what_is_per_head_or_per_area_is_never_added_up() -> None:
    added = [row["id"] for row in kinds().rows("indicators") if row["additive"]]
    assert added == ["revenue", "cars"]


def test_a_milestone_is_in_the_goals_own_measure_and_may_name_its_own_document() -> None:
    (milestone,) = goal("total")["milestones"]
    assert milestone == {
        "year": 2025,
        "comparator": ">=",
        "value": "1.5",
        "value_high": None,
        "document": "haidong-2025",
        "clause": "二",
        "document_title_zh": "年度大会任务",
        "document_title_en": "Tasks of the annual conference",
    }
    assert [m["value"] for m in goal("average")["milestones"]] == ["0.07"]
    (fall,) = goal("fall")["milestones"]
    assert (fall["comparator"], fall["value"]) == ("<=", "-0.06")
    assert (fall["document"], fall["clause"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "comparator", "kept"),
    [
        ("at-least-kept", ">=", True),
        ("kept", "maintain", True),
        ("plain", ">=", True),  # the indicator's direction is keep
        ("income", ">=", False),
    ],
)
def test_what_is_to_be_kept_says_so(name: str, comparator: str, kept: bool) -> None:
    assert facts(name, "comparator", "kept") == (comparator, kept)


def test_basically_in_step_has_a_tolerance_of_its_own() -> None:
    assert facts("basically", "comparator", "step_tolerance") == ("basically in step", "0.01")
    assert facts("better", "comparator", "step_tolerance") == ("better than", None)


def test_a_group_of_regions_may_be_a_goals_subject() -> None:
    columns = ("subject", "subject_kind", "subject_name_en", "members")
    names = ("two-banks", "group", "两岸 (untranslated)", ["north", "south"])
    assert facts("banks", *columns) == names
    group = kinds().group("two-banks")
    assert group is not None
    assert group["regions"] == ["north", "south"]


def test_a_count_whose_members_are_not_all_named_is_a_figure_of_its_own() -> None:
    columns = ("comparator", "value", "members", "members_complete", "count_subject")
    assert facts("hundreds.count", *columns) == (
        "about",
        "20",
        [],
        False,
        "haidong-2024.hundreds",
    )
    assert facts("fifty.count", *columns) == (
        ">=",
        "3",
        ["ships", "steel"],
        False,
        "haidong-2024.fifty",
    )
    assert facts("chains.count", "indicator", "unit", "name_zh") == (
        "tier-count",
        "count",
        "产业链个数",
    )
    tiers = [row for row in kinds().subjects_of("haidong") if row["subject_kind"] == "tier"]
    assert [(row["subject"], row["name_en"]) for row in tiers] == [
        ("haidong-2024.hundreds", "at least 10 billion yuan"),
        ("haidong-2024.fifty", "at least 5 billion yuan"),
        ("haidong-2024.chains", "Chains"),
    ]


def test_members_are_dated_one_by_one() -> None:
    assert goal("dated.count")["membership"] == [
        {"member": "ships", "from": "2024-06-01", "until": None, "document": None},
        {"member": "steel", "from": None, "until": "2025-12-31", "document": "haidong-2024"},
        {"member": "tyres", "from": None, "until": None, "document": None},
    ]
    assert goal("dated.count")["members"] == ["ships", "steel", "tyres"]
    assert [m["from"] for m in goal("dated.ships")["membership"]] == ["2024-06-01"]
    assert goal("dated.tyres")["membership"] == []
    # two of the three are members at once
    assert goal("dated.count")["members_complete"]


def test_a_level_of_recognition_is_told_from_the_register_alone() -> None:
    row = goal("national.count")
    assert (row["indicator"], row["comparator"], row["value"]) == ("tier-count", ">=", "2")
    # a world-level cluster stands at the national level too; steel is municipal only
    assert row["recognised"] == [
        {"member": "ships", "on": "2024-11-30"},
        {"member": "tyres", "on": "2025-06-30"},
    ]
    assert row["count_subject"] is None
    assert goal("fifty.count")["recognised"] is None


def test_a_chain_lies_inside_a_cluster() -> None:
    engines = kinds().cluster("haidong", "engines")
    assert engines is not None
    assert engines["parent"] == "ships"


def test_a_lapsed_plan_is_in_force_until_the_day_it_lapsed() -> None:
    def status(day: str) -> tuple[str, bool]:
        then = in_force_on(kinds(), datetime.date.fromisoformat(day))
        row = then.goal("haidong-2019.cars")
        assert row is not None
        return row["plan_status"], row["in_force"]

    older = kinds().goal("haidong-2019.cars")
    assert older is not None
    assert (older["plan_status"], older["in_force"]) == ("lapsed", False)
    assert status("2026-11-30") == ("lapsed", False)
    assert status("2024-01-01") == ("lapsed", False)
    assert status("2023-12-31") == ("in force", True)
    assert status("2019-01-31") == ("not issued", False)


def test_a_plan_may_serve_several() -> None:
    plan = kinds().plan("north-2024")
    assert plan is not None
    assert plan["serves"] == ["haidong-2024", "haidong-2019"]


def test_tiers_and_goals_take_what_they_leave_out_from_their_plan() -> None:
    assert facts("total", "indicator", "due", "clause") == ("revenue", 2027, "一")
    assert facts("hundreds.count", "indicator", "due", "clause") == ("revenue", 2027, "一")
    # due every year: the plan's year is not its own
    assert facts("meetings", "every", "due") == ("year", None)


def test_a_record_may_be_a_title_a_number_a_day_and_clauses() -> None:
    record = kinds().document("haidong-2024")
    assert record is not None
    assert (record["title_zh"], record["title_en"]) == (
        "海东市集群规划",
        "海东市集群规划 (untranslated)",
    )
    assert (record["issuer_zh"], record["number"]) == (None, "海政发〔2024〕1号")
    units = [row for row in kinds().rows("units") if row["document"] == "haidong-2024"]
    assert [row["name_en"] for row in units] == ["市工信局 (untranslated)"]
