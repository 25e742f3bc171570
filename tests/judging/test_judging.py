"""Verdicts region by region: what a save judges again, what is kept, and what who may see is told."""

import json
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.judging import Judging, Kept, Standing, earlier
from dashboard.judging.tally import Tally, tally
from dashboard.languages import LANGUAGES
from dashboard.people.matrix import Reach
from dashboard.people.sight import Sight
from dashboard.register import Catalogue, load_register
from dashboard.views.inputs import inputs
from dashboard.wording.reasons import reason_text

Stand = Callable[..., Standing]
ON = date(2026, 7, 20)
KINDS = Path(__file__).parents[1] / "register" / "kinds"

TEXTILES = ("binzhou", "smart-textiles", "revenue")


def test_without_figures_every_goal_is_unreported(stand: Stand) -> None:
    standing = stand()
    counted = tally(standing.table()["group"])
    assert counted == Tally(total=len(standing.table()), green=0, yellow=0, red=0, missed=0, none=0,
                            unreported=len(standing.table()))  # fmt: skip


def test_a_goal_carries_its_verdict(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2023", "120000000000"), (*TEXTILES, "2025", "150000000000"))
    row = standing.row("binzhou-2024.t2000.smart-textiles")
    assert row is not None
    # 1500 of 2000; the path of constant growth from 1200 is at sqrt(1200 * 2000) = 1549.19 in 2025,
    # 77.46 % of the goal: 75.00 - 77.46 = -2.46 points.
    assert row["verdict"]["completion"] == 0.75
    assert round(row["verdict"]["gap_points"], 2) == -2.46
    assert (row["verdict"]["status"], row["group"], row["reported"]) == ("behind", "yellow", True)


def test_a_tier_count_is_not_reported_while_no_member_is(stand: Stand) -> None:
    row = stand().row("binzhou-2024.t2000.count")
    assert row is not None
    assert not row["reported"]


def test_a_series_is_in_the_order_of_its_periods(stand: Stand) -> None:
    standing = stand(
        (*TEXTILES, "2025", "150000000000"),
        (*TEXTILES, "2026-M09", "110000000000"),
        (*TEXTILES, "2026-M03", "40000000000"),
        (*TEXTILES, "2024", "130000000000"),
    )
    periods = [figure["period"] for figure in standing.figures_of(*TEXTILES)]
    assert periods == ["2024", "2025", "2026-M03", "2026-M09"]
    assert standing.series_of("binzhou", "smart-textiles") == ["revenue"]


def test_the_newest_figure_is_the_one_entered_last(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2025", "1"), (*TEXTILES, "2024", "2"))
    newest = standing.newest("binzhou")
    assert newest is not None
    assert (newest["period"], newest["value"]) == ("2024", "2")
    assert standing.newest("foshan") is None


def test_a_piece_is_drawn_once_for_all(stand: Stand) -> None:
    standing, drawn = stand(), []

    def draw(_: Standing, lang: str) -> str:
        drawn.append(lang)
        return f"<p>{lang}</p>"

    assert [standing.drawn(draw, lang) for lang in ("zh", "zh", "en")] == [
        "<p>zh</p>", "<p>zh</p>", "<p>en</p>",
    ]  # fmt: skip
    assert drawn == ["zh", "en"]


TWO = """
version: 1
regions:
  east: {name: {zh: 东, en: East}, level: county}
  west: {name: {zh: 西, en: West}, level: county}
  north: {name: {zh: 北, en: North}, level: county}
indicators:
  firms: {name: {zh: 企业, en: Firms}, unit: count, kind: stock, direction: up}
  gdp: {name: {zh: 生产总值, en: GDP}, unit: yuan, kind: flow, direction: up}
  revenue: {name: {zh: 营业收入, en: Revenue}, unit: yuan, kind: flow, direction: up}
plans:
  east-plan:
    region: east
    document: paper
    name: {zh: 东规划, en: East plan}
    period: 2024–2027
    goals:
      - {id: firms, of: region, indicator: firms, target: ">= 100", by: 2027, clause: 一}
      - {id: step, of: region, indicator: revenue, target: 同步, measure: in step with, every: year,
         step_with: {region: west, subject: region, indicator: gdp}, clause: 一}
  west-plan:
    region: west
    document: paper
    name: {zh: 西规划, en: West plan}
    period: 2024–2027
    goals:
      - {id: firms, of: region, indicator: firms, target: ">= 100", by: 2027, clause: 一}
  north-plan:
    region: north
    document: paper
    name: {zh: 北规划, en: North plan}
    period: 2024–2027
    goals:
      - {id: firms, of: region, indicator: firms, target: ">= 100", by: 2027, clause: 一}
"""
PAPER = """
id: paper
title: {zh: 文件, en: Paper}
issuer: {zh: 政府, en: Government}
issued: 2024-01-01
clauses:
  - {id: 一, heading: {zh: 目标, en: Goals}}
"""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("register")
    (folder / "targets.yaml").write_text(TWO, encoding="utf-8")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "paper.yaml").write_text(PAPER, encoding="utf-8")
    return load_register(folder / "targets.yaml", folder / "seeds")


@pytest.fixture
def judging(sqlite_url: str) -> Judging:
    return Judging(Store.open(sqlite_url))


def enter(judging: Judging, region: str, indicator: str, period: str, value: int) -> None:
    key = (region, region, indicator, period)
    held = judging.store.figures([key]).get(key)
    judging.store.write(
        [Entry(*key, Decimal(value), seen_revision=held.revision if held else None)], "Li"
    )


def test_a_save_judges_its_own_region_and_those_compared_with_it_and_no_other(
    judging: Judging, three: Catalogue
) -> None:
    enter(judging, "east", "firms", "2025", 50)
    before = judging.standing(three, ON)
    kept = {region: before.rows(region) for region in three_regions()}
    enter(judging, "west", "gdp", "2025", 50)
    after = judging.standing(three, ON)
    # East keeps in step with West's GDP; nothing of North's hangs on it.
    assert after.rows("north") is kept["north"]
    assert after.rows("west") is not kept["west"]
    assert after.rows("east") is not kept["east"]
    enter(judging, "north", "firms", "2025", 50)
    last = judging.standing(three, ON)
    assert last.rows("east") is after.rows("east")
    assert last.rows("west") is after.rows("west")


def three_regions() -> tuple[str, ...]:
    return ("east", "west", "north")


def test_a_piece_is_drawn_again_only_when_a_region_it_looked_at_has_changed(
    judging: Judging, three: Catalogue
) -> None:
    drawn: list[str] = []

    def draw(standing: Standing, region: str) -> str:
        drawn.append(region)
        return str(len(standing.rows(region)))

    def all_of_them(standing: Standing) -> str:
        drawn.append("all")
        return str(standing.groups().total())

    for _ in range(2):
        standing = judging.standing(three, ON)
        standing.drawn(draw, "east")
        standing.drawn(draw, "north")
        assert standing.drawn(all_of_them) == "4"
    assert drawn == ["east", "north", "all"]
    enter(judging, "north", "firms", "2025", 50)
    standing = judging.standing(three, ON)
    standing.drawn(draw, "east")
    standing.drawn(draw, "north")
    standing.drawn(all_of_them)
    assert drawn == ["east", "north", "all", "north", "all"]


def test_a_day_looked_back_to_is_judged_by_what_was_known_then(
    judging: Judging, three: Catalogue
) -> None:
    enter(judging, "east", "firms", "2025", 120)
    known = judging.store.revision()
    enter(judging, "east", "firms", "2025", 80)
    then = judging.standing(three, ON, back_to=ON, last=known)
    assert then.row("east-plan.firms")["verdict"]["actual"] == "120"
    assert judging.standing(three, ON).row("east-plan.firms")["verdict"]["actual"] == "80"
    told = earlier(judging.standing(three, ON), "east-plan.firms")
    assert [one["actual"] for one in told] == ["120", "80"]


def test_what_came_in_one_write_was_never_half_known(judging: Judging, three: Catalogue) -> None:
    figures = [
        ("east", "revenue", "2024", 100), ("east", "revenue", "2025", 110),
        ("west", "gdp", "2024", 200), ("west", "gdp", "2025", 210),
    ]  # fmt: skip
    judging.store.write(
        [Entry(at, at, what, when, Decimal(n)) for at, what, when, n in figures], "Li"
    )
    before, after = earlier(judging.standing(three, date(2026, 2, 10)), "east-plan.step")
    # Not "cannot be judged", as if East's growth of 10 % had stood there without West's 5 %.
    assert (before["status"], after["status"]) == ("no-data", "met")


def seen(
    judging: Judging, three: Catalogue, entered: set[str], published: dict[str, int]
) -> Standing:
    sight = Sight(Reach(frozenset(entered)), Reach(), tuple(sorted(published.items())))
    return judging.standing(three, ON, sight=sight)


def test_goals_of_a_hidden_region_are_withheld_and_not_without_data(
    judging: Judging, three: Catalogue
) -> None:
    enter(judging, "east", "firms", "2025", 80)
    mine = seen(judging, three, {"east"}, {})
    west = mine.row("west-plan.firms")
    assert (west["verdict"]["status"], west["verdict"]["lamp"], west["group"]) == (
        "withheld", "grey", "withheld",
    )  # fmt: skip
    assert mine.row("east-plan.firms")["verdict"]["actual"] == "80"
    step = mine.row("east-plan.step")["verdict"]
    assert json.loads(step["status_reason"])["code"] == "withheld-other"
    assert reason_text(west["verdict"], "en") == "You may not see the figures of this region."
    assert reason_text(west["verdict"], "zh") == "您无权查看该地区的数据。"
    assert "compared with" in reason_text(step, "en")


def test_where_only_published_figures_are_seen_nothing_is_called_unreported(
    judging: Judging, three: Catalogue
) -> None:
    enter(judging, "east", "firms", "2025", 80)
    judging.store.publish(["east"], "chen")
    reader = seen(judging, three, set(), {"east": 1, "west": 0, "north": 0})
    assert reader.row("east-plan.firms")["verdict"]["actual"] == "80"
    west = reader.row("west-plan.firms")
    assert (west["verdict"]["status"], west["group"]) == ("unpublished", "unpublished")
    assert [reason_text(west["verdict"], lang) for lang in LANGUAGES] == [
        "尚未发布任何数据。", "No figure has been published yet.",
    ]  # fmt: skip


def test_what_is_kept_is_bounded_in_bytes_and_the_longest_unused_goes_first() -> None:
    kept = Kept(100)
    for name in "abc":
        kept.put(name, name, 40)
    assert [kept.get(name) for name in "abc"] == [None, "b", "c"]
    kept.get("b")
    kept.put("d", "d", 40)
    assert [kept.get(name) for name in "bcd"] == ["b", None, "d"]
    kept.put("e", "e", 101)
    assert kept.get("e") is None
    assert kept.size == 80


def test_a_large_register_is_worked_through_in_the_background_and_says_how_far_it_is(
    judging: Judging, three: Catalogue
) -> None:
    standing = judging.standing(three, ON)
    assert judging.judged(standing) == (0, 3)
    standing.rows("west")
    assert judging.judged(standing) == (1, 3)
    # It stands back for whoever waits for a page, but is not kept from its end by them.
    with judging.waited_for():
        judging.work_through(standing)
        for thread in threading.enumerate():
            if thread.name == "judging":
                thread.join(30)
    assert judging.judged(standing) == (3, 3)


def test_a_group_of_regions_has_the_sums_that_its_goals_are_judged_by(sqlite_url: str) -> None:
    register = load_register(KINDS / "targets", KINDS / "seeds")
    store = Store.open(sqlite_url)
    known = [("north", "2024", "100"), ("south", "2024", "140.5"), ("north", "2025", "120")]
    rows = [Entry(where, where, "revenue", code, Decimal(value)) for where, code, value in known]
    rows += [
        Entry(where, where, "intensity", "2024", Decimal("0.5")) for where in ("north", "south")
    ]
    rows.append(Entry("haidong", "two-banks", "revenue", "2023", Decimal("200")))
    store.write(rows, "Li")
    standing = Judging(store).standing(register, date(2026, 7, 20))
    # 100 + 140.5; of 2025 one region has not reported, and 0.5 吨标准煤/万元 twice are no 1.
    told = standing.figures_of("haidong", "two-banks", "revenue")
    assert [(row["period"], row["value"], row["author"]) for row in told] == [
        ("2023", "200", "Li"), ("2024", "240.5", ""),
    ]  # fmt: skip
    assert standing.figures_of("haidong", "two-banks", "intensity") == []
    row = standing.row("haidong-2024.banks")
    assert row is not None
    assert row["verdict"]["actual"] == "240.5"
    assert [one["subject"] for one in inputs(standing, row)] == ["north", "south"]
