"""Links that are keys: told once, read-only, expiring, revocable, never more than their giver."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import EVERYWHERE, Grant, Kind, Role
from dashboard.people.links import LinkRefused, NoSuchLink, Opens, Pins, Wanted
from dashboard.people.matrix import Action, NotPermitted, permitted
from dashboard.people.tables import people_audit, shared_link
from tests.people.clocks import SetClock
from tests.people.regions import TREE

GOOD = "ferry lantern seven cinnamon"
MONTH = timedelta(days=30)
WANTED = Wanted("week 41", "region", "region=binzhou", Opens.REGION, ("binzhou",), MONTH)
FROZEN = replace(
    WANTED,
    pins=Pins("2026-10-09", 17, (("binzhou", 12),), False, "1.0"),
    register=("v1", b"as compiled"),
)


@pytest.fixture
def li(people: Directory, operator: By) -> By:
    """A publisher of Shandong and all in it."""
    grants = [Grant(Role.PUBLISHER, "shandong", True)]
    return By(people.accounts.add(operator, "li", grants=grants, password=GOOD).person, TREE)


def test_a_links_reader_reads_what_is_published_within_it_and_does_nothing_else(
    people: Directory, li: By
) -> None:
    link = people.links.open(people.links.give(li, WANTED).token, local=False)
    assert link is not None
    assert (link.giver, link.reader.kind, link.pins) == ("li", Kind.LINK, None)
    for public in (False, True):
        allowed = {
            (action.value, region)
            for action in Action
            for region in TREE
            if permitted(
                link.reader, action, region, regions_tree=TREE, of=link.reader, public=public
            )
        }
        # Zouping lies in Binzhou; Jinan is her own to read, and not the link's.
        assert allowed == {("read-published", "binzhou"), ("read-published", "zouping")}


def test_on_ones_own_machine_a_link_reads_what_its_pages_show_and_not_who_entered_it(
    people: Directory, operator: By
) -> None:
    token = people.links.give(operator, WANTED).token
    link = people.links.open(token, local=True)
    assert link is not None
    reads = {a.value for a in Action if permitted(link.reader, a, "binzhou", regions_tree=TREE)}
    assert reads == {"read-published", "read-unpublished"}
    # Where people sign in, a link that nobody among them gave opens nothing.
    assert people.links.open(token, local=False) is None


def test_an_address_is_told_once_and_kept_as_a_hash(people: Directory, li: By) -> None:
    given = people.links.give(li, WANTED)
    # 16 bytes in base64.
    assert len(given.token) == 22
    assert given.token not in repr(given)
    people.links.open(given.token, local=False)
    with people._engine.connect() as connection:
        rows = [*connection.execute(select(shared_link)), *connection.execute(select(people_audit))]
    assert given.token not in str(rows)
    assert "week 41" in str(rows)


def test_wrong_expired_and_revoked_open_nothing_and_so_does_a_giver_who_is_out(
    people: Directory, li: By, operator: By, clock: SetClock
) -> None:
    one, other, third = (people.links.give(li, WANTED) for _ in range(3))
    assert people.links.open(one.token[:-1] + "!", local=False) is None
    people.links.revoke(li, one.id)
    assert people.links.open(one.token, local=False) is None
    people.accounts.disable(operator, "li")
    assert people.links.open(other.token, local=False) is None
    people.accounts.enable(operator, "li")
    clock.pass_by(days=29, hours=23)
    assert people.links.open(third.token, local=False) is not None
    clock.pass_by(hours=1)
    assert people.links.open(third.token, local=False) is None
    states = [(one.revoked is not None, one.expired) for one in people.links.of(li.person)]
    assert states == [(False, True), (False, True), (True, True)]


def test_a_link_shrinks_with_its_giver(people: Directory, li: By, operator: By) -> None:
    token = people.links.give(li, replace(WANTED, regions=None, opens=Opens.EVERYTHING)).token
    people.grants.take_back(operator, "li", Role.PUBLISHER, "shandong")
    people.grants.give(operator, "li", Grant(Role.VIEWER, "jinan"))
    link = people.links.open(token, local=False)
    assert link is not None
    reads = {r for r in TREE if permitted(link.reader, Action.READ_PUBLISHED, r, regions_tree=TREE)}
    assert reads == {"jinan"}


def test_a_link_is_given_for_ones_own_regions_only_and_not_for_long(
    people: Directory, li: By
) -> None:
    with pytest.raises(NotPermitted):
        people.links.give(li, replace(WANTED, regions=("jiangsu",)))
    with pytest.raises(NotPermitted):
        people.links.give(By(regions_tree=TREE), replace(WANTED, regions=None))
    for wrong in (
        {"lasts": timedelta(days=367)},
        {"lasts": timedelta()},
        {"name": " \n"},
        {"name": "\u3164"},
    ):
        with pytest.raises(LinkRefused):
            people.links.give(li, replace(WANTED, **wrong))  # type: ignore[arg-type]  # each of its own
    assert people.links.of(li.person) == []


def test_a_link_is_revoked_by_its_giver_or_an_administrator_of_theirs(
    people: Directory, li: By, operator: By
) -> None:
    given = people.links.give(li, WANTED)
    viewer = people.accounts.add(operator, "wu", grants=[Grant(Role.VIEWER, EVERYWHERE)])
    with pytest.raises(NotPermitted):
        people.links.revoke(By(viewer.person, TREE), given.id)
    assert people.links.open(given.token, local=False) is not None
    grants = [Grant(Role.ADMINISTRATOR, "shandong", True)]
    admin = people.accounts.add(operator, "he", grants=grants, password=GOOD)
    people.links.revoke(By(admin.person, TREE), given.id)
    assert people.links.open(given.token, local=False) is None
    with pytest.raises(NoSuchLink):
        people.links.revoke(operator, 999)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE shared_link SET expires = expires + 1",
        "UPDATE shared_link SET regions = NULL",
        "UPDATE shared_link SET revoked = NULL",
        "DELETE FROM shared_link",
        "UPDATE kept_register SET compiled = compiled || compiled",
        "DELETE FROM kept_register",
    ],
)
def test_what_a_link_was_given_for_cannot_be_changed_in_the_database(
    change: str, people: Directory, li: By
) -> None:
    given = people.links.give(li, FROZEN)
    people.links.revoke(li, given.id)
    with pytest.raises(DBAPIError), people._engine.begin() as connection:
        connection.execute(text(change))
    assert people.links.register("v1") == b"as compiled"


def test_what_a_frozen_link_holds_fast_comes_back_as_it_was(people: Directory, li: By) -> None:
    tokens = [people.links.give(li, FROZEN).token for _ in range(2)]
    links = [people.links.open(token, local=False) for token in tokens]
    assert [(link.pins, link.register) for link in links if link] == [(FROZEN.pins, "v1")] * 2
