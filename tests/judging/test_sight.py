"""Which figures each role sees: entered or published, with or without who entered them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from dashboard.actuals.observations import Observation
from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.judging import Judging, figures_before, figures_seen
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
from dashboard.people.sight import Sight, sight_of
from dashboard.register import Catalogue, load_register
from dashboard.settings import default_register

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


def sight(
    person: Person,
    store: Store,
    catalogue: Catalogue,
    public: bool = False,
    moment: datetime | None = None,
) -> Sight | None:
    """What a person sees, now or of what was published by a moment."""
    return sight_of(
        person, catalogue, public,
        lambda: {region: one.revision for region, one in store.publications(moment).items()},
    )  # fmt: skip


def figures(seen: Sight | None, store: Store, catalogue: Catalogue) -> list[Observation]:
    standing = Judging(store).standing(catalogue, date(2026, 7, 20), sight=seen)
    return figures_seen(standing, [HIS, OTHER])


def before(
    seen: Sight | None, store: Store, catalogue: Catalogue, revision: int
) -> list[Observation]:
    standing = Judging(store).standing(catalogue, date(2026, 7, 20), sight=seen)
    return figures_before(standing, [HIS, OTHER], revision)


def somebody(*grants: Grant) -> Person:
    return Person(7, "li", Kind.ACCOUNT, "Li", grants)


def seen_by(
    person: Person, store: Store, catalogue: Catalogue, public: bool = False
) -> list[Observation]:
    return figures(sight(person, store, catalogue, public), store, catalogue)


def values(rows: list[Observation]) -> dict[tuple[str, ...], tuple[str | None, str]]:
    """Series -> value and who entered it."""
    return {row[:3]: (row.value, row.author) for row in rows}


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
    rows = seen_by(somebody(Grant(role, HIS)), store, catalogue)
    assert {(row.author, row.note, row.evidence) for row in rows} == {("", "", "")}
    assert {row.at_text for row in rows} == {store.publications()[HIS].at}


def test_a_clerk_of_a_unit_sees_its_figures_as_entered_and_the_others_as_published(
    store: Store, catalogue: Catalogue
) -> None:
    clerk = somebody(Grant(Role.CLERK, HIS, False, (SCIENCE,)))
    frame = seen_by(clerk, store, catalogue)
    assert values(frame) == {FIRMS: ("111", "wang"), FACTORIES: ("100", "")}
    other = somebody(Grant(Role.CLERK, HIS, False, (COMMUNICATIONS,)))
    assert values(seen_by(other, store, catalogue)) == {
        FIRMS: ("100", ""),
        FACTORIES: ("111", "wang"),
    }


def test_a_guest_sees_what_is_published_where_reading_is_public_and_nothing_elsewhere(
    store: Store, catalogue: Catalogue
) -> None:
    assert values(seen_by(GUEST, store, catalogue, public=True)) == dict.fromkeys(
        (FIRMS, FACTORIES, ELSEWHERE), ("100", "")
    )
    assert not seen_by(GUEST, store, catalogue)


def test_before_anything_is_published_readers_see_nothing(
    sqlite_url: str, catalogue: Catalogue
) -> None:
    fresh = Store.open(sqlite_url)
    fresh.write([Entry(*FIRMS, "2024", Decimal(1))], "wang")
    assert not seen_by(GUEST, fresh, catalogue, public=True)


def test_who_sees_everything_asks_the_store_no_more_than_before(
    store: Store, catalogue: Catalogue
) -> None:
    for person in (user_of_the_machine("me"), somebody(Grant(Role.REVIEWER, EVERYWHERE, True))):
        assert sight(person, store, catalogue) is None
    assert {row.value for row in figures(None, store, catalogue)} == {"111"}


def test_looking_back_shows_what_was_published_by_then(store: Store, catalogue: Catalogue) -> None:
    first = datetime.fromisoformat(store.publications()[HIS].at)
    store.publish([HIS], "chen")
    viewer = somebody(Grant(Role.VIEWER, HIS))
    now = sight(viewer, store, catalogue)
    then = sight(viewer, store, catalogue, moment=first)
    assert {row.value for row in figures(now, store, catalogue)} == {"111"}
    assert {row.value for row in figures(then, store, catalogue)} == {"100"}


def test_what_was_corrected_before_it_was_published_is_not_what_was_before(
    sqlite_url: str, catalogue: Catalogue
) -> None:
    kept = Store.open(sqlite_url)
    kept.write([Entry(*FIRMS, "2024", Decimal(5))], "wang")
    kept.publish([HIS], "chen")
    kept.write([Entry(*FIRMS, "2024", Decimal(6), seen_revision=1)], "wang")
    kept.write([Entry(*FIRMS, "2024", Decimal(7), seen_revision=2)], "wang")
    kept.publish([HIS], "chen")
    for person, told in (
        (somebody(Grant(Role.VIEWER, HIS)), "5"),
        (somebody(Grant(Role.REVIEWER, HIS)), "6"),
        (user_of_the_machine("me"), "6"),
    ):
        seen = sight(person, kept, catalogue)
        assert [row.value for row in figures(seen, kept, catalogue)] == ["7"]
        assert [row.value for row in before(seen, kept, catalogue, 3)] == [told]


def test_what_was_before_holds_nothing_of_a_hidden_region(
    store: Store, catalogue: Catalogue
) -> None:
    seen = sight(somebody(Grant(Role.REVIEWER, HIS)), store, catalogue)
    assert {row.region for row in before(seen, store, catalogue, 6)} == {HIS}


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
        assert {row.value for row in seen_by(somebody(grant), store, catalogue)} == {told}
