"""Which figures each role sees: entered or published, with or without who entered them."""

from datetime import datetime
from decimal import Decimal

import pandas as pd
import pytest
from dashboard.doors.sights import figures_before, figures_seen, sight_of

from dashboard.actuals.observations import OBSERVATION_COLUMNS
from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.people.identity import (
    EVERYWHERE,
    GUEST,
    Grant,
    Kind,
    Person,
    Role,
    user_of_the_machine,
)
from dashboard.people.matrix import Reach
from dashboard.people.sight import Sight
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings, default_register

HIS, OTHER = "binzhou", "foshan"
# In Binzhou the bureau of science answers for firms, and the office of communications does not.
FIRMS = (HIS, "clusters", "high-tech-firms")
FACTORIES = (HIS, "clusters", "smart-factories")
ELSEWHERE = (OTHER, "smart-equipment", "output")
SCIENCE, COMMUNICATIONS = "市科技局", "市信息通信发展办公室"

# By hand, not from the matrix: who sees figures before they are published, and who entered them.
WORKS_ON_FIGURES = {Role.CLERK, Role.REVIEWER, Role.PUBLISHER}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_register(default_register())


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """Each series has 100, published; then 111 is entered and not published."""
    kept = Store.open(sqlite_url)
    for value in (100, 111):
        held = kept.figures([(*key, "2024") for key in (FIRMS, FACTORIES, ELSEWHERE)])
        kept.write(
            [
                Entry(
                    *key,
                    "2024",
                    Decimal(value),
                    note="a note",
                    evidence="table 3",
                    seen_revision=held[(*key, "2024")].revision if held else None,
                )
                for key in (FIRMS, FACTORIES, ELSEWHERE)
            ],
            "wang",
        )
        if value == 100:
            kept.publish([HIS, OTHER], "chen")
    return kept


def settings(store: Store, reading: str = "signed-in") -> Settings:
    return Settings.from_environment(database="sqlite:///unused.db", mode="team", reading=reading)


def somebody(*grants: Grant) -> Person:
    return Person(7, "li", Kind.ACCOUNT, "Li", grants)


def seen_by(
    person: Person, store: Store, catalogue: Catalogue, reading: str = "signed-in"
) -> pd.DataFrame:
    sight = sight_of(person, catalogue, settings(store, reading), store)
    return figures_seen(store, sight, catalogue)


def values(frame: pd.DataFrame) -> dict[tuple[str, ...], tuple[str, str]]:
    """Series -> value and who entered it."""
    return {
        (row.region, row.subject, row.indicator): (row.value, row.author)
        for row in frame.itertuples()
    }


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_its_own_region_as_far_as_it_works_on_it_and_no_other(
    role: Role, region: str, store: Store, catalogue: Catalogue
) -> None:
    found = values(seen_by(somebody(Grant(role, region)), store, catalogue))
    keys = (FIRMS, FACTORIES) if region == HIS else (ELSEWHERE,)
    told = ("111", "wang") if role in WORKS_ON_FIGURES else ("100", "")
    assert found == dict.fromkeys(keys, told)


@pytest.mark.parametrize("role", sorted(set(Role) - WORKS_ON_FIGURES))
def test_without_history_there_is_no_author_note_evidence_or_moment_of_entry(
    role: Role, store: Store, catalogue: Catalogue
) -> None:
    frame = seen_by(somebody(Grant(role, HIS)), store, catalogue)
    assert list(frame.columns) == list(OBSERVATION_COLUMNS)
    for name in ("author", "note", "evidence"):
        assert set(frame[name]) == {""}
    assert set(frame["at"]) == {store.publications()[HIS].at}


def test_a_clerk_of_a_unit_sees_its_figures_as_entered_and_the_others_as_published(
    store: Store, catalogue: Catalogue
) -> None:
    clerk = somebody(Grant(Role.CLERK, HIS, False, (SCIENCE,)))
    frame = seen_by(clerk, store, catalogue)
    assert values(frame) == {FIRMS: ("111", "wang"), FACTORIES: ("100", "")}
    assert list(frame.columns) == list(OBSERVATION_COLUMNS)
    other = somebody(Grant(Role.CLERK, HIS, False, (COMMUNICATIONS,)))
    assert values(seen_by(other, store, catalogue)) == {
        FIRMS: ("100", ""),
        FACTORIES: ("111", "wang"),
    }


def test_a_guest_sees_what_is_published_where_reading_is_public_and_nothing_elsewhere(
    store: Store, catalogue: Catalogue
) -> None:
    assert values(seen_by(GUEST, store, catalogue, "public")) == dict.fromkeys(
        (FIRMS, FACTORIES, ELSEWHERE), ("100", "")
    )
    assert seen_by(GUEST, store, catalogue).empty


def test_before_anything_is_published_readers_see_nothing(
    sqlite_url: str, catalogue: Catalogue
) -> None:
    fresh = Store.open(sqlite_url)
    fresh.write([Entry(*FIRMS, "2024", Decimal(1))], "wang")
    assert seen_by(GUEST, fresh, catalogue, "public").empty


def test_who_sees_everything_asks_the_store_no_more_than_before(
    store: Store, catalogue: Catalogue
) -> None:
    for person in (user_of_the_machine("me"), somebody(Grant(Role.REVIEWER, EVERYWHERE, True))):
        assert sight_of(person, catalogue, settings(store), store) is None
    assert set(figures_seen(store, None, catalogue)["value"]) == {"111"}


def test_looking_back_shows_what_was_published_by_then(store: Store, catalogue: Catalogue) -> None:
    first = datetime.fromisoformat(store.publications()[HIS].at)
    store.publish([HIS], "chen")
    viewer = somebody(Grant(Role.VIEWER, HIS))
    now = sight_of(viewer, catalogue, settings(store), store)
    then = sight_of(viewer, catalogue, settings(store), store, first)
    assert set(figures_seen(store, now, catalogue)["value"]) == {"111"}
    assert set(figures_seen(store, then, catalogue)["value"]) == {"100"}


def test_what_was_corrected_before_it_was_published_is_not_what_was_before(
    sqlite_url: str, catalogue: Catalogue
) -> None:
    kept = Store.open(sqlite_url)
    kept.write([Entry(*FIRMS, "2024", Decimal(5))], "wang")
    kept.publish([HIS], "chen")
    kept.write([Entry(*FIRMS, "2024", Decimal(6), seen_revision=1)], "wang")
    kept.write([Entry(*FIRMS, "2024", Decimal(7), seen_revision=2)], "wang")
    kept.publish([HIS], "chen")
    for person, before in (
        (somebody(Grant(Role.VIEWER, HIS)), "5"),
        (somebody(Grant(Role.REVIEWER, HIS)), "6"),
        (user_of_the_machine("me"), "6"),
    ):
        sight = sight_of(person, catalogue, settings(kept), kept)
        assert set(figures_seen(kept, sight, catalogue)["value"]) == {"7"}
        assert figures_before(kept, sight, catalogue, {HIS}, 3)["value"].tolist() == [before]


def test_what_was_before_holds_nothing_of_a_hidden_region(
    store: Store, catalogue: Catalogue
) -> None:
    sight = sight_of(somebody(Grant(Role.REVIEWER, HIS)), catalogue, settings(store), store)
    assert set(figures_before(store, sight, catalogue, {HIS, OTHER}, 6)["region"]) == {HIS}


def test_equal_sights_have_one_key_and_different_ones_never_the_same() -> None:
    regions = ["binzhou", "foshan", "jiangsu"]
    one = Sight(Reach(frozenset(regions)), Reach(), (("xinle", 3),))
    same = Sight(Reach(frozenset(reversed(regions))), Reach(), (("xinle", 3),))
    assert one == same and one.key == same.key
    others = [
        Sight(Reach(frozenset(regions[:2])), Reach(), (("xinle", 3),)),
        Sight(Reach(), Reach(frozenset(regions)), (("xinle", 3),)),
        Sight(Reach(frozenset(regions)), Reach(), (("xinle", 4),)),
        Sight(Reach(frozenset(), frozenset({("binzhou foshan", "a")})), Reach(), ()),
        Sight(Reach(frozenset(), frozenset({("binzhou", "foshan a")})), Reach(), ()),
    ]
    assert len({each.key for each in (one, *others)}) == 6


def test_rights_that_changed_are_another_sight_at_once(store: Store, catalogue: Catalogue) -> None:
    for grant, told in (
        (Grant(Role.CLERK, HIS), "111"),
        (Grant(Role.VIEWER, HIS), "100"),
        (Grant(Role.CLERK, HIS), "111"),
    ):
        assert set(seen_by(somebody(grant), store, catalogue)["value"]) == {told}
