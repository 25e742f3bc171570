"""The store as one person may use it: every action on figures × role × in and out of scope."""

from decimal import Decimal

import pytest

from dashboard.actuals.entering import RawEntry, save, understand
from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.doors.identity import people, regions_tree, responsible_units
from dashboard.doors.permitted_store import PermittedStore
from dashboard.people.acting import By
from dashboard.people.identity import GUEST, Grant, Kind, Person, Role
from dashboard.people.matrix import NotPermitted
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings, default_register

HIS = "binzhou"
OTHER = "xuzhou"

# By hand, not from the matrix: who may do what to figures, in the region of their grant.
READS = {Role.VIEWER, Role.CLERK, Role.REVIEWER, Role.PUBLISHER, Role.CURATOR, Role.ADMINISTRATOR}
ENTERS = {Role.CLERK}
SEES_HISTORY = {Role.CLERK, Role.REVIEWER, Role.PUBLISHER}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_register(default_register())


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings.from_environment(database=sqlite_url, mode="team")


@pytest.fixture
def store(sqlite_url: str) -> Store:
    kept = Store.open(sqlite_url)
    figures = [Entry(region, "clusters", "revenue", "2024", Decimal(5)) for region in (HIS, OTHER)]
    kept.write(figures, "before")
    return kept


def somebody(*grants: Grant) -> Person:
    return Person(7, "li", Kind.ACCOUNT, "Li", grants)


def as_seen_by(
    person: Person, store: Store, catalogue: Catalogue, settings: Settings
) -> PermittedStore:
    return PermittedStore(
        store, catalogue, settings, lambda: By(person, regions_tree(catalogue), "request", "")
    )


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_it_may_in_its_region_and_nothing_elsewhere(
    role: Role, region: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(role, HIS)), store, catalogue, settings)
    here = region == HIS
    assert (len(seen.current(region)) == 1) is (here and role in READS)
    key = (region, "clusters", "revenue")
    assert bool(seen.series([key])) is (here and role in READS)
    assert bool(seen.figures([(*key, "2024")])) is (here and role in READS)
    for value in (Decimal(6), None):
        entry = Entry(
            *key,
            "2024",
            value,
            seen_revision=store.figures([(*key, "2024")])[(*key, "2024")].revision,
        )
        if here and role in ENTERS:
            assert seen.write([entry], "li").count == 1
        else:
            before = store.revision()
            with pytest.raises(NotPermitted):
                seen.write([entry], "li")
            assert store.revision() == before
    if here and role in SEES_HISTORY:
        assert len(seen.history(*key)) >= 1
    else:
        with pytest.raises(NotPermitted):
            seen.history(*key)


def test_a_guest_reads_and_writes_nothing(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(GUEST, store, catalogue, settings)
    assert seen.current().empty
    with pytest.raises(NotPermitted):
        seen.write([Entry(HIS, "clusters", "revenue", "2023", Decimal(1))], "")
    with pytest.raises(NotPermitted):
        seen.draft("", "entry-form:binzhou")


def test_nobody_writes_under_another_name_or_reads_anothers_draft(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    with pytest.raises(NotPermitted):
        seen.write([Entry(HIS, "clusters", "revenue", "2023", Decimal(1))], "before")
    store.save_draft("wang", "screen", "{}")
    with pytest.raises(NotPermitted):
        seen.draft("wang", "screen")


def test_a_clerk_of_a_unit_enters_only_what_the_unit_answers_for(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    units = responsible_units(catalogue, HIS, "clusters", "revenue")
    unit = sorted(units)[0] if units else "nobody's unit"
    entry = Entry(HIS, "clusters", "revenue", "2023", Decimal(1))
    other = somebody(Grant(Role.CLERK, HIS, False, ("another unit",)))
    with pytest.raises(NotPermitted):
        as_seen_by(other, store, catalogue, settings).write([entry], "li")
    if units:
        own = somebody(Grant(Role.CLERK, HIS, False, (unit,)))
        assert as_seen_by(own, store, catalogue, settings).write([entry], "li").count == 1


def test_one_figure_out_of_scope_keeps_the_whole_batch_out(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    both = [Entry(region, "clusters", "revenue", "2023", Decimal(1)) for region in (HIS, OTHER)]
    before = store.revision()
    with pytest.raises(NotPermitted):
        seen.write(both, "li")
    assert store.revision() == before


def test_the_one_door_for_figures_refuses_and_the_audit_tells_who_was_refused(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(Role.VIEWER, HIS)), store, catalogue, settings)
    raw = [RawEntry(HIS, "high-end-aluminium", "revenue", "2024", "4100亿元")]
    rows = understand(raw, catalogue, seen, settings.on())
    with pytest.raises(NotPermitted):
        save(rows, seen, "li", "checked")
    told = people(settings).audit.latest(1)[0]
    assert (told.actor, told.action, told.outcome) == ("account li", "enter", "refused")
    assert told.subject == "binzhou/high-end-aluminium/revenue"


def test_who_signs_out_after_the_page_was_drawn_writes_nothing(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    there = [somebody(Grant(Role.CLERK, HIS))]
    seen = PermittedStore(store, catalogue, settings, lambda: By(there[0], regions_tree(catalogue)))
    assert not seen.current(HIS).empty
    there[0] = GUEST
    with pytest.raises(NotPermitted):
        seen.write([Entry(HIS, "clusters", "revenue", "2023", Decimal(1))], "li")
