"""Finding goals: every filter, every order, the parts of a long table, and the CSV."""

import csv
import io
from collections.abc import Callable

import pytest

from dashboard.addresses.selection import Selection
from dashboard.exchange.goal_lists import as_csv
from dashboard.judging import Standing
from dashboard.views.goals import chosen_goals, part_table

Stand = Callable[..., Standing]
TEXTILES = ("binzhou", "smart-textiles", "revenue")


def found(standing: Standing, **chosen: object) -> list[str]:
    return list(chosen_goals(standing, Selection(page="goals").changed(**chosen)))


def test_all_goals_are_in_the_plans_order(stand: Stand) -> None:
    standing = stand()
    assert found(standing) == [row["id"] for r in standing.regions() for row in standing.rows(r)]


def test_words_are_found_in_both_languages_and_all_must_occur(stand: Stand) -> None:
    standing = stand()
    assert found(standing, text="高新技术企业 850") == ["binzhou-2024.high-tech-firms"]
    assert found(standing, text="green FACTORIES jiangsu") == ["jiangsu-2018.green-factories"]
    assert found(standing, text="高新技术企业 不存在") == []


def test_a_search_text_is_no_pattern(stand: Stand) -> None:
    assert found(stand(), text=".*") == []


def test_goals_of_a_unit_are_those_it_answers_for(stand: Stand) -> None:
    standing = stand()
    mine = found(standing, unit="市委组织部")
    assert "binzhou-2024.taishan-talents" in mine
    assert all("市委组织部" in standing.row(goal)["responsible"] for goal in mine)


def test_a_cluster_has_its_own_goals_and_those_of_every_cluster(stand: Stand) -> None:
    mine = found(stand(), region="binzhou", cluster="smart-textiles")
    # One tier, five of the "six ones"; and the count of its tier spans it.
    assert "binzhou-2024.t2000.smart-textiles" in mine
    assert "binzhou-2024.service-teams" in mine
    assert "binzhou-2024.t2000.food-processing" not in mine


def test_goals_due_within_years(stand: Stand) -> None:
    standing = stand()
    due = {standing.row(goal)["due"] for goal in found(standing, since=2025, until=2026)}
    assert due == {2025, 2026}


@pytest.mark.parametrize("status", ["yellow", "behind"])
def test_a_lamp_and_a_status_find_the_same_goal(stand: Stand, status: str) -> None:
    # As in test_standing: 2.46 points behind the path.
    standing = stand((*TEXTILES, "2023", "120000000000"), (*TEXTILES, "2025", "150000000000"))
    assert found(standing, status=status) == ["binzhou-2024.t2000.smart-textiles"]


def test_goals_without_a_number_come_last_in_its_order(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2023", "120000000000"), (*TEXTILES, "2025", "150000000000"))
    ordered = found(standing, sort="gap")
    assert ordered[0] == "binzhou-2024.t2000.smart-textiles"
    assert len(ordered) == len(standing.table())


def test_a_part_says_where_it_stands(stand: Stand) -> None:
    standing = stand()
    chosen = found(standing)
    html = part_table(standing, chosen, 2, 3, "en", Selection())
    assert f"51–100 of {len(chosen)}" in html
    assert html.count('scope="row"') == 50


def test_the_csv_has_a_line_for_each_goal_and_no_formula(stand: Stand) -> None:
    standing = stand()
    text = as_csv(standing, found(standing), "en").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == found(standing)
    firms = next(row for row in rows if row["id"] == "binzhou-2024.high-tech-firms")
    assert (firms["clause"], firms["due"]) == ("二(一)3", "2027")
    assert not [cell for row in rows for cell in row.values() if cell[:1] in {"=", "+", "-", "@"}]
