"""The audit as one person may read it: every role, in and out of its region."""

from decimal import Decimal

import pytest

from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.audit.entries import Asked, Kind
from dashboard.doors.identity import people
from dashboard.doors.permitted_audit import PermittedAudit
from dashboard.people.actor import By
from dashboard.people.identity import EVERYWHERE, GUEST, Grant, Person, Role
from dashboard.people.identity import Kind as PersonKind
from dashboard.people.matrix import NotPermitted
from dashboard.people.scopes import regions_tree
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings, default_register


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_register(default_register())


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings.from_environment(database=sqlite_url, mode="team")


@pytest.fixture
def store(sqlite_url: str, settings: Settings) -> Store:
    """A figure in each of two regions, and an account."""
    kept = Store.open(sqlite_url)
    for region in ("binzhou", "foshan"):
        kept.write([Entry(region, "clusters", "revenue", "2024", Decimal(5))], "li")
    people(settings).audit.record(By(), "sign-in", "li")
    return kept


def read(
    store: Store,
    catalogue: Catalogue,
    settings: Settings,
    *grants: Grant,
    asked: Asked | None = None,
) -> list[str]:
    person = Person(7, "zhao", PersonKind.ACCOUNT, "Zhao", grants) if grants else GUEST
    by = By(person, regions_tree(catalogue), "request", "")
    audit = PermittedAudit(store, catalogue, settings, lambda: by)
    return [each.region or each.kind for each in audit.entries(asked or Asked())]


def test_an_administrator_of_everything_reads_everything(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    grant = Grant(Role.ADMINISTRATOR, EVERYWHERE, True)
    assert read(store, catalogue, settings, grant) == ["account", "foshan", "binzhou"]
    asked = Asked(regions=["foshan"])
    assert read(store, catalogue, settings, grant, asked=asked) == ["foshan"]


def test_an_administrator_of_a_region_reads_of_it_alone(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    grant = Grant(Role.ADMINISTRATOR, "binzhou", True)
    assert read(store, catalogue, settings, grant) == ["binzhou"]
    for asked in (Asked(regions=["foshan"]), Asked(kinds=[Kind.ACCOUNT])):
        assert read(store, catalogue, settings, grant, asked=asked) == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_else_reads_it(
    store: Store, catalogue: Catalogue, settings: Settings, role: Role
) -> None:
    with pytest.raises(NotPermitted):
        read(store, catalogue, settings, Grant(role, "binzhou", True))
    with pytest.raises(NotPermitted):
        read(store, catalogue, settings)
