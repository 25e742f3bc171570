"""Many regions: their tree, found, sorted and in parts, and their matrix with its ranks."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.addresses.selection import Selection
from dashboard.judging import Judging, Standing
from dashboard.register import Catalogue, load_register
from dashboard.views import overview, region_matrix, region_table
from dashboard.views.regions import are_many, chosen_regions, tree
from dashboard.wording import naming

TODAY = date(2026, 10, 20)
# A province without a plan; under it two cities with six counties each, all fourteen with a plan.
CITIES = {"north": "北市", "south": "南市"}
COUNTIES = {f"{city}-{n}": f"{name[0]}{n}县" for city, name in CITIES.items() for n in range(1, 7)}
INDICATORS = """\
  revenue: {name: {zh: 营业收入, en: Revenue}, unit: yuan, kind: flow, direction: up,
    basis: {zh: 营业收入, en: operating revenue}}
  output: {name: {zh: 产值, en: Output}, unit: yuan, kind: flow, direction: up,
    basis: {zh: 产值, en: gross output}}
  energy: {name: {zh: 能耗, en: Energy}, unit: count, kind: stock, direction: down,
    counted: {zh: 吨, en: tonnes}}
"""
DOCUMENT = """\
id: plan-2024
title: {zh: 规划, en: Plan}
issued: 2024-05-31
clauses:
  - {id: 一, heading: {zh: 目标, en: Goals}, units: [市工信局]}
units:
  市工信局: {en: Bureau of Industry}
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("many")
    regions = ["  east: {name: {zh: 东省, en: East}, level: province}"]
    for city, name in CITIES.items():
        regions.append(
            f"  {city}: {{name: {{zh: {name}, en: {city}}}, level: prefecture, parent: east}}"
        )
    for county, name in COUNTIES.items():
        city = county.partition("-")[0]
        regions.append(
            f"  {county}: {{name: {{zh: {name}, en: {county}}}, level: county, parent: {city}}}"
        )
    plans = []
    for region in (*CITIES, *COUNTIES):
        goals = [("revenue", ">= 100 亿元"), ("output", ">= 80 亿元"), ("energy", "<= 50")]
        plans += [
            f"  {region}-2024:",
            f"    region: {region}",
            "    document: plan-2024",
            f"    name: {{zh: {region}规划, en: Plan of {region}}}",
            "    period: 2024–2027",
            "    base_year: 2023",
            "    status: in force",
            "    goals:",
            *(
                f'      - {{id: {one}, of: region, indicator: {one}, target: "{target}", by: 2027,'
                " clause: 一}"
                for one, target in goals
            ),
        ]
    text = "\n".join(
        ["version: 1", "indicators:", INDICATORS + "regions:", *regions, "plans:", *plans]
    )
    register = folder / "data" / "targets.yaml"
    register.parent.mkdir()
    register.write_text(text + "\n", encoding="utf-8")
    (folder / "plan-2024.yaml").write_text(DOCUMENT, encoding="utf-8")
    return load_register(register, folder)


Stood = Callable[..., Standing]


@pytest.fixture
def stood(many: Catalogue, sqlite_url: str) -> Stood:
    def standing(*figures: tuple[str, str, str, int]) -> Standing:
        """(region, indicator, period, amount) rows, money in 亿元."""
        store = Store.open(sqlite_url)
        entries = [
            Entry(region, region, one, when, Decimal(amount) * (1 if one == "energy" else 10**8))
            for region, one, when, amount in figures
        ]
        if entries:
            store.write(entries, "Li")
        return Judging(store).standing(many, TODAY)

    return standing


def revenue(base: int = 50, **latest: int | Decimal) -> tuple[tuple[str, str, str, Any], ...]:
    """Base and 2025's revenue of counties, in 亿元: north_1=60."""
    rows = []
    for county, amount in latest.items():
        name = county.replace("_", "-")
        rows += [(name, "revenue", "2023", base), (name, "revenue", "2025", amount)]
    return tuple(rows)


def named(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*">(.*?)</a>', html)


def test_the_tree_names_every_region_below_those_above_it(stood: Stood) -> None:
    standing = stood(*revenue(north_1=60))
    assert are_many(standing)
    assert tree(standing) == (
        ("east", 0),
        *(("north", 1), *((f"north-{n}", 2) for n in range(1, 7))),
        *(("south", 1), *((f"south-{n}", 2) for n in range(1, 7))),
    )
    html = region_table.region_table(standing, "zh", Selection())
    assert named(html) == [*("北市", *(f"北{n}县" for n in range(1, 7))),
                           *("南市", *(f"南{n}县" for n in range(1, 7)))]  # fmt: skip
    # Open, so that it can be read without a script.
    assert re.findall(r'<details class="ct-branch" open><summary><span><b>(.*?)</b>', html) == [
        "东省", "北市", "南市"
    ]  # fmt: skip
    summaries = re.findall(r"<summary>(.*?)</summary>", html)
    assert [re.sub("<.*?>", "", one) for one in summaries] == [
        "东省14 个规划", "北市7 个规划", "南市7 个规划"
    ]  # fmt: skip


def test_a_row_has_lamps_completion_gap_who_answers_and_what_is_reported(stood: Stood) -> None:
    standing = stood(*revenue(north_1=60))
    html = region_table.region_table(standing, "en", Selection(text="north-1"))
    # 60 of 100; one of three goals is reported.
    assert named(html) == ["north-1"]
    assert "<b>60.0%</b>" in html and "Revenue\u00a0· 2027" in html
    assert ">Bureau of Industry<" in html and ">33%<" in html and "1 / 3" in html
    # From 50 to 100 in four years is 70.71 after two: 60 is 10.7 points short.
    assert "<b>−10.7</b> Revenue" in html
    assert 'aria-label="Far behind 1, Not reported 2"' in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "北市"}, ["north", *(f"north-{n}" for n in range(1, 7))]),
        ({"text": "EAST south-2"}, ["south-2"]),
        ({"within": "south", "level": "county"}, [f"south-{n}" for n in range(1, 7)]),
        ({"level": "prefecture"}, ["north", "south"]),
        ({"status": "red"}, ["north-1", "south-1"]),
        ({"status": "green"}, ["north-2"]),
        # 40 and 60 of an expected 70.7: the wider gap first; who has none, last.
        ({"sort": "gap", "level": "county"}, ["south-1", "north-1"]),
        ({"sort": "completion", "level": "county"}, ["south-1", "north-1", "north-2"]),
        ({"sort": "reported", "level": "prefecture"}, ["north", "south"]),
        ({"sort": "late", "within": "south"}, ["south-1", "south"]),
        ({"text": "nowhere"}, []),
    ],
)
def test_regions_are_found_filtered_and_sorted(
    stood: Stood, asked: dict[str, str], found: list[str]
) -> None:
    standing = stood(*revenue(north_1=60, north_2=90, south_1=40))
    got = chosen_regions(standing, Selection(**asked))
    assert list(got[: len(found)]) == found
    if "sort" not in asked:
        assert len(got) == len(found)


def test_sorted_rows_stand_in_one_list_and_name_what_is_above_them(stood: Stood) -> None:
    html = region_table.region_table(
        stood(*revenue(north_1=60, south_1=40)), "zh", Selection(sort="gap")
    )
    assert named(html)[:2] == ["南1县", "北1县"]
    assert "<details" not in html and "东省 › 南市" in html
    assert '<a class="ct-sort" href="./?sort=gap" aria-current="true">' in html
    # Every head leads to its own order, and the first back to the tree.
    assert 'href="./?sort=completion"' in html and 'class="ct-sort" href="./">' in html


def test_before_any_figure_the_table_is_what_is_promised(stood: Stood) -> None:
    html = region_table.region_table(stood(), "zh", Selection())
    assert "≥ 100 亿元" in html and "营业收入\u00a0· 2027年" in html and "市工信局" in html
    assert "ct-strip" not in html and ">0%<" not in html
    assert "填报第一个数字" in overview.finding(stood(), "zh", Selection())


def test_what_does_not_fit_a_part_is_in_the_next(
    stood: Stood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(region_table, "ROWS_A_PART", 5)
    standing = stood()
    seen = []
    for part in (1, 2, 3):
        asked = Selection(part=part)
        assert overview.part_shown(standing, asked) == (part, 3)
        seen += named(region_table.region_table(standing, "en", asked))
    assert seen == [region for region, depth in tree(standing) if depth]
    # A part that does not exist shows the last one.
    assert overview.part_shown(standing, Selection(part=9)) == (3, 3)


def cells(html: str, region: str) -> list[str]:
    """What a region's cells of the matrix say."""
    row = html[html.index(f">{region}</a></th>") :].partition("</tr>")[0]
    return re.findall(r'aria-label="(.*?)"', row)


def test_what_is_short_of_its_goal_by_a_hair_is_the_same_number_in_the_table_and_the_matrix(
    stood: Stood,
) -> None:
    # 99.96 of 100 reads neither 100.0 % nor 99.9 %.
    standing = stood(*revenue(north_1=Decimal("99.96")))
    asked = Selection(text="north-1")
    assert "<b>99.96%</b>" in region_table.region_table(standing, "en", asked)
    html = region_matrix.region_matrix(standing, "en", Selection(layout="matrix"))
    assert cells(html, "north-1") == ["On schedule\u00a0· 99.96%\u00a0· rank 1 of 1"]


def test_the_matrix_ranks_exact_values_of_one_level_and_ties_share_a_rank(stood: Stood) -> None:
    figures = revenue(north_1=60, north_2=90, north_3=60, south_1=40)
    html = region_matrix.region_matrix(stood(*figures), "en", Selection(layout="matrix"))
    assert "Regions against indicators: County\u00a0· operating revenue" in html
    assert "by completion\u00a0· 2025" in html and "4 of 12 ranked" in html
    assert cells(html, "north-2") == ["On schedule\u00a0· 90.0%\u00a0· rank 1 of 4"]
    assert cells(html, "north-1") == ["Far behind\u00a0· 60.0%\u00a0· tied for rank 2 of 4"]
    assert cells(html, "north-3") == ["Far behind\u00a0· 60.0%\u00a0· tied for rank 2 of 4"]
    assert cells(html, "south-1") == ["Far behind\u00a0· 40.0%\u00a0· rank 4 of 4"]
    # Who is missing is named; the cities are of another level, and not in it.
    assert "Revenue: 8 without a rank" in html
    missing = "north-4, north-5, north-6, south-2, south-3, south-4, south-5, south-6"
    assert missing in html and named(html) == list(COUNTIES)


def test_a_figure_of_another_period_is_not_ranked_and_says_so(stood: Stood) -> None:
    figures = (*revenue(north_1=60, north_2=90), ("south-1", "revenue", "2024", 99))
    html = region_matrix.region_matrix(stood(*figures), "en", Selection(layout="matrix"))
    assert cells(html, "north-1")[0].endswith("rank 2 of 2")
    assert cells(html, "south-1")[0].endswith("of 2024, due 2027: not ranked")


def test_each_basis_has_a_matrix_of_its_own(stood: Stood) -> None:
    standing = stood()
    assert region_matrix.bases(standing, "county", "en") == {
        "revenue": "operating revenue",
        "output": "gross output",
        "energy": "indicators without a basis (counts, shares)",
    }
    html = region_matrix.region_matrix(
        standing, "en", Selection(layout="matrix", indicator="output", level="prefecture")
    )
    assert "Prefecture\u00a0· gross output" in html and "Revenue" not in html
    assert named(html) == ["north", "south"]


def test_where_less_is_better_the_gap_is_ranked(stood: Stood) -> None:
    rows = [
        (county, "energy", year, amount)
        for county, base, latest in (("north-1", 100, 60), ("north-2", 100, 90))
        for year, amount in (("2023", base), ("2025", latest))
    ]
    asked = Selection(layout="matrix", indicator="energy")
    html = region_matrix.region_matrix(stood(*rows), "en", asked)
    assert "by gap" in html
    assert cells(html, "north-1")[0].endswith("rank 1 of 2")
    assert cells(html, "north-2")[0].endswith("rank 2 of 2")


def test_region_pickers_are_in_the_order_of_the_tree_and_found_by_what_is_above(
    stood: Stood,
) -> None:
    names = naming.region_names(stood(), "zh")
    assert list(names)[:3] == ["north", "north-1", "north-2"]
    assert names["north"] == "北市 · 东省" and names["south-2"] == "南2县 · 东省 › 南市"
    assert naming.regions_above(stood(), "zh") == {
        "east": "东省", "north": "北市 · 东省", "south": "南市 · 东省"
    }  # fmt: skip
