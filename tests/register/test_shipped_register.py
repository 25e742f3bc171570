"""The shipped register as a whole, against what was counted by hand in the printed documents."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from dashboard.register import Catalogue
from tests.register.shipped import goal, goals_of_plan, shipped_catalogue


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return shipped_catalogue()


def test_every_plan_has_as_many_goals_as_its_document_makes(shipped: Catalogue) -> None:
    # Binzhou: tier members 1 + 1 + 2 + 2 + 6 = 12, and 4 tier counts (the open tier has none): 16.
    #   一(三) 5, 二(一) 2 + 1 + 1, 二(二) 4 + 1, 二(三) 1, 二(四) 2 + 1, 二(五) 1 + 4: 23.
    # Xinle: 一(二) a floor, its stretch and 1, 二(二) 3 + 4, 二(三) 2 + 1, 二(四) 2 + 1 + 1,
    #   二(五) 2 + 1, 三(三) 1: 3 + 7 + 3 + 4 + 3 + 1 = 21.
    # Jiangsu: tier members 3 + 5 for 2020 and 3 + 5 for 2025 = 16, and 4 tier counts: 20.
    #   一(三) 2 totals and 2 counts, 二(一) 2, 二(二) 1 + 1 + 2, 二(三) 2 + 3, 三(二) 1, 四(一) 1: 17.
    # Foshan: tier members 2 + 2 + 4 = 8, 3 tier counts, and the joint clusters: 12.
    counted = {
        plan: len(goals_of_plan(shipped, plan))
        for plan in ("binzhou-2024", "xinle-2023", "jiangsu-2018", "foshan-2020")
    }
    assert counted == {
        "binzhou-2024": 16 + 23,
        "xinle-2023": 21,
        "jiangsu-2018": 20 + 17,
        "foshan-2020": 8 + 3 + 1,
    }
    assert len(shipped.rows("goals")) == 39 + 21 + 37 + 12


def test_derived_goals_are_those_of_tier_members_and_tier_counts(shipped: Catalogue) -> None:
    kinds = {"binzhou-2024": (12, 4), "xinle-2023": (0, 0)}
    kinds |= {"jiangsu-2018": (16, 4), "foshan-2020": (8, 3)}
    for plan, (members, counts) in kinds.items():
        derived = [row for row in goals_of_plan(shipped, plan) if row["derived"]]
        by_kind = [row["subject_kind"] for row in derived]
        assert (by_kind.count("cluster"), by_kind.count("tier")) == (members, counts), plan


def test_the_regions_stand_in_their_tree(shipped: Catalogue) -> None:
    parents = {row["id"]: (row["level"], row["parent"]) for row in shipped.rows("regions")}
    assert parents == {
        "shandong": ("province", None),
        "binzhou": ("prefecture", "shandong"),
        "hebei": ("province", None),
        "shijiazhuang": ("prefecture", "hebei"),
        "xinle": ("county", "shijiazhuang"),
        "jiangsu": ("province", None),
        "guangdong": ("province", None),
        "foshan": ("prefecture", "guangdong"),
    }


def test_the_documents_are_those_published(shipped: Catalogue) -> None:
    documents = {row["id"]: (row["number"], row["issued"]) for row in shipped.rows("documents")}
    assert documents == {
        "binzhou-2024": ("滨政办字〔2024〕18号", "2024-05-31"),
        "xinle-2023": (None, "2023-05-27"),
        "jiangsu-2018": ("苏政发〔2018〕86号", "2018-06-25"),
        "foshan-2020": (None, "2020-12-21"),
    }
    issuers = {row["id"]: row["issuer_zh"] for row in shipped.rows("documents")}
    assert issuers["jiangsu-2018"] == "江苏省人民政府"
    assert all(re.fullmatch("[0-9a-f]{64}", row["sha256"]) for row in shipped.rows("documents"))


def test_known_defects_and_the_missing_annex_are_recorded(shipped: Catalogue) -> None:
    notes = {(row["document"], row["kind"], row["id"]) for row in shipped.rows("notes")}
    assert {
        ("binzhou-2024", "defect", "foreign-headline"),
        ("binzhou-2024", "defect", "printed-twice"),
        ("xinle-2023", "defect", "no-number"),
        ("jiangsu-2018", "defect", "issuer-replaced"),
        ("foshan-2020", "defect", "shifted-headings"),
        ("foshan-2020", "defect", "no-number"),
    } <= notes
    missing = [row for row in shipped.rows("notes") if row["kind"] == "missing"]
    assert [(row["document"], row["text_zh"]) for row in missing] == [
        ("foshan-2020", "佛山市“2+2+4”产业集群发展目标表")
    ]


def test_readings_say_which_of_them_the_document_does_not(shipped: Catalogue) -> None:
    assumed = {
        (row["document"], row["id"]): row["assumption"]
        for row in shipped.rows("notes")
        if row["kind"] == "reading"
    }
    assert assumed["binzhou-2024", "each-not-together"] is True  # 分别 is not printed
    assert assumed["foshan-2020", "trillion-basis"] is True  # 超万亿元, of what is not printed
    assert assumed["jiangsu-2018", "two-bases"] is False  # both are printed
    for document in ("binzhou-2024", "xinle-2023", "jiangsu-2018", "foshan-2020"):
        assert assumed[document, "base-year"] is True


def test_goals_without_a_printed_year_have_none(shipped: Catalogue) -> None:
    none_printed = {
        row["id"] for row in shipped.rows("goals") if row["due"] is None and row["every"] is None
    }
    assert none_printed == {
        "binzhou-2024.assigned-leaders",
        "binzhou-2024.service-teams",
        "binzhou-2024.investment-teams",
        "binzhou-2024.special-plans",
        "binzhou-2024.policy-packages",
        "binzhou-2024.transformed-firms",
        "binzhou-2024.iiot-coverage",
        "binzhou-2024.renovation-coverage",
        "xinle-2023.research-service-coverage",
        "xinle-2023.roving-service-coverage",
        "xinle-2023.integration-assessment-coverage",
        "xinle-2023.new-standards",
        "xinle-2023.credit-service-coverage",
        "xinle-2023.leader-coverage",
        "jiangsu-2018.control-software-coverage",
        "jiangsu-2018.leading-firms-in-library",
        "jiangsu-2018.high-growth-firms-in-library",
        "jiangsu-2018.pooled-funds-share",
        "foshan-2020.t10000.equipment-manufacturing",
        "foshan-2020.t10000.home-living",
        "foshan-2020.t10000.count",
        "foshan-2020.joint-trillion-clusters",
    }


def test_full_coverage_is_the_whole_of_a_named_population(shipped: Catalogue) -> None:
    covered = [row for row in shipped.rows("goals") if "全覆盖" in (row["wording"] or "")]
    # Binzhou 2, Xinle 5, Jiangsu 1
    assert len(covered) == 2 + 5 + 1
    for row in covered:
        assert Decimal(row["value"]) == 1, row["id"]
        indicator = shipped.indicator(row["indicator"])
        assert indicator is not None
        assert indicator["kind"] == "share"
        assert indicator["covered"] and indicator["of"], row["id"]


@pytest.mark.parametrize(
    ("goal_id", "responsible", "also"),
    [
        (
            "binzhou-2024.skilled-talents",
            ["市委组织部", "市人力资源社会保障局", "市工业和信息化局"],
            [],
        ),
        (
            "binzhou-2024.innovative-smes",
            [
                "市工业和信息化局",
                "市发展改革委",
                "市国资委",
                "市市场监管局",
                "市民营经济发展服务中心",
            ],
            [],
        ),
        ("binzhou-2024.t5500.high-end-aluminium", ["市制造强市建设领导小组"], ["各县(市、区)"]),
        (
            "xinle-2023.service-events",
            [
                "市科学技术和工业信息化局",
                "市发展改革局",
                "市市场监督管理局",
                "市人力资源和社会保障局",
                "市民政局",
            ],
            ["各乡镇(街道)", "开发区管委会"],
        ),
        (
            "xinle-2023.credit-service-coverage",
            ["市地方金融监管局", "市科学技术和工业信息化局", "市发展改革局"],
            ["各乡镇(街道)", "开发区管委会"],
        ),
        (
            "xinle-2023.revenue-growth",
            ["市科学技术和工业信息化局"],
            ["各乡镇(街道)", "开发区管委会"],
        ),
        ("jiangsu-2018.total-2025", ["省先进制造业集群培育工作办公室"], ["各设区市"]),
        (
            "jiangsu-2018.pooled-funds-share",
            ["省发展改革部门", "省经济和信息化部门", "省科技部门"],
            [],
        ),
        (
            "foshan-2020.joint-trillion-clusters",
            ["市发展改革局", "市工业和信息化局", "市商务局"],
            ["各区人民政府"],
        ),
    ],
)
def test_units_answer_in_printed_order_with_the_lead_first(
    shipped: Catalogue, goal_id: str, responsible: list[str], also: list[str]
) -> None:
    # Those of the clause's own list first, then those that a general sentence adds.
    row = goal(shipped, goal_id)
    assert list(row["responsible"]) == [*responsible, *also]
    assert row["lead"] == responsible[0]
    assert list(row["also"]) == also


def test_every_goal_has_its_wording_clause_and_somebody_who_answers(shipped: Catalogue) -> None:
    clauses = {(row["document"], row["id"]) for row in shipped.rows("clauses")}
    named = {(row["document"], row["name_zh"]) for row in shipped.rows("units")}
    for row in shipped.rows("goals"):
        assert row["wording"] and len(row["wording"]) <= 25, row["id"]
        assert (row["document"], row["clause"]) in clauses, row["id"]
        assert row["responsible"], row["id"]
        for unit in [*row["responsible"], *row["also"]]:
            assert (row["document"], unit) in named, unit


def test_ambition_words_are_the_printed_ones(shipped: Catalogue) -> None:
    words = {row["ambition"] for row in shipped.rows("goals")} - {None}
    assert words == {"争创", "确保", "奋力争取", "力争"}
    # A word that opens the quotation is the one recorded; lists carry on the word of their head.
    for row in shipped.rows("goals"):
        for word in ("确保", "力争", "奋力争取"):
            if (row["wording"] or "").startswith(word):
                assert row["ambition"] == word, row["id"]


def test_everything_has_a_name_in_both_languages(shipped: Catalogue) -> None:
    chinese, latin = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]")
    named = ("regions", "indicators", "clusters", "plans", "goals", "units")
    for table in named:
        for row in shipped.rows(table):
            assert chinese.search(row["name_zh"]), row
            assert latin.search(row["name_en"]) and not chinese.search(row["name_en"]), row
    for row in shipped.rows("clauses"):
        assert chinese.search(row["heading_zh"]) and latin.search(row["heading_en"]), row
    for row in shipped.rows("documents"):
        assert chinese.search(row["title_zh"]) and latin.search(row["title_en"]), row


def test_four_bases_stay_four_indicators(shipped: Catalogue) -> None:
    bases = {
        plan: {
            row["basis_zh"]
            for row in goals_of_plan(shipped, plan)
            if row["unit"] == "yuan" and row["subject_kind"] in ("cluster", "clusters")
        }
        for plan in ("binzhou-2024", "xinle-2023", "jiangsu-2018", "foshan-2020")
    }
    assert bases["binzhou-2024"] == {"营业收入"}
    assert bases["xinle-2023"] == set()  # growth only; no level is printed
    assert len(bases["jiangsu-2018"]) == 2
    assert bases["foshan-2020"] == {"产值"}
    growth = shipped.indicator("revenue-growth")
    assert growth is not None
    assert growth["growth_of"] == "revenue"


def test_base_years_are_the_last_full_year_before_issue(shipped: Catalogue) -> None:
    issued = {row["id"]: date.fromisoformat(row["issued"]) for row in shipped.rows("documents")}
    for plan in shipped.rows("plans"):
        assert plan["base_year"] == issued[plan["document"]].year - 1, plan["id"]


def test_the_default_lamp_rule_is_labelled_as_ours(shipped: Catalogue) -> None:
    rules = {row["id"]: json.loads(row["json"]) for row in shipped.rows("lamp_rules")}
    default = rules["default"]
    assert default["ours"] is True
    assert default["quantity"] == "gap points"
    # green from 0 up, yellow from -10 up, red below -10
    assert [
        (band["lamp"], band.get("at_least"), band.get("below")) for band in default["thresholds"]
    ] == [("green", "0", None), ("yellow", "-10", None), ("red", None, "-10")]
