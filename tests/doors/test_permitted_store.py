"""The store as one person may use it: every action on figures × role × in and out of scope."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from dashboard.actuals.entering import Outcome, RawEntry, save, understand
from dashboard.actuals.entering.saving import Refused
from dashboard.actuals.records import Entry
from dashboard.actuals.return_states import State
from dashboard.actuals.returns import ReturnKey
from dashboard.actuals.store import Store
from dashboard.doors.identity import people
from dashboard.doors.permitted_store import PermittedStore
from dashboard.exchange.entry_templates import template_of, write_template
from dashboard.exchange.intake import Context, take_in
from dashboard.people.actor import By
from dashboard.people.identity import GUEST, Grant, Kind, Person, Role
from dashboard.people.matrix import NotPermitted
from dashboard.people.scopes import regions_tree, responsible_units
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings, default_register

HIS, OTHER = "binzhou", "foshan"
# A figure of each region that a goal asks for, and the units that the register makes answer for it.
FIGURE = {
    HIS: (HIS, "clusters", "high-tech-firms"),
    OTHER: (OTHER, "smart-equipment", "output"),
}
UNIT, OTHER_UNIT = "市科技局", "市信息通信发展办公室"
OTHER_UNIT_OF_HIS = "市委组织部"

# By hand, not from the matrix: who may do what to figures, in the region of their grant.
READS = {Role.VIEWER, Role.CLERK, Role.REVIEWER, Role.PUBLISHER, Role.CURATOR, Role.ADMINISTRATOR}
ENTERS = {Role.CLERK}
PUBLISHES = {Role.PUBLISHER}
WORKS_ON_FIGURES = {Role.CLERK, Role.REVIEWER, Role.PUBLISHER}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_register(default_register())


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings.from_environment(database=sqlite_url, mode="team")


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """A figure of 5 in each region, published, and of 6, entered since."""
    kept = Store.open(sqlite_url)
    kept.write([Entry(*FIGURE[region], "2024", Decimal(5)) for region in (HIS, OTHER)], "before")
    kept.publish([HIS, OTHER], "before")
    kept.write(
        [
            Entry(*FIGURE[region], "2024", Decimal(6), note="a note", seen_revision=number)
            for number, region in enumerate((HIS, OTHER), 1)
        ],
        "before",
    )
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
def test_each_role_reads_what_it_may_in_its_region_and_nothing_elsewhere(
    role: Role, region: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(role, HIS)), store, catalogue, settings)
    here, key = region == HIS, FIGURE[region]
    told = ("6", "before", "a note") if role in WORKS_ON_FIGURES else ("5", "", "")
    expected = [told] if here and role in READS else []
    for found in (
        seen.figures([(*key, "2024")]).values(),
        seen.series([key]).get(key, {}).values(),
    ):
        assert [(row.value, row.author, row.note) for row in found] == expected
    if here and role in WORKS_ON_FIGURES:
        assert seen.history(*key)["value"].tolist() == ["5", "6"]
    else:
        with pytest.raises(NotPermitted):
            seen.history(*key)


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_writes_what_it_may_in_its_region_and_nothing_elsewhere(
    role: Role, region: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(role, HIS)), store, catalogue, settings)
    here, key = region == HIS, FIGURE[region]
    for value, action in ((Decimal(7), "save"), (Decimal(8), "import"), (None, "save")):
        revision = store.figures([(*key, "2024")])[(*key, "2024")].revision
        entry = Entry(*key, "2024", value, seen_revision=revision)
        if here and role in ENTERS:
            assert seen.write([entry], "li", action=action).count == 1
        else:
            before = store.revision()
            with pytest.raises(NotPermitted):
                seen.write([entry], "li", action=action)
            assert store.revision() == before


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_publishes_what_it_may_in_its_region_and_nothing_elsewhere(
    role: Role, region: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(role, HIS)), store, catalogue, settings)
    before = store.publications()
    if region == HIS and role in PUBLISHES:
        # Four revisions, the third of which is Binzhou's new one.
        assert seen.unpublished(HIS) == (1, 4)
        assert seen.publish(HIS, 4) == 1
        assert store.publications()[HIS].author == "li"
        told = people(settings).audit.latest(1)[0]
        assert (told.actor, told.action, told.subject) == ("account li", "publish", HIS)
        assert told.detail == {"revision": "4", "figures": "1"}
    else:
        for act in (lambda: seen.unpublished(region), lambda: seen.publish(region, 4)):
            with pytest.raises(NotPermitted):
                act()
        assert store.publications() == before


def test_a_guest_reads_and_writes_nothing(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(GUEST, store, catalogue, settings)
    assert seen.series([FIGURE[HIS]]) == {}
    with pytest.raises(NotPermitted):
        seen.write([Entry(*FIGURE[HIS], "2023", Decimal(1))], "")
    with pytest.raises(NotPermitted):
        seen.draft("", "entry-form:binzhou")


def test_nothing_is_reached_through_it_that_it_does_not_guard(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(Role.ADMINISTRATOR, HIS)), store, catalogue, settings)
    offered = {name for name in dir(seen) if not name.startswith("_")}
    assert offered == {
        "change_draft", "demand_importing", "discard_draft", "draft", "figures", "history",
        "importable", "locks", "publish", "save_draft",
        "series", "unpublished", "unpublished_remedies", "waiting", "waiting_remedies", "write",
    }  # fmt: skip
    for name in ("newest", "acts", "mark_demo", "current", "published", "close"):
        assert hasattr(store, name)
        assert not hasattr(seen, name)


def test_what_locks_a_figure_is_told_to_who_sees_it_unpublished(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    figure = ("binzhou", "high-end-aluminium", "revenue", "2025")
    key = ReturnKey("binzhou", "市制造强市建设领导小组", "2025")
    store.write([Entry(*figure, Decimal(1))], "wang")
    store.returns.submit(key, [figure], "li", through=[HIS], seen=0)
    told = {
        role: as_seen_by(somebody(Grant(role, HIS)), store, catalogue, settings).locks([figure])
        for role in (Role.CLERK, Role.VIEWER)
    }
    assert told == {Role.CLERK: {figure: (State.SUBMITTED, key.unit)}, Role.VIEWER: {}}


@pytest.mark.parametrize("name", ["draft", "save_draft", "change_draft", "discard_draft"])
def test_anothers_draft_is_neither_read_nor_touched(
    store: Store, catalogue: Catalogue, settings: Settings, name: str
) -> None:
    seen = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    store.save_draft("wang", "screen", "{}")
    more = {"save_draft": ("[]",), "change_draft": ({"a": 1},)}.get(name, ())
    with pytest.raises(NotPermitted):
        getattr(seen, name)("wang", "screen", *more)
    assert store.draft("wang", "screen") == "{}"
    getattr(seen, name)("li", "screen", *more)


def test_nobody_writes_under_another_name(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    with pytest.raises(NotPermitted):
        seen.write([Entry(*FIGURE[HIS], "2023", Decimal(1))], "before")


def test_a_clerk_of_a_unit_enters_and_sees_only_what_the_unit_answers_for(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    key = FIGURE[HIS]
    assert UNIT in responsible_units(catalogue, *key)
    assert OTHER_UNIT not in responsible_units(catalogue, *key)
    entry = Entry(*key, "2023", Decimal(1))
    own, other = (
        as_seen_by(somebody(Grant(Role.CLERK, HIS, False, (unit,))), store, catalogue, settings)
        for unit in (UNIT, OTHER_UNIT)
    )
    with pytest.raises(NotPermitted):
        other.write([entry], "li")
    with pytest.raises(NotPermitted):
        other.history(*key)
    assert [row.value for row in other.figures([(*key, "2024")]).values()] == ["5"]
    assert own.write([entry], "li").count == 1
    assert own.history(*key)["value"].tolist() == ["5", "6", "1"]
    assert [row.value for row in own.figures([(*key, "2024")]).values()] == ["6"]


def test_one_figure_out_of_scope_keeps_the_whole_batch_out(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    both = [Entry(*FIGURE[region], "2023", Decimal(1)) for region in (HIS, OTHER)]
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
    assert seen.series([FIGURE[HIS]])
    there[0] = GUEST
    assert not seen.series([FIGURE[HIS]])
    with pytest.raises(NotPermitted):
        seen.write([Entry(*FIGURE[HIS], "2023", Decimal(1))], "li")


def test_a_service_for_reading_only_publishes_and_writes_nothing(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    seen = as_seen_by(
        somebody(Grant(Role.PUBLISHER, HIS), Grant(Role.CLERK, HIS)),
        store,
        catalogue,
        settings.with_changes(read_only=True),
    )
    with pytest.raises(NotPermitted):
        seen.publish(HIS, 4)
    with pytest.raises(NotPermitted):
        seen.write([Entry(*FIGURE[HIS], "2023", Decimal(1))], "li")


@pytest.mark.parametrize("made_for", [OTHER_UNIT_OF_HIS, ""])
def test_a_file_with_another_units_figures_is_refused_before_anything_is_written(
    made_for: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    clerk = somebody(Grant(Role.CLERK, HIS, units=(UNIT,)))
    seen = as_seen_by(clerk, store, catalogue, settings)
    template = template_of(catalogue, HIS, "2026-M09", made_for)
    book = openpyxl.load_workbook(
        io.BytesIO(write_template(template, catalogue, store, date(2026, 10, 20), "en"))
    )
    sheet = book.worksheets[0]
    foreign = next(
        row
        for row in range(5, sheet.max_row + 1)
        if UNIT not in responsible_units(catalogue, *sheet.cell(row, 1).value[7:].split("/")[:3])
    )
    sheet.cell(foreign, 9).value = 3
    filled = io.BytesIO()
    book.save(filled)
    context = Context(region=HIS, period="2026-M09", may=seen.importable())
    taken = take_in(filled.getvalue(), catalogue, seen, date(2026, 10, 20), context)
    refused = [row.reasons for row in taken.comparison.of(Outcome.REFUSED)]
    code = "template-unit" if made_for else "not-yours"
    # One sentence; the rows that nobody filled in are nobody's fault.
    assert [[reason.code for reason in each] for each in refused] == [[f"exchange.fault.{code}"]]
    if made_for:
        assert list(taken.rows) == []
    else:
        with pytest.raises(Refused):
            taken.write(seen, "li", "a reason")
