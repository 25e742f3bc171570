"""Leaders of clusters as one person may assign them: every role, in and out of scope."""

from datetime import date

import pytest

from dashboard.actuals.store import Store
from dashboard.doors.identity import people
from dashboard.doors.permitted_officials import PermittedOfficials
from dashboard.people.actor import By
from dashboard.people.identity import GUEST, Grant, Kind, Person, Role
from dashboard.people.matrix import NotPermitted
from dashboard.people.scopes import regions_tree
from dashboard.register import Catalogue
from dashboard.settings import Settings
from tests.views.conftest import register

__all__ = ["register"]

HIS, OTHER = "binzhou", "foshan"
GIVEN = ("fine-chemicals", "甲", "副市长", date(2026, 3, 1), "滨办发〔2026〕3号")


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings.from_environment(database=sqlite_url, mode="team")


def desk(person: Person, register: Catalogue, settings: Settings) -> PermittedOfficials:
    by = By(person, regions_tree(register), "request", "")
    return PermittedOfficials(Store.open(settings.database), register, settings, lambda: by)


def somebody(*grants: Grant) -> Person:
    return Person(1, "li", Kind.ACCOUNT, "Li", grants)


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_who_may_enter_all_of_a_region_assigns_and_nobody_else(
    role: Role, region: str, register: Catalogue, settings: Settings
) -> None:
    own = desk(somebody(Grant(role, region)), register, settings)
    allowed = role is Role.CLERK and region == HIS
    assert own.may_assign(HIS) is allowed
    if allowed:
        kept = own.assign(HIS, *GIVEN)
        assert (kept.author, own.of(HIS, "fine-chemicals")) == ("li", [kept])
        told = people(settings).audit.latest(1)[0]
        assert (told.action, told.subject, told.outcome) == (
            "official", "binzhou/fine-chemicals", "done",
        )  # fmt: skip
        return
    with pytest.raises(NotPermitted):
        own.assign(HIS, *GIVEN)
    assert Store.open(settings.database).officials.of_region(HIS) == []
    assert people(settings).audit.latest(1)[0].outcome == "refused"


def test_neither_a_clerk_of_one_unit_nor_a_guest_nor_a_reading_server_assigns(
    register: Catalogue, settings: Settings
) -> None:
    of_unit = somebody(Grant(Role.CLERK, HIS, units=("市科技局",)))
    reading = settings.with_changes(read_only=True)
    for own in (
        desk(of_unit, register, settings),
        desk(GUEST, register, settings),
        desk(somebody(Grant(Role.CLERK, HIS)), register, reading),
    ):
        assert not own.may_assign(HIS)
        with pytest.raises(NotPermitted):
            own.assign(HIS, *GIVEN)
    with pytest.raises(NotPermitted):
        desk(GUEST, register, settings).of(HIS, "fine-chemicals")
