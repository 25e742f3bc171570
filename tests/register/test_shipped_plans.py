"""The four shipped plans one by one, against numbers counted by hand in the printed documents."""

from decimal import Decimal

import pytest

from dashboard.register import Catalogue
from tests.register.shipped import goal, goals_of_plan, shipped_catalogue, value


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return shipped_catalogue()


# --- Binzhou ---------------------------------------------------------------------------------


def test_binzhou_tiers_spell_its_code(shipped: Catalogue) -> None:
    plan = shipped.plan("binzhou-2024")
    assert plan is not None
    assert plan["code_text"] == "1122+N"
    tiers = [row for row in shipped.rows("tiers") if row["plan"] == "binzhou-2024"]
    assert [(row["code_part"], row["count"], row["count_open"]) for row in tiers] == [
        ("1", 1, False),
        ("1", 1, False),
        ("2", 2, False),
        ("2", 2, False),
        ("N", None, True),
    ]
    assert [
        (row["threshold_comparator"], Decimal(row["threshold"]), len(row["members"]))
        for row in tiers
    ] == [
        (">", Decimal(550_000_000_000), 1),  # 过5500亿级: exceed
        (">=", Decimal(300_000_000_000), 1),
        (">=", Decimal(200_000_000_000), 2),
        (">=", Decimal(100_000_000_000), 2),
        (">=", Decimal(10_000_000_000), 6),  # 百亿级
    ]
    assert [row["members_complete"] for row in tiers] == [True, True, True, True, False]
    assert {row["due"] for row in tiers} == {2027}
    assert [row["ambition"] for row in tiers] == ["争创"] * 4 + [None]


def test_binzhou_aluminium_must_exceed_550_billion_by_2027(shipped: Catalogue) -> None:
    row = goal(shipped, "binzhou-2024.t5500.high-end-aluminium")
    assert row["cluster"] == "high-end-aluminium"
    assert row["subject_name_zh"] == "高端铝业"
    assert (row["comparator"], row["value"]) == (">", "550000000000")
    assert (row["due"], row["basis_zh"], row["clause"]) == (2027, "营业收入", "一(二)")
    count = goal(shipped, "binzhou-2024.t2000.count")
    assert (count["subject_kind"], count["unit"], Decimal(count["value"])) == ("tier", "count", 2)
    assert count["members"] == ["food-processing", "smart-textiles"]


def test_binzhou_counts_are_exact(shipped: Catalogue) -> None:
    printed = {
        "innovation-carriers": 37,
        "research-and-technology-centres": 50,
        "key-technology-projects": 25,
        "high-tech-firms": 850,
        "transformed-firms": 1000,
        "smart-factories": 100,
        "iiot-platforms": 60,
        "green-manufacturing": 50,
        "renovation-projects": 400,
        "innovation-platforms": 600,
        "taishan-talents": 40,
        "science-leaders": 700,
        "skilled-talents": 80_000,  # 8万名
    }
    for name, number in printed.items():
        assert value(shipped, f"binzhou-2024.{name}") == (">=", Decimal(number)), name
    about = {"innovative-smes": 800, "talent-led-firms": 30}  # 左右
    for name, number in about.items():
        assert value(shipped, f"binzhou-2024.{name}") == ("about", Decimal(number)), name


def test_binzhou_yearly_goals_come_again_every_year(shipped: Catalogue) -> None:
    yearly = [row for row in goals_of_plan(shipped, "binzhou-2024") if row["every"] == "year"]
    assert [row["id"] for row in yearly] == [
        "binzhou-2024.renovation-projects",
        "binzhou-2024.outside-funds-growth",
    ]
    assert value(shipped, "binzhou-2024.outside-funds-growth") == (">=", Decimal("0.1"))
    # 投资过500万元 says which projects count; it is no goal.
    assert all(row["value"] != "5000000" for row in goals_of_plan(shipped, "binzhou-2024"))


def test_binzhou_asks_five_things_of_each_of_its_twelve_clusters(shipped: Catalogue) -> None:
    each = [
        row
        for row in goals_of_plan(shipped, "binzhou-2024")
        if row["subject_kind"] == "each-cluster"
    ]
    assert [row["wording"] for row in each] == [
        "每个集群由一名县级领导帮包",
        "一个服务专班靠上",
        "一个招商团队跟进",
        "一套专项规划引领",
        "一套优惠政策支持",
    ]
    assert {Decimal(row["value"]) for row in each} == {Decimal(1)}
    assert {tuple(row["responsible"]) for row in each} == {("各县(市、区)",)}
    assert {len(row["members"]) for row in each} == {12}


# --- Xinle -----------------------------------------------------------------------------------


def test_xinle_growth_has_a_floor_and_a_stretch(shipped: Catalogue) -> None:
    floor = goal(shipped, "xinle-2023.revenue-growth")
    stretch = goal(shipped, "xinle-2023.revenue-growth.stretch")
    assert (floor["comparator"], Decimal(floor["value"])) == (">=", Decimal("0.12"))  # 12%以上
    assert (stretch["comparator"], Decimal(stretch["value"])) == (">", Decimal("0.14"))  # 突破14%
    assert (floor["ambition"], stretch["ambition"]) == ("确保", "奋力争取")
    assert stretch["stretch_of"] == "xinle-2023.revenue-growth"
    assert stretch["wording"] == "奋力争取集群营业收入增速突破14%"
    assert (floor["due"], stretch["due"], floor["subject_kind"]) == (2023, 2023, "clusters")
    assert shipped.clusters_of("xinle") == []


def test_xinle_goals_of_the_year_are_those_printed_with_it(shipped: Catalogue) -> None:
    due = {
        row["id"].removeprefix("xinle-2023."): int(Decimal(row["value"]))
        for row in goals_of_plan(shipped, "xinle-2023")
        if row["due"] == 2023 and row["unit"] == "count"
    }
    assert due == {
        "front-runner-firms": 1,  # under the heading 2023年主要目标
        "srdi-smes": 6,
        "little-giants": 3,
        "single-champions": 1,
        "new-technology-leaders": 1,
        "new-high-tech-firms": 5,
        "new-innovation-platforms": 1,
        "innovation-alliances": 1,
        "service-events": 5,
        "firms-served": 100,
    }
    yearly = {
        row["id"].removeprefix("xinle-2023."): int(Decimal(row["value"]))
        for row in goals_of_plan(shipped, "xinle-2023")
        if row["every"] == "year"
    }
    assert yearly == {"quality-systems": 1, "total-quality-firms": 2, "design-served-firms": 1}


def test_every_xinle_task_also_belongs_to_all_townships(shipped: Catalogue) -> None:
    for row in goals_of_plan(shipped, "xinle-2023"):
        if row["clause"] == "三(三)":  # addressed to them in the first place
            assert row["responsible"] == ["各乡镇(街道)", "开发区管委会"]
        else:
            assert row["also"] == ["各乡镇(街道)", "开发区管委会"], row["id"]


# --- Jiangsu ---------------------------------------------------------------------------------


def test_all_thirteen_jiangsu_clusters_exist_in_printed_order(shipped: Catalogue) -> None:
    clusters = shipped.clusters_of("jiangsu")
    assert [row["name_zh"] for row in clusters] == [
        "新型电力(新能源)装备",
        "工程机械",
        "物联网",
        "高端纺织",
        "前沿新材料",
        "生物医药和新型医疗器械",
        "集成电路",
        "海工装备和高技术船舶",
        "高端装备",
        "节能环保",
        "核心信息技术",
        "汽车及零部件",
        "新型显示",
    ]
    automobiles = shipped.cluster("jiangsu", "automobiles")
    assert automobiles is not None
    assert list(automobiles["aliases"]) == ["汽车及零部件(含新能源汽车)"]


def test_eight_jiangsu_clusters_have_thresholds_and_five_have_none(shipped: Catalogue) -> None:
    goals = goals_of_plan(shipped, "jiangsu-2018")
    named = {
        year: {row["cluster"] for row in goals if row["due"] == year and row["cluster"]}
        for year in (2020, 2025)
    }
    # 3 + 5 in each year; the same eight clusters both times, in other tiers.
    assert len(named[2020]) == len(named[2025]) == 8
    assert named[2020] == named[2025]
    everyone = {row["id"] for row in shipped.clusters_of("jiangsu")}
    assert everyone - named[2020] == {
        "construction-machinery",
        "frontier-materials",
        "integrated-circuits",
        "marine-equipment",
        "core-it",
    }


def test_jiangsu_clusters_change_their_tier_between_2020_and_2025(shipped: Catalogue) -> None:
    def ladder(cluster: str) -> list[tuple[int, Decimal]]:
        return [
            (row["due"], Decimal(row["value"]))
            for row in goals_of_plan(shipped, "jiangsu-2018")
            if row["cluster"] == cluster
        ]

    assert ladder("internet-of-things") == [
        (2020, Decimal(500_000_000_000)),
        (2025, Decimal(1_500_000_000_000)),
    ]
    assert ladder("automobiles") == [
        (2020, Decimal(1_000_000_000_000)),
        (2025, Decimal(1_000_000_000_000)),
    ]
    count = goal(shipped, "jiangsu-2018.t10000-2025.count")
    # Counted over its five named members: 3 of another tier are above one trillion as well.
    assert Decimal(count["value"]) == 5
    assert len(count["members"]) == 5
    assert "internet-of-things" not in count["members"]


def test_jiangsu_totals_and_thresholds_have_different_bases(shipped: Catalogue) -> None:
    total_2020 = goal(shipped, "jiangsu-2018.total-2020")
    total_2025 = goal(shipped, "jiangsu-2018.total-2025")
    assert (total_2020["comparator"], total_2020["value"]) == ("about", "8000000000000")
    assert (total_2025["comparator"], total_2025["value"]) == ("about", "11500000000000")
    assert total_2020["basis_zh"] == total_2025["basis_zh"] == "主营业务收入"
    threshold = goal(shipped, "jiangsu-2018.t15000-2025.high-end-textiles")
    assert (threshold["comparator"], threshold["value"]) == (">", "1500000000000")
    assert threshold["basis_zh"].startswith("规模")
    assert threshold["indicator"] != total_2025["indicator"]


def test_jiangsu_counts_shares_and_meetings(shipped: Catalogue) -> None:
    centres = goal(shipped, "jiangsu-2018.national-innovation-centres")
    assert (centres["comparator"], centres["value"], centres["value_high"]) == ("range", "3", "5")
    each = goal(shipped, "jiangsu-2018.provincial-innovation-centres")
    assert (each["subject_kind"], each["due"], each["ambition"]) == ("each-cluster", 2020, "力争")
    assert len(each["members"]) == 13
    assert value(shipped, "jiangsu-2018.pooled-funds-share") == (">=", Decimal("0.1"))
    meetings = goal(shipped, "jiangsu-2018.promotion-meetings")
    assert (Decimal(meetings["value"]), meetings["every"]) == (2, "year")  # 每半年一次
    printed = {
        "demonstration-factories": 30,
        "green-parks": 15,
        "green-factories": 50,
        "national-champions": 50,
        "new-srdi-products": 150,
        "new-technology-little-giants": 100,
    }
    for name, number in printed.items():
        assert value(shipped, f"jiangsu-2018.{name}") == (">=", Decimal(number)), name
        assert goal(shipped, f"jiangsu-2018.{name}")["due"] == 2020, name


def test_nine_and_four_jiangsu_clusters_make_thirteen(shipped: Catalogue) -> None:
    risen = goal(shipped, "jiangsu-2018.risen-clusters")
    leading = goal(shipped, "jiangsu-2018.world-leading-clusters")
    assert (Decimal(risen["value"]), Decimal(leading["value"])) == (9, 4)
    assert (len(risen["members"]), len(leading["members"])) == (9, 4)
    assert not set(risen["members"]) & set(leading["members"])  # 9 + 4 = 13


# --- Foshan ----------------------------------------------------------------------------------


def test_foshan_measures_output_and_gives_its_trillion_clusters_no_year(
    shipped: Catalogue,
) -> None:
    tiers = [row for row in shipped.rows("tiers") if row["plan"] == "foshan-2020"]
    assert [(row["code_part"], row["due"], Decimal(row["threshold"])) for row in tiers] == [
        ("2", None, Decimal(1_000_000_000_000)),
        ("2", 2026, Decimal(500_000_000_000)),
        ("4", 2026, Decimal(300_000_000_000)),
    ]
    assert {row["threshold_comparator"] for row in tiers} == {">"}  # 超 and 突破 exclude
    clusters = [row for row in goals_of_plan(shipped, "foshan-2020") if row["cluster"]]
    assert {row["basis_zh"] for row in clusters} == {"产值"}
    assert len(shipped.clusters_of("foshan")) == 2 + 2 + 4


def test_the_joint_clusters_of_guangzhou_and_foshan_stand_apart(shipped: Catalogue) -> None:
    row = goal(shipped, "foshan-2020.joint-trillion-clusters")
    assert (row["clause"], Decimal(row["value"]), row["due"]) == ("三(八)", 4, None)
    assert row["derived"] is False
    assert row["subject_kind"] == "region"
    tiers = [tier["id"] for tier in shipped.rows("tiers") if tier["plan"] == "foshan-2020"]
    assert len(tiers) == 3  # 2+2+4: the joint clusters are none of them
