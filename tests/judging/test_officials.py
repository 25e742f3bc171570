"""Leaders assigned to clusters: who was on which day, that none is named, and where it is said."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.officials import Assignment
from dashboard.actuals.periods import period
from dashboard.actuals.store import Entry, Store
from dashboard.addresses.selection import Selection
from dashboard.bulletins.content import compose
from dashboard.exchange.goal_lists import as_csv
from dashboard.judging import Judging, Standing
from dashboard.judging.officials import officials_of
from dashboard.people.matrix import Reach
from dashboard.people.sight import Sight
from dashboard.register import Catalogue, load_register
from dashboard.views.cluster import headline
from dashboard.views.goal_rows import goals_table
from dashboard.views.laggards import laggards_table
from dashboard.wording.officials import officials_in_short, officials_text

ROOT = Path(__file__).parents[2]
ALUMINIUM, CHEMICALS = "high-end-aluminium", "fine-chemicals"
NAMED = """{zh: 高端铝业, en: High-end aluminium}, officials: [
      {person: 甲, post: {zh: 副市长, en: Deputy mayor}, from: 2024-06-01, until: 2025-12-31,
       document: binzhou-2024, clause: 一(三)},
      {person: 乙, from: 2026-01-01}]"""

Stand = Callable[..., Standing]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The shipped register with two leaders of one cluster."""
    text = (ROOT / "data" / "targets.yaml").read_text(encoding="utf-8")
    printed = "{zh: 高端铝业, en: High-end aluminium}"
    assert text.count(printed) == 1
    path: Path = tmp_path_factory.mktemp("register") / "targets.yaml"
    path.write_text(text.replace(printed, NAMED), encoding="utf-8")
    return load_register(path, ROOT / "seeds")


@pytest.fixture
def stand(register: Catalogue, sqlite_url: str) -> Stand:
    def standing(on: date) -> Standing:
        with Store.open(sqlite_url) as store:
            # 3300 in 2023 and 3400 in 2025 are far behind the way to 5500 in 2027.
            for year, value in (("2023", "3.3E11"), ("2025", "3.4E11")):
                key = ("binzhou", ALUMINIUM, "revenue", year)
                if not store.figures([key]):
                    store.write([Entry(*key, Decimal(value))], "li")
        return Judging(Store.open(sqlite_url)).standing(register, on)

    return standing


@pytest.mark.parametrize(
    ("on", "person"),
    [
        (date(2024, 6, 1), "甲"),
        (date(2025, 12, 31), "甲"),
        (date(2026, 1, 1), "乙"),
        (date(2026, 10, 20), "乙"),
    ],
)
def test_each_day_has_its_own_leader(stand: Stand, on: date, person: str) -> None:
    assert [one.person for one in officials_of(stand(on), "binzhou", ALUMINIUM)] == [person]


def test_of_register_and_entered_whoever_began_last_counts(stand: Stand, sqlite_url: str) -> None:
    given = Assignment("binzhou", ALUMINIUM, "丙", "", date(2025, 3, 1), "文件")
    with Store.open(sqlite_url) as store:
        store.officials.assign(given, "li")
        store.officials.assign(given._replace(cluster=CHEMICALS), "li")

    def names(on: date, cluster: str = ALUMINIUM) -> list[str]:
        return [one.person for one in officials_of(stand(on), "binzhou", cluster)]

    # 甲 from June 2024, 丙 entered from March 2025, 乙 from January 2026.
    assert names(date(2025, 2, 28)) == ["甲"]
    assert names(date(2025, 3, 1)) == ["丙"]
    assert names(date(2025, 12, 31)) == ["丙"]
    assert names(date(2026, 1, 1)) == ["乙"]
    # Where the register names nobody, what is entered counts until somebody says otherwise.
    assert names(date(2025, 2, 28), CHEMICALS) == []
    assert names(date(2026, 10, 20), CHEMICALS) == ["丙"]
    # On one day the entered goes first; that nobody is assigned is entered, too.
    with Store.open(sqlite_url) as store:
        ended = given._replace(person="", since=date(2026, 1, 1))
        store.officials.assign(ended, "li")
    assert names(date(2026, 10, 20)) == []
    assert names(date(2025, 12, 31)) == ["丙"]


def test_what_is_entered_later_is_not_known_on_a_day_looked_back_to(
    register: Catalogue, sqlite_url: str
) -> None:
    store = Store.open(sqlite_url)
    store.officials.assign(
        Assignment("binzhou", CHEMICALS, "丙", "", date(2020, 1, 1), "补记"), "li"
    )
    judging, day = Judging(store), date(2026, 1, 15)
    back = judging.standing(register, day, back_to=day, last=0)
    # The test runs after that day, and so does its entry.
    assert officials_of(back, "binzhou", CHEMICALS) == []
    assert [
        one.person for one in officials_of(judging.standing(register, day), "binzhou", CHEMICALS)
    ] == ["丙"]
    nobody = Reach()
    hidden = judging.standing(register, day, sight=Sight(nobody, nobody, ()))
    assert officials_of(hidden, "binzhou", CHEMICALS) == []


def test_before_the_first_there_is_none(stand: Stand) -> None:
    # The plan was issued the day before: it is in force, and asks for one.
    standing = stand(date(2024, 5, 31))
    assert officials_of(standing, "binzhou", ALUMINIUM) == []
    assert officials_text(standing, "binzhou", ALUMINIUM, "zh") == (
        "包联领导：尚未明确（规划一(三)要求逐个集群明确）"
    )


def test_post_days_and_clause_are_told_in_full(stand: Stand) -> None:
    then, now = stand(date(2025, 6, 30)), stand(date(2026, 10, 20))
    told = officials_text(then, "binzhou", ALUMINIUM, "zh")
    assert told.startswith("包联领导：甲（副市长），2024年6月1日至2025年12月31日，依据")
    assert told.endswith("一(三)")
    assert officials_text(now, "binzhou", ALUMINIUM, "en") == (
        "Assigned leader: 乙, since 1 January 2026"
    )
    # No plan of Foshan's asks for one: it is said, without a clause.
    assert officials_text(now, "foshan", "smart-equipment", "en") == "Assigned leader: none named"


def test_lists_name_them_where_they_are_spoken_of(stand: Stand) -> None:
    now = stand(date(2026, 10, 20))
    assert officials_in_short(now, "binzhou", ALUMINIUM, "zh") == "包联：乙"
    assert officials_in_short(now, "binzhou", CHEMICALS, "zh") == "包联：尚未明确"
    assert officials_in_short(now, "foshan", "smart-equipment", "zh") == ""
    assert officials_in_short(now, "binzhou", None, "zh") == ""


def test_pages_tables_and_the_bulletin_say_who_is_assigned(stand: Stand) -> None:
    now, here = stand(date(2026, 10, 20)), Selection(page="cluster", region="binzhou")
    assert "包联领导：乙，自2026年1月1日起" in headline(now, "binzhou", ALUMINIUM, "revenue", "zh")
    own = [row for row in now.rows("binzhou") if row["cluster"] in (ALUMINIUM, CHEMICALS)]
    table = goals_table(now, own, "zh", here)
    assert table.count("包联：乙") == 1
    assert table.count("包联：尚未明确") == 1
    assert "包联：乙" in laggards_table(now, "zh", here, 6, "binzhou")
    assert "包联：乙" in as_csv(now, [own[0]["id"]], "zh").decode("utf-8-sig")
    told = compose(now, "binzhou", period("2025"), "zh", today=date(2026, 10, 20))
    (step,) = [one for one in told.steps if "高端铝业" in one.goal]
    assert step.unit.endswith("；包联：乙")
