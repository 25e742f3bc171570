"""A stale or mistyped id leads to the nearest sensible view, and says so."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.addresses.resolution import resolved
from dashboard.addresses.selection import Selection
from dashboard.register import Catalogue, load_register

TODAY = date(2026, 10, 20)


@pytest.fixture(scope="module")
def register() -> Catalogue:
    return load_register(Path(__file__).parents[2] / "data" / "targets.yaml")


def settled(register: Catalogue, **chosen: object) -> tuple[Selection, list[str]]:
    found, notes = resolved(Selection(page="region").changed(**chosen), register, TODAY)
    return found, [note.key.removeprefix("pages.note.") for note in notes]


def test_what_exists_is_left_alone(register: Catalogue) -> None:
    asked = {"region": "binzhou", "cluster": "smart-textiles", "indicator": "revenue"}
    assert settled(register, **asked) == (Selection(page="region").changed(**asked), [])


def test_a_mistyped_region_leads_to_the_nearest(register: Catalogue) -> None:
    found, notes = settled(register, region="binzhuo")
    assert (found.region, notes) == ("binzhou", ["nearest-region"])


def test_an_unknown_region_leads_to_the_default(register: Catalogue) -> None:
    found, notes = settled(register, region="atlantis")
    assert (found.region, notes) == (None, ["unknown-region"])


def test_a_cluster_of_one_region_only_finds_its_region(register: Catalogue) -> None:
    found, notes = settled(register, cluster="smart-textiles")
    assert (found.region, found.cluster, notes) == ("binzhou", "smart-textiles", [])


def test_a_cluster_of_an_unknown_region_leads_to_where_it_is(register: Catalogue) -> None:
    found, notes = settled(register, region="old-binzhou-name", cluster="rope-and-net")
    assert (found.region, found.cluster) == ("binzhou", "rope-and-net")
    assert notes == ["nearest-region"]


def test_a_cluster_two_regions_have_needs_a_region(register: Catalogue) -> None:
    # Binzhou and Foshan both have a cluster `new-materials`.
    found, notes = settled(register, cluster="new-materials")
    assert (found.cluster, notes) == (None, ["ambiguous-cluster"])


def test_a_region_without_a_plan_is_said_to_be_one(register: Catalogue) -> None:
    # Shandong stands in the register as the province above Binzhou, without a plan of its own.
    found, notes = settled(register, region="shandong")
    assert (found.region, notes) == (None, ["region-without-plan"])


def test_an_unknown_unit_is_said_to_be_one(register: Catalogue) -> None:
    found, notes = settled(register, unit="nobody")
    assert (found.unit, notes) == (None, ["unknown-unit"])
    found, notes = settled(register, unit="市工业和信息化局")
    assert (found.unit, notes) == ("市工业和信息化局", [])


def test_a_mistyped_cluster_leads_to_the_nearest_of_its_region(register: Catalogue) -> None:
    found, notes = settled(register, region="binzhou", cluster="smart-textile")
    assert (found.cluster, notes) == ("smart-textiles", ["nearest-cluster"])


def test_a_goal_alone_finds_its_region(register: Catalogue) -> None:
    found, notes = settled(register, goal="foshan-2020.joint-trillion-clusters")
    assert (found.region, notes) == ("foshan", [])


def test_a_goal_that_left_the_register_leads_to_its_plan(register: Catalogue) -> None:
    found, notes = settled(register, goal="foshan-2020.gone")
    assert (found.region, found.goal, notes) == ("foshan", None, ["unknown-goal"])


def test_a_goal_of_another_region_gives_way_to_the_region(register: Catalogue) -> None:
    found, notes = settled(register, region="xinle", goal="foshan-2020.joint-trillion-clusters")
    assert (found.region, found.goal, notes) == ("xinle", None, ["goal-elsewhere"])


def test_an_unknown_indicator_gives_way_to_the_default(register: Catalogue) -> None:
    found, notes = settled(register, region="binzhou", indicator="happiness")
    assert (found.indicator, notes) == (None, ["unknown-indicator"])


def test_a_day_to_come_is_today(register: Catalogue) -> None:
    found, notes = settled(register, as_of=date(2026, 10, 21))
    assert (found.as_of, notes) == (None, ["future-day"])


def test_a_regions_name_leads_to_it(register: Catalogue) -> None:
    assert settled(register, region="佛山市") == (Selection(page="region", region="foshan"), [])
    assert settled(register, region="佛山") == (Selection(page="region", region="foshan"), [])
    within, notes = settled(register, within="山东省")
    assert (within.within, notes) == ("shandong", [])
    found, notes = settled(register, region="无名市")
    assert (found.region, notes) == (None, ["unknown-region"])


def meant(register: Catalogue, **chosen: object) -> list[Selection]:
    _, (said,) = resolved(Selection(page="region").changed(**chosen), register, TODAY)
    return list(said.meant)


@pytest.mark.parametrize("asked", ["binzhuo", "滨洲市", "xinlee", "jiangsu-province", "hebei"])
def test_what_may_have_been_meant_by_a_region_is_offered(register: Catalogue, asked: str) -> None:
    # Hebei stands in the register above Shijiazhuang and Xinle; of them Xinle has a plan.
    wanted = {"binzhuo": "binzhou", "滨洲市": "binzhou", "jiangsu-province": "jiangsu"}
    first = meant(register, region=asked, as_of=date(2026, 9, 1))[0]
    assert first.region == wanted.get(asked, "xinle")
    assert (first.page, first.as_of) == ("region", date(2026, 9, 1))


def test_nothing_is_offered_for_what_is_like_nothing(register: Catalogue) -> None:
    assert meant(register, region="atlantis") == []


def test_the_goals_most_like_an_unknown_one_are_offered_at_home(register: Catalogue) -> None:
    offered = meant(register, goal="binzhou-2024.high-tech-firm")
    assert offered[0].goal == "binzhou-2024.high-tech-firms"
    assert {one.region for one in offered} == {"binzhou"} and len(offered) <= 3


def test_a_region_asked_for_on_a_page_of_all_is_offered_on_its_own(register: Catalogue) -> None:
    offered = meant(register, page="overview", region="binzhuo")
    assert [one.href() for one in offered] == ["./region?region=binzhou"]
