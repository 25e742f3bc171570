"""What a bulletin says, worked by hand: changes on the year, ranks and how they moved, who is missing."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from dashboard.actuals.periods import period
from dashboard.actuals.store import Entry, Store
from dashboard.bulletins.content import Bulletin
from dashboard.bulletins.drawings import completion_drawings
from dashboard.bulletins.issuing import NotOver, composed, periods_over, standing_of_period
from dashboard.bulletins.sections import overall
from dashboard.bulletins.signature import sign
from dashboard.register import Catalogue
from tests.bulletins.conftest import TODAY

Made = Callable[..., Bulletin]


@pytest.fixture
def made(filled: str, register: Catalogue) -> Made:
    def bulletin(lang: str = "en", code: str = "2026-M09", today: date = TODAY) -> Bulletin:
        at = period(code)
        standing = standing_of_period(Store.open(filled), register, at, None)
        return composed(standing, "binzhou", at, lang, today=today, issuer="")[0]

    return bulletin


def test_the_title_is_as_offices_write_it(made: Made) -> None:
    assert made("zh").title == "关于滨州市2026年1–9月产业集群目标完成情况的通报"
    assert made("en").title == "Bulletin on the cluster targets of Binzhou, January–September 2026"


def test_a_bulletin_of_made_up_or_unpublished_figures_says_so_before_anything_else(
    made: Made,
) -> None:
    bulletin = made("zh")
    # Four figures of four clusters, and two years of one.
    unpublished = "未发布稿：所依据的数据中有 18 项尚未发布，发布前可能变动。"
    assert overall(bulletin) == (unpublished, *bulletin.overall)
    assert overall(replace(bulletin, unpublished=0)) == bulletin.overall
    assert overall(replace(bulletin, demo=True))[0] == "演示数据：所有实际值均为虚构。"


def test_clusters_are_ranked_by_growth_with_the_change_of_rank(made: Made) -> None:
    # To September: 3300/3000 = 10 %, 1680/1500 = 12 %, 1100/1000 = 10 %, 760/800 = −5 %.
    # To August: 2860/2600 = 10 %, 1430/1300 = 10 %, 1008/900 = 12 %, 665/700 = −5 %.
    ranking = made().rankings[0]
    assert [(one.name, one.rank, one.moved, one.change_text) for one in ranking.lines] == [
        ("Fine chemicals", 1, 1, "up 12%"),
        ("Food processing", 2, -1, "up 10%"),
        ("High-end aluminium", 2, 0, "up 10%"),
        ("Smart textiles", 4, 0, "down 5%"),
    ]


def test_who_has_not_reported_is_named_and_has_no_rank(made: Made) -> None:
    ranking = made().rankings[0]
    assert "New materials" in ranking.missing
    assert len(ranking.lines) + len(ranking.missing) == 12


def test_a_goal_is_judged_by_what_had_ended_by_then(made: Made) -> None:
    # 4400 of 5500 by 2027 is 80 %; the constant growth from 3300 asks for (5/3)^(2/4)·3300 = 77.5 %.
    line = next(one for one in made().goals if one.id == "binzhou-2024.t5500.high-end-aluminium")
    assert (line.completion_text, line.gap_text, line.status) == ("80%", "+2.5", "on-schedule")
    earlier = made(code="2025-M09")
    line = next(one for one in earlier.goals if one.id == "binzhou-2024.t5500.high-end-aluminium")
    assert line.period != "2025"


def test_what_is_done_and_what_was_due_are_drawn_as_shares_of_one_number(
    made: Made, filled: str
) -> None:
    firms = {"2023": 420, "2025": 600}
    with Store.open(filled) as store:
        store.write(
            [
                Entry("binzhou", "clusters", "high-tech-firms", year, Decimal(count))
                for year, count in firms.items()
            ],
            "Li",
        )
    line = next(one for one in made().goals if one.id == "binzhou-2024.high-tech-firms")
    # Straight from 420 in 2023 to 850 by 2027: half of the way, 420 + 430/2 = 635, by 2025. Judged by
    # the way from the base, (600 − 420)/430 against 1/2; drawn over the 850, both.
    assert (line.completion, line.schedule) == (Fraction(600, 850), Fraction(635, 850))
    assert line.gap_text == "−8.1"


def test_every_goal_is_counted_once_among_the_units(made: Made) -> None:
    bulletin = made()
    assert sum(one.total for one in bulletin.units) == len(bulletin.goals) == 39


def test_a_period_that_has_not_ended_has_no_bulletin(made: Made) -> None:
    with pytest.raises(NotOver):
        made(code="2026-M10")


def test_the_periods_offered_are_over_and_the_newest_comes_first() -> None:
    codes = [one.code for one in periods_over(date(2026, 3, 5))]
    assert codes[:3] == ["2026-M02", "2025", "2025-M11"]
    assert periods_over(date(2026, 2, 28))[0].code == "2025"


def test_the_same_content_has_the_same_id_and_another_digit_another(made: Made) -> None:
    moments = [datetime(2026, 10, 20, hour, tzinfo=UTC) for hour in (8, 9)]
    bulletin = made()
    first, again = (sign(bulletin, moment).id for moment in moments)
    assert first == again
    changed = replace(bulletin, revision=bulletin.revision + 1)
    assert sign(changed, moments[0]).id != first


def test_the_drawing_of_many_goals_is_parted_into_pictures_of_a_page(made: Made) -> None:
    bulletin = made("zh")
    drawn = [one for one in bulletin.goals if one.completion is not None]
    name = "高端装备与新能源汽车零部件先进制造业集群：指标"
    many = [replace(drawn[0], name=f"{name}{n}") for n in range(150)]
    pictures = completion_drawings(replace(bulletin, goals=tuple(many)))
    assert [one.count("80%") for one in pictures] == [37, 38, 37, 38]
    assert "（1/4）" in pictures[0]
    # 160 mm across, and at most what a sheet of A4 leaves below the first words.
    assert max(int(one) for one in re.findall(r'<svg[^>]* height="(\d+)"', "".join(pictures))) < 900
    # Goals of one cluster differ at the end of their names.
    assert len(set(re.findall("高端装备[^<]*指标[0-9]+", "".join(pictures)))) == 150
